//! What hangs on the asset: other assets, identities, credentials, entitlements.

use super::asset::Asset;
use super::{ACT, Maker, written};
use serde_json::json;

impl Maker {
    /// Other assets: one that may be kept, one that may be out of service, two hosts.
    pub(super) fn bystanders(&mut self) {
        for (id, in_service) in [("b", 70), ("old", 15), ("h1", 95), ("h2", 95)] {
            let stage = if self.rng.percent(in_service) {
                *self.rng.pick(&["in_use", "maintenance", "pending_retirement"])
            } else {
                *self.rng.pick(&["retired", "quarantine", "in_stock", "missing"])
            };
            let environment = self.environment();
            let server = json!({"record": "asset", "id": id, "kind": "server", "stage": stage});
            self.push(&server, &[("environment", environment)]);
            if self.rng.percent(65) {
                let owner = self.holder();
                self.relate("owned_by", &format!("asset:{id}"), &format!("identity:{owner}"), (None, None));
            }
        }
        for id in ["b", "old"] {
            if self.rng.percent(60) {
                let host = *self.rng.pick(&["h1", "h1", "h2"]);
                self.relate("runs_on", &format!("asset:{id}"), &format!("asset:{host}"), (None, None));
            }
        }
    }

    pub(super) fn around(&mut self, asset: &Asset) {
        let a = asset.name();
        self.leaning(&a);
        for n in 0..self.rng.weighted(&[20, 45, 35]) {
            self.identity(asset, n);
        }
        for n in 0..1 + self.rng.below(3) {
            self.credential(asset, n);
        }
        if self.rng.percent(35) {
            let who = *self.rng.pick(&["ann", "cy", "ops", "robot"]);
            let (span, privilege) = (self.span(60), *self.rng.pick(&["read", "write", "admin"]));
            self.relate_with("entitled_to", &format!("identity:{who}"), &a, span, Some(privilege));
        }
    }

    /// What runs on it or depends on it, and what it runs on or depends on.
    fn leaning(&mut self, a: &str) {
        if self.rng.percent(50) {
            let kind = *self.rng.pick(&["runs_on", "depends_on"]);
            let dependent = if self.dangles() { "no-such" } else { *self.rng.pick(&["b", "b", "old"]) };
            let span = self.span(35);
            self.relate(kind, &format!("asset:{dependent}"), a, span);
        } else if self.rng.percent(6) && self.dangles() {
            self.relate("depends_on", "asset:no-such", a, (None, None));
        }
        if self.rng.percent(55) {
            let host = *self.rng.pick(&["h1", "h1", "h2"]);
            let span = self.span(self.rot);
            self.relate("runs_on", a, &format!("asset:{host}"), span);
        }
        if self.rng.percent(10) {
            self.relate("depends_on", a, "asset:b", (None, None));
        }
    }

    fn identity(&mut self, asset: &Asset, n: usize) {
        let a = asset.name();
        let i = format!("identity:svc-{}-{n}", asset.id);
        let absent = self.dangles();
        if !absent {
            let status = ["active", "suspended", "deprovisioned", "pending"][self.rng.weighted(&[60, 10, 20, 10])];
            let kind = *self.rng.pick(&["service_account", "workload", "ai_agent", "third_party"]);
            let begins = if self.rng.percent(10) { Some(self.pool[ACT]) } else { None };
            let ends = if self.rng.percent(25) { Some(self.pool[ACT] + *self.rng.pick(&[0, 1])) } else { None };
            let ends = if begins.is_some() { None } else { ends };
            let identity = json!({"record": "identity", "id": &i["identity:".len()..], "kind": kind, "status": status});
            self.push(&identity, &[("starts_at", begins.map(written)), ("ends_at", ends.map(written))]);
        }
        let span = self.span(25);
        self.relate("attached_to", &i, &a, span);
        if self.rng.percent(35) {
            let other = self.other();
            let span = self.span(15);
            self.relate("attached_to", &i, &other, span);
        }
        if self.rng.percent(25) {
            let person = *self.rng.pick(&["ann", "cy", "ops", "empty"]);
            self.relate("acts_for", &i, &format!("identity:{person}"), (None, None));
        }
        if self.rng.percent(60) {
            let to = if self.rng.percent(25) { a } else { self.other() };
            let (span, privilege) = (self.span(30), *self.rng.pick(&["read", "write", "admin"]));
            self.relate_with("entitled_to", &i, &to, span, Some(privilege));
        }
    }

    fn other(&mut self) -> String {
        let other = if self.dangles() { "no-such" } else { *self.rng.pick(&["b", "b", "old", "h1", "h2"]) };
        format!("asset:{other}")
    }

    fn credential(&mut self, asset: &Asset, n: usize) {
        let a = asset.name();
        let c = format!("credential:key-{}-{n}", asset.id);
        let absent = self.dangles();
        if !absent {
            self.credential_record(&c);
        }
        for (kind, chance) in [("stored_on", 42), ("issued_by", 12), ("used_by", 60)] {
            if self.rng.percent(chance) {
                let span = self.span(15);
                self.relate(kind, &c, &a, span);
            }
        }
        if self.rng.percent(30) {
            let other = self.other();
            self.relate("stored_on", &c, &other, (None, None));
        }
        if self.rng.percent(45) {
            let other = self.other();
            self.relate("used_by", &c, &other, (None, None));
        }
        if self.rng.percent(20) {
            let user = *self.rng.pick(&["ann", "cy", "robot", "slow", "ops", "empty"]);
            let span = self.span(15);
            self.relate("used_by", &c, &format!("identity:{user}"), span);
        }
        if !absent && self.rng.percent(70) {
            let person = *self.rng.pick(&["ann", "ben", "robot", "cy"]);
            self.relate("authenticates_as", &c, &format!("identity:{person}"), (None, None));
        }
    }

    /// Issued and rotated about the instants where custody may end.
    fn credential_record(&mut self, c: &str) {
        let status = ["active", "revoked", "suspended", "destroyed"][self.rng.weighted(&[60, 25, 8, 7])];
        let (act, early) = (self.pool[ACT], self.pool[*self.rng.pick(&[0, 1, 2])]);
        let issued = if self.rng.percent(36) { Some(self.about(early)) } else { None };
        let late = *self.rng.pick(&[3, 5, 6, 6, ACT]);
        let rotated = if self.rng.percent(33) { Some(self.about(self.pool[late])) } else { None };
        let expires = if self.rng.percent(30) { Some(act + *self.rng.pick(&[0, 1, 1000])) } else { None };
        let key = json!({"record": "credential", "id": &c["credential:".len()..], "kind": "api_key", "status": status});
        let instants = [("issued_at", issued), ("rotated_at", rotated), ("expires_at", expires)];
        let instants = instants.map(|(field, at)| (field, at.map(written)));
        self.push(&key, &instants);
        if status == "revoked" && self.rng.percent(60) {
            let at = if self.rng.percent(60) { act } else { act + 1 };
            let revoked = json!({"record": "change", "subject": c, "from": "active", "to": "revoked"});
            self.push(&revoked, &[("at", Some(written(at)))]);
        }
    }
}
