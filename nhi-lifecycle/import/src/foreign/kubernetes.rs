//! Kubernetes: any list that kubectl writes of service accounts, bindings, pods, secrets' metadata and nodes.
//!
//! | object, field | becomes |
//! | --- | --- |
//! | `ServiceAccount` | a service account, attached to the cluster where an owner of that is known |
//! | its annotations `eks.amazonaws.com/role-arn`, `iam.gke.io/gcp-service-account` | it acts for that cloud identity |
//! | `RoleBinding`, `ClusterRoleBinding` | entitlements on the cluster of each subject: service account, user, group |
//! | `Pod` | a container that runs on the cluster: `Running`, `Pending`: in_use; `Succeeded`, `Failed`: retired |
//! | `spec.serviceAccountName` | that account, attached to the pod where an owner of that is known |
//! | its secrets in volumes and environment | it uses them, unless it has ended |
//! | `Secret` | a credential stored on the cluster, by `type`; its data is never looked at |
//! | its annotation `kubernetes.io/service-account.name` | the identity it authenticates as |
//! | `Node` | a virtual machine |
//! | `metadata.labels` | labels |
//!
//! The scope of the source names the cluster. Guessed: privileges by the role's name (`cluster-admin`, `admin`: admin;
//! `view`, `...reader`, `...viewer`: read; all else write); a user is an employee, a group a team; the cluster is in use; an
//! account works for its cluster and for the pods that run as it, as far as these have an owner in any of the sources: who
//! answers for them answers for the account. A pod that has ended proves nothing, as its job may run again.
//! Groups and users that begin with `system:` are Kubernetes' own and left out. Lost: what roles allow, owners of pods.

mod objects;

use nhi_lifecycle::{
    Id,
    asset::AssetKind,
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::Privilege,
};

use super::{
    format::{Format, Shape},
    item::Item,
    people::MAIL,
    reading::{Reading, Skip, asset, identity},
};

pub(super) const FORMAT: Format = Format {
    name: "kubernetes",
    system: "kubernetes",
    title: "a list of Kubernetes objects",
    export: "kubectl get serviceaccounts,rolebindings,clusterrolebindings,pods,nodes -A -o json > cluster.json; kubectl get secrets -A -o json | jq 'del(.items[].data)' > secrets.json",
    shape: Shape::json(&["items"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    match item.text("kind").as_deref() {
        Some("ServiceAccount") => objects::service_account(item),
        Some("RoleBinding" | "ClusterRoleBinding") => binding(item),
        Some("Pod") => objects::pod(item),
        Some("Secret") => objects::secret(item),
        Some("Node") => objects::node(item),
        Some(other) => {
            item.unknown("kind", other);
            item.reading.leave_out("objects of kinds that are not read");
            Ok(())
        }
        // Clients that fetch one kind leave it out; these two can be told by a field that no other has.
        None if item.has("roleRef") => binding(item),
        None if item.has("automountServiceAccountToken") => objects::service_account(item),
        None => Err(Skip("field `kind` is missing".into())),
    }
}

/// The cluster, mentioned.
fn mention_cluster(reading: &Reading<'_>) -> Result<Id, Skip> {
    let name = reading.scope().unwrap_or("cluster");
    reading.mention_asset(&format!("kubernetes:{name}"), AssetKind::Cluster, name, "the cluster is in use")
}

/// A service account, mentioned.
fn mention_account(reading: &Reading<'_>, namespace: &str, name: &str) -> Result<Id, Skip> {
    let own = reading.id("service_account", &format!("{namespace}/{name}"))?;
    let (kind, name) = (IdentityKind::ServiceAccount, Some(format!("{namespace}/{name}")));
    Ok(reading.mention_identity(own, kind, name, "a service account that is named is active"))
}

fn binding(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let namespace = item.item("metadata").and_then(|metadata| metadata.text("namespace"));
    let role = item.item("roleRef").ok_or_else(|| Skip("field `roleRef` is missing".into()))?;
    let privilege = privilege(&role.needed("name")?);
    reading.assume("the privilege of a role follows from its name");
    let cluster = mention_cluster(reading)?;
    for subject in item.items("subjects") {
        let name = subject.needed("name")?;
        let own = match subject.text("kind").as_deref() {
            _ if name.starts_with("system:") => {
                reading.leave_out("subjects of bindings that are Kubernetes' own");
                continue;
            }
            Some("ServiceAccount") => {
                let within = subject.text("namespace").or_else(|| namespace.clone());
                mention_account(reading, within.as_deref().unwrap_or("default"), &name)?
            }
            Some("User") => {
                let own = reading.id("user", &name)?;
                let mut record = Identity::new(own.clone(), IdentityKind::Employee, IdentityStatus::Active);
                reading.assume("a user of the cluster is an active employee, unless another source knows better");
                if name.contains('@') {
                    record.external_ids.insert(MAIL.into(), name.to_lowercase());
                }
                record.name = Some(name);
                reading.mention(record);
                own
            }
            Some("Group") => {
                let own = reading.id("group", &name)?;
                let mut record = Identity::new(own.clone(), IdentityKind::Team, IdentityStatus::Active);
                reading.assume("a group of the cluster is a team");
                record.name = Some(name);
                reading.mention(record);
                own
            }
            other => {
                subject.unknown("kind", other.unwrap_or("missing"));
                continue;
            }
        };
        reading.entitle(identity(&own), asset(&cluster), privilege);
    }
    Ok(())
}

fn privilege(role: &str) -> Privilege {
    let last = role.rsplit([':', '-', '/']).next().unwrap_or(role);
    match last {
        "admin" | "owner" => Privilege::Admin,
        "view" | "viewer" | "reader" | "read" | "readonly" => Privilege::Read,
        _ => Privilege::Write,
    }
}
