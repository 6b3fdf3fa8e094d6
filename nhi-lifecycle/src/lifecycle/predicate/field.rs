//! The fields of an asset that conditions may name, and the type of each.

use std::cmp::Ordering;

use super::{Comparator, Place, quoted};
use crate::{
    asset::{Asset, AssetClass, AssetKind, Criticality, DataClassification, Environment, Management, Stage},
    error::UnknownWord,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// A field of an asset that a condition may name.
    pub enum PredicateField ("a field that conditions may name") {
        Id = 1 "id",
        Kind = 2 "kind",
        Class = 3 "class",
        Stage = 4 "stage",
        Environment = 5 "environment",
        Criticality = 6 "criticality",
        DataClassification = 7 "data_classification",
        Management = 8 "management",
        LegalHold = 9 "legal_hold",
        Name = 10 "name",
        SerialNumber = 11 "serial_number",
        AssetTag = 12 "asset_tag",
        Manufacturer = 13 "manufacturer",
        Model = 14 "model",
        Location = 15 "location",
        Supplier = 16 "supplier",
        PurchasedAt = 17 "purchased_at",
        WarrantyEndsAt = 18 "warranty_ends_at",
        SupportEndsAt = 19 "support_ends_at",
        ContractEndsAt = 20 "contract_ends_at",
        DueBackAt = 21 "due_back_at",
        LastSeenAt = 22 "last_seen_at",
    }
}

use PredicateField as F;

/// The word for the instant that is asked about.
pub(super) const NOW: &str = "now";

/// A value of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// A word of a vocabulary, by its number.
    Word(u8),
    Truth(bool),
    Text(&'a str),
    Instant(Instant),
    /// The instant that is asked about.
    Now,
}

impl Value<'_> {
    /// How two values of one type compare.
    pub(super) fn compare(&self, other: &Self, now: Instant) -> Option<Ordering> {
        let at = |value: &Self| match value {
            Self::Instant(at) => Some(*at),
            Self::Now => Some(now),
            _ => None,
        };
        match (self, other) {
            (Self::Word(a), Self::Word(b)) => Some(a.cmp(b)),
            (Self::Truth(a), Self::Truth(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (a, b) => Some(at(a)?.cmp(&at(b)?)),
        }
    }
}

/// What a place holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Words,
    OrderedWords,
    Truth,
    Text,
    Instant,
}

impl Place {
    fn holds(&self) -> Type {
        match self {
            Self::Label(_) => Type::Text,
            Self::Field(field) => match field {
                F::Kind | F::Class | F::Stage | F::Environment | F::Management => Type::Words,
                F::Criticality | F::DataClassification => Type::OrderedWords,
                F::LegalHold => Type::Truth,
                F::Id
                | F::Name
                | F::SerialNumber
                | F::AssetTag
                | F::Manufacturer
                | F::Model
                | F::Location
                | F::Supplier => Type::Text,
                F::PurchasedAt
                | F::WarrantyEndsAt
                | F::SupportEndsAt
                | F::ContractEndsAt
                | F::DueBackAt
                | F::LastSeenAt => Type::Instant,
            },
        }
    }

    /// Whether a comparison and its value fit this place.
    pub(super) fn check(&self, is: Comparator, value: &str) -> Result<(), String> {
        let ordered = matches!(self.holds(), Type::OrderedWords | Type::Instant);
        if !ordered && !matches!(is, Comparator::Equal | Comparator::NotEqual) {
            return Err(format!("{self} has no order; compare it with `=`, `!=` or `in`"));
        }
        self.value(value).map(|_| ())
    }

    /// A value of this place's type, from its text.
    pub(super) fn value<'a>(&self, text: &'a str) -> Result<Value<'a>, String> {
        let word = |number: Result<u8, UnknownWord>| number.map(Value::Word).map_err(|unknown| unknown.to_string());
        match (self, self.holds()) {
            (_, Type::Text) => Ok(Value::Text(text)),
            (_, Type::Truth) => match text {
                "true" => Ok(Value::Truth(true)),
                "false" => Ok(Value::Truth(false)),
                _ => Err("not a truth value; one of: true, false".to_owned()),
            },
            (_, Type::Instant) if text == NOW => Ok(Value::Now),
            (_, Type::Instant) => text.parse().map(Value::Instant).map_err(|invalid| format!("{invalid}; or `now`")),
            (Self::Field(F::Kind), _) => word(text.parse::<AssetKind>().map(AssetKind::number)),
            (Self::Field(F::Class), _) => word(text.parse::<AssetClass>().map(AssetClass::number)),
            (Self::Field(F::Stage), _) => word(text.parse::<Stage>().map(Stage::number)),
            (Self::Field(F::Environment), _) => word(text.parse::<Environment>().map(Environment::number)),
            (Self::Field(F::Criticality), _) => word(text.parse::<Criticality>().map(Criticality::number)),
            (Self::Field(F::Management), _) => word(text.parse::<Management>().map(Management::number)),
            (_, Type::Words | Type::OrderedWords) => {
                word(text.parse::<DataClassification>().map(DataClassification::number))
            }
        }
    }

    /// A value as it is written in the text form.
    pub(super) fn written(&self, value: &str) -> String {
        match self.holds() {
            Type::Words | Type::OrderedWords | Type::Truth => value.to_owned(),
            Type::Instant if value == NOW => value.to_owned(),
            Type::Text | Type::Instant => quoted(value),
        }
    }

    /// What it holds for an asset; none where that is not known. What the model judges unknown values as, they are here too.
    pub(super) fn of<'a>(&self, asset: &'a Asset) -> Option<Value<'a>> {
        let text = |text: &'a Option<String>| text.as_deref().map(Value::Text);
        let field = match self {
            Self::Label(label) => return asset.labels.get(label).map(|value| Value::Text(value)),
            Self::Field(field) => field,
        };
        match field {
            F::Id => Some(Value::Text(asset.id.as_str())),
            F::Kind => Some(Value::Word(asset.kind.number())),
            F::Class => Some(Value::Word(asset.kind.class().number())),
            F::Stage => Some(Value::Word(asset.stage.number())),
            F::Environment => asset.environment.map(|value| Value::Word(value.number())),
            F::Criticality => Some(Value::Word(asset.criticality.unwrap_or(Criticality::Medium).number())),
            F::DataClassification => {
                let value = asset.data_classification.unwrap_or(DataClassification::Confidential);
                Some(Value::Word(value.number()))
            }
            F::Management => Some(Value::Word(asset.management.unwrap_or(Management::Unknown).number())),
            F::LegalHold => Some(Value::Truth(asset.legal_hold.unwrap_or(false))),
            F::Name => text(&asset.name),
            F::SerialNumber => text(&asset.serial_number),
            F::AssetTag => text(&asset.asset_tag),
            F::Manufacturer => text(&asset.manufacturer),
            F::Model => text(&asset.model),
            F::Location => text(&asset.location),
            F::Supplier => text(&asset.supplier),
            F::PurchasedAt => asset.purchased_at.map(Value::Instant),
            F::WarrantyEndsAt => asset.warranty_ends_at.map(Value::Instant),
            F::SupportEndsAt => asset.support_ends_at.map(Value::Instant),
            F::ContractEndsAt => asset.contract_ends_at.map(Value::Instant),
            F::DueBackAt => asset.due_back_at.map(Value::Instant),
            F::LastSeenAt => asset.last_seen_at.map(Value::Instant),
        }
    }
}
