//! Rules about least sets, and flags that are gathered along relations.
//!
//! A sweep works a set out whole (`graph/spreading.rs`), a forest keeps it up to date (`standing/forest.rs`).

use std::ops::Index;

/// By record, whether it is in a set, however that is kept.
pub(crate) trait Set: Index<usize, Output = bool> {}

impl<S: Index<usize, Output = bool> + ?Sized> Set for S {}

/// What is in a set, and how that spreads. The set is the least one that the rule allows.
pub(crate) trait Rule {
    /// Whether a record is in the set whatever the others are.
    fn by_itself(&self, record: u32) -> bool;
    /// Whether a record is in the set as soon as one of those before it is that passes this on.
    fn may_follow(&self, record: u32) -> bool;
    /// Whether a record in the set brings in those after it.
    fn passes_on(&self, _record: u32) -> bool {
        true
    }
    /// The records that may bring this one in.
    fn before(&self, record: u32) -> impl Iterator<Item = u32> + '_;
    /// The records that this one may bring in.
    fn after(&self, record: u32) -> impl Iterator<Item = u32> + '_;
}

/// Flags that records have of their own, and that those after them gather.
pub(crate) trait Gathering {
    /// The flags of a record itself.
    fn own(&self, record: u32) -> u8;
    /// Whether those after a record gather what it has; what it gathered from others counts too.
    fn passes_on(&self, record: u32) -> bool;
    /// The records that this one gathers from.
    fn before(&self, record: u32) -> impl Iterator<Item = u32> + '_;
    /// The records that gather from this one.
    fn after(&self, record: u32) -> impl Iterator<Item = u32> + '_;
}

/// For every record, its own flags and all that it gathers; `gathered` are at first the own ones. `sources` are all records, in any
/// order, from which others gather.
///
/// O(records + relations): a record learns each of eight flags once.
pub(crate) fn gather(gathering: &impl Gathering, mut gathered: Vec<u8>, sources: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut stack = Vec::new();
    for source in sources {
        stack.push(source);
        while let Some(record) = stack.pop() {
            let flags = gathered[record as usize];
            if flags == 0 || !gathering.passes_on(record) {
                continue;
            }
            gathering.after(record).for_each(|next| {
                let known = &mut gathered[next as usize];
                if *known | flags != *known {
                    *known |= flags;
                    stack.push(next);
                }
            });
        }
    }
    gathered
}

/// One flag of a gathering: the set of the records that have it.
pub(crate) struct OneFlag<G>(pub(crate) G, pub(crate) u8);

impl<G: Gathering> Rule for OneFlag<G> {
    fn by_itself(&self, record: u32) -> bool {
        self.0.own(record) & self.1 != 0
    }

    fn may_follow(&self, _record: u32) -> bool {
        true
    }

    fn passes_on(&self, record: u32) -> bool {
        self.0.passes_on(record)
    }

    fn before(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.before(record)
    }

    fn after(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
        self.0.after(record)
    }
}
