//! The headline: the equation, how sure it is, and what it is compared with.

use pannier_core::Money;
use pannier_report::{Block, Cell, Figure, Finite, Join, Note};

use super::{FEW, Maker, blocks, words};
use crate::{
    Result,
    figures::minor,
    views::{Change, ChangeVerdict, Explore, Figures, Formula, Interval},
};

impl Maker<'_> {
    pub(super) fn money(&self, amount: &crate::views::Amount) -> Result<String> {
        Ok(self.locale.money(blocks::money(amount)?))
    }

    pub(super) fn signed(&self, amount: &crate::views::Amount) -> Result<String> {
        Ok(self.locale.signed_money(blocks::money(amount)?))
    }

    /// "€57.80 = €72,134.40 ÷ 1,248 orders: goods after discounts, before refunds".
    pub(super) fn formula(&self, figures: &Figures) -> Result<String> {
        let what = words::counts_shortly(self.input.formula);
        let Some(aov) = &figures.aov else {
            return Ok(format!("No orders: {what}"));
        };
        Ok(format!(
            "{} = {} ÷ {}: {what}",
            self.money(aov)?,
            self.money(&figures.revenue)?,
            words::orders(figures.orders, &self.locale),
        ))
    }

    pub(super) fn headline(
        &self,
        blocks: &mut Vec<Block>,
        seen: &Explore,
        formula: Formula,
    ) -> Result<()> {
        let figures = &seen.figures;
        let likely = match &figures.interval {
            Some(ends) => format!("very likely {}", self.between(ends)?),
            None => "too few orders to say how sure".to_owned(),
        };
        blocks.push(Block::Figures(vec![
            Figure::new(
                "Average order value",
                blocks::amount_or(figures.aov.as_ref(), blocks::NO_ORDERS)?,
            )
            .noted(likely),
            Figure::joined(
                Join::Equals,
                "Revenue",
                Cell::Money(blocks::money(&figures.revenue)?),
            ),
            Figure::joined(
                Join::DividedBy,
                "Orders",
                Cell::Count(figures.orders.into()),
            ),
            Figure::new(
                "Middle order",
                blocks::amount_or(figures.median.as_ref(), blocks::NO_ORDERS)?,
            )
            .noted("half are smaller, half larger"),
        ]));
        blocks.push(Block::Paragraph(format!(
            "{}: {}",
            words::formula(formula),
            words::counts(formula)
        )));
        blocks.push(Block::Paragraph(self.verdict(seen)?));
        if seen.unfinished {
            let text = "The period is not over yet: orders of its last days are still to come.";
            blocks.push(Block::Note(Note::plain(text)));
        }
        self.outliers(blocks, seen)?;
        self.loose_refunds(blocks, seen)
    }

    /// "between €55.10 and €60.40"
    fn between(&self, ends: &Interval) -> Result<String> {
        Ok(format!(
            "between {} and {}",
            self.money(&ends.low)?,
            self.money(&ends.high)?
        ))
    }

    /// What can be said of the average and of its change, in sentences.
    fn verdict(&self, seen: &Explore) -> Result<String> {
        let orders = seen.figures.orders;
        if orders == 1 {
            return Ok("One order: there is nothing to compare yet.".to_owned());
        }
        if orders < FEW {
            return Ok("Two orders: an average says little before about 30.".to_owned());
        }
        let (Some(before), Some(change)) = (&seen.before, &seen.change) else {
            return Ok(match self.input.compared_with {
                crate::views::ComparedWith::Nothing => self.alone(&seen.figures)?,
                _ => format!(
                    "{} There are no earlier orders to compare with.",
                    self.alone(&seen.figures)?
                ),
            });
        };
        let when = words::before(
            self.input.compared_with,
            blocks::period(before)?,
            &self.locale,
        );
        let was = match &before.aov {
            Some(aov) => self.money(aov)?,
            None => blocks::NO_ORDERS.to_lowercase(),
        };
        let against = format!(
            "({was} from {}, {when})",
            words::orders(before.orders, &self.locale)
        );
        let currency = blocks::currency(&seen.currency)?;
        // Of the two averages as they stand here: nobody should find a cent missing.
        let size = minor(&seen.figures)
            .zip(minor(before))
            .map_or(0, |(now, then)| now - then);
        let by = self.locale.money(Money::new(size.abs(), currency));
        Ok(match change.verdict {
            ChangeVerdict::Higher => format!(
                "The average rose by {by} {against}. That is more than chance: {}.",
                self.change_between(change)?
            ),
            ChangeVerdict::Lower => format!(
                "The average fell by {by} {against}. That is more than chance: {}.",
                self.change_between(change)?
            ),
            ChangeVerdict::CannotTell => format!(
                "Whether the average changed cannot be told. It moved by {} {against}, and the true \
                 change may be nothing: {}.",
                self.locale.signed_money(Money::new(size, currency)),
                self.change_between(change)?
            ),
            ChangeVerdict::TooFew => format!(
                "Too few orders to tell whether the average changed {against}. A comparison needs \
                 about 30 orders on each side."
            ),
        })
    }

    fn alone(&self, figures: &Figures) -> Result<String> {
        Ok(match &figures.interval {
            Some(ends) => format!("The true average very likely lies {}.", self.between(ends)?),
            None => "Too few orders to say how sure the average is. It takes about 30.".to_owned(),
        })
    }

    fn change_between(&self, change: &Change) -> Result<String> {
        match &change.interval {
            Some(ends) => Ok(format!(
                "it very likely lies between {} and {}",
                self.signed(&ends.low)?,
                self.signed(&ends.high)?
            )),
            None => Ok("how far cannot be told".to_owned()),
        }
    }

    fn outliers(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        for one in &seen.outliers {
            let by = Finite::new(one.moves.abs()).unwrap_or(Finite::ZERO);
            let way = if one.moves < 0.0 { "down" } else { "up" };
            blocks.push(Block::Note(Note::plain(format!(
                "Order {} of {} moves the average {way} by {}. Without it the average is {}.",
                one.number,
                self.money(&one.amount)?,
                self.locale.percent(by, 1),
                self.money(&one.without)?,
            ))));
        }
        Ok(())
    }

    pub(super) fn loose_refunds(&self, blocks: &mut Vec<Block>, seen: &Explore) -> Result<()> {
        let loose = &seen.loose_refunds;
        if loose.count == 0 {
            return Ok(());
        }
        let refunds = words::counted(loose.count, &self.locale, "refund", "refunds");
        let names = if loose.count == 1 {
            "names no order and is"
        } else {
            "name no order and are"
        };
        blocks.push(Block::Note(Note::plain(format!(
            "{refunds} of {} in this time {names} in none of these figures.",
            self.money(&loose.amount)?
        ))));
        Ok(())
    }

    /// Why there is nothing to show.
    pub(super) fn no_orders(&self, seen: &Explore) -> Result<String> {
        let (Some(first), Some(last)) = (&seen.first_day, &seen.last_day) else {
            return Ok("This shop has no orders yet. Import an orders export first.".to_owned());
        };
        let (first, last) = (blocks::day(first)?, blocks::day(last)?);
        let period = blocks::period(&seen.figures)?;
        let why = if last < period.from {
            format!("The newest order is of {}.", self.locale.day(last))
        } else if period.until <= first {
            format!("The first order is of {}.", self.locale.day(first))
        } else {
            format!(
                "There are orders from {} to {}, none of them counted here.",
                self.locale.day(first),
                self.locale.day(last)
            )
        };
        Ok(format!("There are no orders in this period. {why}"))
    }
}
