//! Access logs: who was let in where, and for which time a log is complete.

use std::{borrow::Cow, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    id::{AssetRef, CredentialRef, IdentityRef},
    list::List,
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// How an access ended.
    pub enum Outcome ("an outcome") {
        Success = 1 "success",
        Failure = 2 "failure",
    }
}

/// One line of an access log. Its ids are what the log says; they need not be in the inventory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// When.
    pub at: Instant,
    /// How it ended.
    pub outcome: Outcome,
    /// With which credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<CredentialRef>,
    /// As whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityRef>,
    /// To what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<AssetRef>,
    /// Which log says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether a person was at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interactive: Option<bool>,
}

/// Which assets a log covers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every asset.
    All,
    /// These.
    Assets(List<AssetRef>),
}

const ALL: &str = "all";

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str(ALL),
            Self::Assets(assets) => {
                // An asset may be called `all`: its prefix tells the two apart.
                let named: List<String> = assets
                    .iter()
                    .map(|asset| if asset.id().as_str() == ALL { "asset:all".into() } else { asset.to_string() })
                    .collect();
                named.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = List::<String>::deserialize(deserializer)?;
        match texts.0.as_slice() {
            [] => return Err(crate::error::Code::InvalidReference.refuse("names no asset; write `all` for every one")),
            [all] if all == ALL => return Ok(Self::All),
            several if several.iter().any(|text| text == ALL) => {
                let message = "names `all` beside assets; write `all` alone, or `asset:all` for an asset of that id";
                return Err(crate::error::Code::InvalidReference.refuse(message));
            }
            _ => {}
        }
        let assets: Result<Vec<AssetRef>, _> = texts.iter().map(|text| AssetRef::from_str(text)).collect();
        assets
            .map(|assets| Self::Assets(List(assets)))
            .map_err(|invalid| crate::error::Code::InvalidReference.refuse(invalid))
    }
}

impl JsonSchema for Scope {
    fn schema_name() -> Cow<'static, str> {
        "Scope".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        List::<AssetRef>::json_schema(generator)
    }
}

/// A window in which the access log of a source is complete.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Which log.
    pub source: String,
    /// `all`, or the assets it covers.
    pub scope: Scope,
    /// From when.
    pub from: Instant,
    /// Until just before.
    pub until: Instant,
}
