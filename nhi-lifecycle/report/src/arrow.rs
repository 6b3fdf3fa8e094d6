//! Arrow for data frames: a report, or radii, as a stream of record batches, which pandas, Polars, DuckDB and everything else that speaks
//! Arrow's C interface take without a copy.
//!
//! One finding a row, one field a column, with the names of [`csv`](crate::csv):
//!
//! | column | type |
//! | --- | --- |
//! | `at`, `since` | timestamp in microseconds, UTC; `since` is null where the finding held at every earlier instant, or where it was not asked for |
//! | `kind`, `status`, `severity` | dictionary of text |
//! | `subject`, `credential` | text |
//! | `reasons`, `indeterminate` | list of dictionary of text |
//! | `responsible`, `controls` | list of text; of dictionary of text |
//! | `witnesses`, `explanation` | list of text; text. Only where [`Findings`] is told to: making them takes longer than all the others |
//!
//! How far every live credential reaches ([`radii`], [`estimated_radii`]) is a table too, one credential a row: `at`; `least`, a dictionary;
//! `credential`; and `assets`, 32 bits without sign, or `about`, a float.
//!
//! Texts are as they are in the records, nothing is escaped: who shows them does that.

mod findings;
mod parts;
mod radii;
mod stream;

pub use arrow_array::{RecordBatch, RecordBatchReader, ffi_stream::FFI_ArrowArrayStream};
pub use arrow_schema::SchemaRef;
pub use findings::Findings;
pub use radii::{estimated_radii, radii};
pub use stream::{Table, stream};
