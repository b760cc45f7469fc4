//! Rules read from a sentence.

use super::{
    Condition, RULES_VERSION, RfmGroup, Rule, Scope, Span, When, With,
    lex::{Kind, Token, tokens},
    spelling::nearest,
    words::{
        CALENDAR, CHANNELS, COMPARE, Compare, NOT_BOUGHT, OPENINGS, Opening, SCOPES, ScopeWord,
        UNITS, WHEN, WITH, WORTH, WhenWord, WithWord,
    },
};
use crate::{Currency, Day, Money, NumberStyle};

/// A text of rules is not longer than this many characters.
const LONGEST: usize = 20_000;

/// Parentheses and “not” are not deeper within each other.
const DEEPEST: usize = 50;

/// Why a text cannot be read as rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("At character {column}: {what}. {hint}")]
pub struct RuleError {
    /// The character at which it goes wrong, counted from 1.
    pub column: usize,
    /// What is wrong there.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Rule {
    /// Reads what [`Rule::text`] and [`Rule::shared_text`] write, in any case and with any blanks.
    /// Amounts are in major units of `currency`. The rules are [`Rule::normal`].
    ///
    /// # Errors
    /// [`RuleError`] says what cannot be read, and where.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, RuleError> {
        let length = text.chars().count();
        if length > LONGEST {
            return Err(RuleError {
                column: LONGEST,
                what: format!("These rules are {length} characters long"),
                hint: "Save parts of them as segments, and name those here".to_owned(),
            });
        }
        let (body, first) = without_version(text)?;
        let mut reader = Reader {
            tokens: tokens(body, first)?,
            at: 0,
            end: length + 1,
            currency,
        };
        if reader.tokens.is_empty() {
            return Err(RuleError {
                column: 1,
                what: "Nothing is written here".to_owned(),
                hint: "Write a sentence such as “orders at least 3”, or “everyone”".to_owned(),
            });
        }
        let rule = reader.any(0)?;
        if reader.at < reader.tokens.len() {
            return Err(reader.lost());
        }
        Ok(rule.normal())
    }
}

/// The text behind `v1:`, and the column where it begins.
fn without_version(text: &str) -> Result<(&str, usize), RuleError> {
    let start = text.trim_start();
    let blanks = text.chars().count() - start.chars().count();
    let digits = start
        .strip_prefix(['v', 'V'])
        .and_then(|rest| rest.split_once(':'))
        .filter(|(digits, _)| digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty());
    let Some((digits, body)) = digits else {
        return Ok((text, 1));
    };
    if digits.parse() == Ok(RULES_VERSION) {
        return Ok((body, blanks + digits.len() + 3));
    }
    Err(RuleError {
        column: blanks + 1,
        what: format!(
            "These rules are of version {digits}, and this Pannier knows {RULES_VERSION}"
        ),
        hint: "Install the newest Pannier".to_owned(),
    })
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// The column behind the text.
    end: usize,
    currency: Currency,
}

type Read<T> = Result<T, RuleError>;

impl Reader {
    fn any(&mut self, depth: usize) -> Read<Rule> {
        let mut rules = vec![self.all(depth)?];
        while self.word("or") {
            rules.push(self.all(depth)?);
        }
        Ok(one_or(rules, Rule::Any))
    }

    fn all(&mut self, depth: usize) -> Read<Rule> {
        let mut rules = vec![self.one(depth)?];
        while self.word("and") {
            rules.push(self.one(depth)?);
        }
        Ok(one_or(rules, Rule::All))
    }

    fn one(&mut self, depth: usize) -> Read<Rule> {
        if depth > DEEPEST {
            return Err(self.wrong(
                "The parentheses are too deep within each other",
                "Save parts of it as segments, and name those here",
            ));
        }
        if self.word("not") {
            return Ok(Rule::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.is(&Kind::Open) {
            let opened = self.column();
            self.at += 1;
            let rule = self.any(depth + 1)?;
            if self.is(&Kind::Close) {
                self.at += 1;
                return Ok(rule);
            }
            if self.at < self.tokens.len() {
                return Err(self.lost());
            }
            return Err(RuleError {
                column: opened,
                what: "This parenthesis is not closed".to_owned(),
                hint: "Put “)” behind what belongs together".to_owned(),
            });
        }
        self.condition().map(Rule::Is)
    }

    fn condition(&mut self) -> Read<Condition> {
        let Some(opening) = self.choose(OPENINGS) else {
            let words = OPENINGS.iter().map(|(words, _)| *words);
            return Err(self.unknown(
                words.collect(),
                "Sentences begin with words such as orders, spent, last order, country, tagged or viewed",
            ));
        };
        Ok(match opening {
            Opening::Everyone => Condition::Everyone,
            Opening::Orders(measure) => Condition::Orders {
                measure,
                is: self.span(measure.is_money())?,
                of: self.scopes()?,
                when: self.when()?,
            },
            Opening::Ordered(which) => {
                let Some(when) = self.when()? else {
                    let words = WHEN.iter().map(|(words, _)| *words);
                    return Err(self.unknown(
                        words.collect(),
                        "Say when, such as “in the last 90 days” or “since 2026-01-01”",
                    ));
                };
                Condition::Ordered { which, when }
            }
            Opening::Group => Condition::Group(self.groups()?),
            Opening::HighValue => Condition::HighValue,
            Opening::Predicted => Condition::Predicted(self.span(true)?),
            Opening::Place(part) => Condition::Place {
                part,
                values: self.list()?,
            },
            Opening::Consent(said) => {
                let Some(channel) = self.choose(CHANNELS) else {
                    let words = CHANNELS.iter().map(|(words, _)| *words);
                    return Err(self.unknown(words.collect(), "Write e-mail, sms or whatsapp"));
                };
                Condition::Consent { channel, said }
            }
            Opening::Has(contact) => Condition::Has(contact),
            Opening::Tagged => Condition::Tagged(self.list()?),
            Opening::Did(deed) => Condition::Did {
                deed,
                with: self.with()?,
                when: self.when()?,
                not_bought_since: self.phrase(NOT_BOUGHT),
            },
            Opening::LeftCart => Condition::LeftCart {
                worth: if self.phrase(WORTH) {
                    Some(self.span(true)?)
                } else {
                    None
                },
                when: self.when()?,
                not_bought_since: self.phrase(NOT_BOUGHT),
            },
            Opening::Points => Condition::Points(self.span(false)?),
            Opening::Tier => Condition::Tier(self.list()?),
            Opening::CloseToReward => Condition::CloseToReward,
            Opening::HasReward => Condition::HasReward,
            Opening::InSegment => {
                let name = self.quoted()?;
                let id = match self.tokens.get(self.at).map(|token| &token.kind) {
                    Some(Kind::Row(id)) => Some(*id),
                    _ => None,
                };
                self.at += usize::from(id.is_some());
                Condition::InSegment { id, name }
            }
        })
    }

    fn span(&mut self, money: bool) -> Read<Span> {
        let Some(compare) = self.choose(COMPARE) else {
            let words = COMPARE.iter().map(|(words, _)| *words);
            return Err(self.unknown(
                words.collect(),
                "Say how much: at least, at most, exactly, between … and …, or in the top 20 %",
            ));
        };
        Ok(match compare {
            Compare::AtLeast => Span::AtLeast(self.number(money)?),
            Compare::AtMost => Span::AtMost(self.number(money)?),
            Compare::Exactly => Span::Exactly(self.number(money)?),
            Compare::Between => {
                let column = self.column();
                let least = self.number(money)?;
                if !self.word("and") {
                    return Err(self.wrong(
                        "The second number is missing",
                        "Write both, such as “between 2 and 5”",
                    ));
                }
                let most = self.number(money)?;
                if most < least {
                    return Err(RuleError {
                        column,
                        what: "The first number is larger than the second".to_owned(),
                        hint: "Swap the two".to_owned(),
                    });
                }
                Span::Between(least, most)
            }
            Compare::Top => {
                let column = self.column();
                let percent = self.number(false)?;
                let fits = u8::try_from(percent).ok().filter(|p| (1..=99).contains(p));
                let Some(percent) = fits else {
                    return Err(RuleError {
                        column,
                        what: format!("{percent} is no part of a hundred"),
                        hint: "Write a number from 1 to 99, such as “in the top 20 %”".to_owned(),
                    });
                };
                // The sign may be left out.
                self.at += usize::from(self.is(&Kind::Percent));
                Span::Top(percent)
            }
        })
    }

    fn number(&mut self, money: bool) -> Read<i64> {
        let example = if money {
            "Write an amount such as 250 or 250.00"
        } else {
            "Write a whole number such as 3"
        };
        let Some(Kind::Number(digits)) = self.tokens.get(self.at).map(|token| &token.kind) else {
            let what = if money {
                "Here an amount is missing"
            } else {
                "Here a number is missing"
            };
            return Err(self.wrong(what, example));
        };
        let number = if money {
            Money::parse(digits, NumberStyle::Point, self.currency)
                .map(|money| money.minor)
                .map_err(|error| error.to_string())
        } else {
            digits
                .parse::<i64>()
                .ok()
                .filter(|number| *number < 1 << 53)
                .ok_or_else(|| format!("“{digits}” is no whole number"))
        };
        let number = number.map_err(|what| self.wrong(&what, example))?;
        self.at += 1;
        if self.is(&Kind::Comma) && matches!(self.kind(1), Some(Kind::Number(_))) {
            return Err(self.wrong(
                "A comma stands within a number",
                "Write amounts with a point and without marks for thousands, such as 1250.00",
            ));
        }
        Ok(number)
    }

    fn scopes(&mut self) -> Read<Vec<Scope>> {
        let mut scopes = Vec::new();
        while let Some(scope) = self.choose(SCOPES) {
            scopes.push(match scope {
                ScopeWord::Product => Scope::Product(self.list()?),
                ScopeWord::Category => Scope::Category(self.list()?),
                ScopeWord::Vendor => Scope::Vendor(self.list()?),
                ScopeWord::Code => Scope::Code(self.list()?),
                ScopeWord::Channel => Scope::Channel(self.list()?),
                ScopeWord::WithDiscount => Scope::WithDiscount,
                ScopeWord::WithoutDiscount => Scope::WithoutDiscount,
                ScopeWord::WithRefund => Scope::WithRefund,
            });
        }
        Ok(scopes)
    }

    fn with(&mut self) -> Read<With> {
        let Some(with) = self.choose(WITH) else {
            let words = WITH.iter().map(|(words, _)| *words);
            return Err(self.unknown(
                words.collect(),
                "Say what: anything, product \"…\" or category \"…\"",
            ));
        };
        Ok(match with {
            WithWord::Anything => With::Anything,
            WithWord::Product => With::Products(self.list()?),
            WithWord::Category => With::Categories(self.list()?),
        })
    }

    fn when(&mut self) -> Read<Option<When>> {
        let Some(word) = self.choose(WHEN) else {
            return Ok(None);
        };
        Ok(Some(match word {
            WhenWord::InLast | WhenWord::NotInLast => {
                let column = self.column();
                let count = self.number(false)?;
                let fits = u32::try_from(count)
                    .ok()
                    .filter(|c| (1..=36_500).contains(c));
                let Some(count) = fits else {
                    return Err(RuleError {
                        column,
                        what: format!("{count} is no length of time"),
                        hint: "Write a number from 1 on, such as “in the last 90 days”".to_owned(),
                    });
                };
                let Some(unit) = self.choose(UNITS) else {
                    let words = UNITS.iter().map(|(words, _)| *words);
                    return Err(self.unknown(words.collect(), "Write days, weeks, months or years"));
                };
                if word == WhenWord::InLast {
                    When::InLast { count, unit }
                } else {
                    When::NotInLast { count, unit }
                }
            }
            WhenWord::This => When::This(self.calendar()?),
            WhenWord::Before => {
                let part = self.calendar()?;
                if !self.word("before") {
                    return Err(self.unknown(
                        vec!["before"],
                        "Write “the month before” for the last whole month",
                    ));
                }
                When::Before(part)
            }
            WhenWord::Since => When::Since(self.day()?),
            WhenWord::Until => When::Until(self.day()?),
            WhenWord::From => {
                let column = self.column();
                let from = self.day()?;
                if !self.word("until") {
                    return Err(self.unknown(
                        vec!["until"],
                        "Write the first day and the day after the last: “from 2026-06-01 until 2026-07-01”",
                    ));
                }
                let until = self.day()?;
                if until <= from {
                    return Err(RuleError {
                        column,
                        what: "This time ends before it begins".to_owned(),
                        hint: "Write the first day, then the day after the last".to_owned(),
                    });
                }
                When::Between { from, until }
            }
        }))
    }

    fn calendar(&mut self) -> Read<super::Calendar> {
        self.choose(CALENDAR).ok_or_else(|| {
            let words = CALENDAR.iter().map(|(words, _)| *words);
            self.unknown(words.collect(), "Write week, month, quarter or year")
        })
    }

    fn day(&mut self) -> Read<Day> {
        if let Some(Kind::Day(day)) = self.tokens.get(self.at).map(|token| &token.kind) {
            let day = *day;
            self.at += 1;
            return Ok(day);
        }
        Err(self.wrong("Here a day is missing", "Write it as 2026-06-30"))
    }

    fn groups(&mut self) -> Read<Vec<RfmGroup>> {
        let start = self.at;
        let names = self.list()?;
        let mut groups = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            let Some(group) = RfmGroup::named(name) else {
                // Between two names stands a comma.
                self.at = start + 2 * index;
                let known = RfmGroup::ALL.map(RfmGroup::name);
                let hint = nearest(&[name], known).map_or_else(
                    || format!("There are {}", known.join(", ")),
                    |near| format!("Did you mean “{near}”?"),
                );
                return Err(self.wrong(&format!("There is no group “{name}”"), &hint));
            };
            groups.push(group);
        }
        Ok(groups)
    }

    fn list(&mut self) -> Read<Vec<String>> {
        let mut values = vec![self.quoted()?];
        while self.is(&Kind::Comma) {
            self.at += 1;
            values.push(self.quoted()?);
        }
        Ok(values)
    }

    fn quoted(&mut self) -> Read<String> {
        match self.tokens.get(self.at).map(|token| &token.kind) {
            Some(Kind::Text(text)) => {
                let text = text.clone();
                self.at += 1;
                Ok(text)
            }
            Some(Kind::Word(_)) => {
                let written = &self.tokens[self.at].written;
                let hint = format!("Write \"{written}\"");
                let what = format!("“{written}” has no quotation marks");
                Err(self.wrong(&what, &hint))
            }
            _ => Err(self.wrong(
                "Here a text in quotation marks is missing",
                "Write it as \"…\", several with commas between them",
            )),
        }
    }

    /// The longest phrase of a table that stands here.
    fn choose<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let found = table
            .iter()
            .filter_map(|(words, value)| self.length(words).map(|length| (length, *value)));
        let (length, value) = found.max_by_key(|(length, _)| *length)?;
        self.at += length;
        Some(value)
    }

    /// How many words long a phrase is that stands here.
    fn length(&self, phrase: &str) -> Option<usize> {
        let mut length = 0;
        for word in phrase.split(' ') {
            match self.kind(length) {
                Some(Kind::Word(found)) if found == word => length += 1,
                _ => return None,
            }
        }
        Some(length)
    }

    fn phrase(&mut self, phrase: &str) -> bool {
        let length = self.length(phrase);
        self.at += length.unwrap_or_default();
        length.is_some()
    }

    fn word(&mut self, word: &str) -> bool {
        self.phrase(word)
    }

    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn is(&self, kind: &Kind) -> bool {
        self.kind(0) == Some(kind)
    }

    fn column(&self) -> usize {
        self.tokens
            .get(self.at)
            .map_or(self.end, |token| token.column)
    }

    fn wrong(&self, what: &str, hint: &str) -> RuleError {
        RuleError {
            column: self.column(),
            what: what.to_owned(),
            hint: hint.to_owned(),
        }
    }

    /// What stands here is none of these phrases.
    fn unknown(&self, phrases: Vec<&str>, hint: &str) -> RuleError {
        let Some(token) = self.tokens.get(self.at) else {
            return self.wrong("The sentence ends too early", hint);
        };
        let next = self.tokens[self.at..].iter().take(5);
        let written: Vec<&str> = next
            .take_while(|token| matches!(token.kind, Kind::Word(_)))
            .map(|token| token.written.as_str())
            .collect();
        let hint = nearest(&written, phrases)
            .map_or_else(|| hint.to_owned(), |near| format!("Did you mean “{near}”?"));
        self.wrong(
            &format!("“{}” is not understood here", token.written),
            &hint,
        )
    }

    /// Behind a whole sentence stands something else than “and”, “or” or the end.
    fn lost(&self) -> RuleError {
        let mut phrases = vec!["and", "or", NOT_BOUGHT];
        phrases.extend(WHEN.iter().map(|(words, _)| *words).filter(|w| *w != "the"));
        phrases.extend(SCOPES.iter().map(|(words, _)| *words));
        if self.is(&Kind::Close) {
            return self.wrong("This parenthesis was never opened", "Leave it out");
        }
        self.unknown(phrases, "Put “and” or “or” between two sentences")
    }
}

fn one_or(mut rules: Vec<Rule>, group: fn(Vec<Rule>) -> Rule) -> Rule {
    match rules.pop() {
        Some(one) if rules.is_empty() => one,
        Some(last) => {
            rules.push(last);
            group(rules)
        }
        None => group(rules),
    }
}
