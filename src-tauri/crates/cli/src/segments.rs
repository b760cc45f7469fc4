//! `segment`: who is meant by rules, and the saved segments.

use std::fmt::Write as _;

use anyhow::anyhow;
use pannier_api::{
    Shop, delete_segment, get_segment, list_segments, preview_hand_over, preview_segment,
    restore_segment, save_segment, segment_overlap, snapshot_segment,
    views::{
        HandOver, HandOverTarget, LeftOut, LeftOutReason, PreviewSegment, Reach, SaveSegment,
        SegmentFigures, SegmentFound, SegmentOverlap, SegmentPreview, SegmentRow,
    },
    write_hand_over,
};

use crate::{
    args::{ExportTo, SegmentArguments, SegmentCommand},
    insights::json,
    run::Answer,
};

pub(crate) fn segment(shop: &Shop, arguments: &SegmentArguments) -> anyhow::Result<Answer> {
    let Some(command) = &arguments.command else {
        if let Some(target) = arguments.export {
            return export(shop, arguments, target);
        }
        let seen = preview(
            shop,
            arguments.rules.clone(),
            arguments.sample,
            arguments.draw,
        )?;
        return Ok(Answer::new(json(&seen)?, preview_text(&seen)));
    };
    match command {
        SegmentCommand::List => {
            let list = list_segments(shop)?;
            let mut text = rows_text(&list.segments);
            for gone in &list.deleted {
                let _ = writeln!(text, "deleted {}: {}", gone.deleted_on, gone.name);
            }
            Ok(Answer::new(json(&list)?, text))
        }
        SegmentCommand::Show { name } => show(shop, name, arguments.sample, arguments.draw),
        SegmentCommand::Save {
            name,
            rules,
            persona,
        } => {
            let row = save_segment(
                shop,
                &SaveSegment {
                    id: named(shop, name).ok(),
                    name: name.clone(),
                    rule: None,
                    text: Some(rules.clone()),
                    priority: *persona,
                },
            )?;
            Ok(Answer::new(json(&row)?, rows_text(&[row])))
        }
        SegmentCommand::Delete { name } => {
            delete_segment(shop, named(shop, name)?)?;
            let text = format!("Deleted. Bring it back with: segment restore \"{name}\"\n");
            Ok(Answer::new(serde_json::json!({ "deleted": name }), text))
        }
        SegmentCommand::Restore { name } => {
            let deleted = list_segments(shop)?.deleted;
            let found = deleted.iter().rev().find(|gone| same(&gone.name, name));
            let gone = found.ok_or_else(|| anyhow!("No deleted segment is called “{name}”"))?;
            let row = restore_segment(shop, gone.id)?;
            Ok(Answer::new(json(&row)?, rows_text(&[row])))
        }
        SegmentCommand::Snapshot { name } => {
            let list = snapshot_segment(shop, named(shop, name)?)?;
            let text = format!(
                "{} people of “{}”, frozen {}\n",
                list.people, list.name, list.taken_on
            );
            Ok(Answer::new(json(&list)?, text))
        }
        SegmentCommand::Overlap => {
            let overlap = segment_overlap(shop)?;
            Ok(Answer::new(json(&overlap)?, overlap_text(&overlap)))
        }
    }
}

/// People for another program: written where a file is named, else counted.
fn export(shop: &Shop, arguments: &SegmentArguments, target: ExportTo) -> anyhow::Result<Answer> {
    let input = HandOver {
        target: match target {
            ExportTo::Shopify => HandOverTarget::Shopify,
            ExportTo::Mailchimp => HandOverTarget::Mailchimp,
            ExportTo::Klaviyo => HandOverTarget::Klaviyo,
            ExportTo::Google => HandOverTarget::Google,
            ExportTo::Meta => HandOverTarget::Meta,
            ExportTo::Csv => HandOverTarget::Csv,
            ExportTo::Xlsx => HandOverTarget::Xlsx,
        },
        text: arguments.rules.clone(),
        everybody: arguments.everybody,
        tag: arguments.tag.clone(),
        plain: arguments.plain,
        ..HandOver::default()
    };
    if let Some(path) = &arguments.out {
        let done = write_hand_over(shop, &input, path)?;
        let text = format!("{}\n{}", done.path, handed(done.people, &done.left_out));
        return Ok(Answer::new(json(&done)?, text));
    }
    let seen = preview_hand_over(shop, &input)?;
    let mut text = handed(seen.included, &seen.left_out);
    for note in &seen.notes {
        let _ = writeln!(text, "{note}");
    }
    Ok(Answer::new(json(&seen)?, text))
}

fn handed(people: u32, left_out: &[LeftOut]) -> String {
    let mut text = format!("{people:>8}  people\n");
    for out in left_out {
        let why = match out.reason {
            LeftOutReason::SaidNo => "left out: said no",
            LeftOutReason::NeverAsked => "left out: never asked",
            LeftOutReason::NoAddress => "left out: no address",
            LeftOutReason::Erased => "left out: erased",
        };
        let _ = writeln!(text, "{:>8}  {why}", out.people);
    }
    text
}

fn preview(
    shop: &Shop,
    text: Option<String>,
    sample: u32,
    draw: u32,
) -> anyhow::Result<SegmentPreview> {
    Ok(preview_segment(
        shop,
        &PreviewSegment {
            text,
            sample,
            draw,
            ..PreviewSegment::default()
        },
    )?)
}

fn show(shop: &Shop, name: &str, sample: u32, draw: u32) -> anyhow::Result<Answer> {
    let detail = get_segment(shop, named(shop, name)?)?;
    let mut text = rows_text(std::slice::from_ref(&detail.row));
    let mut value = json(&detail)?;
    if detail.row.problem.is_none() {
        let seen = preview(shop, Some(detail.row.text.clone()), sample, draw)?;
        text.push_str(&preview_text(&seen));
        value["now"] = json(&seen)?;
    }
    for list in &detail.snapshots {
        let _ = writeln!(
            text,
            "frozen {}: {} people, {} of them still in the shop file",
            list.taken_on, list.people, list.still
        );
    }
    for day in &detail.days {
        let average = day.aov.as_ref().map_or("no orders", |aov| &aov.text);
        let _ = writeln!(
            text,
            "{}: {} people, {} {} of {} orders, average {average}",
            day.day, day.people, day.revenue.text, day.revenue.currency, day.orders
        );
    }
    Ok(Answer::new(value, text))
}

/// The row of the saved segment of that name.
fn named(shop: &Shop, name: &str) -> anyhow::Result<u32> {
    let list = list_segments(shop)?;
    let found = list.segments.iter().find(|row| same(&row.name, name));
    found.map(|row| row.id).ok_or_else(|| {
        let names: Vec<&str> = list.segments.iter().map(|row| row.name.as_str()).collect();
        anyhow!(
            "No segment is called “{name}”. There are {}",
            names.join(", ")
        )
    })
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.trim().to_lowercase()
}

fn figures_text(figures: &SegmentFigures) -> String {
    let average = figures.aov.as_ref().map_or("none", |aov| &aov.text);
    format!(
        "{} people, {} {} of {} orders, average {average}",
        figures.people, figures.revenue.text, figures.revenue.currency, figures.orders
    )
}

// Writing to a string cannot fail.
fn preview_text(seen: &SegmentPreview) -> String {
    let mut text = format!("{}\n", seen.text);
    for sentence in seen.contradictions.iter().chain(&seen.unknown) {
        let _ = writeln!(text, "! {sentence}");
    }
    for step in &seen.steps {
        let _ = writeln!(text, "{:>8}  {}", step.left, step.text);
        for out in &step.unreachable {
            let why = match out.reason {
                Reach::Reachable => "may be written to",
                Reach::SaidNo => "said no",
                Reach::NotAsked => "never said yes",
                Reach::NoAddress => "said yes, without an address or number",
            };
            let _ = writeln!(text, "{:>8}    of those before: {why}", out.people);
        }
    }
    let _ = writeln!(
        text,
        "As of {}: {} of {} customers",
        seen.as_of,
        figures_text(&seen.figures),
        seen.everyone
    );
    for person in &seen.sample {
        let last = person
            .days_ago
            .map_or(String::new(), |ago| format!(", {ago} days ago"));
        let _ = writeln!(
            text,
            "{}: {} in {} orders{last}",
            person.name, person.spent.text, person.orders
        );
        for reason in &person.reasons {
            let mark = if reason.holds { ' ' } else { '-' };
            let _ = writeln!(
                text,
                "  {mark} {}{}",
                reason.text,
                found_text(&reason.found)
            );
        }
    }
    text
}

fn found_text(found: &SegmentFound) -> String {
    match found {
        SegmentFound::Nothing | SegmentFound::Reach(_) => String::new(),
        SegmentFound::Number(number) => format!(": {number}"),
        SegmentFound::Decimal(number) => format!(": {number:.2}"),
        SegmentFound::Amount(amount) => format!(": {} {}", amount.text, amount.currency),
        SegmentFound::Day { day, ago } => format!(": {day}, {ago} days ago"),
        SegmentFound::Group(group) => {
            format!(": {}", crate::insights::words(&format!("{group:?}")))
        }
        SegmentFound::Words(words) => format!(": {}", words.join(", ")),
        SegmentFound::Points(points) => format!(": {points} points"),
        SegmentFound::PointsMissing(points) => format!(": {points} points missing"),
        SegmentFound::Deed { thing, day } => format!(": {thing}, {day}"),
        SegmentFound::Cart { worth, day } => format!(": {} {}, {day}", worth.text, worth.currency),
    }
}

fn rows_text(rows: &[SegmentRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let rank = row
            .priority
            .map_or(String::new(), |rank| format!("{rank}. "));
        let come_to = match (&row.figures, &row.problem) {
            (Some(figures), _) => figures_text(figures),
            (None, problem) => problem.clone().unwrap_or_default(),
        };
        let persona = row.persona.map_or(String::new(), |people| {
            format!(", {people} of them as this persona")
        });
        let _ = writeln!(
            text,
            "{rank}{}: {come_to}{persona}\n    {}",
            row.name, row.text
        );
    }
    text
}

fn overlap_text(overlap: &SegmentOverlap) -> String {
    let mut text = String::new();
    for (row, (one, both)) in overlap.segments.iter().zip(&overlap.both).enumerate() {
        for (other, people) in overlap.segments.iter().zip(both).skip(row + 1) {
            if *people > 0 {
                let _ = writeln!(text, "{people:>8}  in “{}” and “{}”", one.name, other.name);
            }
        }
    }
    text
}
