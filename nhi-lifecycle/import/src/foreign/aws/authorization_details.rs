//! Everything IAM says of who may do what: users, groups, roles and their policies.
//!
//! | list, field | becomes |
//! | --- | --- |
//! | `UserDetailList`, `RoleDetailList` | identities by ARN: service account, role |
//! | `CreateDate` | `starts_at` |
//! | `GroupList`, `GroupDetailList` | teams, and memberships in them |
//! | `AttachedManagedPolicies`, `UserPolicyList`, `RolePolicyList`, `GroupPolicyList` | an entitlement on the account |
//! | `RoleLastUsed.LastUsedDate` | `last_active_at` |
//! | `InstanceProfileList` | external ids, by which instances find the role they run as |
//! | `Tags` | labels |
//!
//! Guessed: a user is a service account, as nothing here tells people from programs (the credential report does); the
//! privilege of a policy by its name (`AdministratorAccess`: admin, `...ReadOnly...`: read) or, inline, by its actions
//! (`*`: admin, only `Get`, `List`, `Describe`: read), and write for all else. Lost: which resources a policy names,
//! conditions, boundaries, who may assume a role, and the text of managed policies.

use nhi_lifecycle::{
    Id,
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{Arn, USER_NAME, mention_account, tags};
use crate::foreign::{
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-authorization-details",
    system: "aws",
    title: "the authorization details of an account",
    export: "aws iam get-account-authorization-details > authorization.json",
    shape: Shape::json(&["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"]),
    read,
};

/// The external id under which a role's instance profile is found.
pub(super) const PROFILE: &str = "aws_instance_profile";

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let (kind, inline) = match item.list {
        "UserDetailList" => (IdentityKind::ServiceAccount, "UserPolicyList"),
        "RoleDetailList" => (IdentityKind::Role, "RolePolicyList"),
        "GroupDetailList" => (IdentityKind::Team, "GroupPolicyList"),
        // Policies are read where they are attached.
        "Policies" => return Ok(()),
        _ => return Err(Skip("stands in no list of users, groups or roles".into())),
    };
    let arn = item.needed("Arn")?;
    let account = Arn::parse(&arn).ok_or_else(|| Skip("field `Arn` is no ARN".into()))?.account;
    let own = id(&arn)?;
    let account_id = mention_account(reading, account)?;
    let mut record = Identity::new(own.clone(), kind, IdentityStatus::Active);
    record.name = item.first(&["UserName", "RoleName", "GroupName"]);
    record.starts_at = item.instant("CreateDate");
    record.last_active_at = item.item("RoleLastUsed").and_then(|last| last.instant("LastUsedDate"));
    for group in item.texts("GroupList") {
        record.member_of.0.push(identity(&id(&format!("arn:aws:iam::{account}:group/{group}"))?));
    }
    record.labels.extend(tags(item));
    for (index, profile) in item.items("InstanceProfileList").iter().enumerate() {
        if let Some(profile) = profile.text("Arn") {
            let suffix = if index == 0 { String::new() } else { format!("_{}", index + 1) };
            record.external_ids.insert(format!("{PROFILE}{suffix}"), profile);
        }
    }
    if kind == IdentityKind::ServiceAccount {
        if let Some(name) = &record.name {
            record.external_ids.insert(USER_NAME.into(), name.clone());
        }
        reading.assume("an IAM user is a service account, unless another source says that it is a person's");
        reading.push_assuming(record, &["kind"]);
    } else {
        reading.push(record);
    }
    entitle(item, inline, &own, &account_id);
    Ok(())
}

/// One entitlement on the account: the most that any policy gives.
fn entitle(item: &Item<'_>, inline: &str, own: &Id, account: &Id) {
    let managed = item.items("AttachedManagedPolicies").into_iter().filter_map(|policy| {
        policy.has("PolicyArn");
        policy.text("PolicyName").map(|name| of_name(&name))
    });
    let inline = item.items(inline).into_iter().filter_map(|policy| {
        policy.has("PolicyName");
        policy.item("PolicyDocument").and_then(|document| of_document(&document))
    });
    if let Some(most) = managed.chain(inline).max() {
        item.reading.assume("what a policy allows on some resource of an account is a privilege on the account");
        item.reading.entitle(identity(own), asset(account), most);
    }
}

fn of_name(name: &str) -> Privilege {
    if name == "AdministratorAccess" || name == "IAMFullAccess" {
        Privilege::Admin
    } else if name.contains("ReadOnly") || name.contains("ViewOnly") || name == "SecurityAudit" {
        Privilege::Read
    } else {
        Privilege::Write
    }
}

/// What an inline policy allows at most; none where it allows nothing.
fn of_document(document: &Item<'_>) -> Option<Privilege> {
    let reads = |action: &str| {
        let verb = action.split_once(':').map_or(action, |(_, verb)| verb);
        ["Get", "List", "Describe", "Head", "View", "BatchGet"].iter().any(|start| verb.starts_with(start))
    };
    let allowed = document.items("Statement").into_iter().filter(|statement| {
        statement.has("Resource");
        statement.text("Effect").as_deref() == Some("Allow")
    });
    allowed
        .filter_map(|statement| {
            let actions = statement.texts("Action");
            if actions.is_empty() {
                // All but some: more than anyone would count.
                return (!statement.texts("NotAction").is_empty()).then_some(Privilege::Admin);
            }
            let most = if actions.iter().any(|action| action == "*" || action == "iam:*") {
                Privilege::Admin
            } else if actions.iter().all(|action| reads(action)) {
                Privilege::Read
            } else {
                Privilege::Write
            };
            Some(most)
        })
        .max()
}
