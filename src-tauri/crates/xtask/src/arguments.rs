//! What was asked for, read from the words after `cargo xtask`.

use anyhow::{Context, Result, bail};

/// How the program is called.
pub(crate) const USAGE: &str = "\
cargo xtask run              set up, build and open the window
cargo xtask test             set up and check everything; one summary at the end
    --mail                   also with a real mail server on this computer (always when CI=true)
cargo xtask mail-lab         only what is checked with that mail server
cargo xtask soak             the long checks, before a release
    --kills N                how often an import is killed (300)
    --fuzz-seconds N         how long each target is fuzzed (300)
cargo xtask screens          pictures of every screen, in target/screens
    --theme light|dark|both  (both)
    --size WIDTHxHEIGHT      (1280x820)
cargo xtask sample-shop      write assets/sample-shop anew
cargo xtask bundle           build what is shipped
";

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Build and open the window.
    Run,
    /// Check everything.
    Test {
        /// Also with a real mail server, which is installed for it.
        mail: bool,
    },
    /// Check only with a real mail server, which is installed for it.
    MailLab,
    /// Check for long.
    Soak {
        /// How often an import is killed.
        kills: u32,
        /// How long each target is fuzzed.
        fuzz_seconds: u32,
    },
    /// Take pictures.
    Screens {
        /// `light`, `dark`, or both.
        themes: Vec<String>,
        /// `1280x820`.
        size: String,
    },
    /// Write the sample shop.
    SampleShop,
    /// Build what is shipped.
    Bundle,
    /// Say how it is called.
    Help,
}

/// Reads the words.
pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Task> {
    let Some(name) = words.next() else {
        return Ok(Task::Help);
    };
    let mut task = match name.as_str() {
        "run" => Task::Run,
        "test" => Task::Test { mail: false },
        "mail-lab" => Task::MailLab,
        "soak" => Task::Soak {
            kills: 300,
            fuzz_seconds: 300,
        },
        "screens" => Task::Screens {
            themes: both(),
            size: "1280x820".to_owned(),
        },
        "sample-shop" => Task::SampleShop,
        "bundle" => Task::Bundle,
        "help" | "--help" | "-h" => Task::Help,
        other => bail!("there is no command {other}"),
    };
    while let Some(option) = words.next() {
        if option == "--help" {
            return Ok(Task::Help);
        }
        if let (Task::Test { mail }, "--mail") = (&mut task, option.as_str()) {
            *mail = true;
            continue;
        }
        let value = words
            .next()
            .with_context(|| format!("{option} needs a value"))?;
        match (&mut task, option.as_str()) {
            (Task::Soak { kills, .. }, "--kills") => {
                *kills = value
                    .parse()
                    .with_context(|| format!("--kills {value}: no number"))?;
            }
            (Task::Soak { fuzz_seconds, .. }, "--fuzz-seconds") => {
                *fuzz_seconds = value
                    .parse()
                    .with_context(|| format!("--fuzz-seconds {value}: no number"))?;
            }
            (Task::Screens { themes, .. }, "--theme") => {
                *themes = match value.as_str() {
                    "light" | "dark" => vec![value],
                    "both" => both(),
                    other => bail!("--theme {other}: light, dark or both"),
                };
            }
            (Task::Screens { size, .. }, "--size") => {
                let number = |part: &str| part.parse::<u32>().is_ok();
                let fits = value
                    .split_once('x')
                    .is_some_and(|(w, h)| number(w) && number(h));
                if !fits {
                    bail!("--size {value}: write it as 1280x820");
                }
                *size = value;
            }
            _ => bail!("{name} has no option {option}"),
        }
    }
    Ok(task)
}

fn both() -> Vec<String> {
    vec!["light".to_owned(), "dark".to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(words: &str) -> Result<Task> {
        read(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_have_defaults_and_values() {
        assert_eq!(
            reads("soak").unwrap(),
            Task::Soak {
                kills: 300,
                fuzz_seconds: 300,
            }
        );
        assert_eq!(
            reads("soak --kills 20 --fuzz-seconds 60").unwrap(),
            Task::Soak {
                kills: 20,
                fuzz_seconds: 60
            }
        );
        assert_eq!(reads("test").unwrap(), Task::Test { mail: false });
        assert_eq!(reads("test --mail").unwrap(), Task::Test { mail: true });
        assert_eq!(
            reads("screens --theme dark --size 960x640").unwrap(),
            Task::Screens {
                themes: vec!["dark".to_owned()],
                size: "960x640".to_owned()
            }
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        for (words, why) in [
            ("fly", "there is no command fly"),
            ("run --fast 1", "run has no option --fast"),
            ("run --mail 1", "run has no option --mail"),
            ("soak --kills many", "--kills many: no number"),
            ("soak --kills", "--kills needs a value"),
            ("soak --fuzz-seconds x", "--fuzz-seconds x: no number"),
            ("screens --theme pink", "--theme pink: light, dark or both"),
            ("screens --size big", "--size big: write it as 1280x820"),
        ] {
            assert_eq!(reads(words).unwrap_err().to_string(), why);
        }
    }
}
