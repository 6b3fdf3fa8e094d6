//! The lifecycle: which stages follow each other for each class of asset, which gates stand between them, and what each
//! gate asks for. Section 7 of the model.
//!
//! The [`Lifecycle`] is data: the model's rows, and what the user added to them by an [`Extension`]. The gates judge plain
//! facts, handed in as such; who collects them is no matter of this layer, which knows neither inventory nor graph.
//!
//! ```
//! use nhi_lifecycle::{asset::{AssetClass, Stage}, lifecycle::Lifecycle};
//!
//! let lifecycle = Lifecycle::default();
//! let row = lifecycle.row(AssetClass::Hardware, Stage::Retired, Stage::Disposed).ok_or("no such row")?;
//! assert_eq!(row.gates().collect::<Vec<_>>(), ["no_hold", "disposed_of"]);
//!
//! let from_stock: Vec<&str> = lifecycle.legal(AssetClass::Hardware, Stage::InStock).map(Stage::as_str).collect();
//! assert_eq!(from_stock, ["in_use", "sanitized", "missing"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builtin;
mod diagram;
mod extension;
mod gate;
pub(crate) mod judge;
pub mod predicate;
pub mod sanitization;
mod table;
mod written;

pub use diagram::{dot, mermaid};
pub use extension::{Extension, OwnGate, OwnRow};
pub use gate::{Aspect, Gate, Operation};
pub use table::{Lifecycle, Row};

pub use crate::blocker::{Blocker, GateOutcome, GateVerdict, Lack, Missing};

pub(crate) use judge::{
    Closed, Credentials, Custody, Disposal, Handover, Identification, Piece, Place, Ruling, Wipe, accountable,
    attested, dependents_clear, entitlements_closed, identities_closed, left_clean, loss_reported, no_hold, own_gate,
    released,
};
