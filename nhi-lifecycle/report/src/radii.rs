//! Radii as rows: exact ones and estimates are written alike, but for what their number is called.

use std::fmt::Display;

use nhi_lifecycle::{
    Instant,
    analysis::{EstimatedRadii, Radii},
    relation::Privilege,
};
use serde::Serialize;

mod sealed {
    pub trait Sealed {}
    impl Sealed for nhi_lifecycle::analysis::Radii {}
    impl Sealed for nhi_lifecycle::analysis::EstimatedRadii {}
}

/// How far every live credential reaches: [`Radii`], or [`EstimatedRadii`].
pub trait AllRadii: sealed::Sealed {
    /// What the number is called, as a field and as a column: `assets`, or `about`.
    const NUMBER: &'static str;
    /// The type of the number.
    type Number: Display + Serialize;

    /// The instant they are about.
    fn at(&self) -> Instant;

    /// The privilege with which an asset is entered at least to be counted.
    fn least(&self) -> Privilege;

    /// How many live credentials there are.
    fn count(&self) -> usize;

    /// The id of the credential at this place, and its number: the largest first, then by id.
    fn row(&self, place: usize) -> Option<(&str, Self::Number)>;

    /// All of them.
    fn rows(&self) -> impl Iterator<Item = (&str, Self::Number)> {
        (0..self.count()).filter_map(|place| self.row(place))
    }
}

impl AllRadii for Radii {
    const NUMBER: &'static str = "assets";
    type Number = u32;

    fn at(&self) -> Instant {
        self.at()
    }

    fn least(&self) -> Privilege {
        self.least()
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn row(&self, place: usize) -> Option<(&str, u32)> {
        self.get(place).map(|radius| (radius.credential(), radius.assets()))
    }
}

impl AllRadii for EstimatedRadii {
    const NUMBER: &'static str = "about";
    type Number = f32;

    fn at(&self) -> Instant {
        self.at()
    }

    fn least(&self) -> Privilege {
        self.least()
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn row(&self, place: usize) -> Option<(&str, f32)> {
        self.get(place)
    }
}
