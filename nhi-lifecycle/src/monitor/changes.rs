//! Acts and observations of a monitored inventory: what each did, and what that opened and closed.

use super::{Delta, Monitor};
use crate::{
    asset::Stage,
    error::Error,
    event::Context,
    id::AssetRef,
    inventory::{Act, Observed, Reassignment, Rehoming, Transitioned},
    record::Record,
    source::{Given, RecordSource},
    time::Instant,
};

impl Monitor {
    /// Takes an asset to a stage, if every gate lets it, and says what that opened and closed at the monitor's instant.
    ///
    /// The act may be of another instant than the monitor's: what it says of the future comes with [`Self::advance`]. The gates are asked
    /// on a snapshot, which orders all relations first where a record came since the last one: O(records).
    ///
    /// # Errors
    /// As for [`Inventory::transition`](crate::Inventory::transition); nothing has changed then.
    ///
    /// ```
    /// use nhi_lifecycle::{Act, Context, Inventory, Monitor, Record, asset::Stage};
    ///
    /// let records = [
    ///     r#"{"record":"asset","id":"wiki","kind":"saas","stage":"requested","owner":"dana"}"#,
    ///     r#"{"record":"identity","id":"dana","kind":"employee","status":"active"}"#,
    ///     r#"{"record":"credential","id":"key","kind":"api_key","status":"active","owner":"dana","issued_by":"wiki"}"#,
    ///     r#"{"record":"evidence","id":"ev-1","subject":"asset:wiki","kind":"record_closed","at":"2026-03-01T00:00:00Z","by":"dana"}"#,
    /// ];
    /// let records: Vec<Record> = records.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
    /// let now = "2026-03-01T00:00:00Z".parse()?;
    /// let mut inventory = Inventory::new();
    /// inventory.add(records, &Context::at(now))?;
    ///
    /// let mut monitor = Monitor::new(inventory, now);
    /// let act = Act::new(now, "dana", "not needed after all");
    /// let (done, delta) = monitor.transition(&"wiki".parse()?, Stage::Retired, &act)?;
    /// assert_eq!((done.from, done.to), (Stage::Requested, Stage::Retired));
    /// let opened: Vec<String> = delta.opened().map(|finding| finding.reasons().to_string()).collect();
    /// assert_eq!(opened, ["issuer_retired"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn transition(&mut self, asset: &AssetRef, to: Stage, act: &Act) -> Result<(Transitioned, Delta<'_>), Error> {
        self.change(|inventory| inventory.transition(asset, to, act))
    }

    /// Gives an asset in service to another holder or owner, if the gates for that let it, and says what that opened and closed. The
    /// rest is as for [`Self::transition`].
    ///
    /// # Errors
    /// As for [`Inventory::reassign`](crate::Inventory::reassign); nothing has changed then.
    pub fn reassign(
        &mut self,
        asset: &AssetRef,
        to: &Reassignment,
        act: &Act,
    ) -> Result<(Transitioned, Delta<'_>), Error> {
        self.change(|inventory| inventory.reassign(asset, to, act))
    }

    /// Moves an asset in service to another environment or host, if the gates for that let it, and says what that opened and closed. The
    /// rest is as for [`Self::transition`].
    ///
    /// # Errors
    /// As for [`Inventory::rehome`](crate::Inventory::rehome); nothing has changed then.
    pub fn rehome(&mut self, asset: &AssetRef, to: &Rehoming, act: &Act) -> Result<(Transitioned, Delta<'_>), Error> {
        self.change(|inventory| inventory.rehome(asset, to, act))
    }

    /// Adds what a source shows at an instant, as [`Inventory::observe`](crate::Inventory::observe) does, and says what that opened and
    /// closed at the monitor's instant. O(what the source shows and showed last, and what depends on what differs).
    ///
    /// # Errors
    /// As for [`Inventory::observe`](crate::Inventory::observe); nothing has changed then.
    pub fn observe<I>(
        &mut self,
        records: I,
        observed_at: Instant,
        context: &Context,
    ) -> Result<(Observed, Delta<'_>), Error>
    where
        I: IntoIterator<Item: Into<Record>>,
    {
        self.observe_from(&mut Given(records.into_iter()), observed_at, context)
    }

    /// As [`Self::observe`], from a source that knows the place of each record.
    ///
    /// # Errors
    /// As for [`Self::observe`].
    pub fn observe_from(
        &mut self,
        source: &mut dyn RecordSource,
        observed_at: Instant,
        context: &Context,
    ) -> Result<(Observed, Delta<'_>), Error> {
        self.change(|inventory| inventory.observe_from(source, observed_at, context))
    }
}
