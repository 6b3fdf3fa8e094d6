//! The gates that ask for a state of the inventory.

use super::facts::Facts;
use super::model::at::At;
use super::table::class;
use super::verdict::Verdict;

/// "identified | entering in_stock, in_use | serial_number or asset_tag (hardware); a name (others)".
pub fn identified(facts: &Facts, at: &At, a: &str) -> Verdict {
    let has = |field| facts.text(a, field).is_some();
    Verdict::of(match class(at.kind(a)) {
        "hardware" => has("serial_number") || has("asset_tag"),
        _ => has("name"),
    })
}

/// "accountable | ... | accountable(a) (with the new owner); laptop, desktop, mobile_device, server: management =
/// managed". A management that is unknown does not decide.
pub fn accountable(at: &At, a: &str, new_owner: Option<&str>) -> Verdict {
    let accountable = match new_owner {
        // "`accountable(x)`: some owner is a present human or a staffed team." The new owner is the owner.
        Some(owner) => at.present(owner) || at.staffed(owner),
        None => at.accountable(a),
    };
    let managed = match (at.kind(a), at.value(a, "management")) {
        ("laptop" | "desktop" | "mobile_device" | "server", management) => match management {
            Some("managed") => Verdict::Pass,
            Some("unmanaged") => Verdict::Fail,
            _ => Verdict::Indeterminate,
        },
        _ => Verdict::Pass,
    };
    Verdict::of(accountable).and(managed)
}

/// "no_hold | entering sanitized, retired, disposed | no legal hold". Where nothing is said of a hold there is none;
/// where it is said that it is not known, before the first change, that does not decide.
pub fn no_hold(facts: &Facts, at: &At, a: &str) -> Verdict {
    match at.value(a, "legal_hold") {
        Some("true") => Verdict::Fail,
        Some(_) => Verdict::Pass,
        None if facts.hold_changed(a) => Verdict::Indeterminate,
        None => Verdict::Pass,
    }
}

/// "dependents_clear | entering sanitized, retired | no in-service asset runs_on or depends_on it".
pub fn dependents_clear(at: &At, a: &str) -> Verdict {
    let mut dependents = at.from("runs_on", a);
    dependents.extend(at.from("depends_on", a));
    Verdict::of(!dependents.iter().any(|b| at.in_service(b)))
}

/// "credentials_closed | entering sanitized, retired | no live credential is stored_on or issued_by it, and none
/// used_by it unless another kept asset or a needed identity uses it too; revocation observed where policy asks". No
/// policy asks here.
pub fn credentials_closed(at: &At, a: &str) -> Verdict {
    let mut stored_or_issued = at.from("stored_on", a);
    stored_or_issued.extend(at.from("issued_by", a));
    let used = at.from("used_by", a);
    let used_by_it_alone = |c: &str| {
        let users = at.to("used_by", c);
        let another_kept_asset = users.iter().any(|u| u.starts_with("asset:") && *u != a && at.kept(u));
        let needed_identity = users.iter().any(|u| u.starts_with("identity:") && at.needed(u));
        !another_kept_asset && !needed_identity
    };
    let stays = stored_or_issued.iter().any(|c| at.live(c)) || used.iter().any(|c| at.live(c) && used_by_it_alone(c));
    Verdict::of(!stays)
}

/// "identities_closed | entering retired | no active identity is attached to it, unless to another kept asset too".
pub fn identities_closed(at: &At, a: &str) -> Verdict {
    let attached_elsewhere = |i: &str| at.to("attached_to", i).iter().any(|b| *b != a && at.kept(b));
    let stays = at.from("attached_to", a).iter().any(|i| at.active(i) && !attached_elsewhere(i));
    Verdict::of(!stays)
}

/// "entitlements_closed | entering retired | no entitled_to holds on it".
pub fn entitlements_closed(at: &At, a: &str) -> Verdict {
    Verdict::of(at.from("entitled_to", a).is_empty())
}
