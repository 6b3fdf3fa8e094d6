//! The non-human identities of a domain, and the credentials of everybody.

use nhi_lifecycle::{
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::{Privilege, Relation, RelationKind},
};

use super::{Domain, days_ago, days_ahead, reference};

impl Domain<'_> {
    /// A non-human identity: attached to an asset, often entitled to another; an agent acts for somebody.
    pub(super) fn identity(&mut self) {
        let id = self.id();
        let kinds = [IdentityKind::ServiceAccount, IdentityKind::Workload, IdentityKind::Bot, IdentityKind::AiAgent];
        let kind = self.random.pick(&kinds).unwrap_or(IdentityKind::Workload);
        let status = if self.random.percent(4) { IdentityStatus::Suspended } else { IdentityStatus::Active };
        let mut identity = Identity::new(id.clone(), kind, status);
        if self.random.percent(95) {
            identity.attached_to.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        }
        if self.random.percent(30) {
            identity.owner.0.extend(self.owner().map(Into::into));
        }
        if kind == IdentityKind::AiAgent {
            // Some act for another agent.
            let principal = if self.random.percent(80) { None } else { self.one_of(|domain| &domain.identities) };
            let principal = principal.or_else(|| self.one_of(|domain| &domain.people));
            identity.acts_for.0.extend(principal.map(Into::into));
        }
        self.records.push(identity.into());
        let target = self.one_of(|domain| &domain.assets);
        if let Some(target) = target.filter(|_| self.random.percent(60)) {
            // Half of them administer: enough that a key often leads from asset to asset.
            let privilege = self.random.pick(&[Privilege::Read, Privilege::Write, Privilege::Admin, Privilege::Admin]);
            let since = self.random.percent(20).then(|| days_ago(300));
            let ends = [reference("identity", &id), reference("asset", &target)];
            self.relate(RelationKind::EntitledTo, ends, |entitlement| Relation { privilege, since, ..entitlement });
        }
        self.identities.push(id);
    }

    /// A credential; 78 % are live.
    pub(super) fn credential(&mut self) {
        let id = self.id();
        let kinds = [CredentialKind::ApiKey, CredentialKind::AccessKey, CredentialKind::Certificate];
        let kind = self.random.pick(&kinds).unwrap_or(CredentialKind::ApiKey);
        let (status, word) = match self.random.below(100) {
            0..12 => (CredentialStatus::Revoked, "revoked"),
            12..14 => (CredentialStatus::Suspended, "suspended"),
            _ => (CredentialStatus::Active, "active"),
        };
        let mut credential = Credential::new(id.clone(), kind, status);
        let issued = 10 + self.random.below(900);
        credential.issued_at = Some(days_ago(issued));
        credential.expires_at = match self.random.below(100) {
            0..9 => Some(days_ago(self.random.below(issued))),
            9..35 => Some(days_ahead(1 + self.random.below(365) as i64)),
            _ => None,
        };
        credential.last_used_at = Some(days_ago(self.random.below(issued)));
        if self.random.percent(80) {
            credential.identity.0.extend(self.one_of(|domain| &domain.identities).map(Into::into));
        } else {
            credential.identity.0.extend(self.one_of(|domain| &domain.people).map(Into::into));
        }
        if self.random.percent(12) {
            credential.issued_by.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        }
        if self.random.percent(18) {
            credential.stored_on.0.extend(self.one_of(|domain| &domain.assets).map(Into::into));
        }
        if self.random.percent(8) {
            let consumer = self.one_of(|domain| &domain.assets);
            credential.used_by.0.extend(consumer.map(|consumer| reference("asset", &consumer)));
        }
        if self.random.percent(2) {
            credential.derived_from.0.extend(self.one_of(|domain| &domain.credentials).map(Into::into));
        }
        self.records.push(credential.into());
        if status != CredentialStatus::Active {
            let at = days_ago(self.random.below(issued));
            self.change("credential", &id, "active", word, at);
        }
        self.credentials.push(id);
    }
}
