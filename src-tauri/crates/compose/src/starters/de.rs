//! German.

use super::{Said, Starter};

pub(super) static DE: Starter = Starter {
    hello: r#"Guten Tag {{name or "aus dem Laden"}},"#,
    signed: "Ihr Team von {{shop}}",
    kinds: [
        Said {
            subject: r#"Eine Prämie für Sie: {{offer or "sehen Sie selbst"}}"#,
            preview: r#"Ihr Code steht in dieser Mail. Er gilt bis {{offer.day or "Sie ihn einlösen"}}."#,
            title: "Eine Prämie für Sie",
            body: "Sie haben schon öfter bei uns bestellt, und das freut uns. Dafür bekommen Sie etwas zurück, für alles, was Sie als Nächstes brauchen.",
            heading: "Für Sie ausgesucht",
            button: "Im Shop einlösen",
        },
        Said {
            subject: r#"Von Ihrer Merkliste, jetzt {{offer or "im Angebot"}}"#,
            preview: r#"{{product or "Was Sie sich gemerkt haben"}} und mehr, bis {{offer.day or "das Angebot endet"}}."#,
            title: "Gemerkt, und jetzt günstiger",
            body: r#"diese Stücke stehen auf Ihrer Merkliste. Bis {{offer.day or "das Angebot endet"}} bekommen Sie sie günstiger."#,
            heading: "Von Ihrer Merkliste",
            button: "Zum Angebot",
        },
        Said {
            subject: r#"Versand gratis ab {{shipping.from or "einem kleinen Betrag"}}"#,
            preview: "Legen Sie dazu, was noch fehlt: Das Paket zahlen wir.",
            title: "Das Paket zahlen wir",
            body: r#"ab {{shipping.from or "einem kleinen Betrag"}} liefern wir für Sie kostenlos. Falls noch etwas fehlt: Das hier passt gut zu dem, was Sie schon haben."#,
            heading: "Passt gut dazu",
            button: "Zum Shop",
        },
        Said {
            subject: r#"{{name or "Guten Tag"}}, lange nichts gehört"#,
            preview: r#"Wir haben etwas für Sie aufgehoben: {{offer or "schauen Sie vorbei"}}."#,
            title: "Lange nichts gehört",
            body: "seit Ihrem letzten Besuch ist viel Neues angekommen. Wir haben ausgesucht, was zu Ihnen passt, und einen Rabatt für Sie aufgehoben.",
            heading: "Wir haben an Sie gedacht",
            button: "Neues ansehen",
        },
        Said {
            subject: r#"Neu, passend zu {{last_bought or "Ihrem Geschmack"}}"#,
            preview: "Gerade eingetroffen und für Sie ausgesucht.",
            title: "Neu und für Sie ausgesucht",
            body: "das ist gerade eingetroffen und passt zu dem, was Sie schon von uns haben. Deshalb sollen Sie es zuerst sehen.",
            heading: "Neu für Sie",
            button: "Alles Neue ansehen",
        },
        Said {
            subject: r#"Danke, {{name or "ganz herzlich"}}"#,
            preview: r#"Ein kleines Dankeschön: {{offer or "sehen Sie selbst"}}."#,
            title: "Danke",
            body: "ein Laden unserer Größe lebt von Menschen, die wiederkommen. Sie tun das, und Sie wählen mit Bedacht.\n\nNur Worte wären uns zu wenig. Darum steht unten ein Code, den nur Sie haben.",
            heading: "",
            button: "Etwas aussuchen",
        },
        Said {
            subject: r#"Sie haben {{points.balance or "0"}} Punkte"#,
            preview: "Wofür sie gut sind und was als Nächstes kommt.",
            title: "Ihr Punktestand",
            body: "mit jeder Bestellung sammeln Sie Punkte. So viele sind es heute, und dafür sind sie gut.",
            heading: "Dafür könnten Sie sie einlösen",
            button: "Punkte einlösen",
        },
        Said {
            subject: r#"In Ihrem Warenkorb liegt noch {{product or "etwas"}}"#,
            preview: "Ihr Warenkorb ist noch so, wie Sie ihn verlassen haben.",
            title: "Noch in Ihrem Warenkorb",
            body: "Ihr Warenkorb ist noch so, wie Sie ihn verlassen haben. Wenn etwas nicht geklappt hat, antworten Sie einfach auf diese Mail. Wir lesen sie.",
            heading: "Ihr Warenkorb",
            button: "Zurück zum Warenkorb",
        },
        Said {
            subject: "Ein Gutschein für Sie",
            preview: r#"{{offer or "Ein Gutschein"}}, ganz nach Ihrem Geschmack."#,
            title: "Etwas für Sie",
            body: "dieser Gutschein gehört Ihnen. Lösen Sie ihn ein, wofür Sie möchten.",
            heading: "",
            button: "Im Shop einlösen",
        },
    ],
};
