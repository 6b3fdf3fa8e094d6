//! Gathering facts along relations until nothing new is learnt.

use super::moment::Moment;
use crate::graph::EdgeKind;

/// For every record, the union of the `own` flags of it and of all that it reaches along a relation through records that are
/// `open`; what lies behind a closed one, and that one itself, is not gathered.
///
/// Iterative, and indifferent to cycles. O(records + edges), as each record learns each of eight flags once.
pub(super) fn gather(moment: &Moment, kind: EdgeKind, own: &[u8], open: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut gathered = own.to_vec();
    let mut stack: Vec<u32> = (0..).zip(own).filter(|(_, flags)| **flags != 0).map(|(record, _)| record).collect();
    while let Some(record) = stack.pop() {
        if !open(record) {
            continue;
        }
        let flags = gathered[record as usize];
        for before in moment.back(kind, record) {
            let known = &mut gathered[before as usize];
            if *known | flags != *known {
                *known |= flags;
                stack.push(before);
            }
        }
    }
    gathered
}
