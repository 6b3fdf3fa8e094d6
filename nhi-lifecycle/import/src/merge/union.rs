//! Disjoint sets of positions.

/// Disjoint sets, each known by its lowest position, with the serial number of what is in it.
pub(super) struct Union {
    parents: Vec<usize>,
    serials: Vec<Option<String>>,
}

impl Union {
    /// Every position alone; hardware with its serial number.
    pub(super) fn new(serials: Vec<Option<String>>) -> Self {
        Self { parents: (0..serials.len()).collect(), serials }
    }

    /// The lowest position in the set that holds this one.
    pub(super) fn root(&mut self, mut position: usize) -> usize {
        while let Some(parent) = self.parents.get(position).copied().filter(|parent| *parent != position) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(own) = self.parents.get_mut(position) {
                *own = above;
            }
            position = parent;
        }
        position
    }

    /// Whether two sets can't be one thing: their serial numbers differ.
    pub(super) fn contradict(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        let serial = |root: usize| self.serials.get(root).and_then(Option::as_ref);
        matches!((serial(one), serial(other)), (Some(a), Some(b)) if a != b)
    }

    /// Makes two sets one.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(parent) = self.parents.get_mut(high) {
            *parent = low;
        }
        let serial = self.serials.get_mut(high).and_then(Option::take);
        if let (Some(own), Some(serial)) = (self.serials.get_mut(low), serial) {
            own.get_or_insert(serial);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_through_a_third_still_contradicts() {
        let mut union = Union::new(vec![Some("a".into()), None, Some("b".into()), Some("a".into())]);
        assert!(!union.contradict(0, 1));
        union.join(1, 0);
        assert!(union.contradict(1, 2) && !union.contradict(1, 3));
        union.join(3, 1);
        assert_eq!([0, 1, 2, 3].map(|position| union.root(position)), [0, 0, 2, 0]);
    }
}
