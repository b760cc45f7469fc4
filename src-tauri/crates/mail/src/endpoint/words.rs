//! What the page that takes a “no more” says, in six languages.

/// What the page says. Plain text, in the language of the customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageWords {
    /// The shop's name.
    pub shop: String,
    /// The language, such as `en`.
    pub language: String,
    /// Asks whether no more is wanted.
    pub question: String,
    /// Stands on the button.
    pub button: String,
    /// Says that it is noted.
    pub done: String,
    /// Says that the link is no good.
    pub broken: String,
    /// Says that it could not be noted.
    pub failed: String,
}

/// The language, the question, the button, what is said when it is done, of a link that is not whole
/// and of a failure. `{shop}` is the shop's name.
const WORDS: [[&str; 6]; 6] = [
    [
        "en",
        "Do you want no more mail from {shop}?",
        "No more mail",
        "You will get no more mail. It can take up to two days until the last one is out",
        "This link is not whole. Please use the one in the mail",
        "That did not work. Please try again later, or answer the mail",
    ],
    [
        "de",
        "Möchten Sie keine E-Mails von {shop} mehr?",
        "Keine E-Mails mehr",
        "Sie bekommen keine E-Mails mehr. Bis die letzte unterwegs ist, können zwei Tage vergehen",
        "Dieser Link ist nicht vollständig. Bitte verwenden Sie den aus der E-Mail",
        "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal, oder antworten Sie auf die E-Mail",
    ],
    [
        "fr",
        "Ne plus recevoir d’e-mails de {shop} ?",
        "Ne plus recevoir d’e-mails",
        "Vous ne recevrez plus d’e-mails. Le dernier peut encore arriver pendant deux jours",
        "Ce lien n’est pas complet. Veuillez utiliser celui de l’e-mail",
        "Cela n’a pas fonctionné. Veuillez réessayer plus tard, ou répondre à l’e-mail",
    ],
    [
        "es",
        "¿Quiere dejar de recibir correos de {shop}?",
        "No recibir más correos",
        "No recibirá más correos. El último puede tardar hasta dos días en llegar",
        "Este enlace no está completo. Use el que aparece en el correo",
        "No ha funcionado. Inténtelo más tarde o responda al correo",
    ],
    [
        "it",
        "Non vuole più ricevere e-mail da {shop}?",
        "Niente più e-mail",
        "Non riceverà più e-mail. L’ultima può arrivare ancora entro due giorni",
        "Questo link non è completo. Usi quello che si trova nell’e-mail",
        "Non ha funzionato. Riprovi più tardi oppure risponda all’e-mail",
    ],
    [
        "nl",
        "Wilt u geen e-mails van {shop} meer ontvangen?",
        "Geen e-mails meer",
        "U krijgt geen e-mails meer. Het kan tot twee dagen duren voor de laatste verstuurd is",
        "Deze link is niet volledig. Gebruik de link in de e-mail",
        "Dat is niet gelukt. Probeer het later opnieuw of beantwoord de e-mail",
    ],
];

impl PageWords {
    /// In that language (ISO 639-1), else in English.
    pub fn of(language: &str, shop: &str) -> Self {
        let known = WORDS.iter().find(|[known, ..]| *known == language);
        let [language, question, button, done, broken, failed] = known.unwrap_or(&WORDS[0]);
        Self {
            shop: shop.to_owned(),
            language: (*language).to_owned(),
            question: question.replace("{shop}", shop),
            button: (*button).to_owned(),
            done: (*done).to_owned(),
            broken: (*broken).to_owned(),
            failed: (*failed).to_owned(),
        }
    }

    /// In English.
    pub fn english(shop: &str) -> Self {
        Self::of("en", shop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_and_names_the_shop() {
        for [language, ..] in WORDS {
            let words = PageWords::of(language, "Wren & Söhne");
            assert_eq!(words.language, language);
            assert!(words.question.contains("Wren & Söhne"), "{language}");
            for word in [&words.button, &words.done, &words.broken, &words.failed] {
                assert!(!word.is_empty() && !word.contains(['{', '!']), "{language}");
            }
        }
        assert_eq!(PageWords::of("ja", "Wren"), PageWords::english("Wren"));
    }
}
