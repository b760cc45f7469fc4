//! `send` and `outbox`.

use std::{fmt::Write as _, path::Path};

use pannier_api::{
    Code, Shop, export_outbox, get_campaign, get_sending, list_outbox, list_sendings,
    pause_sending, plan_sending, preview_sending, retry_failed, save_sending, send_now,
    stop_sending,
    views::{
        ListOutbox, OutboxState, SaveSending, SendingContent, SendingCounts, SendingRow,
        SendingState, StartSending,
    },
    write_sending_files,
};
use pannier_core::{Cancel, Reporter};

use super::unlock;
use crate::{
    args::{OutboxArguments, PlanMessage, RowState, SendCommand},
    insights::json,
    run::{Answer, PAGE},
};

/// Hours after its time from which a message asks before it begins.
const LATE_HOURS: u16 = 2;

fn state_word(state: SendingState) -> &'static str {
    match state {
        SendingState::Draft => "draft",
        SendingState::Planned => "planned",
        SendingState::Running => "going out",
        SendingState::Paused => "paused",
        SendingState::Stopped => "stopped",
        SendingState::Finished => "finished",
    }
}

fn counts_text(counts: &SendingCounts) -> String {
    let mut text = format!(
        "{} people: {} sent, {} ready, {} failed, {} uncertain, {} held back, {} left out\n",
        counts.people,
        counts.sent,
        counts.ready,
        counts.failed,
        counts.uncertain,
        counts.held_out,
        counts.skipped
    );
    for reason in &counts.reasons {
        let _ = writeln!(text, "{:>8}  {}", reason.people, reason.words);
    }
    text
}

pub(crate) fn row_text(row: &SendingRow) -> String {
    let mut text = format!("{:>3}  {}  ({})\n", row.id, row.name, state_word(row.state));
    if !row.paused_why.is_empty() {
        let _ = writeln!(text, "     {}", row.paused_why);
    }
    text + &counts_text(&row.counts)
}

pub(crate) fn send(shop: &Shop, command: &SendCommand) -> anyhow::Result<Answer> {
    match command {
        SendCommand::Plan(arguments) => plan(shop, arguments),
        SendCommand::Start {
            id,
            dry_run: Some(folder),
            ..
        } => {
            let written = write_sending_files(shop, *id, folder)?;
            let files = written.files;
            let path = folder.display();
            let said = serde_json::json!({ "files": files, "path": path.to_string() });
            Ok(Answer::new(
                said,
                format!("{files} messages written to {path}. Nothing was sent\n"),
            ))
        }
        SendCommand::Start {
            id, although_late, ..
        } => {
            if let Some(account) = get_sending(shop, *id)?.content.account {
                unlock(shop, account)?;
            }
            let input = StartSending {
                id: *id,
                although_late: *although_late,
            };
            let ended = send_now(shop, input, &Cancel::default())?;
            let text = format!("{}\n{}", ended.words, row_text(&ended.detail.row));
            let said = serde_json::json!({
                "finished": ended.finished, "words": ended.words, "message": json(&ended.detail)?,
            });
            Ok(Answer::new(said, text))
        }
        SendCommand::Status { id: None } => {
            let rows = list_sendings(shop)?;
            let text = rows.iter().map(row_text).collect();
            Ok(Answer::new(json(&rows)?, text))
        }
        SendCommand::Status { id: Some(id) } => of(&get_sending(shop, *id)?),
        SendCommand::Pause { id } => of(&pause_sending(shop, *id)?),
        SendCommand::Stop { id } => of(&stop_sending(shop, *id)?),
        SendCommand::Retry { id } => {
            let again = retry_failed(shop, *id)?;
            let people = match again {
                0 => {
                    return Ok(Answer::new(
                        json(&again)?,
                        "Nobody of it failed\n".to_owned(),
                    ));
                }
                1 => "1 person is".to_owned(),
                many => format!("{many} people are"),
            };
            let command = if is_campaign(shop, *id)? {
                "campaign send"
            } else {
                "send start"
            };
            let text =
                format!("{people} tried again as soon as it is sent again: {command} {id}\n");
            Ok(Answer::new(json(&again)?, text))
        }
    }
}

/// Whether a message is that of a campaign.
fn is_campaign(shop: &Shop, id: u32) -> anyhow::Result<bool> {
    match get_campaign(shop, id) {
        Ok(_) => Ok(true),
        Err(error) if error.code == Code::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn of(detail: &pannier_api::views::SendingDetail) -> anyhow::Result<Answer> {
    Ok(Answer::new(json(detail)?, row_text(&detail.row)))
}

fn plan(shop: &Shop, arguments: &PlanMessage) -> anyhow::Result<Answer> {
    let content = SendingContent {
        name: arguments.name.clone(),
        subject: arguments.subject.clone(),
        text: read(&arguments.text)?,
        segment: arguments.segment,
        account: Some(arguments.account),
        holdout_percent: arguments.holdout,
        starts_at: arguments.at.clone(),
        quiet_from: arguments.quiet_from.clone(),
        quiet_until: arguments.quiet_until.clone(),
        late_hours: LATE_HOURS,
    };
    if arguments.preview {
        let preview = preview_sending(shop, &content)?;
        let mut text = format!(
            "{} of {} people would get it\n",
            preview.ready, preview.people
        );
        for reason in &preview.reasons {
            let _ = writeln!(text, "{:>8}  {}", reason.people, reason.words);
        }
        let _ = write!(text, "\n{}\n\n{}", preview.subject, preview.text);
        let failure = (!preview.problem.is_empty()).then(|| preview.problem.clone());
        return Ok(Answer::new(json(&preview)?, text).failing(failure));
    }
    let id = save_sending(shop, &SaveSending { id: None, content })?;
    let planned = plan_sending(shop, id, &Reporter::default(), &Cancel::default());
    match planned {
        Ok(detail) => of(&detail),
        Err(error) => {
            // What cannot be planned leaves no draft behind.
            pannier_api::delete_sending(shop, id)?;
            Err(error.into())
        }
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| anyhow::anyhow!("{} cannot be read ({error})", path.display()))
}

pub(crate) fn outbox(shop: &Shop, arguments: &OutboxArguments) -> anyhow::Result<Answer> {
    let mut input = ListOutbox {
        id: arguments.id,
        state: arguments.state.map(|state| match state {
            RowState::Skipped => OutboxState::Skipped,
            RowState::HeldOut => OutboxState::HeldOut,
            RowState::Ready => OutboxState::Ready,
            RowState::Sent => OutboxState::Sent,
            RowState::Failed => OutboxState::Failed,
            RowState::Uncertain => OutboxState::Uncertain,
        }),
        reason: None,
        search: String::new(),
        offset: 0,
        limit: PAGE,
    };
    if let Some(file) = &arguments.csv {
        export_outbox(shop, &input)?.write(file)?;
        let path = file.display().to_string();
        return Ok(Answer::new(json(&path)?, format!("Written to {path}\n")));
    }
    let (mut rows, mut text) = (Vec::new(), String::new());
    loop {
        let page = list_outbox(shop, &input)?;
        let last = page.rows.len() < PAGE as usize;
        rows.extend(page.rows);
        input.offset = u32::try_from(rows.len())?;
        if last {
            break;
        }
    }
    for row in &rows {
        let state = json(&row.state)?;
        let state = state.as_str().unwrap_or_default();
        let _ = writeln!(
            text,
            "{:<10} {:<32} {} {}",
            state, row.address, row.why, row.said
        );
    }
    Ok(Answer::new(json(&rows)?, text))
}
