//! The gates of the model and when each is asked.

use crate::{
    asset::{AssetClass as C, Stage as S, StageGroup},
    vocabulary::vocabulary,
};

vocabulary! {
    /// A gate: what an act must show before it is let through.
    pub enum Gate ("a gate") {
        /// It can be told from others: a serial number or tag, or a name.
        Identified = 1 "identified",
        /// Somebody answers for it, and devices are managed.
        Accountable = 2 "accountable",
        /// It is under no legal hold.
        NoHold = 3 "no_hold",
        /// Nothing in service runs on it or depends on it.
        DependentsClear = 4 "dependents_clear",
        /// Its holder gave it back.
        CustodyClosed = 5 "custody_closed",
        /// No working credential is left on it, from it, or for it alone.
        CredentialsClosed = 6 "credentials_closed",
        /// Its next holder gets nothing of the last one's.
        HandedOver = 7 "handed_over",
        /// It takes nothing along that belongs to the old place alone.
        LeftClean = 8 "left_clean",
        /// No active identity works for it alone.
        IdentitiesClosed = 9 "identities_closed",
        /// Nobody is entitled to use it.
        EntitlementsClosed = 10 "entitlements_closed",
        /// What must be kept of its data was kept.
        DataPreserved = 11 "data_preserved",
        /// Its media were sanitized as its data asks.
        Sanitized = 12 "sanitized",
        /// Its record was closed.
        RecordClosed = 13 "record_closed",
        /// It was disposed of, and nobody got in afterwards.
        DisposedOf = 14 "disposed_of",
        /// Its release from quarantine was approved.
        Released = 15 "released",
        /// Its loss was reported, and it was wiped from afar.
        LossReported = 16 "loss_reported",
    }
}

vocabulary! {
    /// What may be done to an asset in service without a change of its stage.
    pub enum Operation ("an operation") {
        /// Another holder or owner.
        Reassign = 1 "reassign",
        /// Another environment or host.
        Rehome = 2 "rehome",
    }
}

vocabulary! {
    /// What an operation changes.
    pub enum Aspect ("what an operation changes") {
        /// Another owner.
        Owner = 1 "owner",
        /// Another holder.
        Holder = 2 "holder",
        /// Another environment.
        Environment = 3 "environment",
        /// Another host.
        Host = 4 "host",
    }
}

impl Gate {
    /// Whether an override may stand in for it. Nothing stands in for sanitization: a lost asset goes by `loss_reported`.
    #[must_use]
    pub const fn can_be_overridden(self) -> bool {
        !matches!(self, Self::Sanitized)
    }

    /// The gates of the model that a transition asks, in its order. Whether a gate has something to ask of the asset at
    /// hand (is it assigned? has it storage?) shows when it is judged.
    #[must_use]
    pub fn asked(class: C, from: S, to: S) -> Vec<Self> {
        // Nothing came of it yet, so there is nothing to close but the record.
        if matches!((from, to), (S::Requested | S::Ordered, S::Retired)) {
            return vec![Self::RecordClosed];
        }
        let has_media = matches!(class, C::Hardware | C::Cloud | C::Saas);
        let asked = |gate: &Self| match gate {
            Self::Identified => matches!(to, S::InStock | S::InUse),
            Self::Accountable => to == S::InUse && from.group() == StageGroup::BeforeService,
            Self::NoHold => matches!(to, S::Sanitized | S::Retired | S::Disposed),
            Self::DependentsClear | Self::CredentialsClosed => matches!(to, S::Sanitized | S::Retired),
            Self::CustodyClosed => {
                class == C::Hardware && (to == S::Sanitized || (from, to) == (S::PendingReturn, S::Quarantine))
            }
            Self::HandedOver | Self::LeftClean => false,
            Self::IdentitiesClosed | Self::EntitlementsClosed | Self::RecordClosed => to == S::Retired,
            Self::DataPreserved => to == S::Sanitized,
            Self::Sanitized => to == S::Sanitized && has_media,
            Self::DisposedOf => to == S::Disposed,
            Self::Released => (from, to) == (S::Quarantine, S::InUse),
            Self::LossReported => (from, to) == (S::Missing, S::Retired),
        };
        Self::ALL.iter().copied().filter(asked).collect()
    }
}

impl Aspect {
    /// The operation that changes it.
    #[must_use]
    pub const fn operation(self) -> Operation {
        match self {
            Self::Owner | Self::Holder => Operation::Reassign,
            Self::Environment | Self::Host => Operation::Rehome,
        }
    }

    /// The gates that its change asks.
    #[must_use]
    pub const fn gates(self) -> &'static [Gate] {
        match self {
            Self::Owner => &[Gate::Accountable],
            Self::Holder => &[Gate::CustodyClosed, Gate::HandedOver],
            Self::Environment | Self::Host => &[Gate::LeftClean],
        }
    }
}
