//! Section 6: the reach of a credential.

use super::at::At;
use std::collections::{BTreeMap, BTreeSet};

const PRIVILEGES: [&str; 3] = ["read", "write", "admin"];

fn rank(privilege: &str) -> usize {
    let found = PRIVILEGES.iter().position(|p| *p == privilege);
    found.expect("a privilege")
}

/// "`opens(kind)` is the least privilege with which one reads the credentials stored there: read for repository,
/// collaboration_tool, object_store; write for pipeline, secret_store; admin for every other kind."
fn opens(kind: &str) -> &'static str {
    match kind {
        "repository" | "collaboration_tool" | "object_store" => "read",
        "pipeline" | "secret_store" => "write",
        _ => "admin",
    }
}

#[derive(Clone, Default, PartialEq)]
struct Reached<'a> {
    credentials: BTreeSet<&'a str>,
    identities: BTreeSet<&'a str>,
    /// With the highest privilege so far.
    assets: BTreeMap<&'a str, &'static str>,
}

impl<'a> Reached<'a> {
    /// "Only in-service assets are entered."
    fn enter(&mut self, at: &At<'a>, a: &'a str, privilege: &'static str) {
        if at.in_service(a) {
            let entered = self.assets.entry(a).or_insert(privilege);
            if rank(privilege) > rank(entered) {
                *entered = privilege;
            }
        }
    }
}

/// "The radius is the set of assets entered." From a credential that is not live nothing is reached.
pub fn radius(at: &At, credential: &str) -> BTreeMap<String, &'static str> {
    let mut reached = Reached::default();
    if at.live(credential) {
        reached.credentials.insert(credential);
    }
    loop {
        let mut more = reached.clone();
        for c in &reached.credentials {
            from_credential(at, c, &mut more);
        }
        for i in &reached.identities {
            from_identity(at, i, &mut more);
        }
        for (a, privilege) in &reached.assets {
            from_asset(at, a, privilege, &mut more);
        }
        if more == reached {
            break;
        }
        reached = more;
    }
    let entered = reached.assets.into_iter();
    entered.map(|(a, privilege)| (a["asset:".len()..].to_owned(), privilege)).collect()
}

/// "From a live credential to its issued_by asset, entered with read, and to the identity it authenticates as".
fn from_credential<'a>(at: &At<'a>, c: &str, more: &mut Reached<'a>) {
    for a in at.to("issued_by", c) {
        more.enter(at, a, "read");
    }
    more.identities.extend(at.authenticates_as(c));
}

/// "from an active identity to every active identity it acts_for, and to each asset among its entitlements, entered
/// with that privilege."
fn from_identity<'a>(at: &At<'a>, i: &str, more: &mut Reached<'a>) {
    if !at.active(i) {
        return;
    }
    let principals = at.to("acts_for", i).into_iter();
    more.identities.extend(principals.filter(|p| at.active(p)));
    for (a, privilege) in at.entitlements(i) {
        more.enter(at, a, privilege);
    }
}

/// "An asset entered with at least `opens(kind)` gives the live credentials stored_on it; one entered with admin also
/// gives the active non-human identities attached to it and the assets that run on it, entered with admin."
fn from_asset<'a>(at: &At<'a>, a: &str, privilege: &str, more: &mut Reached<'a>) {
    if rank(privilege) >= rank(opens(at.kind(a))) {
        let stored = at.from("stored_on", a).into_iter();
        more.credentials.extend(stored.filter(|c| at.live(c)));
    }
    if privilege == "admin" {
        let attached = at.from("attached_to", a).into_iter();
        let at_work = attached.filter(|i| at.active(i) && at.non_human(i));
        more.identities.extend(at_work);
        for guest in at.from("runs_on", a) {
            more.enter(at, guest, "admin");
        }
    }
}
