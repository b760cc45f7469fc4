//! `accounts`, `send`, `outbox`, `suppress`, `inbox`: mail to the people of a segment.

mod messages;

use std::{fmt::Write as _, io::Write as _};

use anyhow::{anyhow, bail};
use pannier_api::{
    Shop, check_mail_domain, connect_mail_account, export_suppressed, find_mail_account,
    import_suppressed, inbox_events, list_suppressed, mail_accounts, mail_presets, poll_inbox,
    remove_mail_account, save_mail_account, set_mail_identity, set_unsubscribe_page,
    suppress_address, test_mail_account, unlock_mail_account, unsubscribe_page_file,
    unsuppress_address,
    views::{
        ListSuppressed, MailAccount, MailAuth, MailIdentity, MailSecurity, MailUse,
        SaveMailAccount, SetUnsubscribePage, SuppressedRow, TestMailAccount, UnlockMailAccount,
        UnsubscribePageKind,
    },
};
use pannier_core::Cancel;

pub(crate) use messages::{outbox, row_text, send};

use crate::{
    args::{AccountsCommand, AddAccount, InboxCommand, PageOn, SuppressCommand},
    insights::json,
    run::{Answer, PAGE},
};

/// Where a password comes from on the command line: it is no argument, which others could read.
const SECRET: &str = "PANNIER_MAIL_SECRET";

fn secret() -> Option<String> {
    std::env::var(SECRET)
        .ok()
        .filter(|secret| !secret.is_empty())
}

/// Gives an account the password that the environment holds.
pub(crate) fn unlock(shop: &Shop, id: u32) -> anyhow::Result<()> {
    if let Some(secret) = secret() {
        unlock_mail_account(shop, &UnlockMailAccount { id, secret })?;
    }
    Ok(())
}

fn used(of: MailUse) -> String {
    match of.most {
        Some(most) => format!("{} of {most}", of.used),
        None => of.used.to_string(),
    }
}

fn account_line(account: &MailAccount) -> String {
    let said = &account.settings;
    let mut line = format!(
        "{:>3}  {}  {}:{}  today {}\n",
        account.id,
        said.address,
        said.host,
        said.port,
        used(account.day)
    );
    if !account.paused_why.is_empty() {
        let _ = writeln!(line, "     rests: {}", account.paused_why);
    }
    line
}

pub(crate) fn accounts(shop: &Shop, command: &AccountsCommand) -> anyhow::Result<Answer> {
    match command {
        AccountsCommand::List => {
            let known = mail_accounts(shop)?;
            let mut text: String = known.accounts.iter().map(account_line).collect();
            match &known.identity {
                Some(identity) => {
                    let _ = writeln!(
                        text,
                        "Mail is from {}, {}",
                        identity.name, identity.postal_address
                    );
                }
                None => text += "Say whom mail is from: accounts identity --name … --post …\n",
            }
            Ok(Answer::new(json(&known)?, text))
        }
        AccountsCommand::Find { address } => {
            let found = find_mail_account(address)?;
            let said = &found.preset.settings;
            let text = format!(
                "{}: {}:{}\n{}\n",
                found.preset.name, said.host, said.port, found.preset.needs
            );
            Ok(Answer::new(json(&found)?, text))
        }
        AccountsCommand::Add(arguments) => add(shop, arguments),
        AccountsCommand::Identity { name, post, page } => {
            let identity = MailIdentity {
                name: name.clone(),
                postal_address: post.clone(),
                shop_page: page.clone(),
            };
            set_mail_identity(shop, &identity)?;
            Ok(Answer::new(
                json(&identity)?,
                format!("Mail is from {name}\n"),
            ))
        }
        AccountsCommand::Test { id, to } => {
            unlock(shop, *id)?;
            let input = TestMailAccount {
                id: *id,
                to: to.clone().unwrap_or_default(),
            };
            let tested = test_mail_account(shop, &input)?;
            let words = format!("{}\n", tested.words);
            let failure = (!tested.sent).then(|| tested.words.clone());
            Ok(Answer::new(json(&tested)?, words).failing(failure))
        }
        AccountsCommand::Connect { id } => connect(shop, *id),
        AccountsCommand::PageFile { kind, file } => {
            let kind = match kind {
                PageOn::Php => UnsubscribePageKind::Php,
                PageOn::Worker => UnsubscribePageKind::Worker,
            };
            unsubscribe_page_file(shop, kind)?.write(file)?;
            let path = file.display().to_string();
            let text = format!("Written to {path}. Put it on your web site, then: accounts page\n");
            Ok(Answer::new(json(&path)?, text))
        }
        AccountsCommand::Page { id, url } => {
            let input = SetUnsubscribePage {
                account: *id,
                url: url.clone().unwrap_or_default(),
            };
            let tried = set_unsubscribe_page(shop, &input)?;
            let failure = (url.is_some() && !tried.works).then(|| tried.words.clone());
            let text = format!("{}\n", tried.words);
            Ok(Answer::new(json(&tried)?, text).failing(failure))
        }
        AccountsCommand::Domain { id } => {
            let checks = check_mail_domain(shop, *id)?;
            let text = checks.iter().fold(String::new(), |mut text, check| {
                let _ = writeln!(text, "{}", check.words);
                text
            });
            Ok(Answer::new(json(&checks)?, text))
        }
        AccountsCommand::Remove { id } => {
            remove_mail_account(shop, *id)?;
            Ok(Answer::new(json(&id)?, "The account is gone\n".to_owned()))
        }
    }
}

/// Logs in through the browser. The address goes to the error output, so that an answer in JSON stays
/// whole.
fn connect(shop: &Shop, id: u32) -> anyhow::Result<Answer> {
    let show = |url: &str| {
        // Who cannot see it will stop the program.
        let _ = writeln!(
            std::io::stderr(),
            "Open this address in your browser and log in:\n{url}"
        );
    };
    let connected = connect_mail_account(shop, id, &show, &Cancel::default())?;
    let mut text = "The account is logged in\n".to_owned();
    if !connected.secret_note.is_empty() {
        let _ = writeln!(&mut text, "{}", connected.secret_note);
    }
    Ok(Answer::new(json(&connected)?, text))
}

fn add(shop: &Shop, arguments: &AddAccount) -> anyhow::Result<Answer> {
    let mut settings = if arguments.plain {
        // Nothing is looked up for a server on this computer.
        let presets = mail_presets();
        let hosting = presets.into_iter().find(|preset| preset.key == "hosting");
        let hosting = hosting.map(|preset| preset.settings);
        let mut settings = hosting.ok_or_else(|| anyhow!("No settings are known"))?;
        settings.address.clone_from(&arguments.address);
        settings
    } else {
        find_mail_account(&arguments.address)?.preset.settings
    };
    if let Some(host) = &arguments.host {
        settings.host.clone_from(host);
    }
    settings.port = arguments.port.unwrap_or(settings.port);
    settings.per_day = arguments.per_day.or(settings.per_day);
    settings.connections = arguments.connections.unwrap_or(settings.connections);
    if let Some(client) = &arguments.oauth {
        settings.auth = MailAuth::OAuth;
        settings.client_id.clone_from(client);
    }
    if arguments.plain {
        settings.security = MailSecurity::Plain;
        settings.auth = MailAuth::None;
        settings.per_hour = None;
        settings.per_day = arguments.per_day;
        settings.imap_host.clear();
    }
    let input = SaveMailAccount {
        id: None,
        settings,
        secret: secret(),
    };
    let saved = save_mail_account(shop, &input)?;
    let mut text = format!("The account has the number {}\n", saved.id);
    if !saved.secret_note.is_empty() {
        let _ = writeln!(text, "{}. Give it in {SECRET} each time", saved.secret_note);
    }
    Ok(Answer::new(json(&saved)?, text))
}

fn suppressed_line(row: &SuppressedRow) -> String {
    format!("{}  {}  ({})\n", row.address, row.why, row.source)
}

pub(crate) fn suppress(shop: &Shop, command: &SuppressCommand) -> anyhow::Result<Answer> {
    match command {
        SuppressCommand::List { search } => {
            let (mut rows, mut total) = (Vec::new(), 1);
            while rows.len() < total {
                let input = ListSuppressed {
                    search: search.clone(),
                    offset: u32::try_from(rows.len())?,
                    limit: PAGE,
                };
                let page = list_suppressed(shop, &input)?;
                if page.rows.is_empty() {
                    break;
                }
                total = page.total as usize;
                rows.extend(page.rows);
            }
            let text = rows.iter().map(suppressed_line).collect();
            Ok(Answer::new(json(&rows)?, text))
        }
        SuppressCommand::Add { address } => {
            let news = suppress_address(shop, address)?;
            let words = if news {
                "It is on the list"
            } else {
                "It was on the list"
            };
            Ok(Answer::new(json(&news)?, format!("{words}\n")))
        }
        SuppressCommand::Remove { address } => {
            let input = ListSuppressed {
                search: address.trim().to_lowercase(),
                offset: 0,
                limit: PAGE,
            };
            let page = list_suppressed(shop, &input)?;
            let row = page.rows.iter().find(|row| row.address == input.search);
            let row = row.ok_or_else(|| anyhow!("This address is not on the list"))?;
            let gone = unsuppress_address(shop, &row.key)?;
            Ok(Answer::new(json(&gone)?, "It is off the list\n".to_owned()))
        }
        SuppressCommand::Export { file } => {
            export_suppressed(shop)?.write(file)?;
            let path = file.display().to_string();
            Ok(Answer::new(json(&path)?, format!("Written to {path}\n")))
        }
        SuppressCommand::Import { file } => {
            let imported = import_suppressed(shop, file)?;
            let text = format!(
                "{} new on the list, {} were on it, {} lines without an address\n",
                imported.added,
                imported.known,
                imported.unreadable.len()
            );
            Ok(Answer::new(json(&imported)?, text))
        }
    }
}

pub(crate) fn inbox(shop: &Shop, command: &InboxCommand) -> anyhow::Result<Answer> {
    match command {
        InboxCommand::Poll { id } => {
            if mail_accounts(shop)?
                .accounts
                .iter()
                .all(|one| one.id != *id)
            {
                bail!("There is no mail account number {id}");
            }
            unlock(shop, *id)?;
            let polled = poll_inbox(shop, *id)?;
            let text = format!(
                "{} mails: {} bounces, {} want no more, {} complaints, {} answers, {} not believed, {} settled\n",
                polled.mails,
                polled.bounces,
                polled.unsubscribed,
                polled.complaints,
                polled.replies,
                polled.refused,
                polled.settled
            );
            Ok(Answer::new(json(&polled)?, text))
        }
        InboxCommand::Events => {
            let events = inbox_events(shop)?;
            let text = events.iter().fold(String::new(), |mut text, event| {
                let _ = writeln!(text, "{}  {}", event.address, event.sentence);
                text
            });
            Ok(Answer::new(json(&events)?, text))
        }
    }
}
