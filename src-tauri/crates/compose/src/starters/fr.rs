//! French.

use super::{Said, Starter};

pub(super) static FR: Starter = Starter {
    hello: r#"Bonjour {{first_name or "à vous"}},"#,
    signed: "Toute l’équipe de {{shop}}",
    kinds: [
        Said {
            subject: "Un avantage pour vous\u{a0}: {{offer or \"à découvrir\"}}",
            preview: r#"Votre code est dans ce message, valable jusqu’au {{offer.day or "jour où vous l’utilisez"}}."#,
            title: "Un avantage pour vous",
            body: "Vous avez commandé chez nous plus d’une fois, et nous y sommes sensibles. Voici un petit retour, pour ce dont vous aurez envie.",
            heading: "Choisi pour vous",
            button: "L’utiliser en boutique",
        },
        Said {
            subject: "Dans votre liste d’envies\u{a0}: {{offer or \"une offre\"}}",
            preview: r#"{{product or "Ce que vous avez noté"}} et plus encore, jusqu’au {{offer.day or "dernier jour de l’offre"}}."#,
            title: "Vos envies coûtent moins cher",
            body: r#"Ces articles sont dans votre liste d’envies. Jusqu’au {{offer.day or "dernier jour de l’offre"}}, ils sont à vous pour moins."#,
            heading: "Dans votre liste d’envies",
            button: "Voir l’offre",
        },
        Said {
            subject: r#"Livraison offerte dès {{shipping.from or "un petit montant"}}"#,
            preview: "Ajoutez ce qu’il vous manque, nous payons le colis.",
            title: "Le colis est pour nous",
            body: r#"Dès {{shipping.from or "un petit montant"}} d’achat, la livraison est offerte. S’il vous manque quelque chose, voici ce qui va bien avec ce que vous avez."#,
            heading: "Va bien avec le reste",
            button: "Aller à la boutique",
        },
        Said {
            subject: r#"{{first_name or "Bonjour"}}, cela fait un moment"#,
            preview: "Nous vous avons gardé quelque chose\u{a0}: {{offer or \"venez voir\"}}.",
            title: "Cela fait un moment",
            body: "Beaucoup de choses sont arrivées depuis votre dernière visite. Nous avons choisi ce qui vous va, et gardé une remise pour vous.",
            heading: "Nous avons pensé à vous",
            button: "Voir les nouveautés",
        },
        Said {
            subject: r#"Nouveau, et proche de {{last_bought or "vos goûts"}}"#,
            preview: "Tout juste arrivé, et choisi pour vous.",
            title: "Nouveautés choisies pour vous",
            body: "Tout cela vient d’arriver, et va avec ce que vous avez déjà de chez nous. Nous voulions vous le montrer en premier.",
            heading: "Nouveau pour vous",
            button: "Voir toutes les nouveautés",
        },
        Said {
            subject: r#"Merci, {{first_name or "sincèrement"}}"#,
            preview: "Un petit geste en retour\u{a0}: {{offer or \"à découvrir\"}}.",
            title: "Merci",
            body: "Une boutique de notre taille vit de celles et ceux qui reviennent. Vous en êtes, et vous choisissez avec soin.\n\nDes mots ne suffisaient pas\u{a0}: il y a un code ci-dessous, et vous seul l’avez.",
            heading: "",
            button: "Choisir quelque chose",
        },
        Said {
            subject: r#"Vous avez {{points.balance or "0"}} points"#,
            preview: "Ce qu’ils valent, et ce qui vient ensuite.",
            title: "Où en sont vos points",
            body: "Chaque commande vous donne des points. Voici combien vous en avez aujourd’hui, et à quoi ils servent.",
            heading: "Vous pourriez les utiliser pour",
            button: "Utiliser mes points",
        },
        Said {
            subject: r#"{{product or "Votre panier"}} vous attend encore"#,
            preview: "Votre panier est tel que vous l’avez laissé.",
            title: "Toujours dans votre panier",
            body: "Votre panier est tel que vous l’avez laissé. Si quelque chose n’a pas marché, répondez à ce message\u{a0}: l’un de nous le lira.",
            heading: "Votre panier",
            button: "Revenir à mon panier",
        },
        Said {
            subject: "Une carte cadeau pour vous",
            preview: r#"{{offer or "Une carte cadeau"}}, à dépenser comme il vous plaît."#,
            title: "Quelque chose pour vous",
            body: "Cette carte est à vous. Utilisez-la pour ce qui vous plaît.",
            heading: "",
            button: "La dépenser en boutique",
        },
    ],
};
