//! What can be counted without keeping sets.

use super::condense::Components;

/// What is left to count after folding.
pub(super) struct Folded {
    /// For each component, how many assets are counted there: its own, and those of what is folded into it.
    pub(super) weights: Vec<u32>,
    /// The components whose weight others share: sets are made of these.
    pub(super) shared: Vec<u32>,
}

/// Folds each component that leads to nothing more, and that just one other leads to, into that one: nobody else can count it, so
/// its weight adds up. Chains, stars and trees are worked out by this alone. O(components + arrows).
pub(super) fn fold(components: &Components, mut weights: Vec<u32>) -> Folded {
    let len = components.successors.len();
    // How many of the components that it leads to are not folded.
    let mut left: Vec<u32> = (0..len).map(|component| components.successors.of(component).len() as u32).collect();
    let mut shared = Vec::new();
    // Arrows lead to smaller numbers, so what a component leads to was folded before it, where it can be.
    for component in 0..len {
        let weight = weights[component as usize];
        let before = components.predecessors.of(component);
        match before {
            // Nobody shares it.
            [] => {}
            [only] if left[component as usize] == 0 => {
                weights[*only as usize] += weight;
                left[*only as usize] -= 1;
            }
            _ if weight == 0 && left[component as usize] == 0 => {
                before.iter().for_each(|before| left[*before as usize] -= 1);
            }
            _ if weight == 0 => {}
            _ => shared.push(component),
        }
    }
    Folded { weights, shared }
}
