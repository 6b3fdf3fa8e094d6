//! Those who own, hold, wipe, verify and approve.

use super::{LAST_STAGE, Maker, written};
use serde_json::json;

/// People who are there at any time.
const GOOD: [&str; 4] = ["ann", "ben", "ops", "robot"];
/// Deprovisioned or ended some time, not begun, suspended, not recorded, misspelt.
const BAD: [&str; 6] = ["cy", "dee", "slow", "nobody", "anm", "Ann"];

impl Maker {
    pub(super) fn people(&mut self) {
        for (id, kind) in [("ann", "employee"), ("ben", "contractor")] {
            // "a person on leave ... still answers for things"
            let status = if self.rng.percent(10) { "suspended" } else { "active" };
            self.push(&json!({"record": "identity", "id": id, "kind": kind, "status": status}), &[]);
        }
        let about_the_end = [3, LAST_STAGE, LAST_STAGE + 1, LAST_STAGE + 2];
        let left = self.pool[*self.rng.pick(&about_the_end)];
        let cy = json!({"record": "identity", "id": "cy", "kind": "employee", "status": "deprovisioned"});
        self.push(&cy, &[]);
        let leaves = json!({"record": "change", "subject": "identity:cy", "from": "active", "to": "deprovisioned"});
        self.push(&leaves, &[("at", Some(written(left)))]);

        let ends = self.pool[*self.rng.pick(&about_the_end)];
        let dee = json!({"record": "identity", "id": "dee", "kind": "employee", "status": "active"});
        self.push(&dee, &[("ends_at", Some(written(ends)))]);

        // Not yet begun: a human is present all the same, a service account is not active.
        let begins = Some(written(self.pool[8]));
        let eve = json!({"record": "identity", "id": "eve", "kind": "employee", "status": "pending"});
        self.push(&eve, &[("starts_at", begins.clone())]);
        let slow = json!({"record": "identity", "id": "slow", "kind": "bot", "status": "active"});
        self.push(&slow, &[("starts_at", begins)]);
        let robot = json!({"record": "identity", "id": "robot", "kind": "bot", "status": "active"});
        self.push(&robot, &[]);

        for team in ["ops", "empty"] {
            self.push(&json!({"record": "identity", "id": team, "kind": "team", "status": "active"}), &[]);
        }
        if self.rng.percent(50) {
            self.relate("member_of", "identity:ben", "identity:ops", (None, None));
        }
        let gone = *self.rng.pick(&["identity:cy", "identity:dee"]);
        self.relate("member_of", gone, "identity:empty", (None, None));
    }

    /// One who is there, or with this chance one who may not be.
    pub(super) fn someone(&mut self, bad: usize) -> String {
        let of: &[&str] = if self.rng.percent(bad) { &BAD } else { &GOOD };
        // "where the type is implied the prefix may be left out"
        let prefix = if self.rng.percent(30) { "identity:" } else { "" };
        format!("{prefix}{}", self.rng.pick(of))
    }

    /// Who owns or holds an asset.
    pub(super) fn holder(&mut self) -> &'static str {
        let all = ["ann", "ben", "cy", "dee", "eve", "ops", "empty"];
        all[self.rng.weighted(&[30, 20, 12, 8, 5, 15, 10])]
    }
}
