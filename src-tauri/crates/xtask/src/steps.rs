//! Steps with a name and a time, and one summary of them at the end.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;

/// What became of the steps so far.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    fate: Fate,
}

#[derive(Debug)]
enum Fate {
    Passed,
    Failed(String),
    /// Not tried, because an earlier one failed.
    LeftOut,
}

impl Steps {
    /// Does a step and tells whether it passed. A failure is kept for the summary and does not
    /// end the others.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        println!("\n== {name}");
        let begin = Instant::now();
        let fate = match work() {
            Ok(()) => Fate::Passed,
            Err(error) => {
                println!("{name} failed: {error:#}");
                Fate::Failed(format!("{error:#}"))
            }
        };
        let passed = matches!(fate, Fate::Passed);
        self.done.push(Step {
            name: name.to_owned(),
            took: begin.elapsed(),
            fate,
        });
        passed
    }

    /// Notes that a step makes no sense after what failed before it.
    pub(crate) fn left_out(&mut self, name: impl Into<String>) {
        self.done.push(Step {
            name: name.into(),
            took: Duration::ZERO,
            fate: Fate::LeftOut,
        });
    }

    /// Whether nothing has failed and nothing was left out.
    pub(crate) fn all_passed(&self) -> bool {
        self.done
            .iter()
            .all(|step| matches!(step.fate, Fate::Passed))
    }

    /// The table at the end: a line a step, what was skipped, and the sums as the last line.
    pub(crate) fn summary(&self, skipped: &[String]) -> String {
        let width = self
            .done
            .iter()
            .map(|step| step.name.len())
            .max()
            .unwrap_or(0);
        let mut text = String::from("\n== Summary\n");
        for step in &self.done {
            let word = match &step.fate {
                Fate::Passed => "passed".to_owned(),
                Fate::Failed(why) => format!("FAILED   {why}"),
                Fate::LeftOut => "LEFT OUT".to_owned(),
            };
            let seconds = step.took.as_secs();
            let time = format!("{}:{:02}", seconds / 60, seconds % 60);
            let _ = writeln!(text, "{:width$}  {time:>6}  {word}", step.name);
        }
        if !skipped.is_empty() {
            let _ = writeln!(text, "Skipped, since what they compare with is not here:");
            for name in skipped {
                let _ = writeln!(text, "  {name}");
            }
        }
        let seconds = self
            .done
            .iter()
            .map(|step| step.took)
            .sum::<Duration>()
            .as_secs();
        let passed = self
            .done
            .iter()
            .filter(|step| matches!(step.fate, Fate::Passed))
            .count();
        let failed = self.done.len() - passed;
        let _ = writeln!(text, "{}:{:02} minutes in all", seconds / 60, seconds % 60);
        let _ = writeln!(text, "{passed} passed, {failed} failed");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_kept_and_the_others_go_on() {
        let mut steps = Steps::default();
        assert!(steps.step("first", || Ok(())));
        assert!(!steps.step("second", || anyhow::bail!("it broke")));
        steps.left_out("third");
        assert!(steps.step("fourth", || Ok(())));
        assert!(!steps.all_passed());
        let summary = steps.summary(&["golden numbers".to_owned()]);
        assert!(
            summary.contains("second    0:00  FAILED   it broke"),
            "{summary}"
        );
        assert!(summary.contains("third     0:00  LEFT OUT"), "{summary}");
        assert!(summary.contains("  golden numbers\n"), "{summary}");
        assert!(summary.ends_with("2 passed, 2 failed\n"), "{summary}");
    }
}
