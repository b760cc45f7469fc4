//! Dutch.

use super::{Said, Starter};

pub(super) static NL: Starter = Starter {
    hello: r#"Hallo {{first_name or "daar"}},"#,
    signed: "Iedereen bij {{shop}}",
    kinds: [
        Said {
            subject: r#"Een beloning voor jou: {{offer or "kijk binnen"}}"#,
            preview: r#"Je code staat in deze mail. Hij geldt tot en met {{offer.day or "je hem gebruikt"}}."#,
            title: "Een beloning voor jou",
            body: "Je hebt al vaker bij ons besteld, en dat waarderen we. Daarom krijg je iets terug, voor wat je hierna nodig hebt.",
            heading: "Voor jou gekozen",
            button: "Gebruik hem in de winkel",
        },
        Said {
            subject: r#"Van je verlanglijst, nu {{offer or "in de aanbieding"}}"#,
            preview: r#"{{product or "Wat je bewaarde"}} en meer, tot en met {{offer.day or "het einde van de actie"}}."#,
            title: "Wat je bewaarde kost nu minder",
            body: r#"Dit staat op je verlanglijst. Tot en met {{offer.day or "het einde van de actie"}} krijg je het voor minder."#,
            heading: "Van je verlanglijst",
            button: "Bekijk de aanbieding",
        },
        Said {
            subject: r#"Gratis verzending vanaf {{shipping.from or "een klein bedrag"}}"#,
            preview: "Leg erbij wat je nog mist: het pakket betalen wij.",
            title: "Het pakket betalen wij",
            body: r#"Vanaf {{shipping.from or "een klein bedrag"}} is de verzending gratis voor jou. Mis je nog iets? Dit past goed bij wat je al hebt."#,
            heading: "Past goed bij wat je hebt",
            button: "Naar de winkel",
        },
        Said {
            subject: r#"{{first_name or "Hallo"}}, dat is lang geleden"#,
            preview: r#"We hebben iets voor je bewaard: {{offer or "kom kijken"}}."#,
            title: "Dat is lang geleden",
            body: "Sinds je laatste bezoek is er veel binnengekomen. We kozen wat bij je past, en bewaarden een korting voor je.",
            heading: "We dachten aan je",
            button: "Bekijk wat nieuw is",
        },
        Said {
            subject: r#"Nieuw, en past bij {{last_bought or "jouw smaak"}}"#,
            preview: "Net binnen, voor jou gekozen, en jij ziet het als eerste.",
            title: "Net binnen, voor jou gekozen",
            body: "Dit is net binnengekomen en past bij wat je al van ons hebt. We wilden het jou als eerste laten zien.",
            heading: "Nieuw voor jou",
            button: "Bekijk al het nieuwe",
        },
        Said {
            subject: r#"Dank je wel, {{first_name or "echt waar"}}"#,
            preview: r#"Iets kleins terug, alleen voor jou: {{offer or "kijk binnen"}}."#,
            title: "Dank je wel",
            body: "Een winkel als de onze leeft van mensen die terugkomen. Dat doe jij, en je kiest met zorg.\n\nAlleen woorden vonden we te weinig. Daarom staat hieronder een code die alleen jij hebt.",
            heading: "",
            button: "Kies iets uit",
        },
        Said {
            subject: r#"Je hebt {{points.balance or "0"}} punten"#,
            preview: "Wat je ermee kunt, en wat hierna komt.",
            title: "Zo staan je punten",
            body: "Met elke bestelling spaar je punten. Zoveel heb je er vandaag, en dit kun je ermee.",
            heading: "Je zou ze kunnen gebruiken voor",
            button: "Gebruik mijn punten",
        },
        Said {
            subject: r#"Je liet {{product or "iets"}} in je winkelwagen liggen"#,
            preview: "Je winkelwagen is zoals je hem achterliet.",
            title: "Nog in je winkelwagen",
            body: "Je winkelwagen is zoals je hem achterliet. Lukte er iets niet? Antwoord op deze mail: een van ons leest hem.",
            heading: "Je winkelwagen",
            button: "Terug naar mijn winkelwagen",
        },
        Said {
            subject: "Een cadeaubon voor jou",
            preview: r#"{{offer or "Een cadeaubon"}}, te besteden zoals je wilt."#,
            title: "Iets voor jou",
            body: "Deze bon is van jou. Besteed hem aan wat je wilt.",
            heading: "",
            button: "Besteed hem in de winkel",
        },
    ],
};
