//! Words by which people say that they want no more, and signs by which machines are known.

use mail_parser::Message as Mail;

/// Words that by themselves are a no, in small letters.
const NO_MORE: &[&str] = &[
    "unsubscribe",
    "unsuscribe",
    "opt out",
    "opt-out",
    "remove me",
    "take me off",
    "stop",
    "abmelden",
    "abmeldung",
    "abbestellen",
    "austragen",
    "newsletter abmelden",
    "désinscrire",
    "désinscription",
    "desinscrire",
    "desinscription",
    "désabonner",
    "desabonner",
    "désabonnement",
    "baja",
    "dar de baja",
    "darme de baja",
    "desuscribir",
    "cancelar suscripción",
    "cancellami",
    "cancellazione",
    "disiscrivi",
    "disiscrivimi",
    "annulla iscrizione",
    "cancelar subscrição",
    "descadastrar",
    "uitschrijven",
    "afmelden",
    "afmeld",
    "frameld",
    "avsluta",
    "avregistrera",
    "avmeld",
    "peruuta",
    "wypisz",
    "rezygnuję",
    "odhlásit",
    "leiratkozás",
];

/// Small words that may stand beside them.
const BESIDE: &[&str] = &[
    "please",
    "pls",
    "me",
    "from",
    "this",
    "list",
    "the",
    "newsletter",
    "your",
    "mailing",
    "emails",
    "email",
    "mails",
    "bitte",
    "mich",
    "vom",
    "von",
    "ihrem",
    "dem",
    "der",
    "den",
    "hiermit",
    "ich",
    "möchte",
    "merci",
    "de",
    "me",
    "moi",
    "s'il",
    "vous",
    "plaît",
    "svp",
    "la",
    "liste",
    "se",
    "por",
    "favor",
    "lista",
    "per",
    "favore",
    "dalla",
    "alstublieft",
    "aub",
    "mij",
    "thanks",
    "thank",
    "you",
    "danke",
    "all",
    "i",
    "want",
    "to",
    "would",
    "like",
    "hello",
    "hi",
    "hallo",
];

/// Whether somebody asks for no more: the subject says so and little else, or the first line that
/// they wrote themselves does. What they quote is ours, and has the word in it each time.
pub(super) fn ask_for_no_more(subject: &str, text: &str) -> bool {
    says_so(without_prefixes(subject)) || first_own_line(text).is_some_and(says_so)
}

/// A word that is a no, and small words beside it at most.
fn says_so(line: &str) -> bool {
    let line = line.to_lowercase();
    let words: Vec<&str> = line
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.len() > 8 {
        return false;
    }
    NO_MORE.iter().any(|no| {
        let parts: Vec<&str> = no.split(' ').collect();
        words.windows(parts.len()).enumerate().any(|(at, found)| {
            let rest = words[..at].iter().chain(&words[at + parts.len()..]);
            found == parts.as_slice() && rest.into_iter().all(|word| BESIDE.contains(word))
        })
    })
}

/// `Re:`, `AW:` and their like, once or more.
fn without_prefixes(subject: &str) -> &str {
    let mut subject = subject.trim();
    while let Some((before, after)) = subject.split_once(':')
        && (1..=4).contains(&before.trim().chars().count())
    {
        subject = after.trim();
    }
    subject
}

/// The first line that has words and is not quoted.
fn first_own_line(text: &str) -> Option<&str> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let quoted = line.starts_with('>')
        || line.starts_with("--")
        || (line.ends_with(':') && line.contains('@'));
    (!quoted).then_some(line)
}

/// Whether a machine wrote it by itself (RFC 3834, and those that came before it).
pub(super) fn is_from_a_machine(mail: &Mail<'_>, subject: &str) -> bool {
    let header = |name: &'static str| mail.header_raw(name).map(|text| text.trim().to_lowercase());
    let by_header = header("Auto-Submitted").is_some_and(|text| !text.starts_with("no"))
        || header("Precedence").is_some_and(|text| {
            ["auto_reply", "auto-reply", "bulk", "junk"].contains(&text.as_str())
        })
        || ["X-Autoreply", "X-Autorespond", "X-Autoresponse"]
            .into_iter()
            .any(|name| header(name).is_some_and(|text| text != "no"))
        || header("X-Auto-Response-Suppress").is_some_and(|text| text.contains("all"));
    let subject = subject.to_lowercase();
    by_header
        || [
            "automatic reply:",
            "auto reply:",
            "autoreply:",
            "out of office",
            "automatische antwort:",
            "abwesenheit",
            "abwesend:",
            "réponse automatique",
            "absence du bureau",
            "respuesta automática",
            "risposta automatica",
            "automatisch antwoord",
        ]
        .iter()
        .any(|words| subject.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_heard_in_many_words() {
        for subject in [
            "Unsubscribe",
            "unsubscribe me please",
            "Re: unsubscribe",
            "AW: Re: ABMELDEN",
            "Bitte vom Newsletter abmelden",
            "Désinscrire",
            "STOP",
            "Darme de baja, por favor",
            "Please remove me from this list",
            "opt-out",
        ] {
            assert!(ask_for_no_more(subject, ""), "{subject}");
        }
        for text in [
            "Abmelden\n\nAm 3. Mai schrieb der Laden:\n> Seife",
            "unsubscribe",
        ] {
            assert!(ask_for_no_more("Re: Soap is back", text), "{text}");
        }
    }

    #[test]
    fn an_answer_that_only_has_the_word_is_an_answer() {
        for (subject, text) in [
            (
                "Re: Soap is back",
                "When will you restock?\n> unsubscribe here",
            ),
            ("Re: Soap is back", "> Unsubscribe"),
            ("Re: Soap is back", "On Monday shop@example.com wrote:"),
            ("The soap won't stop foaming", ""),
            (
                "How do I stop the tap from dripping",
                "stop by tomorrow with the candles",
            ),
            ("Bus stop near your shop?", ""),
            ("", ""),
        ] {
            assert!(!ask_for_no_more(subject, text), "{subject} / {text}");
        }
    }
}
