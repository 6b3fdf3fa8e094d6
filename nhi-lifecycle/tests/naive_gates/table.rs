//! Section 7: the table of transitions, and which gates each asks.

pub const IN_SERVICE: [&str; 4] = ["in_use", "maintenance", "pending_return", "pending_retirement"];
pub const BEFORE_SERVICE: [&str; 4] = ["discovered", "requested", "ordered", "in_stock"];

/// The gates, in the order of the table.
pub const GATES: [&str; 16] = [
    "identified",
    "accountable",
    "no_hold",
    "dependents_clear",
    "custody_closed",
    "credentials_closed",
    "handed_over",
    "left_clean",
    "identities_closed",
    "entitlements_closed",
    "data_preserved",
    "sanitized",
    "record_closed",
    "disposed_of",
    "released",
    "loss_reported",
];

/// "The class follows from the kind."
pub fn class(kind: &str) -> &'static str {
    match kind {
        "laptop" | "desktop" | "server" | "mobile_device" | "network_device" | "embedded_device" | "storage_device"
        | "other_hardware" => "hardware",
        "virtual_machine" | "container" | "cluster" | "function" | "cloud_account" | "database" | "object_store"
        | "other_cloud" => "cloud",
        "application" | "service" | "pipeline" | "repository" | "secret_store" | "management_server"
        | "other_software" => "software",
        "saas" | "collaboration_tool" | "other_saas" => "saas",
        _ => panic!("{kind} is no kind of asset"),
    }
}

/// "Kinds without storage of their own: container, function."
pub fn without_storage(kind: &str) -> bool {
    matches!(kind, "container" | "function")
}

/// The rows of the class and of all classes.
pub fn transition(class: &str, from: &str, to: &str) -> bool {
    let of_class = if class == "hardware" { of_hardware(from, to) } else { of_the_others(from, to) };
    of_class || of_all(from, to) || (class == "hardware" && (from, to) == ("discovered", "in_stock"))
}

/// "requested → ordered → in_stock → in_use ⇄ maintenance; in_use, maintenance → pending_return → quarantine →
/// sanitized; in_use, maintenance → pending_retirement → sanitized; in_stock → sanitized; sanitized → in_stock or
/// retired; retired → disposed".
fn of_hardware(from: &str, to: &str) -> bool {
    matches!(
        (from, to),
        ("requested", "ordered")
            | ("ordered", "in_stock")
            | ("in_stock", "in_use")
            | ("in_use", "maintenance")
            | ("maintenance", "in_use")
            | ("in_use" | "maintenance", "pending_return")
            | ("pending_return", "quarantine")
            | ("quarantine", "sanitized")
            | ("in_use" | "maintenance", "pending_retirement")
            | ("pending_retirement", "sanitized")
            | ("in_stock", "sanitized")
            | ("sanitized", "in_stock" | "retired")
            | ("retired", "disposed")
    )
}

/// "requested → (ordered →) in_use ⇄ maintenance → pending_retirement → sanitized → retired; in_use →
/// pending_retirement; quarantine → sanitized".
fn of_the_others(from: &str, to: &str) -> bool {
    matches!(
        (from, to),
        ("requested", "ordered" | "in_use")
            | ("ordered", "in_use")
            | ("in_use", "maintenance")
            | ("maintenance", "in_use")
            | ("maintenance", "pending_retirement")
            | ("pending_retirement", "sanitized")
            | ("sanitized", "retired")
            | ("in_use", "pending_retirement")
            | ("quarantine", "sanitized")
    )
}

/// "requested, ordered → retired (cancelled: no gates but record_closed); discovered → in_use (adopted) or quarantine
/// (blocked), hardware also → in_stock; in_use, maintenance → quarantine (incident) → in_use; pending_return,
/// pending_retirement → in_use (called off); any before retired → missing; missing → quarantine (found) or retired
/// (written off)".
fn of_all(from: &str, to: &str) -> bool {
    matches!(
        (from, to),
        ("requested" | "ordered", "retired")
            | ("discovered", "in_use" | "quarantine")
            | ("in_use" | "maintenance", "quarantine")
            | ("quarantine", "in_use")
            | ("pending_return" | "pending_retirement", "in_use")
            | ("missing", "quarantine" | "retired")
    ) || (to == "missing" && before_retired(from))
}

fn before_retired(stage: &str) -> bool {
    BEFORE_SERVICE.contains(&stage) || IN_SERVICE.contains(&stage) || matches!(stage, "quarantine" | "sanitized")
}

/// "asked when", for a transition of the table.
pub fn asked(gate: &str, kind: &str, assigned: bool, from: &str, to: &str) -> bool {
    // "(cancelled: no gates but record_closed)"
    if matches!(from, "requested" | "ordered") && to == "retired" {
        return gate == "record_closed";
    }
    let hardware = class(kind) == "hardware";
    match gate {
        // "entering in_stock, in_use"
        "identified" => matches!(to, "in_stock" | "in_use"),
        // "entering in_use from before service"
        "accountable" => to == "in_use" && BEFORE_SERVICE.contains(&from),
        // "entering sanitized, retired, disposed"
        "no_hold" => matches!(to, "sanitized" | "retired" | "disposed"),
        // "entering sanitized, retired"
        "dependents_clear" | "credentials_closed" => matches!(to, "sanitized" | "retired"),
        // "assigned hardware entering quarantine from pending_return, or sanitized"
        "custody_closed" => {
            hardware && assigned && ((from, to) == ("pending_return", "quarantine") || to == "sanitized")
        }
        // "a new holder", "a new environment or host": none of them is a transition.
        "handed_over" | "left_clean" => false,
        // "entering retired"
        "identities_closed" | "entitlements_closed" | "record_closed" => to == "retired",
        // "entering sanitized (not kinds without storage)"
        "data_preserved" => to == "sanitized" && !without_storage(kind),
        // "entering sanitized (hardware, cloud, saas; not kinds without storage)"
        "sanitized" => to == "sanitized" && class(kind) != "software" && !without_storage(kind),
        // "entering disposed"
        "disposed_of" => to == "disposed",
        // "quarantine to in_use"
        "released" => (from, to) == ("quarantine", "in_use"),
        // "missing to retired"
        "loss_reported" => (from, to) == ("missing", "retired"),
        _ => panic!("{gate} is no gate"),
    }
}
