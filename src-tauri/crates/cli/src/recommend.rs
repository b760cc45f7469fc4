//! `recommend`: what is suggested, and how well it foretells.

mod rules;

use std::{fmt::Write as _, sync::Arc};

use pannier_api::{
    Shop, customer_named, customer_suggestions, export_suggestions, learn_suggestions,
    product_named, product_suggestions, suggestion_quality,
    views::{
        ChosenMethod, ExportSuggestions, ForetoldBy, ForetoldTask, ProofVerdict, Share,
        SuggestedList, SuggestedTo, SuggestionChoice, SuggestionQuality,
    },
};
use pannier_core::{Cancel, CustomerId, Reporter};

use crate::{
    args::{RecommendCommand, ShopSystem},
    insights::json,
    run::Answer,
};

pub(crate) fn recommend(shop: &Arc<Shop>, command: &RecommendCommand) -> anyhow::Result<Answer> {
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    // Rules are kept and read without the orders; for all else whoever asks waits.
    if !matches!(command, RecommendCommand::Rules { .. }) {
        learn_suggestions(shop, &reporter, &cancel)?;
    }
    match command {
        RecommendCommand::Product { product } => {
            let found = product_suggestions(shop, product_named(shop, product)?)?;
            let mut text = String::new();
            for (title, list) in [
                ("Goes with it", &found.goes_with),
                ("Bought later", &found.later),
                ("Similar", &found.similar),
                ("A step up", &found.step_up),
            ] {
                let _ = writeln!(text, "{title}");
                text += &list_text(list);
            }
            Ok(Answer::new(json(&found)?, text))
        }
        RecommendCommand::Customer { customer } => {
            let id = CustomerId(customer_named(shop, &customer.customer)?);
            let found = customer_suggestions(shop, id)?;
            let text = list_text(&found.suggested);
            Ok(Answer::new(json(&found)?, text))
        }
        RecommendCommand::Evaluate => {
            let quality = suggestion_quality(shop)?;
            Ok(Answer::new(json(&quality)?, quality_text(&quality)))
        }
        RecommendCommand::Export {
            platform,
            file,
            tried,
        } => {
            let input = ExportSuggestions {
                to: match platform {
                    ShopSystem::Woocommerce => SuggestedTo::WooCommerce,
                    ShopSystem::Shopify => SuggestedTo::Shopify,
                    ShopSystem::Magento => SuggestedTo::Magento,
                    ShopSystem::Prestashop => SuggestedTo::PrestaShop,
                    ShopSystem::Shopware => SuggestedTo::Shopware,
                    ShopSystem::Json => SuggestedTo::Json,
                },
                tried: *tried,
            };
            let (exported, mut written) = export_suggestions(shop, input, &reporter, &cancel)?;
            exported.write(file)?;
            written.path = file.display().to_string();
            let mut text = format!(
                "{} products written to {}\n",
                written.products, written.path
            );
            if let Some(trial) = &written.trial {
                let _ = writeln!(
                    text,
                    "Only {trial}: how Shopify reads these cells is not documented. Import the \
                     file, look at that product, and write all with --tried once it shows its \
                     suggestions"
                );
            }
            if written.nameless > 0 {
                let _ = writeln!(
                    text,
                    "{} products are left out: their file does not say what the shop calls them",
                    written.nameless
                );
            }
            Ok(Answer::new(json(&written)?, text))
        }
        RecommendCommand::Rules { change } => rules::rules(shop, change.as_ref()),
    }
}

fn list_text(list: &SuggestedList) -> String {
    if let Some(nothing) = &list.nothing {
        return format!("  {nothing}\n");
    }
    list.list.iter().fold(String::new(), |mut text, one| {
        let price = one.price.as_ref();
        let price = price.map_or(String::new(), |price| {
            format!(", {} {}", price.text, price.currency)
        });
        let _ = writeln!(text, "  {}{price}: {}", one.name, one.reason);
        text
    })
}

fn quality_text(quality: &SuggestionQuality) -> String {
    let mut text = match &quality.proof {
        None => "Too few orders to tell\n".to_owned(),
        Some(proof) => {
            let mut text = format!(
                "{} to {}, foretold from {} orders before\n",
                proof.from, proof.to, proof.learnt_from
            );
            for task in &proof.tasks {
                let verdict = match task.verdict {
                    ProofVerdict::Better => "better than most popular",
                    ProofVerdict::Worse => "worse than most popular, which is used instead",
                    ProofVerdict::CannotTell => "cannot tell from most popular",
                    ProofVerdict::TooFew => "too few orders to tell",
                };
                let _ = writeln!(
                    text,
                    "{}: one of ten bought in {} of {} cases (most popular {}), NDCG {} ({}): \
                     {verdict}",
                    task_name(task.task),
                    percent(task.hit),
                    task.cases,
                    percent(task.hit_popular),
                    decimals(task.ndcg),
                    decimals(task.ndcg_popular),
                );
            }
            text
        }
    };
    if let Some(choice) = &quality.choice {
        text += &choice_text(choice);
    }
    if let Some(extra) = quality.extra_units {
        let _ = writeln!(
            text,
            "About {extra:.3} pieces more in an order, if {} in 100 take what they are shown \
             (an assumption)",
            quality.take_percent
        );
    }
    let _ = writeln!(
        text,
        "{} of {} products have nothing that goes with them, {} of those nothing similar either",
        quality.without_count, quality.products, quality.bare_count
    );
    text
}

fn choice_text(choice: &SuggestionChoice) -> String {
    let mut text = match (&choice.from, &choice.to) {
        (Some(from), Some(to)) => {
            format!("Made as would have foretold {from} to {to} best\n")
        }
        _ => "Made as does well in most shops: too few orders to choose by\n".to_owned(),
    };
    for method in &choice.methods {
        let _ = writeln!(
            text,
            "  {}: {}",
            task_name(method.task),
            method_text(method)
        );
    }
    text
}

fn method_text(method: &ChosenMethod) -> String {
    let by = method.by.iter().map(|by| match by {
        ForetoldBy::Orders => "the same orders",
        ForetoldBy::People => "the same people",
        ForetoldBy::Kind => "the same kind of thing",
        ForetoldBy::Popular => "what everyone buys lately",
        ForetoldBy::Before => "what they bought before",
        ForetoldBy::Timing => "when it is usually bought again",
    });
    let mut text = by.collect::<Vec<_>>().join(", ");
    if let (Some(reached), Some(popular)) = (method.reached, method.popular) {
        let _ = write!(text, " (NDCG {reached:.4}, most popular {popular:.4})");
    }
    text
}

const fn task_name(task: ForetoldTask) -> &'static str {
    match task {
        ForetoldTask::Next => "Next order",
        ForetoldTask::New => "Something new",
        ForetoldTask::Cart => "Completing a cart",
        ForetoldTask::One => "Beside one product",
        ForetoldTask::Newcomer => "A first order",
    }
}

fn percent(share: Share) -> String {
    match (share.low, share.high) {
        (Some(low), Some(high)) => format!(
            "{:.1} % ({:.1} to {:.1})",
            100.0 * share.value,
            100.0 * low,
            100.0 * high
        ),
        _ => format!("{:.1} %", 100.0 * share.value),
    }
}

fn decimals(share: Share) -> String {
    format!("{:.4}", share.value)
}
