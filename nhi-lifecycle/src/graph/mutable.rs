//! Relations that change in place: the arrays of a graph, and in their stead the lists of those records whose relations changed.
//!
//! A record's list is copied when it first changes; from then on it is a list of its own, so that one relation costs what its
//! two ends have of that kind, and nothing is laid out again.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{EdgeKind, Graph, Tag};
use crate::facts::Row;

/// Lists of neighbours and tags by record.
type Lists = FxHashMap<u32, Vec<(u32, u32)>>;

/// The relations of a graph, and those that came and went since.
#[derive(Clone, Debug)]
pub(crate) struct MutableEdges {
    graph: Arc<Graph>,
    out: Vec<Lists>,
    back: Vec<Lists>,
    /// Tags that the graph does not have, numbered after its own.
    tags: Vec<Tag>,
    numbers: FxHashMap<Tag, u32>,
}

impl MutableEdges {
    /// The relations as the graph has them. O(1).
    pub(crate) fn new(graph: Arc<Graph>) -> Self {
        let none = || vec![Lists::default(); EdgeKind::ALL.len()];
        Self { graph, out: none(), back: none(), tags: Vec::new(), numbers: FxHashMap::default() }
    }

    /// Where relations of this kind lead from a record.
    pub(crate) fn out(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.out[kind as usize].get(&index).map_or_else(|| self.graph.out(kind).of(index), Vec::as_slice)
    }

    /// Where relations of this kind to a record come from.
    pub(crate) fn back(&self, kind: EdgeKind, index: u32) -> &[(u32, u32)] {
        self.back[kind as usize].get(&index).map_or_else(|| self.graph.back(kind).of(index), Vec::as_slice)
    }

    /// Whether there can be any relation of this kind.
    pub(crate) fn has(&self, kind: EdgeKind) -> bool {
        !self.out[kind as usize].is_empty() || self.graph.out(kind).len() != 0
    }

    pub(crate) fn tag(&self, number: u32) -> &Tag {
        match (number as usize).checked_sub(self.graph.tags.len()) {
            Some(own) => &self.tags[own],
            None => self.graph.tags.tag(number),
        }
    }

    /// Adds a relation. O(relations of this kind at its ends) the first time, then O(1).
    pub(crate) fn insert(&mut self, row: &Row) {
        let kind = EdgeKind::of(row);
        let tag = self.number(Tag::of(row));
        let Self { graph, out, back, .. } = self;
        list(&mut out[kind as usize], row.from, || graph.out(kind).of(row.from)).push((row.to, tag));
        list(&mut back[kind as usize], row.to, || graph.back(kind).of(row.to)).push((row.from, tag));
    }

    /// Takes out a relation; nothing if there is none such. O(relations of this kind at its ends).
    pub(crate) fn remove(&mut self, row: &Row) {
        let kind = EdgeKind::of(row);
        let tag = Tag::of(row);
        let at = |edges: &[(u32, u32)], other: u32| {
            edges.iter().position(|(end, number)| *end == other && *self.tag(*number) == tag)
        };
        let (from, to) = (at(self.out(kind, row.from), row.to), at(self.back(kind, row.to), row.from));
        let Self { graph, out, back, .. } = self;
        if let (Some(from), Some(to)) = (from, to) {
            list(&mut out[kind as usize], row.from, || graph.out(kind).of(row.from)).swap_remove(from);
            list(&mut back[kind as usize], row.to, || graph.back(kind).of(row.to)).swap_remove(to);
        }
    }

    fn number(&mut self, tag: Tag) -> u32 {
        if tag == Tag::ALWAYS {
            return 0;
        }
        let Self { graph, tags, numbers, .. } = self;
        *numbers.entry(tag).or_insert_with(|| {
            tags.push(tag);
            (graph.tags.len() + tags.len() - 1) as u32
        })
    }
}

fn list<'a, 'g>(
    lists: &'a mut Lists,
    index: u32,
    original: impl FnOnce() -> &'g [(u32, u32)],
) -> &'a mut Vec<(u32, u32)> {
    lists.entry(index).or_insert_with(|| original().to_vec())
}
