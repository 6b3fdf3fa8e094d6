//! What users add to the model's lifecycle: rows, names for stages, and gates of their own. Nothing is ever taken away.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    gate::Gate,
    predicate::Predicate,
    table::{Lifecycle, Row, WAY_OUT},
};
use crate::{
    asset::{AssetClass, Stage, StageGroup},
    error::{Code, Error, Problem, Problems},
};

/// The user's own additions to the lifecycle, as they stand in a file.
///
/// ```
/// use nhi_lifecycle::{asset::{AssetClass, Stage}, lifecycle::{Extension, Lifecycle}};
///
/// let extension: Extension = serde_json::from_str(r#"{
///     "stages": {"pending_retirement": "sunset"},
///     "rows": [{"class": "saas", "from": "in_use", "to": "retired"}],
///     "gates": [{
///         "name": "dpo_agreed",
///         "entering": ["sanitized"],
///         "when": "data_classification >= confidential",
///         "requires": "evidence(approval) and label(\"dpo\") = \"yes\"",
///         "remedy": "ask the data protection officer"
///     }]
/// }"#)?;
/// let lifecycle = Lifecycle::default().extended(extension)?;
/// assert!(lifecycle.row(AssetClass::Saas, Stage::InUse, Stage::Retired).is_some());
/// assert_eq!(lifecycle.name_of(Stage::PendingRetirement), "sunset");
///
/// let wrong: Extension = serde_json::from_str(r#"{"rows": [{"class": "saas", "from": "disposed", "to": "in_use"}]}"#)?;
/// let error = Lifecycle::default().extended(wrong).err().ok_or("accepted")?;
/// assert!(error.to_string().starts_with("field `rows[0].from`: "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Transitions besides the model's. The model's gates for entering their stage stand before them too, and those of
    /// sanitized and retired before one that goes past them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<OwnRow>,
    /// What people call stages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stages: BTreeMap<String, String>,
    /// Gates besides the model's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<OwnGate>,
    /// Whether `credentials_closed` asks that revocations were observed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub observe_revocation: bool,
}

/// A transition of the user's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnRow {
    /// For assets of this class.
    pub class: AssetClass,
    /// From this stage.
    pub from: Stage,
    /// To this one.
    pub to: Stage,
    /// Gates besides those that the model asks for such a transition; on entering sanitized, retired and disposed only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<String>,
}

/// A gate of the user's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnGate {
    /// Its name, which overrides use too: lower-case letters, digits and `_`, and no gate of the model.
    pub name: String,
    /// On entering which stages every transition asks it: sanitized, retired, disposed. Empty: only rows that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entering: Vec<Stage>,
    /// For which classes; empty: for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<AssetClass>,
    /// Of which assets it is asked; left out: of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Predicate>,
    /// What it asks for.
    pub requires: Predicate,
    /// What to do about it where it is not met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// How many rows or gates an extension may bring.
const MOST: usize = 1_000;

impl Lifecycle {
    /// This lifecycle with the user's additions, if they make sense.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with problems of [`Code::InvalidLifecycle`], each of which names its place in `field`, like
    /// `rows[2].to`.
    pub fn extended(mut self, extension: Extension) -> Result<Self, Error> {
        let mut problems = Problems::default();
        let mut wrong = |place: String, message: &str| {
            problems.push(Problem::new(Code::InvalidLifecycle, message).in_field(place));
        };
        for (what, count) in [("rows", extension.rows.len()), ("gates", extension.gates.len())] {
            if count > MOST {
                wrong(what.to_owned(), "more than 1,000; leave some out");
                return problems.into_result().map(|()| self);
            }
        }
        self.observes_revocation |= extension.observe_revocation;
        for (word, name) in extension.stages {
            match word.parse::<Stage>() {
                Ok(stage) if is_plain(&name) => drop(self.names.insert(stage, name)),
                Ok(_) => wrong(format!("stages.{word}"), "not a name; 1 to 100 characters, and no control characters"),
                Err(unknown) => wrong("stages".to_owned(), &unknown.to_string()),
            }
        }
        let mut shown = BTreeSet::new();
        for stage in Stage::ALL {
            if !shown.insert(self.name_of(*stage)) {
                wrong(format!("stages.{stage}"), "another stage has this name; give each its own");
            }
        }
        for (index, gate) in extension.gates.into_iter().enumerate() {
            match self.check_gate(&gate) {
                Ok(()) => self.gates.push(gate),
                Err((place, message)) => wrong(format!("gates[{index}].{place}"), message),
            }
        }
        let mut added = Vec::new();
        for (index, row) in extension.rows.into_iter().enumerate() {
            match self.check_row(&row) {
                Ok(row) => {
                    let twice = |known: &Row| (known.class, known.from, known.to) == (row.class, row.from, row.to);
                    if self.row(row.class, row.from, row.to).is_some() || added.iter().any(twice) {
                        wrong(format!("rows[{index}]"), "this row is there already; leave it out");
                    } else {
                        added.push(row);
                    }
                }
                Err((place, message)) => wrong(format!("rows[{index}].{place}"), &message),
            }
        }
        self.rows.append(&mut added);
        self.rows.sort_unstable_by_key(|row| (row.class, row.from, row.to));
        self.stand_gates();
        for (class, stage) in self.stuck() {
            wrong("rows".to_owned(), &format!("no way leads from {stage} to a last stage for {class}; add the rows"));
        }
        problems.into_result().map(|()| self)
    }

    fn check_gate(&self, gate: &OwnGate) -> Result<(), (&'static str, &'static str)> {
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if gate.name.is_empty() || gate.name.len() > 100 || !gate.name.chars().all(is_word) {
            return Err(("name", "not a name for a gate; 1 to 100 lower-case letters, digits and `_`"));
        }
        if gate.name.parse::<Gate>().is_ok() {
            return Err(("name", "the model's own gate has this name; take another"));
        }
        if self.own_gate(&gate.name).is_some() {
            return Err(("name", "another gate has this name; take another"));
        }
        if !gate.entering.iter().all(|stage| WAY_OUT.contains(stage)) {
            return Err(("entering", "gates can be added on entering sanitized, retired and disposed only"));
        }
        if gate.remedy.as_ref().is_some_and(|remedy| !is_plain(remedy)) {
            return Err(("remedy", "not a plain text of 1 to 100 characters; shorten it"));
        }
        Ok(())
    }

    fn check_row(&self, row: &OwnRow) -> Result<Row, (String, String)> {
        let at = |place: &str, message: &str| Err((place.to_owned(), message.to_owned()));
        let tombstone = |stage| matches!(stage, Stage::Retired | Stage::Disposed);
        if row.from == row.to {
            return at("to", "the stage it comes from; name another");
        }
        if tombstone(row.from) && (row.from, row.to) != (Stage::Retired, Stage::Disposed) {
            return at("from", "retired and disposed records stay as they are; only retired may lead on, to disposed");
        }
        let unborn = matches!(row.to, Stage::Discovered | Stage::Requested | Stage::Ordered);
        if unborn && row.from.group() != StageGroup::BeforeService {
            let message =
                "what was in service can't become what nothing came of yet: it could be cancelled past every gate";
            return at("to", message);
        }
        let mut known = Row::own(row.class, row.from, row.to);
        for (index, name) in row.gates.iter().enumerate() {
            let place = format!("gates[{index}]");
            if !WAY_OUT.contains(&row.to) {
                return at(&place, "gates can be added on entering sanitized, retired and disposed only");
            }
            match name.parse::<Gate>() {
                Ok(gate) if known.model.contains(&gate) => {}
                Ok(Gate::HandedOver | Gate::LeftClean) => return at(&place, "no gate of a transition; leave it out"),
                Ok(gate) => known.model.push(gate),
                Err(_) if self.own_gate(name).is_some() => known.own.push(name.clone()),
                Err(_) => return at(&place, "no gate has this name; name one of the model's or add it to `gates`"),
            }
        }
        known.model.sort_unstable();
        Ok(known)
    }

    /// Puts the user's gates before every row that enters their stages.
    fn stand_gates(&mut self) {
        for row in &mut self.rows {
            let named = std::mem::take(&mut row.own);
            let asked = |gate: &&OwnGate| {
                let everywhere =
                    gate.entering.contains(&row.to) && (gate.classes.is_empty() || gate.classes.contains(&row.class));
                everywhere || named.contains(&gate.name)
            };
            row.own = self.gates.iter().filter(asked).map(|gate| gate.name.clone()).collect();
        }
    }

    /// Stages that some row of their class touches and from which no way leads to retired or disposed.
    fn stuck(&self) -> Vec<(AssetClass, Stage)> {
        let mut found = Vec::new();
        for class in AssetClass::ALL {
            let rows: Vec<&Row> = self.rows.iter().filter(|row| row.class == *class).collect();
            let mut reaching = BTreeSet::from([Stage::Retired, Stage::Disposed]);
            while rows.iter().any(|row| reaching.contains(&row.to) && reaching.insert(row.from)) {}
            let touched: BTreeSet<Stage> = rows.iter().flat_map(|row| [row.from, row.to]).collect();
            found.extend(touched.difference(&reaching).map(|stage| (*class, *stage)));
        }
        found
    }
}

fn is_plain(text: &str) -> bool {
    let control = |c: char| c.is_control() || crate::id::is_bidi_control(c);
    (1..=100).contains(&text.chars().count()) && !text.chars().any(control)
}
