//! The table as a picture: DOT for Graphviz, Mermaid for pages that draw it themselves.

use std::fmt::Write;

use super::{Lifecycle, Row};
use crate::asset::{AssetClass, Stage};

/// The lifecycle of a class in DOT; the gates stand at the transitions that ask them.
///
/// ```
/// use nhi_lifecycle::{asset::AssetClass, lifecycle::{Lifecycle, dot}};
///
/// let text = dot(&Lifecycle::default(), AssetClass::Hardware);
/// assert!(text.contains(r#"    retired -> disposed [label="no_hold\ndisposed_of"];"#));
/// ```
#[must_use]
pub fn dot(lifecycle: &Lifecycle, class: AssetClass) -> String {
    let mut text = format!("digraph {class} {{\n    rankdir=LR;\n    node [shape=box];\n");
    for stage in stages(lifecycle, class) {
        // Writing to a string does not fail; so too below.
        let _ = writeln!(text, "    {stage} [label=\"{}\"];", escaped(&lifecycle.name_of(stage)));
    }
    for row in rows(lifecycle, class) {
        let gates: Vec<&str> = row.gates().collect();
        let _ = writeln!(text, "    {} -> {} [label=\"{}\"];", row.from, row.to, gates.join("\\n"));
    }
    text.push_str("}\n");
    text
}

/// The lifecycle of a class as a Mermaid state diagram.
///
/// ```
/// use nhi_lifecycle::{asset::AssetClass, lifecycle::{Lifecycle, mermaid}};
///
/// let text = mermaid(&Lifecycle::default(), AssetClass::Saas);
/// assert!(text.contains("    in_use --> maintenance\n"));
/// assert!(text.contains("    quarantine --> in_use: identified, released\n"));
/// ```
#[must_use]
pub fn mermaid(lifecycle: &Lifecycle, class: AssetClass) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for stage in stages(lifecycle, class) {
        let name = lifecycle.name_of(stage);
        if name != stage.as_str() {
            let _ = writeln!(text, "    state \"{}\" as {stage}", name.replace('"', "'"));
        }
    }
    for row in rows(lifecycle, class) {
        let gates: Vec<&str> = row.gates().collect();
        let label = if gates.is_empty() { String::new() } else { format!(": {}", gates.join(", ")) };
        let _ = writeln!(text, "    {} --> {}{label}", row.from, row.to);
    }
    text
}

fn rows(lifecycle: &Lifecycle, class: AssetClass) -> impl Iterator<Item = &Row> {
    lifecycle.rows().iter().filter(move |row| row.class == class)
}

fn stages(lifecycle: &Lifecycle, class: AssetClass) -> impl Iterator<Item = Stage> {
    let touched = move |stage: &Stage| rows(lifecycle, class).any(|row| row.from == *stage || row.to == *stage);
    Stage::ALL.iter().copied().filter(touched)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
