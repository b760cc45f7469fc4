//! Italian.

use super::{Said, Starter};

pub(super) static IT: Starter = Starter {
    hello: r#"Ciao {{first_name or "di nuovo"}},"#,
    signed: "Tutti noi di {{shop}}",
    kinds: [
        Said {
            subject: r#"Un premio per te: {{offer or "guarda qui"}}"#,
            preview: r#"Il tuo codice è in questa e-mail. Vale fino a {{offer.day or "quando lo usi"}}."#,
            title: "Un premio per te",
            body: "hai ordinato da noi più di una volta, e ce ne siamo accorti. Ecco qualcosa in cambio, per la prossima cosa che ti serve.",
            heading: "Scelti per te",
            button: "Usalo in negozio",
        },
        Said {
            subject: r#"Nella tua lista dei desideri: {{offer or "un’offerta"}}"#,
            preview: r#"{{product or "Quello che hai salvato"}} e altro, fino a {{offer.day or "fine offerta"}}."#,
            title: "I tuoi desideri costano meno",
            body: r#"questi articoli sono nella tua lista dei desideri. Fino a {{offer.day or "fine offerta"}} li paghi meno."#,
            heading: "Dalla tua lista dei desideri",
            button: "Vedi l’offerta",
        },
        Said {
            subject: r#"Spedizione gratuita da {{shipping.from or "un piccolo importo"}}"#,
            preview: "Aggiungi quello che ti manca: il pacco lo paghiamo noi.",
            title: "Il pacco lo paghiamo noi",
            body: r#"da {{shipping.from or "un piccolo importo"}} in su la spedizione è gratuita. Se ti manca qualcosa, questi stanno bene con quello che hai già."#,
            heading: "Sta bene con quello che hai",
            button: "Vai al negozio",
        },
        Said {
            subject: r#"{{first_name or "Ciao"}}, è passato un po’ di tempo"#,
            preview: r#"Abbiamo tenuto da parte qualcosa per te: {{offer or "vieni a vedere"}}."#,
            title: "È passato un po’ di tempo",
            body: "dalla tua ultima visita sono arrivate molte cose. Abbiamo scelto quello che fa per te, e tenuto da parte uno sconto.",
            heading: "Abbiamo pensato a te",
            button: "Vedi le novità",
        },
        Said {
            subject: r#"Nuovo, e vicino a {{last_bought or "quello che ti piace"}}"#,
            preview: "Appena arrivato, scelto per te, e mostrato prima a te.",
            title: "Appena arrivati, scelti per te",
            body: "sono arrivati da poco e stanno bene con quello che hai già preso da noi. Volevamo mostrarli prima a te.",
            heading: "Nuovi per te",
            button: "Vedi tutte le novità",
        },
        Said {
            subject: r#"Grazie, {{first_name or "davvero"}}"#,
            preview: r#"Un piccolo pensiero in cambio: {{offer or "guarda qui"}}."#,
            title: "Grazie",
            body: "un negozio come il nostro vive di chi ritorna. Tu lo fai, e scegli con cura.\n\nLe parole ci sembravano poche: qui sotto c’è un codice che hai solo tu.",
            heading: "",
            button: "Scegli qualcosa",
        },
        Said {
            subject: r#"Hai {{points.balance or "0"}} punti"#,
            preview: "A cosa servono i tuoi punti, e cosa viene dopo.",
            title: "I tuoi punti oggi",
            body: "ogni ordine ti dà dei punti. Ecco quanti ne hai oggi, e a cosa servono.",
            heading: "Potresti usarli per",
            button: "Usa i miei punti",
        },
        Said {
            subject: r#"Hai lasciato {{product or "qualcosa"}} nel carrello"#,
            preview: "Il tuo carrello è come l’hai lasciato.",
            title: "Ancora nel tuo carrello",
            body: "il tuo carrello è come l’hai lasciato. Se qualcosa non ha funzionato, rispondi a questa e-mail: la leggerà uno di noi.",
            heading: "Il tuo carrello",
            button: "Torna al carrello",
        },
        Said {
            subject: "Una carta regalo per te",
            preview: r#"{{offer or "Una carta regalo"}}, da spendere come vuoi."#,
            title: "Qualcosa per te",
            body: "questa carta è tua. Spendila per quello che vuoi.",
            heading: "",
            button: "Usala in negozio",
        },
    ],
};
