//! The table of transitions: the model's rows and the user's, each with its gates.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use super::{OwnGate, builtin::PARTS, gate::Gate};
use crate::asset::{AssetClass, Stage};

/// The stages that every asset passes on its way out, in their order; users may put gates before them.
pub(super) const WAY_OUT: [Stage; 3] = [Stage::Sanitized, Stage::Retired, Stage::Disposed];

/// A transition that is legal, and the gates it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For assets of this class.
    pub class: AssetClass,
    /// From this stage.
    pub from: Stage,
    /// To this one.
    pub to: Stage,
    pub(super) model: Vec<Gate>,
    pub(super) own: Vec<String>,
}

impl Row {
    pub(super) fn new(class: AssetClass, from: Stage, to: Stage) -> Self {
        Self { class, from, to, model: Gate::asked(class, from, to), own: Vec::new() }
    }

    /// A row of the user's own. One that goes past the model's way out asks what the stages in between would have asked.
    pub(super) fn own(class: AssetClass, from: Stage, to: Stage) -> Self {
        let place = |stage| WAY_OUT.iter().position(|on_the_way| *on_the_way == stage);
        let first = place(from).map_or(0, |passed| passed + 1);
        let passed_over = place(to).and_then(|last| WAY_OUT.get(first..last)).unwrap_or_default();
        let mut row = Self::new(class, from, to);
        // From one stage of the way out to the next: nothing is asked there that only a certain stage before is asked.
        row.model.extend(passed_over.iter().flat_map(|stage| Gate::asked(class, Stage::PendingRetirement, *stage)));
        row.model.sort_unstable();
        row.model.dedup();
        row
    }

    /// The names of its gates: the model's in the model's order, then the user's in theirs.
    pub fn gates(&self) -> impl Iterator<Item = &str> {
        self.model.iter().map(|gate| gate.as_str()).chain(self.own.iter().map(String::as_str))
    }
}

/// The lifecycle of every class: rows, gates, and the words that people see.
///
/// The default one is the model's. [`Lifecycle::extended`] adds the user's own rows, stage names and gates to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    pub(super) rows: Vec<Row>,
    pub(super) gates: Vec<OwnGate>,
    pub(super) names: BTreeMap<Stage, String>,
    pub(super) observes_revocation: bool,
}

impl Lifecycle {
    /// The default one, of which all inventories have the same.
    pub(crate) fn shared_default() -> Arc<Self> {
        static DEFAULT: LazyLock<Arc<Lifecycle>> = LazyLock::new(Arc::default);
        Arc::clone(&DEFAULT)
    }
}

impl Default for Lifecycle {
    fn default() -> Self {
        let mut rows: Vec<Row> = PARTS
            .iter()
            .flat_map(|(classes, stages)| classes.iter().map(move |class| (*class, *stages)))
            .flat_map(|(class, stages)| stages.iter().map(move |(from, next)| (class, *from, *next)))
            .flat_map(|(class, from, next)| next.iter().map(move |to| Row::new(class, from, *to)))
            .collect();
        rows.sort_unstable_by_key(|row| (row.class, row.from, row.to));
        Self { rows, gates: Vec::new(), names: BTreeMap::new(), observes_revocation: false }
    }
}

impl Lifecycle {
    /// Every row, by class, then by stage.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of a transition, if it is legal.
    #[must_use]
    pub fn row(&self, class: AssetClass, from: Stage, to: Stage) -> Option<&Row> {
        let found = self.rows.binary_search_by_key(&(class, from, to), |row| (row.class, row.from, row.to));
        self.rows.get(found.ok()?)
    }

    /// The stages that are legal from a stage.
    pub fn legal(&self, class: AssetClass, from: Stage) -> impl Iterator<Item = Stage> {
        self.rows.iter().filter(move |row| (row.class, row.from) == (class, from)).map(|row| row.to)
    }

    /// The user's own gates.
    #[must_use]
    pub fn own_gates(&self) -> &[OwnGate] {
        &self.gates
    }

    /// The user's own gate of this name.
    #[must_use]
    pub fn own_gate(&self, name: &str) -> Option<&OwnGate> {
        self.gates.iter().find(|gate| gate.name == name)
    }

    /// What people call a stage: the user's word for it, or the model's.
    #[must_use]
    pub fn name_of(&self, stage: Stage) -> Cow<'static, str> {
        self.names.get(&stage).map_or(Cow::Borrowed(stage.as_str()), |name| Cow::Owned(name.clone()))
    }

    /// Whether `credentials_closed` asks that revocations were observed.
    #[must_use]
    pub fn observes_revocation(&self) -> bool {
        self.observes_revocation
    }
}
