//! The records that exports gave, as a batch that knows where each comes from.

use std::{ops::Deref, sync::Arc, vec};

use nhi_lifecycle::{Problem, Record, source::RecordSource};

use crate::foreign::{Place, Placed};

/// Records out of exports. It is a slice of them, and a source: what an inventory finds wrong with one names the line of the
/// export that showed it. Of a record that was merged out of several that is the line that is right about most.
///
/// ```
/// use nhi_import::sources::{MergePolicy, Source, load};
/// use nhi_lifecycle::{Context, Inventory, limits::Limits};
///
/// let path = std::env::temp_dir().join(format!("nhi-links-{}.csv", std::process::id()));
/// std::fs::write(&path, "kind,from,to\nowned_by,asset:web-1,identity:ada\n")?;
/// let mut loaded = load(&[Source::new("links", &path)], &Limits::default(), &MergePolicy::default())
///     .map_err(|problem| problem.to_string())?;
///
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let refused = Inventory::new().add_from(&mut loaded.records, &Context::at(now));
/// let message = refused.map(|_| ()).map_err(|error| error.to_string());
/// assert!(message.is_err_and(|message| message.contains(".csv:2: ")));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Records {
    left: vec::IntoIter<Record>,
    places: Vec<Place>,
}

impl Records {
    pub(crate) fn new(placed: Vec<Placed>) -> Self {
        let (records, places): (Vec<_>, Vec<_>) =
            placed.into_iter().map(|placed| (placed.record, placed.place)).unzip();
        Self { left: records.into_iter(), places }
    }
}

impl Deref for Records {
    type Target = [Record];

    /// Those that were not taken yet.
    fn deref(&self) -> &[Record] {
        self.left.as_slice()
    }
}

impl IntoIterator for Records {
    type Item = Record;
    type IntoIter = vec::IntoIter<Record>;

    fn into_iter(self) -> Self::IntoIter {
        self.left
    }
}

impl RecordSource for Records {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        self.left.next().map(Ok)
    }

    fn place(&self, record: usize) -> Option<(Arc<str>, u64)> {
        self.places.get(record).map(|place| (Arc::clone(&place.file), place.line))
    }
}
