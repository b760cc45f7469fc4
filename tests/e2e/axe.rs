//! axe-core on the screen as it stands.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::driver::Session;

/// What one rule of axe found.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary")]
    summary: Option<String>,
}

/// Fails when axe-core finds something serious or critical on `screen`.
pub(crate) fn check(page: &Session, screen: &str) -> Result<()> {
    let present: bool = page.execute("return typeof window.axe === 'object'", &Value::Null)?;
    if !present {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(file).context("axe-core is missing: npm ci in ui/")?;
        page.execute::<Value>(
            &format!("{source}; window.axe = axe; return null"),
            &Value::Null,
        )?;
    }
    let found: Vec<Violation> = page.execute_async(
        // A colour on its way to another is nobody's contrast.
        "const done = arguments[arguments.length - 1];
         const moving = document.getAnimations()
             .filter((one) => one.effect.getComputedTiming().endTime < 2000)
             .map((one) => one.finished);
         Promise.allSettled(moving)
             .then(() => window.axe.run(document, { resultTypes: ['violations'] }))
             .then((result) => done(result.violations), (error) => done([{
                 id: 'axe', impact: 'critical', help: String(error), nodes: [] }]));",
        &Value::Null,
    )?;
    let serious: Vec<String> = found
        .iter()
        .filter(|one| matches!(one.impact.as_deref(), Some("serious" | "critical")))
        .map(|one| {
            let places = one.nodes.iter().map(|node| {
                format!(
                    "\n    {}\n      {}",
                    node.html,
                    node.summary.as_deref().unwrap_or_default()
                )
            });
            format!("{}: {}{}", one.id, one.help, places.collect::<String>())
        })
        .collect();
    ensure!(serious.is_empty(), "on {screen}:\n{}", serious.join("\n"));
    Ok(())
}
