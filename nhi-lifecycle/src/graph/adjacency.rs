//! Compressed adjacency: for each kind of relation and each direction, the neighbours of every record in one array.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;

use super::{EdgeKind, Tag, Tags};
use crate::{facts::Facts, id::Namespace};

/// The neighbours of every record by one kind of relation in one direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Adjacency {
    /// Where the neighbours of each record begin; one more at the end. Empty if there are no edges.
    offsets: Vec<u32>,
    /// The neighbour and the tag of each edge.
    edges: Vec<(u32, u32)>,
}

impl Adjacency {
    /// Neighbours and tags of the edges of one record.
    pub(crate) fn of(&self, index: u32) -> &[(u32, u32)] {
        match self.offsets.get(index as usize..index as usize + 2) {
            Some([begin, end]) => &self.edges[*begin as usize..*end as usize],
            _ => &[],
        }
    }

    /// How many edges there are.
    pub(crate) fn len(&self) -> usize {
        self.edges.len()
    }
}

/// Sorts all relations by kind and end, by counting.
pub(super) fn lay_out(facts: &Facts) -> (Vec<Adjacency>, Vec<Adjacency>, Tags) {
    let len = |namespace| facts.slots(namespace) as usize;
    let mut counts = [0_usize; EdgeKind::ALL.len()];
    for row in facts.relations.iter() {
        counts[EdgeKind::of(row) as usize] += 1;
    }
    let prepare = |end: fn(EdgeKind) -> Namespace| -> Vec<Adjacency> {
        let adjacency = |kind: &EdgeKind| match counts[*kind as usize] {
            0 => Adjacency::default(),
            edges => Adjacency { offsets: vec![0; len(end(*kind)) + 2], edges: vec![(0, 0); edges] },
        };
        EdgeKind::ALL.iter().map(adjacency).collect()
    };
    let (mut out, mut back) = (prepare(|kind| kind.joins().1), prepare(|kind| kind.joins().2));
    // Each count is put two places ahead: summing leaves each record's beginning one place ahead, from where filling in
    // moves it to its end, which is the next one's beginning.
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(row) as usize;
        out[kind].offsets[row.from as usize + 2] += 1;
        back[kind].offsets[row.to as usize + 2] += 1;
    }
    for adjacency in out.iter_mut().chain(&mut back) {
        let mut sum = 0;
        for offset in &mut adjacency.offsets {
            sum += *offset;
            *offset = sum;
        }
    }
    let mut tags = vec![Tag::ALWAYS];
    let mut numbers: HashMap<Tag, u32, DefaultHashBuilder> = HashMap::default();
    for row in facts.relations.iter() {
        let kind = EdgeKind::of(row) as usize;
        let tag = Tag::of(row);
        let number = if tag == Tag::ALWAYS {
            0
        } else {
            *numbers.entry(tag).or_insert_with(|| {
                tags.push(tag);
                tags.len() as u32 - 1
            })
        };
        place(&mut out[kind], row.from, row.to, number);
        place(&mut back[kind], row.to, row.from, number);
    }
    for adjacency in out.iter_mut().chain(&mut back) {
        adjacency.offsets.pop();
    }
    (out, back, Tags(tags))
}

fn place(adjacency: &mut Adjacency, here: u32, there: u32, tag: u32) {
    let next = &mut adjacency.offsets[here as usize + 1];
    adjacency.edges[*next as usize] = (there, tag);
    *next += 1;
}
