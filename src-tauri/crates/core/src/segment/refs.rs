//! Segments that name other segments.

use super::{Condition, Rule, spelling::nearest};

/// A segment that others may name.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub name: &'k str,
    /// Its rules; nothing where they cannot be read.
    pub rule: Option<&'k Rule>,
    /// It was deleted, and can be restored.
    pub deleted: bool,
}

/// Why a segment cannot be named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// There is none of that name.
    #[error("There is no segment called “{name}”. {hint}")]
    Unknown {
        /// What was written.
        name: String,
        /// What to do.
        hint: String,
    },
    /// It was deleted.
    #[error(
        "The segment “{0}” is named here and was deleted. Restore it, or take the sentence out"
    )]
    Deleted(String),
    /// Its rules cannot be read.
    #[error("The segment “{0}” is named here and cannot be read. Correct its rules first")]
    Unreadable(String),
    /// It leads back to itself.
    #[error("Segments go round in a circle: {}. Take one of the sentences out", .0.join(" → "))]
    Circle(Vec<String>),
}

/// Finds the segments that rules name, by row where one is written, else by name: writes their row
/// and present name into the rules, and gives all that have to be worked out before them, in that
/// order. `own` is the row of the rules themselves, where they are saved, and their name.
///
/// # Errors
/// [`ReferenceError`] names the segment.
pub fn resolve(
    rule: &mut Rule,
    own: Option<(i64, &str)>,
    known: &[Known],
) -> Result<Vec<i64>, ReferenceError> {
    let mut order = Vec::new();
    let mut path: Vec<(i64, &str)> = own.into_iter().collect();
    for (id, name) in written(rule) {
        let found = find(id, name, known)?;
        follow(found, known, &mut path, &mut order)?;
    }
    rule.each_mut(&mut |condition| {
        if let Condition::InSegment { id, name } = condition
            && let Ok(found) = find(*id, name, known)
        {
            *id = Some(found.id);
            found.name.clone_into(name);
        }
    });
    Ok(order)
}

fn written(rule: &Rule) -> Vec<(Option<i64>, &str)> {
    let mut written = Vec::new();
    rule.each(&mut |condition| {
        if let Condition::InSegment { id, name } = condition {
            written.push((*id, name.as_str()));
        }
    });
    written
}

fn find<'k>(
    id: Option<i64>,
    name: &str,
    known: &'k [Known<'k>],
) -> Result<&'k Known<'k>, ReferenceError> {
    let by_row = id.and_then(|id| known.iter().find(|one| one.id == id));
    let wanted = name.trim().to_lowercase();
    let named = |deleted: bool| {
        let same = |one: &&Known| one.deleted == deleted && one.name.to_lowercase() == wanted;
        known.iter().find(same)
    };
    let found = by_row.or_else(|| named(false)).or_else(|| named(true));
    match found {
        Some(found) if found.deleted => Err(ReferenceError::Deleted(found.name.to_owned())),
        Some(found) => Ok(found),
        None => {
            let names = known.iter().filter(|one| !one.deleted).map(|one| one.name);
            let hint = nearest(&[name], names).map_or_else(
                || "Look at the names of the saved ones".to_owned(),
                |near| format!("Did you mean “{near}”?"),
            );
            Err(ReferenceError::Unknown {
                name: name.to_owned(),
                hint,
            })
        }
    }
}

fn follow<'k>(
    one: &'k Known<'k>,
    known: &'k [Known<'k>],
    path: &mut Vec<(i64, &'k str)>,
    order: &mut Vec<i64>,
) -> Result<(), ReferenceError> {
    if let Some(start) = path.iter().position(|(id, _)| *id == one.id) {
        let mut circle: Vec<String> = path[start..].iter().map(|(_, n)| (*n).to_owned()).collect();
        circle.push(one.name.to_owned());
        return Err(ReferenceError::Circle(circle));
    }
    if order.contains(&one.id) {
        return Ok(());
    }
    let rule = one
        .rule
        .ok_or_else(|| ReferenceError::Unreadable(one.name.to_owned()))?;
    path.push((one.id, one.name));
    for (id, name) in written(rule) {
        follow(find(id, name, known)?, known, path, order)?;
    }
    path.pop();
    order.push(one.id);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn read(text: &str) -> Rule {
        Rule::parse(text, Currency::EUR).unwrap()
    }

    #[test]
    fn segments_are_found_in_order_and_circles_are_not_walked() {
        let rules = [
            read("orders at least 1"),
            read("in segment \"one\" and high-value"),
            read("in segment \"Four\""),
            read("not in segment \"old three\" #3"),
            read("everyone"),
        ];
        let names = ["One", "Two", "Three", "Four", "Gone"];
        let known: Vec<Known> = (1..)
            .zip(names.iter().zip(&rules))
            .map(|(id, (name, rule))| Known {
                id,
                name,
                rule: Some(rule),
                deleted: id == 5,
            })
            .collect();
        let mut rule = read("in segment \"two\" and not in segment \"one\"");
        assert_eq!(resolve(&mut rule, None, &known), Ok(vec![1, 2]));
        assert_eq!(
            rule.text(Currency::EUR),
            "in segment \"Two\" #2 and not in segment \"One\" #1"
        );
        let said = |text: &str, own: Option<(i64, &str)>| {
            resolve(&mut read(text), own, &known)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            said("in segment \"Three\"", None),
            "Segments go round in a circle: Three → Four → Three. Take one of the sentences out"
        );
        assert_eq!(
            said("in segment \"Two\"", Some((1, "One"))),
            "Segments go round in a circle: One → Two → One. Take one of the sentences out"
        );
        assert_eq!(
            said("in segment \"Gone\"", None),
            "The segment “Gone” is named here and was deleted. Restore it, or take the sentence out"
        );
        assert_eq!(
            said("in segment \"Thre\"", None),
            "There is no segment called “Thre”. Did you mean “Three”?"
        );
    }
}
