//! A dependency graph in the DOT language, for Graphviz.

use std::fmt::{self, Write};

use petgraph::visit::{EdgeRef, IntoNodeReferences};

use super::DependencyGraph;
use crate::id::Namespace;

/// Writes a graph in DOT: assets as boxes, identities as ellipses, credentials as notes.
///
/// Ids are quoted, so that no id can end its label or add to the drawing.
#[must_use]
pub fn dot(graph: &DependencyGraph) -> String {
    let mut text = String::from("digraph dependencies {\n    rankdir=LR;\n");
    for (index, reference) in graph.node_references() {
        let shape = match reference.namespace {
            Namespace::Asset => "box",
            Namespace::Identity => "ellipse",
            Namespace::Credential => "note",
        };
        line(
            &mut text,
            format_args!("    n{} [shape={shape}, label={}];", index.index(), quoted(&reference.to_string())),
        );
    }
    for edge in graph.edge_references() {
        let relation = edge.weight();
        let label = match relation.kind {
            crate::relation::RelationKind::EntitledTo => format!("{} ({})", relation.kind, relation.privilege),
            kind => kind.to_string(),
        };
        let (from, to) = (edge.source().index(), edge.target().index());
        line(&mut text, format_args!("    n{from} -> n{to} [label={}];", quoted(&label)));
    }
    text.push_str("}\n");
    text
}

fn line(text: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = text.write_fmt(line);
    text.push('\n');
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
