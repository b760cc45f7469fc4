//! The words of a message with what they stand for with someone.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

/// What someone is called and where: names that every message can use.
pub const PERSON_VARIABLES: [(&str, &str); 4] = [
    ("first_name", "their first name"),
    ("last_name", "their last name"),
    ("name", "their whole name"),
    ("shop", "the shop’s name"),
];

/// Steps that the words of one message may take: enough for any text, and an end for a loop.
const FUEL: u64 = 50_000;

const SUBJECT: &str = "subject";
const TEXT: &str = "text";

/// Why words cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// They cannot be read.
    #[error("The {part} cannot be read in line {line}: {why}")]
    Unreadable {
        /// Subject or text.
        part: &'static str,
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// A name that stands for nothing.
    #[error("“{name}” in the {part} stands for nothing. Names that can be used: {known}")]
    UnknownName {
        /// Subject or text.
        part: &'static str,
        /// The name.
        name: String,
        /// Those that can be.
        known: String,
    },
    /// Someone does not have what a name stands for.
    #[error(
        "Not everyone has {name}. Say what stands there otherwise, such as {{{{ {name} or \"friend\" }}}}"
    )]
    Missing {
        /// The name.
        name: String,
    },
    /// It takes too long, as a loop does.
    #[error("The {part} takes too long to work out")]
    Endless {
        /// Subject or text.
        part: &'static str,
    },
    /// Nothing is left of the subject.
    #[error("Nothing stands in the subject for someone. Say what stands there otherwise")]
    EmptySubject,
}

/// Subject and text, read once.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    names: BTreeSet<String>,
}

/// What a message says to someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The text.
    pub text: String,
}

impl Template {
    /// Reads subject and text. `known` are names besides those of a person.
    ///
    /// # Errors
    /// [`TemplateError`] says where they cannot be read.
    pub fn new(subject: &str, text: &str, known: &[&str]) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_fuel(Some(FUEL));
        let mut names = BTreeSet::new();
        let known: Vec<&str> = PERSON_VARIABLES
            .iter()
            .map(|(name, _)| *name)
            .chain(known.iter().copied())
            .collect();
        for (part, words) in [(SUBJECT, subject), (TEXT, text)] {
            environment
                .add_template_owned(part, words.to_owned())
                .map_err(|error| said(part, &error))?;
            let template = environment
                .get_template(part)
                .map_err(|error| said(part, &error))?;
            for name in template.undeclared_variables(true) {
                // Functions of the language, such as one that counts.
                if environment.globals().any(|(own, _)| own == name) {
                    continue;
                }
                if !known.contains(&name.as_str()) {
                    return Err(TemplateError::UnknownName {
                        part,
                        name,
                        known: known.join(", "),
                    });
                }
                names.insert(name);
            }
        }
        Ok(Self { environment, names })
    }

    /// Whether a name stands in it that begins so.
    pub fn asks_for(&self, beginning: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(beginning))
    }

    /// What it says to someone, with what names stand for; an empty word is as none.
    ///
    /// # Errors
    /// [`TemplateError::Missing`] names what they do not have.
    pub fn render(&self, words: &BTreeMap<String, String>) -> Result<Rendered, TemplateError> {
        let context = context(words);
        let part = |part: &'static str| {
            let template = self.environment.get_template(part);
            let rendered = template.and_then(|template| template.render(context.clone()));
            rendered.map_err(|error| match error.kind() {
                ErrorKind::UndefinedError => TemplateError::Missing {
                    name: self.missing(part, words),
                },
                _ => said(part, &error),
            })
        };
        let subject = part(SUBJECT)?;
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        if subject.is_empty() {
            return Err(TemplateError::EmptySubject);
        }
        Ok(Rendered {
            subject,
            text: part(TEXT)?,
        })
    }

    /// The first of the names that someone has nothing for.
    fn missing(&self, part: &str, words: &BTreeMap<String, String>) -> String {
        let asked = self.environment.get_template(part);
        let mut asked: Vec<String> = asked
            .map(|template| template.undeclared_variables(true).into_iter().collect())
            .unwrap_or_default();
        asked.sort();
        let has = |name: &String| words.get(name).is_some_and(|word| !word.is_empty());
        // Those with something else to stand there are asked for too: any of the others will do.
        asked
            .into_iter()
            .find(|name| !has(name))
            .unwrap_or_default()
    }
}

/// Names with a dot are of a thing that has them.
fn context(words: &BTreeMap<String, String>) -> Value {
    let mut plain: BTreeMap<String, Value> = BTreeMap::new();
    let mut things: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (name, word) in words {
        let value = (!word.is_empty()).then(|| Value::from(word.as_str()));
        match name.split_once('.') {
            Some((thing, of)) => {
                let thing = things.entry(thing.to_owned()).or_default();
                thing.extend(value.map(|value| (of.to_owned(), value)));
            }
            None => plain.extend(value.map(|value| (name.clone(), value))),
        }
    }
    for (thing, of) in things {
        plain.insert(thing, Value::from(of));
    }
    Value::from(plain)
}

fn said(part: &'static str, error: &minijinja::Error) -> TemplateError {
    if error.kind() == ErrorKind::OutOfFuel {
        return TemplateError::Endless { part };
    }
    TemplateError::Unreadable {
        part,
        line: error.line().unwrap_or(1),
        why: error
            .detail()
            .map_or_else(|| error.kind().to_string(), ToOwned::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter()
            .map(|(name, word)| ((*name).to_owned(), (*word).to_owned()))
            .collect()
    }

    fn say(subject: &str, text: &str, of: &[(&str, &str)]) -> Result<Rendered, TemplateError> {
        Template::new(subject, text, &["points.balance", "points.tier"])?.render(&words(of))
    }

    #[test]
    fn names_stand_for_what_someone_has() {
        let said = say(
            "Hello {{ first_name }}",
            "{{ name or 'friend' }}, {{ points.balance }} points {{ points.tier|default('') }}",
            &[
                ("first_name", "Ann & Bo"),
                ("name", ""),
                ("points.balance", "120"),
            ],
        );
        let said = said.unwrap();
        assert_eq!(said.subject, "Hello Ann & Bo");
        assert_eq!(said.text, "friend, 120 points ");
    }

    #[test]
    fn a_name_that_someone_lacks_is_named() {
        let said = say("Hello {{ first_name }}", "x", &[("first_name", "")]);
        let name = "first_name".to_owned();
        assert_eq!(said, Err(TemplateError::Missing { name }));
        let said = say("Hi", "{{ points.balance }}", &[("points.tier", "Gold")]);
        let name = "points.balance".to_owned();
        assert_eq!(said, Err(TemplateError::Missing { name }));
    }

    #[test]
    fn words_that_cannot_be_used_are_refused_before_anything_is_sent() {
        let unknown = Template::new("Hello {{ fist_name }}", "x", &[]).unwrap_err();
        assert!(unknown.to_string().contains("“fist_name”"), "{unknown}");
        let open = Template::new("Hi", "one\n{{ name", &[]).unwrap_err();
        assert!(
            open.to_string().contains("text cannot be read in line 2"),
            "{open}"
        );
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        assert_eq!(
            say("Hi", endless, &[]),
            Err(TemplateError::Endless { part: TEXT })
        );
        assert_eq!(
            say("{{ name or '' }}", "x", &[]),
            Err(TemplateError::EmptySubject)
        );
    }

    #[test]
    fn a_subject_is_one_line() {
        let said = say(
            "Hi {{ name }}",
            "x",
            &[("name", "A\r\nBcc: all@example.com")],
        );
        assert_eq!(said.unwrap().subject, "Hi A Bcc: all@example.com");
    }
}
