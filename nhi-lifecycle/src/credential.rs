//! Credentials: what a system accepts as proof, known by id and never by content.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    asset::Environment,
    id::{AssetRef, CredentialRef, Id, IdentityRef, Reference},
    list::{List, text_map},
    time::Instant,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a credential is.
    pub enum CredentialKind ("a credential kind") {
        Password = 1 "password",
        ApiKey = 2 "api_key",
        AccessKey = 3 "access_key",
        ClientSecret = 4 "client_secret",
        PersonalAccessToken = 5 "personal_access_token",
        OauthToken = 6 "oauth_token",
        SessionToken = 7 "session_token",
        Certificate = 8 "certificate",
        SshKey = 9 "ssh_key",
        Keytab = 10 "keytab",
        SigningKey = 11 "signing_key",
        DeployKey = 12 "deploy_key",
        WebhookSecret = 13 "webhook_secret",
        RecoveryFactor = 14 "recovery_factor",
        Other = 15 "other",
    }
}

vocabulary! {
    /// Where a credential stands in its life.
    pub enum CredentialStatus ("a credential status") {
        Pending = 1 "pending",
        Active = 2 "active",
        Suspended = 3 "suspended",
        Revoked = 4 "revoked",
        Destroyed = 5 "destroyed",
    }
}

/// A credential's record. It never holds secret material.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Its id among the credentials: a public one, like an access key id.
    pub id: Id,
    /// What it is.
    pub kind: CredentialKind,
    /// Where it stands in its life, after all changes known.
    pub status: CredentialStatus,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The instant from which it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<Instant>,
    /// The instant from which it no longer works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Instant>,
    /// When its secret was last replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotated_at: Option<Instant>,
    /// A keyed digest that the caller made of the secret; never a plain hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The user's own labels.
    #[serde(default, deserialize_with = "text_map", skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its ids in other systems.
    #[serde(default, deserialize_with = "text_map", skip_serializing_if = "BTreeMap::is_empty")]
    pub external_ids: BTreeMap<String, String>,
    /// Short-hand for `authenticates_as`.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub identity: List<IdentityRef>,
    /// Short-hand for `owned_by`.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub owner: List<IdentityRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub issued_by: List<AssetRef>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub stored_on: List<AssetRef>,
    /// Short-hand for the relation of the same name; assets or identities, so always with a prefix.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub used_by: List<Reference>,
    /// Short-hand for the relation of the same name.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub derived_from: List<CredentialRef>,
}

impl Credential {
    /// A credential with just what is required.
    #[must_use]
    pub fn new(id: Id, kind: CredentialKind, status: CredentialStatus) -> Self {
        Self {
            id,
            kind,
            status,
            name: None,
            environment: None,
            issued_at: None,
            expires_at: None,
            last_used_at: None,
            rotated_at: None,
            fingerprint: None,
            labels: BTreeMap::new(),
            external_ids: BTreeMap::new(),
            identity: List::default(),
            owner: List::default(),
            issued_by: List::default(),
            stored_on: List::default(),
            used_by: List::default(),
            derived_from: List::default(),
        }
    }
}
