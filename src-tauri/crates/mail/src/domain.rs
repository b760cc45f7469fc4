//! What a domain says of who may send for it (SPF, RFC 7208), of its signatures (DKIM, RFC 6376)
//! and of what becomes of mail that has neither (DMARC, RFC 7489), in plain words. Mailbox
//! providers throw mail away, or put it among the junk, by these.

use crate::{
    directory::{Directory, NotLookedUp},
    presets::Preset,
};

/// One of the three entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Who may send for the domain.
    Spf,
    /// Under which keys its mail is signed.
    Dkim,
    /// What becomes of other mail.
    Dmarc,
}

/// How an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// As it should be.
    Good,
    /// It is there; whether it fits cannot be seen from here.
    Present,
    /// It cannot be seen from here whether it is there.
    Hidden,
    /// It is missing.
    Missing,
    /// It is there and does not do what it should.
    Wrong,
    /// The directory could not be asked.
    NotLookedUp,
}

/// What was found of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryCheck {
    /// Which one.
    pub entry: Entry,
    /// How it is.
    pub standing: Standing,
    /// The same in plain words.
    pub words: String,
    /// Where the entry belongs and what it should say, where that is known.
    pub advice: Option<Advice>,
    /// The entry as it is.
    pub found: Option<String>,
}

/// A line for whoever keeps the domain's entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The name that the entry belongs to. It is of the kind TXT.
    pub name: String,
    /// What it should say.
    pub text: String,
}

/// Looks at a domain from which mail is sent through that provider. Without a directory nothing can
/// be looked up.
pub fn check_domain(
    domain: &str,
    preset: Option<&Preset>,
    directory: Option<&Directory>,
) -> Vec<EntryCheck> {
    let all = directory.ok_or(NotLookedUp).and_then(|directory| {
        // Where one cannot be looked up none can: nobody waits three times for that.
        Ok(vec![
            spf(domain, preset, directory)?,
            dkim(domain, preset, directory)?,
            dmarc(domain, directory)?,
        ])
    });
    all.unwrap_or_else(|_| {
        [Entry::Spf, Entry::Dkim, Entry::Dmarc]
            .map(not_looked_up)
            .to_vec()
    })
}

fn not_looked_up(entry: Entry) -> EntryCheck {
    EntryCheck {
        entry,
        standing: Standing::NotLookedUp,
        words: NotLookedUp.to_string(),
        advice: None,
        found: None,
    }
}

fn named(preset: Option<&Preset>) -> String {
    preset.map_or_else(
        || "your mail provider".to_owned(),
        |preset| preset.name.clone(),
    )
}

fn spf(
    domain: &str,
    preset: Option<&Preset>,
    directory: &Directory,
) -> Result<EntryCheck, NotLookedUp> {
    let entries = spf_entries(directory, domain)?;
    let wanted: &[String] = preset.map_or(&[], |preset| &preset.spf);
    let who = named(preset);
    let check = |standing, words: String, advice: Option<String>, found: Option<&String>| {
        Ok(EntryCheck {
            entry: Entry::Spf,
            standing,
            words,
            advice: advice.map(|text| Advice {
                name: domain.to_owned(),
                text,
            }),
            found: found.cloned(),
        })
    };
    let Some(entry) = entries.first() else {
        let text = wanted
            .first()
            .map(|include| format!("v=spf1 include:{include} ~all"));
        let words = format!("{domain} does not say who may send mail for it (SPF)");
        return check(Standing::Missing, words, text, None);
    };
    if entries.len() > 1 {
        let words = format!("{domain} says twice who may send for it (SPF). Then neither counts");
        return check(Standing::Wrong, words, None, Some(entry));
    }
    if wanted.is_empty() {
        let words = format!(
            "{domain} says who may send for it (SPF). Whether {who} is among them cannot be seen \
             from here"
        );
        return check(Standing::Present, words, None, Some(entry));
    }
    if names(directory, entry, wanted, &mut 10)? {
        let words = format!("{domain} says that {who} may send for it (SPF)");
        return check(Standing::Good, words, None, Some(entry));
    }
    let words = format!("{domain} does not name {who} among those who may send for it (SPF)");
    let text = with_include(entry, &wanted[0]);
    check(Standing::Wrong, words, Some(text), Some(entry))
}

fn spf_entries(directory: &Directory, domain: &str) -> Result<Vec<String>, NotLookedUp> {
    let texts = directory.texts(domain)?;
    Ok(texts
        .into_iter()
        .filter(|text| {
            let small = text.to_ascii_lowercase();
            small == "v=spf1" || small.starts_with("v=spf1 ")
        })
        .collect())
}

/// Whether an entry leads to one of these names, itself or through others. Ten look-ups are the
/// most that anyone makes (RFC 7208, 4.6.4).
fn names(
    directory: &Directory,
    entry: &str,
    wanted: &[String],
    left: &mut u8,
) -> Result<bool, NotLookedUp> {
    let entry = entry.to_ascii_lowercase();
    let targets: Vec<&str> = entry
        .split_whitespace()
        .filter_map(|word| {
            let word = word.trim_start_matches(['+', '?', '~']);
            word.strip_prefix("include:")
                .or_else(|| word.strip_prefix("redirect="))
        })
        .collect();
    if targets
        .iter()
        .any(|target| wanted.iter().any(|name| name == target))
    {
        return Ok(true);
    }
    for target in targets {
        if *left == 0 {
            return Ok(false);
        }
        *left -= 1;
        for further in spf_entries(directory, target)? {
            if names(directory, &further, wanted, left)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The same entry with one more name, before what it says of all others.
fn with_include(entry: &str, include: &str) -> String {
    let mut words: Vec<String> = entry.split_whitespace().map(str::to_owned).collect();
    let at = words
        .iter()
        .position(|word| {
            let word = word.to_ascii_lowercase();
            word.trim_start_matches(['+', '?', '~', '-']) == "all" || word.starts_with("redirect=")
        })
        .unwrap_or(words.len());
    words.insert(at, format!("include:{include}"));
    words.join(" ")
}

fn dkim(
    domain: &str,
    preset: Option<&Preset>,
    directory: &Directory,
) -> Result<EntryCheck, NotLookedUp> {
    let who = named(preset);
    let selectors: &[String] = preset.map_or(&[], |preset| &preset.dkim);
    let check = |standing, words, found| EntryCheck {
        entry: Entry::Dkim,
        standing,
        words,
        advice: None,
        found,
    };
    if selectors.is_empty() {
        let words = format!(
            "Whether {who} signs your mail (DKIM) cannot be seen from here. It tells you in its \
             settings"
        );
        return Ok(check(Standing::Hidden, words, None));
    }
    for selector in selectors {
        let texts = directory.texts(&format!("{selector}._domainkey.{domain}"))?;
        let key = texts
            .into_iter()
            .find(|text| tags(text).any(|(name, value)| name == "p" && !value.is_empty()));
        if key.is_some() {
            let words =
                format!("{domain} publishes the key with which {who} signs your mail (DKIM)");
            return Ok(check(Standing::Good, words, key));
        }
    }
    let words = format!(
        "{domain} publishes no key under which {who} could sign your mail (DKIM). Switch signing \
         on there, and enter the key it gives you at your domain"
    );
    Ok(check(Standing::Missing, words, None))
}

fn dmarc(domain: &str, directory: &Directory) -> Result<EntryCheck, NotLookedUp> {
    let mut at = domain;
    let mut entries: Vec<String>;
    // The nearest domain above that has an entry speaks for those below it.
    loop {
        entries = directory
            .texts(&format!("_dmarc.{at}"))?
            .into_iter()
            .filter(|text| {
                tags(text)
                    .next()
                    .is_some_and(|(name, value)| name == "v" && value == "DMARC1")
            })
            .collect();
        match at.split_once('.') {
            Some((_, above)) if entries.is_empty() && above.contains('.') => at = above,
            _ => break,
        }
    }
    let advice = || {
        Some(Advice {
            name: format!("_dmarc.{domain}"),
            text: "v=DMARC1; p=none".to_owned(),
        })
    };
    let policy = entries.first().and_then(|entry| {
        tags(entry)
            .find(|(name, _)| name == "p")
            .map(|(_, value)| value.to_ascii_lowercase())
    });
    let (standing, words, advice) = match policy.as_deref() {
        None if entries.is_empty() => (
            Standing::Missing,
            format!(
                "{domain} does not say what becomes of mail that only claims to be from it (DMARC)"
            ),
            advice(),
        ),
        Some("none" | "quarantine" | "reject") if entries.len() == 1 => (
            Standing::Good,
            format!("{domain} says what becomes of mail that only claims to be from it (DMARC)"),
            None,
        ),
        _ => (
            Standing::Wrong,
            format!(
                "What {domain} says of mail that only claims to be from it (DMARC) cannot be read"
            ),
            advice(),
        ),
    };
    Ok(EntryCheck {
        entry: Entry::Dmarc,
        standing,
        words,
        advice,
        found: entries.into_iter().next(),
    })
}

/// `name=value; name=value`.
fn tags(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split(';').filter_map(|tag| {
        let (name, value) = tag.split_once('=')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    })
}
