//! The four formulas and the steps between them.

use pannier_report::{Block, Cell, Column, Kind, Note, Table};

use super::{Maker, blocks, words};
use crate::{
    Result,
    figures::formula_sheet,
    views::{Explore, FormulaFigures, FormulaInput, Step},
};

impl Maker<'_> {
    pub(super) fn reconciliation(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        if blocks::currency(&seen.currency)? != self.main {
            return Ok(());
        }
        let sheet = formula_sheet(
            self.shop,
            &FormulaInput {
                from: Some(seen.figures.from.clone()),
                until: Some(seen.figures.until.clone()),
                formula: self.input.formula,
            },
        )?;
        let Some(from) = sheet
            .formulas
            .iter()
            .find(|one| one.formula == self.input.formula)
        else {
            return Ok(());
        };
        blocks.push(Block::Heading(
            "Why other tools show another figure".to_owned(),
        ));
        blocks.push(Block::Paragraph(
            "The same orders give other averages where something else counts as revenue. Each \
             table leads from this report’s figure to another one, to the cent."
                .to_owned(),
        ));
        blocks.push(Block::Table(self.formulas(&sheet.formulas)?));
        for to in sheet
            .formulas
            .iter()
            .filter(|to| to.formula != from.formula)
        {
            blocks.push(Block::Table(steps(from, to)?));
        }
        let left = [
            (sheet.cancelled, "cancelled order", "cancelled orders"),
            (sheet.test, "test order", "test orders"),
            (
                sheet.gift_cards_only,
                "order of gift cards alone",
                "orders of gift cards alone",
            ),
        ];
        let left: Vec<String> = left
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, several)| words::counted(*count, &self.locale, one, several))
            .collect();
        if !left.is_empty() {
            blocks.push(Block::Note(Note::plain(format!(
                "In this period there are also {}.",
                words::joined(&left)
            ))));
        }
        Ok(())
    }

    fn formulas(&self, formulas: &[FormulaFigures]) -> Result<Table> {
        let columns = vec![
            Column::new("What counts as revenue", Kind::Text),
            Column::new("Revenue", Kind::Money),
            Column::new("Orders", Kind::Count),
            Column::new("Average order", Kind::Money),
        ];
        let mut table = Table::new("Four ways to count", columns, blocks::NO_ORDERS);
        for one in formulas {
            let mut name = words::formula(one.formula).to_owned();
            if one.formula == self.input.formula {
                name.push_str(" (this report)");
            }
            table.push(figures(&name, one)?);
        }
        Ok(table)
    }
}

/// From one formula to another, step by step.
fn steps(from: &FormulaFigures, to: &FormulaFigures) -> Result<Table> {
    let columns = vec![
        Column::new("Step", Kind::Text),
        Column::new("Revenue", Kind::Change),
        Column::new("Orders", Kind::Count),
        Column::new("Average after it", Kind::Money),
    ];
    let title = format!(
        "From “{}” to “{}”",
        words::formula(from.formula),
        words::formula(to.formula)
    );
    let mut table = Table::new(title, columns, "Both are the same figure");
    table.push(figures(words::formula(from.formula), from)?);
    let moves = |step: &&Step| step.revenue.minor.0 != 0 || step.orders != 0;
    for step in to.steps.iter().filter(moves) {
        let comes_in = if step.revenue.minor.0 == 0 {
            step.orders > 0
        } else {
            step.revenue.minor.0 > 0
        };
        table.push([
            Cell::text(words::formula_step(step.kind, comes_in)),
            Cell::Change {
                amount: blocks::money(&step.revenue)?,
                sure: true,
            },
            if step.orders == 0 {
                Cell::Empty
            } else {
                Cell::Count(step.orders.into())
            },
            blocks::amount_or(step.aov.as_ref(), blocks::NO_ORDERS)?,
        ]);
    }
    table.set_foot(figures(words::formula(to.formula), to)?);
    Ok(table)
}

fn figures(name: &str, one: &FormulaFigures) -> Result<[Cell; 4]> {
    Ok([
        Cell::text(name),
        Cell::Money(blocks::money(&one.revenue)?),
        Cell::Count(one.orders.into()),
        blocks::amount_or(one.aov.as_ref(), blocks::NO_ORDERS)?,
    ])
}
