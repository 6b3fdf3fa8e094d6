//! The asset, and how it came to where it is.

use super::super::table::class;
use super::{ACT, LAST_STAGE, Maker, written};
use serde_json::{Value, json};

pub struct Asset {
    pub id: String,
    pub from: &'static str,
    pub to: &'static str,
    pub kind: &'static str,
    /// Media, or the serial number, that sanitization is to cover.
    pub media: Vec<String>,
    /// When its stages changed.
    pub changed: Vec<i64>,
}

impl Asset {
    pub fn name(&self) -> String {
        format!("asset:{}", self.id)
    }
}

const HARDWARE: [&str; 8] = [
    "laptop",
    "desktop",
    "server",
    "mobile_device",
    "network_device",
    "embedded_device",
    "storage_device",
    "other_hardware",
];
const OTHERS: [&str; 18] = [
    "virtual_machine",
    "container",
    "cluster",
    "function",
    "cloud_account",
    "database",
    "object_store",
    "other_cloud",
    "application",
    "service",
    "pipeline",
    "repository",
    "secret_store",
    "management_server",
    "other_software",
    "saas",
    "collaboration_tool",
    "other_saas",
];

/// What it is made for, with weights: hardware.
const ACTS_OF_HARDWARE: [(&str, &str, usize); 16] = [
    ("in_stock", "in_use", 8),
    ("ordered", "in_stock", 2),
    ("discovered", "in_use", 3),
    ("maintenance", "in_use", 6),
    ("pending_return", "quarantine", 14),
    ("quarantine", "sanitized", 7),
    ("pending_retirement", "sanitized", 15),
    ("in_stock", "sanitized", 2),
    ("sanitized", "retired", 8),
    ("sanitized", "in_stock", 2),
    ("retired", "disposed", 32),
    ("missing", "retired", 20),
    ("quarantine", "in_use", 20),
    ("requested", "retired", 1),
    ("in_use", "pending_return", 18),
    ("in_stock", "missing", 1),
];
const ACTS_OF_OTHERS: [(&str, &str, usize); 12] = [
    ("requested", "in_use", 8),
    ("discovered", "in_use", 5),
    ("maintenance", "in_use", 3),
    ("pending_retirement", "sanitized", 22),
    ("quarantine", "sanitized", 8),
    ("sanitized", "retired", 22),
    ("missing", "retired", 18),
    ("quarantine", "in_use", 20),
    ("ordered", "retired", 1),
    ("in_use", "pending_retirement", 12),
    ("in_use", "quarantine", 3),
    ("in_use", "missing", 2),
];

impl Maker {
    pub(super) fn asset(&mut self, id: &str, t: i64) -> Asset {
        let hardware = self.rng.percent(60);
        let kind = if hardware { *self.rng.pick(&HARDWARE) } else { *self.rng.pick(&OTHERS) };
        let acts: &[(&str, &str, usize)] = if hardware { &ACTS_OF_HARDWARE } else { &ACTS_OF_OTHERS };
        let weights: Vec<usize> = acts.iter().map(|act| act.2).collect();
        let (from, to, _) = acts[self.rng.weighted(&weights)];

        let serial = self.rng.percent(75).then(|| json!(format!("SN-{id}")));
        let tag = self.rng.percent(40).then(|| json!(format!("TAG-{id}")));
        let name = self.rng.percent(60).then(|| json!(format!("Name of {id}")));
        let mut media: Vec<String> = Vec::new();
        if hardware && self.rng.percent(50) {
            media = (0..=self.rng.below(2)).map(|n| format!("DISK-{id}-{n}")).collect();
        }
        let media_serials = (!media.is_empty()).then(|| json!(media));
        if media.is_empty() {
            media.extend(serial.as_ref().and_then(Value::as_str).map(str::to_owned));
        }
        let managed = ["managed", "unmanaged", "unknown"][self.rng.weighted(&[60, 12, 8])];
        let management = self.rng.percent(90).then(|| json!(managed));
        let classified = ["public", "internal", "confidential", "restricted"][self.rng.weighted(&[15, 25, 35, 25])];
        let classification = self.rng.percent(75).then(|| json!(classified));
        let environment = self.environment();

        let (stage, changed) = self.stages(id, from, to, t);
        let hold = self.hold(id);
        let asset = json!({"record": "asset", "id": id, "kind": kind, "stage": stage});
        self.push(
            &asset,
            &[
                ("serial_number", serial),
                ("asset_tag", tag),
                ("name", name),
                ("media_serials", media_serials),
                ("management", management),
                ("data_classification", classification),
                ("environment", environment),
                ("legal_hold", hold),
            ],
        );
        let asset = Asset { id: id.to_owned(), from, to, kind, media, changed };
        self.held(&asset);
        asset
    }

    /// The own value; sometimes with changes, before the first of which it may be unknown.
    fn hold(&mut self, id: &str) -> Option<Value> {
        if self.rng.percent(60) {
            return None;
        }
        let held = self.rng.percent(40);
        if self.rng.percent(40) {
            return Some(json!(held));
        }
        let at = [self.pool[LAST_STAGE], self.pool[ACT], self.pool[ACT] + 1][self.rng.weighted(&[15, 15, 70])];
        // A truth value is a text in a change.
        let from = if self.rng.percent(80) { Value::Null } else { json!((!held).to_string()) };
        let (subject, to) = (format!("asset:{id}"), held.to_string());
        let change = json!({"record": "change", "subject": subject, "field": "legal_hold", "from": from, "to": to});
        self.push(&change, &[("at", Some(written(at)))]);
        Some(json!(held))
    }

    /// The stages up to `from`: the own value, and when they changed.
    fn stages(&mut self, id: &str, from: &'static str, to: &'static str, t: i64) -> (&'static str, Vec<i64>) {
        let mut path = self.path(from);
        let mut instants: Vec<i64> = (0..path.len() - 1).map(|n| self.pool[LAST_STAGE + 2 - path.len() + n]).collect();
        // Several at one instant are ordered by what each follows.
        if instants.len() > 2 && self.rng.percent(10) {
            instants[2] = instants[1];
        }
        // The act may have been reported by a source; what comes later is not known at t.
        if self.rng.percent(20) {
            path.push(to);
            instants.push(if self.rng.percent(50) { t } else { t + 1 });
        }
        let known = !self.rng.percent(12);
        for (n, at) in instants.iter().enumerate() {
            let follows = if n == 0 && !known { Value::Null } else { json!(path[n]) };
            let subject = format!("asset:{id}");
            let change = json!({"record": "change", "subject": subject, "from": follows, "to": path[n + 1]});
            let not_before = self.rng.percent(10).then(|| written(at - 5));
            self.push(&change, &[("at", Some(written(*at))), ("not_before", not_before)]);
        }
        (path[path.len() - 1], instants)
    }

    /// At most five stages; without a change when it is one alone.
    fn path(&mut self, from: &'static str) -> Vec<&'static str> {
        if self.rng.percent(12) {
            return vec![from];
        }
        let before_service = [vec!["ordered"], vec!["requested", "ordered"], vec!["in_stock"]];
        let service: [&[&str]; 5] = [
            &["in_use"],
            &["in_stock", "in_use"],
            &["in_use", "maintenance"],
            &["in_use", "quarantine", "in_use"],
            &["discovered", "in_use"],
        ];
        let mut path = match from {
            "discovered" | "requested" | "ordered" => vec![],
            "in_stock" if self.rng.percent(50) => vec!["in_use", "pending_return", "quarantine", "sanitized"],
            "in_stock" => self.rng.pick(&before_service[..2]).clone(),
            "in_use" => self.rng.pick(&before_service).clone(),
            "sanitized" => vec!["in_stock", "in_use", "pending_retirement"],
            "retired" => vec!["in_stock", "in_use", "pending_retirement", "sanitized"],
            "missing" if self.rng.percent(20) => vec!["in_stock"],
            "quarantine" if self.rng.percent(10) => vec!["discovered"],
            _ => self.rng.pick(&service).to_vec(),
        };
        path.push(from);
        path
    }

    /// Who owns it, and who holds it.
    fn held(&mut self, asset: &Asset) {
        let a = asset.name();
        let owners = [0, 1, 2][self.rng.weighted(&[12, 75, 13])];
        for _ in 0..owners {
            let owner = if self.dangles() { "nobody" } else { self.holder() };
            let span = self.span(self.rot);
            self.relate("owned_by", &a, &format!("identity:{owner}"), span);
        }
        let likely = if class(asset.kind) == "hardware" { 75 } else { 30 };
        if self.rng.percent(likely) {
            let holder = self.holder();
            let mut span = self.span(35);
            if self.rng.percent(15) {
                span = (Some(self.about(self.pool[LAST_STAGE])), None);
            }
            self.relate("assigned_to", &a, &format!("identity:{holder}"), span);
            if self.rng.percent(8) {
                let another = self.holder();
                let span = self.span(50);
                self.relate("assigned_to", &a, &format!("identity:{another}"), span);
            }
        }
    }
}
