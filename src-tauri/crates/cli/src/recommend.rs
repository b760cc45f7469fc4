//! `recommend`: what is suggested, and how well it foretells.

use std::{fmt::Write as _, sync::Arc};

use pannier_api::{
    Shop, customer_named, customer_suggestions, export_suggestions, learn_suggestions,
    product_named, product_suggestions, suggestion_quality, suggestion_rules,
    views::{
        ExportSuggestions, ForetoldTask, ProofVerdict, Share, SuggestedList, SuggestedTo,
        SuggestionQuality,
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
    // Whoever asks here waits.
    learn_suggestions(shop, &reporter, &cancel)?;
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
        RecommendCommand::Rules => {
            let rules = suggestion_rules(shop)?;
            let text = rules.iter().fold(String::new(), |mut text, rule| {
                let _ = writeln!(text, "{}", rule.sentence);
                text
            });
            Ok(Answer::new(json(&rules)?, text))
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
    let Some(proof) = &quality.proof else {
        return "Too few orders to tell\n".to_owned();
    };
    let mut text = format!(
        "{} to {}, foretold from {} orders before\n",
        proof.from, proof.to, proof.learnt_from
    );
    for task in &proof.tasks {
        let what = match task.task {
            ForetoldTask::Next => "Next order",
            ForetoldTask::New => "Something new",
            ForetoldTask::Cart => "Completing a cart",
            ForetoldTask::One => "Beside one product",
            ForetoldTask::Newcomer => "A first order",
        };
        let verdict = match task.verdict {
            ProofVerdict::Better => "better than most popular",
            ProofVerdict::Worse => "worse than most popular",
            ProofVerdict::CannotTell => "cannot tell from most popular",
            ProofVerdict::TooFew => "too few orders to tell",
        };
        let _ = writeln!(
            text,
            "{what}: one of ten bought in {} of {} cases (most popular {}), NDCG {} ({}): {verdict}",
            percent(task.hit),
            task.cases,
            percent(task.hit_popular),
            decimals(task.ndcg),
            decimals(task.ndcg_popular),
        );
    }
    if let Some(extra) = quality.extra_units {
        let _ = writeln!(
            text,
            "About {extra:.3} pieces more in an order, if {} in 100 take what they are shown \
             (an assumption)",
            quality.take_percent
        );
    }
    text
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
