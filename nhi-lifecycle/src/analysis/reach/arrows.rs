//! A directed graph in two arrays.

/// For each of `len` nodes, the nodes that its arrows lead to.
#[derive(Debug)]
pub(super) struct Arrows {
    /// Where the arrows of each node end; they begin where those of the one before end.
    ends: Vec<u32>,
    heads: Vec<u32>,
}

impl Arrows {
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { ends: Vec::with_capacity(nodes), heads: Vec::new() }
    }

    /// An arrow of the node that is being put in.
    pub(super) fn push(&mut self, head: u32) {
        self.heads.push(head);
    }

    /// All arrows of this node are in; those of the next one follow.
    pub(super) fn close(&mut self) {
        self.ends.push(self.heads.len() as u32);
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    pub(super) fn of(&self, node: u32) -> &[u32] {
        let begin = node.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.heads[begin as usize..self.ends[node as usize] as usize]
    }

    /// The same arrows, the other way round. O(nodes + arrows), by counting.
    pub(super) fn reversed(&self) -> Self {
        let mut ends = vec![0_u32; self.ends.len() + 1];
        for head in &self.heads {
            ends[*head as usize + 1] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        // Filling in moves each beginning to its end.
        let mut heads = vec![0; self.heads.len()];
        for node in 0..self.len() {
            for head in self.of(node) {
                let next = &mut ends[*head as usize];
                heads[*next as usize] = node;
                *next += 1;
            }
        }
        ends.pop();
        Self { ends, heads }
    }
}
