//! What records hold on the heap, field by field.

use crate::{
    access::{Access, Coverage, Scope},
    asset::Asset,
    change::{Change, Prior, Value},
    credential::Credential,
    evidence::{Evidence, Exception, Override},
    heap::Heap,
    id::{AssetRef, CredentialRef, IdentityRef, LooseReference, Reference},
    identity::Identity,
    list::List,
    record::Record,
    relation::Relation,
};

impl<T: Heap> Heap for List<T> {
    fn heap(&self) -> usize {
        self.0.heap()
    }
}

macro_rules! held {
    ($($type:ty: $($field:ident)*;)*) => {
        $(impl Heap for $type {
            fn heap(&self) -> usize {
                0 $(+ self.$field.heap())*
            }
        })*
    };
}

held! {
    Reference: id;
    LooseReference: id;
    Asset: id name serial_number media_serials asset_tag manufacturer model location supplier labels external_ids owner
        assigned_to runs_on depends_on;
    Identity: id name labels external_ids owner member_of attached_to acts_for;
    Credential: id name fingerprint labels external_ids identity owner issued_by stored_on used_by derived_from;
    Relation: from to;
    Change: subject to from by reason;
    Evidence: id subject by reference digest verified_by media_serials;
    Override: subject gate approved_by reason;
    Exception: subject finding approved_by reason;
    Coverage: source scope;
    Access: credential identity asset source;
}

macro_rules! held_as_id {
    ($($type:ty),*) => {
        $(impl Heap for $type {
            fn heap(&self) -> usize {
                self.id().heap()
            }
        })*
    };
}

held_as_id!(AssetRef, IdentityRef, CredentialRef);

impl Heap for Value {
    fn heap(&self) -> usize {
        // A word of a vocabulary is borrowed.
        if let std::borrow::Cow::Owned(word) = &self.0 { word.heap() } else { 0 }
    }
}

impl Heap for Prior {
    fn heap(&self) -> usize {
        if let Self::Value(value) = self { value.heap() } else { 0 }
    }
}

impl Heap for Scope {
    fn heap(&self) -> usize {
        if let Self::Assets(assets) = self { assets.heap() } else { 0 }
    }
}

impl Heap for Record {
    fn heap(&self) -> usize {
        match self {
            Self::Asset(record) => record.heap(),
            Self::Identity(record) => record.heap(),
            Self::Credential(record) => record.heap(),
            Self::Relation(record) => record.heap(),
            Self::Change(record) => record.heap(),
            Self::Evidence(record) => record.heap(),
            Self::Override(record) => record.heap(),
            Self::Exception(record) => record.heap(),
            Self::Coverage(record) => record.heap(),
            Self::Access(record) => record.heap(),
        }
    }
}
