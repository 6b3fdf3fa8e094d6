//! How many assets each of many credentials reaches, by a bare search: the limit for single radii.

use crate::{tables::Tables, typed::Arrows};

/// The graph of reach in one compact array, and what a search has seen, by the number of the search.
pub struct Search {
    arrows: Arrows,
    seen: Vec<u32>,
    searches: u32,
    stack: Vec<u32>,
}

impl Search {
    /// Lays the graph out; this is no part of a search.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let places = tables.places().number();
        let arrows = Arrows::new(places, tables.reach.iter().copied());
        Self { arrows, seen: vec![0; places], searches: 0, stack: Vec::new() }
    }

    /// How many assets a credential reaches. Marks are never wiped: a place is seen where it bears this search's number.
    pub fn radius(&mut self, tables: &Tables, credential: u32) -> u32 {
        self.searches += 1;
        let assets = tables.in_service.len() as u32;
        let mut radius = 0;
        self.stack.push(tables.places().credential(credential));
        while let Some(place) = self.stack.pop() {
            for next in self.arrows.of(place) {
                let seen = &mut self.seen[*next as usize];
                if *seen != self.searches {
                    *seen = self.searches;
                    // Who enters with more has entered with less, and that is counted.
                    radius += u32::from(*next < assets);
                    self.stack.push(*next);
                }
            }
        }
        radius
    }
}
