//! Service accounts, pods, secrets and nodes.

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Management, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
    id::CredentialRef,
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::RelationKind,
};

use super::{mention_account, mention_cluster};
use crate::foreign::{
    aws::{CLOUD_INSTANCE, HOST_NAME},
    item::Item,
    reading::{Reading, Skip, asset, id, identity, one},
};

/// Name, namespace and labels of an object.
struct Named {
    namespace: String,
    name: String,
    labels: std::collections::BTreeMap<String, String>,
}

impl Named {
    fn of(item: &Item<'_>) -> Result<Self, Skip> {
        let metadata = item.item("metadata").ok_or_else(|| Skip("field `metadata` is missing".into()))?;
        let labels = metadata.item("labels");
        let labels = labels
            .iter()
            .flat_map(|labels| labels.names().filter_map(|name| Some((name.to_owned(), labels.text(name)?))));
        Ok(Self {
            namespace: metadata.text("namespace").unwrap_or_else(|| "default".into()),
            name: metadata.needed("name")?,
            labels: labels.collect(),
        })
    }

    fn path(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

fn annotation(item: &Item<'_>, name: &str) -> Option<String> {
    item.item("metadata")?.item("annotations")?.text(name)
}

pub(super) fn service_account(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let named = Named::of(item)?;
    let own = reading.id("service_account", &named.path())?;
    let mut record = Identity::new(own.clone(), IdentityKind::ServiceAccount, IdentityStatus::Active);
    record.name = Some(named.path());
    record.starts_at = item.item("metadata").and_then(|metadata| metadata.instant("creationTimestamp"));
    let assumed = "a service account works for its cluster, where an owner of that is known";
    reading.attach_assuming(&own, &mention_cluster(reading)?, assumed);
    record.labels = named.labels;
    for (name, prefix) in
        [("eks.amazonaws.com/role-arn", ""), ("iam.gke.io/gcp-service-account", "gcp:service_account/")]
    {
        if let Some(principal) = annotation(item, name) {
            let principal = id(&format!("{prefix}{principal}"))?;
            let kind = if prefix.is_empty() { IdentityKind::Role } else { IdentityKind::ServiceAccount };
            reading.assume("a cloud identity that a service account acts for is active");
            reading.mention(Identity::new(principal.clone(), kind, IdentityStatus::Active));
            record.acts_for.0.push(identity(&principal));
        }
    }
    reading.push(record);
    Ok(())
}

pub(super) fn pod(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let named = Named::of(item)?;
    let stage = match item.item("status").and_then(|status| status.word("phase")).as_deref() {
        Some("running" | "pending") => Stage::InUse,
        Some("succeeded" | "failed") => Stage::Retired,
        other => {
            item.unknown("status.phase", other.unwrap_or("missing"));
            reading.assume("a pod of unknown phase is in use");
            Stage::InUse
        }
    };
    let own = reading.id("pod", &named.path())?;
    let mut record = Asset::new(own.clone(), AssetKind::Container, stage);
    record.name = Some(named.path());
    record.runs_on = one(asset(&mention_cluster(reading)?));
    record.labels = named.labels.clone();
    reading.push(record);
    let spec = item.item("spec").ok_or_else(|| Skip("field `spec` is missing".into()))?;
    if stage == Stage::Retired {
        reading.assume(
            "a pod that has ended does not say what its account and its secrets are for: its job may run again",
        );
        return Ok(());
    }
    if let Some(account) = spec.first(&["serviceAccountName", "serviceAccount"]) {
        let account = mention_account(reading, &named.namespace, &account)?;
        let assumed = "the account that a pod runs as works for it, where an owner of that is known";
        reading.attach_assuming(&account, &own, assumed);
    }
    for secret in secrets_of(&spec) {
        let secret = secret_id(reading, &named.namespace, &secret)?;
        let credential = Credential::new(secret.clone(), CredentialKind::Other, CredentialStatus::Active);
        reading.assume("a secret that a pod uses is a live credential");
        reading.mention(credential);
        reading.relate(RelationKind::UsedBy, CredentialRef::from(secret), asset(&own));
    }
    Ok(())
}

/// The names of the secrets that a pod mounts or has in its environment.
fn secrets_of(spec: &Item<'_>) -> Vec<String> {
    let volumes = spec.items("volumes").into_iter().filter_map(|volume| volume.item("secret")?.text("secretName"));
    let mut names: Vec<String> = volumes.collect();
    for container in ["containers", "initContainers"].iter().flat_map(|field| spec.items(field)) {
        let all = container.items("envFrom").into_iter().filter_map(|from| from.item("secretRef")?.text("name"));
        let some = container.items("env").into_iter();
        let some = some.filter_map(|entry| entry.item("valueFrom")?.item("secretKeyRef")?.text("name"));
        names.extend(all.chain(some));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn secret_id(reading: &Reading<'_>, namespace: &str, name: &str) -> Result<Id, Skip> {
    reading.id("secret", &format!("{namespace}/{name}"))
}

pub(super) fn secret(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let named = Named::of(item)?;
    let kind = match item.text("type").as_deref() {
        Some("kubernetes.io/service-account-token") => CredentialKind::OauthToken,
        Some("kubernetes.io/tls") => CredentialKind::Certificate,
        Some("kubernetes.io/ssh-auth") => CredentialKind::SshKey,
        Some("kubernetes.io/basic-auth" | "kubernetes.io/dockerconfigjson" | "kubernetes.io/dockercfg") => {
            CredentialKind::Password
        }
        Some("helm.sh/release.v1") => {
            reading.leave_out("releases of Helm, which are kept as secrets");
            return Ok(());
        }
        other => {
            if let Some(other) = other.filter(|other| *other != "Opaque") {
                item.unknown("type", other);
            }
            reading.assume("a secret of no known type holds a live credential");
            CredentialKind::Other
        }
    };
    let own = secret_id(reading, &named.namespace, &named.name)?;
    let mut credential = Credential::new(own, kind, CredentialStatus::Active);
    credential.name = Some(named.path());
    let cluster = mention_cluster(reading)?;
    credential.stored_on = one(asset(&cluster));
    credential.issued_at = item.item("metadata").and_then(|metadata| metadata.instant("creationTimestamp"));
    credential.labels = named.labels;
    if let Some(account) = annotation(item, "kubernetes.io/service-account.name") {
        credential.identity = one(identity(&mention_account(reading, &named.namespace, &account)?));
        credential.issued_by = one(asset(&cluster));
    }
    reading.push(credential);
    Ok(())
}

pub(super) fn node(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let named = Named::of(item)?;
    let mut record = Asset::new(reading.id("node", &named.name)?, AssetKind::VirtualMachine, Stage::InUse);
    reading.assume("a node is a virtual machine in use");
    record.name = Some(named.name);
    record.management = Some(Management::Managed);
    record.labels = named.labels;
    // `aws:///us-east-1a/i-0abc`: the instance is its last part.
    if let Some(provider) = item.item("spec").and_then(|spec| spec.text("providerID"))
        && let Some(instance) = provider.rsplit('/').next()
    {
        record.external_ids.insert(CLOUD_INSTANCE.into(), instance.to_owned());
    }
    for address in item.item("status").iter().flat_map(|status| status.items("addresses")) {
        if let (Some("Hostname" | "InternalDNS"), Some(host)) =
            (address.text("type").as_deref(), address.text("address"))
        {
            record.external_ids.insert(HOST_NAME.into(), host);
        }
    }
    let own = record.id.clone();
    reading.push_assuming(record, &["kind", "stage", "management"]);
    reading.relate(RelationKind::DependsOn, asset(&mention_cluster(reading)?), asset(&own));
    Ok(())
}
