//! Every reference in a record, renamed in place.

use nhi_lifecycle::{
    Id, Namespace, Record, Reference,
    access::Scope,
    id::{AssetRef, CredentialRef, IdentityRef, LooseReference},
    list::List,
};

/// The new id of a record, if it has one.
pub(super) type Rename<'a> = dyn Fn(Namespace, &Id) -> Option<Id> + 'a;

/// Renames what the record refers to; its own id stays.
pub(super) fn rewrite(record: &mut Record, rename: &Rename<'_>) {
    match record {
        Record::Asset(asset) => {
            identities(&mut asset.owner, rename);
            identities(&mut asset.assigned_to, rename);
            assets(&mut asset.runs_on, rename);
            assets(&mut asset.depends_on, rename);
        }
        Record::Identity(identity) => {
            identities(&mut identity.owner, rename);
            identities(&mut identity.member_of, rename);
            assets(&mut identity.attached_to, rename);
            identities(&mut identity.acts_for, rename);
        }
        Record::Credential(credential) => {
            identities(&mut credential.identity, rename);
            identities(&mut credential.owner, rename);
            assets(&mut credential.issued_by, rename);
            assets(&mut credential.stored_on, rename);
            credential.used_by.0.iter_mut().for_each(|used_by| reference(used_by, rename));
            credential.derived_from.0.iter_mut().for_each(|parent| self::credential(parent, rename));
        }
        Record::Relation(relation) => {
            loose(&mut relation.from, rename);
            loose(&mut relation.to, rename);
        }
        Record::Change(change) => reference(&mut change.subject, rename),
        Record::Evidence(evidence) => {
            reference(&mut evidence.subject, rename);
            identity(&mut evidence.by, rename);
            identities(&mut evidence.verified_by, rename);
        }
        Record::Override(granted) => {
            asset(&mut granted.subject, rename);
            identity(&mut granted.approved_by, rename);
        }
        Record::Exception(exception) => {
            reference(&mut exception.subject, rename);
            identity(&mut exception.approved_by, rename);
        }
        Record::Coverage(coverage) => {
            if let Scope::Assets(scope) = &mut coverage.scope {
                assets(scope, rename);
            }
        }
        Record::Access(access) => {
            access.credential.iter_mut().for_each(|id| credential(id, rename));
            access.identity.iter_mut().for_each(|id| identity(id, rename));
            access.asset.iter_mut().for_each(|id| asset(id, rename));
        }
    }
}

fn asset(found: &mut AssetRef, rename: &Rename<'_>) {
    if let Some(id) = rename(Namespace::Asset, found.id()) {
        *found = id.into();
    }
}

fn identity(found: &mut IdentityRef, rename: &Rename<'_>) {
    if let Some(id) = rename(Namespace::Identity, found.id()) {
        *found = id.into();
    }
}

fn credential(found: &mut CredentialRef, rename: &Rename<'_>) {
    if let Some(id) = rename(Namespace::Credential, found.id()) {
        *found = id.into();
    }
}

fn assets(list: &mut List<AssetRef>, rename: &Rename<'_>) {
    list.0.iter_mut().for_each(|found| asset(found, rename));
}

fn identities(list: &mut List<IdentityRef>, rename: &Rename<'_>) {
    list.0.iter_mut().for_each(|found| identity(found, rename));
}

fn reference(found: &mut Reference, rename: &Rename<'_>) {
    if let Some(id) = rename(found.namespace, &found.id) {
        found.id = id;
    }
}

/// Readers of formats write the name space of both ends.
fn loose(found: &mut LooseReference, rename: &Rename<'_>) {
    if let Some(id) = found.namespace.and_then(|namespace| rename(namespace, &found.id)) {
        found.id = id;
    }
}
