//! From a server's refusal to whose fault it is: a table, read from the top, the first line that
//! fits holds.
//!
//! What may follow from a wrong line: an address that is not written to again although it lives,
//! or a mail account that is closed for going on. So an address is dead only where the server says
//! just that, and what is said of the account comes first.

use pannier_core::{Class, EnhancedCode, SendError, Stage};

use super::answers::tidy;

/// A line of the table. Every part that is given has to fit.
struct Rule {
    stages: &'static [Stage],
    /// From and up to this code.
    codes: (u16, u16),
    /// Subject and detail of the enhanced code, each where it is given.
    enhanced: Enhanced,
    /// One of these stands in the server's words, in small letters.
    words: &'static [&'static str],
    class: Class,
}

#[derive(Clone, Copy)]
enum Enhanced {
    Any,
    /// No enhanced code at all.
    None,
    Subject(u16),
    Exactly(&'static [(u16, u16)]),
}

const ANY_STAGE: &[Stage] = &[];
const ANY_WORDS: &[&str] = &[];
const BEFORE_LOGIN: &[Stage] = &[Stage::Connect, Stage::Tls];
const AUTH: &[Stage] = &[Stage::Auth];
const MAIL: &[Stage] = &[Stage::Mail];
const RCPT: &[Stage] = &[Stage::Rcpt];
const ENVELOPE: &[Stage] = &[Stage::Mail, Stage::Rcpt];
const MAIL_AND_DATA: &[Stage] = &[Stage::Mail, Stage::Data];
const BODY: &[Stage] = &[Stage::Data, Stage::Body, Stage::Dot];
const AFTER_MAIL: &[Stage] = &[Stage::Rcpt, Stage::Data, Stage::Body, Stage::Dot];

/// Addresses that do not exist (RFC 3463): bad mailbox, system, syntax, moved; disabled.
const DEAD: &[(u16, u16)] = &[(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)];

/// What servers without enhanced codes say of an address that does not exist.
const DEAD_WORDS: &[&str] = &[
    "no such user",
    "no such mailbox",
    "no such recipient",
    "no such address",
    "no mailbox",
    "user unknown",
    "unknown user",
    "unknown recipient",
    "unknown mailbox",
    "unknown or illegal alias",
    "recipient unknown",
    "user not found",
    "user doesn't",
    "user does not",
    "mailbox unavailable",
    "mailbox not found",
    "invalid recipient",
    "invalid mailbox",
    "does not exist",
    "doesn't exist",
    "not a known user",
    "account is disabled",
    "account has been disabled",
    "no longer available",
];

const QUOTA_WORDS: &[&str] = &[
    "daily message quota",
    "daily user sending",
    "daily sending",
    "daily limit",
    "sending limit",
    "sending quota",
    "submissionquota",
    "hourly limit",
    "recipient rate limit",
    "outgoing limit",
    "exceeded your quota",
    "mails per day",
    "emails per hour",
    "messages per day",
];

const RATE_WORDS: &[&str] = &[
    "throttl",
    "rate limit",
    "rate exceeded",
    "maximum sending rate",
    "too many connections",
    "too many messages",
    "too much mail",
    "too many login",
    "concurrent",
    "slow down",
    "try again at a slower",
];

const fn rule(
    stages: &'static [Stage],
    codes: (u16, u16),
    enhanced: Enhanced,
    words: &'static [&'static str],
    class: Class,
) -> Rule {
    Rule {
        stages,
        codes,
        enhanced,
        words,
        class,
    }
}

use Enhanced::{Any, Exactly, Subject};

const TABLE: &[Rule] = &[
    // Before anybody logged in everything is the line's, save "too many".
    rule(BEFORE_LOGIN, (400, 499), Any, RATE_WORDS, Class::Rate),
    rule(BEFORE_LOGIN, (421, 421), Any, ANY_WORDS, Class::Rate),
    rule(BEFORE_LOGIN, (300, 599), Any, ANY_WORDS, Class::Line),
    // The account.
    rule(
        ANY_STAGE,
        (500, 599),
        Exactly(&[(7, 30)]),
        ANY_WORDS,
        Class::Auth,
    ),
    rule(ANY_STAGE, (534, 535), Any, ANY_WORDS, Class::Auth),
    rule(ANY_STAGE, (530, 530), Any, ANY_WORDS, Class::Auth),
    rule(ANY_STAGE, (538, 538), Any, ANY_WORDS, Class::Auth),
    rule(
        ANY_STAGE,
        (400, 599),
        Exactly(&[(4, 5), (1, 90)]),
        ANY_WORDS,
        Class::Quota,
    ),
    rule(
        ANY_STAGE,
        (554, 554),
        Exactly(&[(2, 0)]),
        ANY_WORDS,
        Class::Quota,
    ),
    rule(
        ANY_STAGE,
        (500, 599),
        Exactly(&[(7, 60)]),
        ANY_WORDS,
        Class::Sender,
    ),
    // A full mailbox is the person's, whatever words of quotas stand there.
    rule(
        AFTER_MAIL,
        (400, 599),
        Exactly(&[(2, 2)]),
        ANY_WORDS,
        Class::Soft,
    ),
    rule(ANY_STAGE, (400, 599), Any, QUOTA_WORDS, Class::Quota),
    rule(
        ANY_STAGE,
        (432, 432),
        Exactly(&[(3, 2)]),
        ANY_WORDS,
        Class::Rate,
    ),
    rule(ANY_STAGE, (400, 499), Any, RATE_WORDS, Class::Rate),
    rule(AUTH, (400, 499), Any, ANY_WORDS, Class::Rate),
    rule(AUTH, (300, 599), Any, ANY_WORDS, Class::Auth),
    // Too large for the server; at MAIL the size was told.
    rule(
        ANY_STAGE,
        (500, 599),
        Exactly(&[(3, 4), (2, 3)]),
        ANY_WORDS,
        Class::BadMessage,
    ),
    rule(MAIL, (552, 552), Any, ANY_WORDS, Class::BadMessage),
    // Bad sender's address, wherever it is said.
    rule(
        ENVELOPE,
        (500, 599),
        Exactly(&[(1, 7), (1, 8)]),
        ANY_WORDS,
        Class::Sender,
    ),
    rule(MAIL_AND_DATA, (400, 499), Any, ANY_WORDS, Class::Rate),
    rule(MAIL, (300, 599), Any, ANY_WORDS, Class::Sender),
    // The person.
    rule(RCPT, (421, 421), Any, ANY_WORDS, Class::Rate),
    rule(
        AFTER_MAIL,
        (500, 599),
        Exactly(DEAD),
        ANY_WORDS,
        Class::Hard,
    ),
    rule(RCPT, (552, 552), Enhanced::None, ANY_WORDS, Class::Soft),
    rule(RCPT, (400, 499), Any, ANY_WORDS, Class::Greylist),
    rule(RCPT, (550, 553), Enhanced::None, DEAD_WORDS, Class::Hard),
    rule(RCPT, (550, 553), Subject(0), DEAD_WORDS, Class::Hard),
    rule(
        RCPT,
        (550, 553),
        Exactly(&[(5, 0)]),
        DEAD_WORDS,
        Class::Hard,
    ),
    rule(RCPT, (300, 599), Any, ANY_WORDS, Class::Policy),
    // The message.
    rule(BODY, (400, 499), Any, ANY_WORDS, Class::NotAccepted),
    rule(BODY, (500, 599), Any, ANY_WORDS, Class::Policy),
];

impl Rule {
    fn fits(&self, stage: Stage, code: u16, enhanced: Option<EnhancedCode>, said: &str) -> bool {
        let enhanced_fits = match self.enhanced {
            Enhanced::Any => true,
            Enhanced::None => enhanced.is_none(),
            Enhanced::Subject(subject) => enhanced.is_some_and(|code| code.subject == subject),
            Enhanced::Exactly(pairs) => {
                enhanced.is_some_and(|code| pairs.contains(&(code.subject, code.detail)))
            }
        };
        (self.stages.is_empty() || self.stages.contains(&stage))
            && (self.codes.0..=self.codes.1).contains(&code)
            && enhanced_fits
            && (self.words.is_empty() || self.words.iter().any(|word| said.contains(word)))
    }
}

/// What a refusal means. An answer that is none, at the end of a body, leaves it open whether the
/// message was taken over.
pub(crate) fn classify(stage: Stage, code: u16, said: &str) -> SendError {
    let enhanced = EnhancedCode::at_start(said);
    let small = said.to_lowercase();
    let class = TABLE
        .iter()
        .find(|rule| rule.fits(stage, code, enhanced, &small))
        .map_or(
            if stage == Stage::Dot {
                Class::Uncertain
            } else {
                Class::Line
            },
            |rule| rule.class,
        );
    SendError {
        stage,
        class,
        code: Some(code),
        enhanced,
        said: tidy(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stage::{Auth, Connect, Data, Dot, Mail, Rcpt};

    const REFUSALS: &[(Stage, u16, &str, Class)] = &[
        // The line.
        (Connect, 554, "5.7.1 Your address is on a list", Class::Line),
        (Connect, 421, "4.3.2 Too many connections", Class::Rate),
        // The account: name and password.
        (
            Auth,
            535,
            "5.7.8 Username and Password not accepted",
            Class::Auth,
        ),
        (
            Auth,
            534,
            "5.7.9 Application-specific password required",
            Class::Auth,
        ),
        (Auth, 454, "4.7.0 Too many login attempts", Class::Rate),
        (Auth, 501, "5.5.2 Cannot decode response", Class::Auth),
        (Mail, 530, "5.7.0 Authentication Required", Class::Auth),
        (Mail, 530, "5.7.57 Client not authenticated", Class::Auth),
        (
            Mail,
            550,
            "5.7.30 Basic authentication is not supported",
            Class::Auth,
        ),
        // The account: the sender's address.
        (
            Mail,
            553,
            "5.7.1 Sender address rejected: not owned by user",
            Class::Sender,
        ),
        (
            Dot,
            550,
            "5.7.60 Client does not have permissions to send as",
            Class::Sender,
        ),
        (
            Rcpt,
            550,
            "5.1.8 Access denied, bad outbound sender",
            Class::Sender,
        ),
        // The account: speed.
        (Mail, 421, "4.7.0 Try again later", Class::Rate),
        (Mail, 450, "4.7.1 Error: too much mail", Class::Rate),
        (Data, 451, "4.3.0 Temporary problem", Class::Rate),
        (
            Rcpt,
            432,
            "4.3.2 Concurrent connections limit exceeded",
            Class::Rate,
        ),
        (
            Dot,
            432,
            "4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
            Class::Rate,
        ),
        (
            Dot,
            454,
            "Throttling failure: Maximum sending rate exceeded.",
            Class::Rate,
        ),
        (Rcpt, 421, "4.7.0 Too many messages", Class::Rate),
        // The account: allowance. Also where the code looks like the person's fault.
        (
            Dot,
            454,
            "Throttling failure: Daily message quota exceeded.",
            Class::Quota,
        ),
        (
            Mail,
            550,
            "5.4.5 Daily user sending limit exceeded",
            Class::Quota,
        ),
        (
            Rcpt,
            550,
            "5.4.5 Daily user sending limit exceeded",
            Class::Quota,
        ),
        (
            Dot,
            554,
            "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded",
            Class::Quota,
        ),
        (
            Rcpt,
            550,
            "5.1.90 Your message can't be sent because you've reached",
            Class::Quota,
        ),
        // The person: dead.
        (
            Rcpt,
            550,
            "5.1.1 The email account that you tried to reach does not exist",
            Class::Hard,
        ),
        (Rcpt, 551, "5.1.6 Recipient has moved", Class::Hard),
        (Rcpt, 553, "5.1.3 Bad address syntax", Class::Hard),
        (Rcpt, 550, "5.2.1 The account is disabled", Class::Hard),
        (Rcpt, 550, "5.1.10 Recipient not found", Class::Hard),
        (Rcpt, 550, "No such user here", Class::Hard),
        (
            Rcpt,
            550,
            "5.5.0 Requested action not taken: mailbox unavailable",
            Class::Hard,
        ),
        (Dot, 550, "5.1.1 User unknown", Class::Hard),
        // The person: for now.
        (
            Rcpt,
            452,
            "4.2.2 The email account is over quota",
            Class::Soft,
        ),
        (Rcpt, 552, "5.2.2 Mailbox full", Class::Soft),
        (Rcpt, 552, "Mailbox full", Class::Soft),
        (Dot, 452, "4.2.2 Mailbox full", Class::Soft),
        (
            Rcpt,
            452,
            "4.2.2 Mailbox has too many messages, sending limit",
            Class::Soft,
        ),
        (
            Rcpt,
            450,
            "4.7.1 Greylisted, come back in 5 minutes",
            Class::Greylist,
        ),
        (Rcpt, 451, "4.7.1 Please try again later", Class::Greylist),
        (
            Rcpt,
            450,
            "4.1.1 Recipient could not be verified yet",
            Class::Greylist,
        ),
        // A refusal of the message or its sender never kills an address.
        (Rcpt, 550, "5.7.1 Relaying denied", Class::Policy),
        (
            Rcpt,
            554,
            "5.7.1 Service unavailable; client host blocked",
            Class::Policy,
        ),
        (Rcpt, 550, "Administrative prohibition", Class::Policy),
        (Dot, 550, "5.7.1 Message rejected as spam", Class::Policy),
        (Dot, 552, "5.7.0 This message was blocked", Class::Policy),
        (
            Dot,
            550,
            "5.7.515 Access denied, sending domain does not meet",
            Class::Policy,
        ),
        (Data, 554, "5.5.1 No valid recipients", Class::Policy),
        // The message.
        (
            Mail,
            552,
            "5.3.4 Message size exceeds fixed limit",
            Class::BadMessage,
        ),
        (Dot, 552, "5.3.4 Message too big", Class::BadMessage),
        // Not this time.
        (Dot, 451, "4.3.0 Queue file write error", Class::NotAccepted),
        (Dot, 421, "4.3.2 Service shutting down", Class::NotAccepted),
        // No answer to the end of a body at all.
        (Dot, 354, "go ahead", Class::Uncertain),
        (Dot, 220, "hello", Class::Uncertain),
    ];

    #[test]
    fn each_refusal_has_its_class() {
        for (stage, code, said, class) in REFUSALS {
            assert_eq!(classify(*stage, *code, said).class, *class, "{code} {said}");
        }
    }

    #[test]
    fn every_code_at_every_stage_means_something_safe() {
        let stages = [
            Connect,
            Stage::Tls,
            Auth,
            Mail,
            Rcpt,
            Data,
            Stage::Body,
            Dot,
        ];
        for stage in stages {
            for code in 400..600 {
                let error = classify(stage, code, "");
                assert_ne!(error.class, Class::Uncertain, "{code} is an answer");
                // Without words or an enhanced code nothing kills an address.
                assert!(!error.says_the_address_is_dead(), "{stage:?} {code}");
            }
        }
    }
}
