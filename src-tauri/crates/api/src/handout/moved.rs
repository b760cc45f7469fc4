//! Why the average moved: parts that add up to the change.

use pannier_report::{Block, Cell, Chart, Column, Finite, Kind, Plot, Table, Unit, Waterfall};

use super::{Maker, blocks, words};
use crate::{
    Result,
    views::{ComparedWith, Explore, WhyInput, WhyPart},
    why::why,
};

/// Products that a part names.
const NAMED: usize = 3;

impl Maker<'_> {
    pub(super) fn moved(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        if self.input.compared_with == ComparedWith::Nothing {
            return Ok(());
        }
        let title = "Why it moved".to_owned();
        let Some(before) = &seen.before else {
            blocks.push(Block::Heading(title));
            let text = "There are no earlier orders to compare with, so there is nothing to \
                        explain.";
            blocks.push(Block::Paragraph(text.to_owned()));
            return Ok(());
        };
        let told = why(
            self.shop,
            &WhyInput {
                from: seen.figures.from.clone(),
                until: seen.figures.until.clone(),
                before_from: before.from.clone(),
                before_until: before.until.clone(),
                formula: self.input.formula,
                currency: Some(seen.currency.clone()),
                ..WhyInput::default()
            },
        )?;
        let (Some(then), Some(now), Some(change)) =
            (&told.before.aov, &told.after.aov, &told.change)
        else {
            return Ok(());
        };
        let mut parts: Vec<&WhyPart> = told
            .parts
            .iter()
            .filter(|part| part.amount.minor.0 != 0)
            .collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.amount.minor.0.abs()));
        blocks.push(Block::Heading(title));
        if parts.is_empty() {
            let text = "Nothing moved: both periods have the same average, part by part.";
            blocks.push(Block::Paragraph(text.to_owned()));
            return Ok(());
        }
        let name = |part: &WhyPart| words::part(part.kind, part.amount.minor.0 > 0);
        let money = blocks::currency(&seen.currency)?;
        let headline = format!("From {} to {}", self.money(then)?, self.money(now)?);
        let (now_days, then_days) = (
            words::period(blocks::period(&seen.figures)?, &self.locale),
            words::period(blocks::period(before)?, &self.locale),
        );
        let plot = Plot::Waterfall(Waterfall {
            unit: Unit::Money(money),
            from: ("Before".to_owned(), blocks::whole(then)),
            parts: parts
                .iter()
                .map(|part| (name(part).to_owned(), Finite::whole(part.amount.minor.0)))
                .collect(),
            to: ("Now".to_owned(), blocks::whole(now)),
        });
        let chart = Chart::new(headline.clone(), plot, "Nothing moved")
            .captioned(format!("Before: {then_days}. Now: {now_days}"))
            .told(format!("{headline}, part by part, as in the table"));
        blocks.push(Block::Chart(chart));
        let columns = vec![
            Column::new("What moved it", Kind::Text),
            Column::new("By how much", Kind::Change),
            Column::new("Mostly", Kind::Text),
        ];
        let mut table = Table::new("Parts of the change", columns, "Nothing moved")
            .noted("The parts add up to the change to the cent");
        for part in &parts {
            table.push([
                Cell::text(name(part)),
                Cell::Change {
                    amount: blocks::money(&part.amount)?,
                    sure: true,
                },
                Cell::text(self.mostly(part)?),
            ]);
        }
        table.set_foot([
            Cell::text("Change of the average"),
            Cell::Change {
                amount: blocks::money(change)?,
                sure: true,
            },
        ]);
        blocks.push(Block::Table(table));
        Ok(())
    }

    /// "Linen throw +€0.40, Candle −€0.10 and 12 others".
    fn mostly(&self, part: &WhyPart) -> Result<String> {
        let mut names = Vec::new();
        for product in part.products.iter().take(NAMED) {
            names.push(format!(
                "{} {}",
                product.name,
                self.signed(&product.amount)?
            ));
        }
        let shown = u32::try_from(names.len()).unwrap_or(0);
        let others = part.product_count.saturating_sub(shown);
        if others > 0 && shown > 0 {
            names.push(words::counted(others, &self.locale, "other", "others"));
        }
        Ok(words::joined(&names))
    }
}
