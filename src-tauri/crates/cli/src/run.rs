//! From the words of the command line to a use-case, and from its answer to text or JSON.

use std::{path::Path, sync::Arc};

use anyhow::{anyhow, bail};
use pannier_api::{
    ImportOptions, Role, Shop, all_rejections, apply_import, back_up_now, checked,
    create_sample_shop, doctor, list_backups, list_imports, list_mappings, list_orders,
    preview_with, read_mapping, report_aov, restore_backup, shop_info, suggest_mapping,
    undo_import, undo_keeps,
    views::{self, ListOrders, Question, ReportInput, ShopSettings},
};
use pannier_core::{Cancel, Clock, FixedClock, Reporter, SystemClock};
use serde_json::Value;

use crate::{
    args::{
        Aov, By, Cli, Command, DateOrder, DecimalSign, FileKind, Formula, Import, MappingCommand,
        New, Orders, PaymentsAre, Report, SalesAre,
    },
    campaigns, customers, explore, handout, insights, json, loyalty, people, recommend, segments,
    sending, text,
};

/// Rows that one page of the list holds.
pub(crate) const PAGE: u32 = 200;

/// What goes to standard output, and the sentence of a failure.
pub(crate) struct Outcome {
    pub(crate) output: String,
    pub(crate) failure: Option<String>,
}

/// An answer in both forms, of which one is printed.
pub(crate) struct Answer {
    json: Value,
    text: String,
    /// The answer is also a failure: findings of the doctor, rejected rows.
    failure: Option<String>,
}

impl Answer {
    pub(crate) fn new(json: Value, text: String) -> Self {
        Self {
            json,
            text,
            failure: None,
        }
    }

    /// The answer is also a failure.
    pub(crate) fn failing(self, failure: Option<String>) -> Self {
        Self { failure, ..self }
    }
}

pub(crate) fn run(cli: &Cli) -> Outcome {
    match answer(cli) {
        Err(error) => Outcome {
            output: String::new(),
            failure: Some(error.to_string()),
        },
        Ok(answer) => {
            let output = if cli.json {
                format!("{:#}\n", answer.json)
            } else {
                answer.text
            };
            Outcome {
                output,
                failure: answer.failure,
            }
        }
    }
}

/// The machine's clock, or the moment that `PANNIER_NOW` names.
fn clock() -> anyhow::Result<Arc<dyn Clock>> {
    match std::env::var("PANNIER_NOW") {
        Err(_) => Ok(Arc::new(SystemClock)),
        Ok(text) => {
            let now = text
                .parse()
                .map_err(|error| anyhow!("PANNIER_NOW: {error}"))?;
            Ok(Arc::new(FixedClock(now)))
        }
    }
}

fn answer(cli: &Cli) -> anyhow::Result<Answer> {
    let path = cli.shop.as_deref().ok_or_else(|| {
        anyhow!("Name the shop file: --shop FILE, or PANNIER_SHOP in the environment")
    })?;
    let clock = clock()?;
    match &cli.command {
        Command::New(new) => return make(path, new, clock),
        Command::SampleShop => {
            let shop = create_sample_shop(
                path,
                Role::Owner,
                clock,
                &Reporter::default(),
                &Cancel::default(),
            )?;
            let info = shop_info(&shop)?;
            return Ok(Answer::new(json::shop(&info), text::shop(&info)));
        }
        _ => {}
    }
    // A file that is damaged or gone can still be restored.
    let shop = match (
        Shop::open(path, Role::Guest, Arc::clone(&clock)),
        &cli.command,
    ) {
        (Ok(shop), _) => shop,
        (Err(_), Command::Restore { name }) => {
            let row = pannier_api::restore_file(path, name, &*clock)?;
            return Ok(Answer::new(json::backup(&row), text::backups(&[row])));
        }
        (Err(_), Command::Backups) => {
            let rows = pannier_api::list_file_backups(path)?;
            return Ok(Answer::new(
                Value::Array(rows.iter().map(json::backup).collect()),
                text::backups(&rows),
            ));
        }
        (Err(error), _) => return Err(error.into()),
    };
    if std::env::var_os("PANNIER_NO_KEYCHAIN").is_none() {
        shop.use_keychain();
        shop.stay_awake();
    }
    with_shop(&Arc::new(shop), &cli.command)
}

fn with_shop(shop: &Arc<Shop>, command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::New(_) | Command::SampleShop => bail!("these make a shop file and need none"),
        Command::Import(arguments) => import(shop, arguments),
        Command::Mapping {
            mapping: MappingCommand::Suggest { file, kind },
        } => suggest(shop, file, *kind),
        Command::Mappings => {
            let rows = list_mappings(shop)?;
            let json = Value::Array(rows.iter().map(json::mapping).collect());
            Ok(Answer::new(json, text::mappings(&rows)))
        }
        Command::Imports => {
            let rows = list_imports(shop)?;
            let json = Value::Array(rows.iter().map(json::import_row).collect());
            Ok(Answer::new(json, text::imports(&rows)))
        }
        Command::UndoImport { id } => {
            let kept = undo_keeps(shop, *id)?;
            let row = undo_import(shop, *id, &Reporter::default(), &Cancel::default())?;
            let words = text::imports(std::slice::from_ref(&row)) + &text::undo_keeps(&kept);
            Ok(Answer::new(json::undone(&row, &kept), words))
        }
        Command::Report { report } => match report {
            Report::Aov(arguments) => aov(shop, arguments),
            Report::Explore(arguments) => explore::report(shop, arguments),
            Report::Why(arguments) => insights::why(shop, arguments),
            Report::Cohorts(arguments) => insights::cohorts(shop, arguments),
            Report::Thresholds(arguments) => insights::thresholds(shop, arguments),
            Report::Bundles => insights::bundles(shop),
            Report::Opportunities(arguments) => insights::opportunities(shop, arguments),
            Report::Full(arguments) => handout::full(shop, arguments),
        },
        Command::Orders(arguments) => orders(shop, arguments),
        Command::Duplicates(arguments) => customers::duplicates(shop, arguments),
        Command::Join(pair) => customers::join(shop, pair),
        Command::Part(pair) => customers::part(shop, pair),
        Command::KeepApart { pair, undo } => customers::keep_apart(shop, pair, *undo),
        Command::Customer { customer } => people::customer(shop, customer),
        Command::Loyalty { loyalty } => self::loyalty::loyalty(shop, loyalty),
        Command::Recommend { recommend } => self::recommend::recommend(shop, recommend),
        Command::Accounts { accounts } => sending::accounts(shop, accounts),
        Command::Send { send } => sending::send(shop, send),
        Command::Outbox(arguments) => sending::outbox(shop, arguments),
        Command::Campaign { campaign } => campaigns::campaign(shop, campaign),
        Command::Suppress { suppress } => sending::suppress(shop, suppress),
        Command::Inbox { inbox } => sending::inbox(shop, inbox),
        Command::Segment(arguments) => segments::segment(shop, arguments),
        Command::Doctor => {
            let health = doctor(shop)?;
            let bad = health.findings.first();
            let failure =
                bad.map(|f| format!("The shop file is not sound. {}: {}", f.check, f.message));
            Ok(Answer {
                failure,
                ..Answer::new(json::health(&health), text::health(&health))
            })
        }
        Command::Backup => {
            let row = back_up_now(shop)?;
            Ok(Answer::new(json::backup(&row), text::backups(&[row])))
        }
        Command::Backups => {
            let rows = list_backups(shop)?;
            Ok(Answer::new(
                Value::Array(rows.iter().map(json::backup).collect()),
                text::backups(&rows),
            ))
        }
        Command::Restore { name } => {
            let row = restore_backup(shop, name)?;
            Ok(Answer::new(json::backup(&row), text::backups(&[row])))
        }
    }
}

fn make(path: &Path, new: &New, clock: Arc<dyn Clock>) -> anyhow::Result<Answer> {
    let settings = ShopSettings {
        name: new.name.clone(),
        currency: new.currency.clone(),
        country: new.country.clone(),
        time_zone: new.time_zone.clone(),
    };
    let shop = Shop::create(path, &checked(&settings, false)?, Role::Owner, clock)?;
    let info = shop_info(&shop)?;
    Ok(Answer::new(json::shop(&info), text::shop(&info)))
}

fn import(shop: &Shop, arguments: &Import) -> anyhow::Result<Answer> {
    let mapping = arguments.mapping.as_deref().map(read_mapping).transpose()?;
    let options = ImportOptions {
        date_order: arguments.date_order.map(|order| match order {
            DateOrder::Dmy => views::DateOrder::DayFirst.into(),
            DateOrder::Mdy => views::DateOrder::MonthFirst.into(),
        }),
        decimal_sign: arguments.decimal_sign.map(|sign| match sign {
            DecimalSign::Point => views::DecimalSign::Point.into(),
            DecimalSign::Comma => views::DecimalSign::Comma.into(),
        }),
        mapping,
        payments: arguments.payments.map(|are| match are {
            PaymentsAre::Orders => views::PaymentsAre::Orders.into(),
            PaymentsAre::Payments => views::PaymentsAre::Payments.into(),
        }),
        sales: arguments.sales.map(|are| match are {
            SalesAre::Same => views::SalesAre::Same.into(),
            SalesAre::Different => views::SalesAre::Different.into(),
        }),
        // A script knows what it gives; the report says that nobody has seen such a file.
        trust_columns: true,
        ..ImportOptions::default()
    };
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let mut preview = preview_with(shop, &arguments.files, &options, &reporter, &cancel)?;
    // A view lists some of the rejected rows; a script wants all of them.
    let rejected = all_rejections(shop, preview.id)?;
    let with_all = |files: &mut [views::FilePreview]| {
        for (file, rows) in files.iter_mut().zip(&rejected) {
            file.rejected.clone_from(rows);
        }
    };
    with_all(&mut preview.files);
    let failure = stopper(&preview, arguments.accept_rejects);
    if arguments.dry_run || failure.is_some() {
        pannier_api::discard_preview(shop, preview.id);
        let mut json = json::import(None, &preview.files);
        if let Some(sales) = &preview.same_sales {
            json["same_sales"] = json::same_sales(sales);
        }
        let text = text::import(None, &preview.files, arguments.dry_run);
        return Ok(Answer {
            failure,
            ..Answer::new(json, text)
        });
    }
    let mut done = apply_import(
        shop,
        preview.id,
        arguments.accept_rejects,
        &reporter,
        &cancel,
    )?;
    with_all(&mut done.files);
    let json = json::import(done.import_id, &done.files);
    Ok(Answer::new(
        json,
        text::import(done.import_id, &done.files, false),
    ))
}

fn suggest(shop: &Shop, file: &Path, kind: Option<FileKind>) -> anyhow::Result<Answer> {
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let kind = kind.map(|kind| match kind {
        FileKind::Orders => "orders",
        FileKind::Customers => "customers",
        FileKind::Products => "products",
        FileKind::Checkouts => "checkouts",
        FileKind::Payments => "payments",
        FileKind::Behaviour => "behaviour",
        FileKind::Balances => "balances",
    });
    let suggested = suggest_mapping(shop, file, kind, &reporter, &cancel)?;
    let json = Value::Array(suggested.iter().map(json::suggested_mapping).collect());
    let lacks = suggested.iter().find_map(|table| table.lacks.clone());
    Ok(Answer {
        failure: lacks.map(|lacks| format!("Too little could be guessed. {lacks}")),
        ..Answer::new(json, text::suggested_mappings(&suggested))
    })
}

/// Why the files cannot go in as they are, in one sentence.
fn stopper(preview: &views::Preview, accept_rejects: bool) -> Option<String> {
    if let Some(question) = preview.questions.first() {
        return Some(match question {
            Question::DateOrder => {
                "The dates can be read day first or month first. Say which: --date-order dmy or --date-order mdy"
            }
            Question::DecimalSign => {
                "The amounts can be read in two ways. Say which sign is decimal: --decimal-sign point or --decimal-sign comma"
            }
            Question::PaymentsOrOrders => {
                "Nobody has said what these payments are. Say whether they are sales of their own or pay for orders of another file: --payments orders or --payments payments"
            }
            Question::SameSales => return preview.same_sales.as_ref().map(same_sales),
            Question::Columns => {
                "Nobody has said what the columns mean. Write it down with `mapping suggest`, correct it, and give it: --mapping FILE"
            }
        }
        .to_owned());
    }
    let refused: Vec<&views::FilePreview> = preview
        .files
        .iter()
        .filter(|f| f.refused.is_some())
        .collect();
    if let Some((file, refusal)) = refused.first().and_then(|f| Some((f, f.refused.as_ref()?)))
        && (!accept_rejects || refused.len() == preview.files.len())
    {
        let rest = if refused.len() == preview.files.len() {
            ""
        } else {
            ". To import the other files: --accept-rejects"
        };
        return Some(format!(
            "{}: {} {} Nothing was imported{rest}",
            file.name,
            ended(&refusal.what),
            ended(&refusal.need)
        ));
    }
    let rejected: u32 = preview.files.iter().map(|f| f.row_verdicts.rejected).sum();
    let asks = preview
        .files
        .iter()
        .any(views::FilePreview::has_many_rejections);
    if asks && !accept_rejects {
        let first = preview
            .files
            .iter()
            .find_map(|f| f.rejected.first().map(|r| (f, r)))?;
        let rows = if rejected == 1 { "row" } else { "rows" };
        return Some(format!(
            "{rejected} {rows} cannot be understood; the first is line {} of {}: {} Nothing was imported. To import the rest: --accept-rejects",
            first.1.line,
            first.0.name,
            ended(&first.1.reason),
        ));
    }
    None
}

/// What to say where payments that count as orders may be the same sales.
fn same_sales(sales: &views::SameSales) -> String {
    format!(
        "{} payments of {} count as orders already, from {} to {}; {} of the {} new orders look like them. Say whether they are the same sales, so that the payments count no more, or different ones: --sales same or --sales different",
        sales.payments,
        sales.services.join(" and "),
        sales.first_paid,
        sales.last_paid,
        sales.alike,
        sales.orders,
    )
}

/// The sentence with a full stop, for going on after it.
pub(crate) fn ended(sentence: &str) -> String {
    format!("{}.", sentence.trim_end_matches('.'))
}

fn aov(shop: &Shop, arguments: &Aov) -> anyhow::Result<Answer> {
    let reports = report_aov(
        shop,
        &ReportInput {
            from: arguments.from.clone(),
            until: arguments.until.clone(),
            by: arguments.by.map(|by| match by {
                By::Day => views::Granularity::Day,
                By::Week => views::Granularity::Week,
                By::Month => views::Granularity::Month,
                By::Quarter => views::Granularity::Quarter,
                By::Year => views::Granularity::Year,
            }),
            formula: formula_of(arguments.formula),
            as_of: arguments.as_of.clone(),
        },
    )?;
    Ok(Answer::new(
        json::reports(&reports),
        text::reports(&reports),
    ))
}

pub(crate) fn formula_of(formula: Formula) -> views::Formula {
    match formula {
        Formula::Goods => views::Formula::Goods,
        Formula::Shopify => views::Formula::Shopify,
        Formula::Net => views::Formula::Net,
        Formula::Collected => views::Formula::Collected,
    }
}

fn orders(shop: &Shop, arguments: &Orders) -> anyhow::Result<Answer> {
    let mut input = ListOrders {
        from: arguments.from.clone(),
        until: arguments.until.clone(),
        search: arguments.search.clone(),
        limit: arguments.limit.min(PAGE),
        ..ListOrders::default()
    };
    let mut page = list_orders(shop, &input)?;
    let mut rows = std::mem::take(&mut page.rows);
    while rows.len() < arguments.limit.min(page.total) as usize {
        input.offset = u32::try_from(rows.len())?;
        input.limit = (arguments.limit - input.offset).min(PAGE);
        let more = list_orders(shop, &input)?.rows;
        if more.is_empty() {
            break;
        }
        rows.extend(more);
    }
    Ok(Answer::new(
        json::orders(&page, &rows),
        text::orders(&page, &rows),
    ))
}
