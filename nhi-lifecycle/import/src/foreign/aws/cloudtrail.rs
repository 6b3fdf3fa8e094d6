//! CloudTrail: who called what, in any of its three wrappings: files of `Records`, the `Events` of lookup-events with the
//! event inside a text, and events alone, one a line or in a list.
//!
//! | field | becomes |
//! | --- | --- |
//! | `eventTime` | `at` of the access, and of the change |
//! | `errorCode`, `responseElements.ConsoleLogin` | failure where there is an error, else success |
//! | `userIdentity.accessKeyId` | the credential |
//! | `userIdentity.arn`, for a role's session `sessionContext.sessionIssuer.arn` | the identity |
//! | `recipientAccountId` | the asset: the account that was reached |
//! | `ConsoleLogin`, `sessionCredentialFromConsole` | `interactive` |
//! | `CreateUser`, `CreateAccessKey`, `CreateLoginProfile`, `RunInstances` | the thing, where no export shows it |
//! | `UpdateAccessKey`, `DeleteAccessKey`, `DeleteLoginProfile`, `DeleteUser`, `DeleteRole`, `TerminateInstances`, `StopInstances`, `StartInstances` | a change at that instant |
//!
//! Guessed: nothing of the log's completeness, so it brings no coverage. Lost: what was called with which arguments, from
//! where. Calls that services make in their own name have no identity here and are skipped.

use nhi_lifecycle::{
    Id, Instant, Reference,
    access::{Access, Outcome},
    asset::{Asset, AssetKind, Stage},
    change::{Change, Value},
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::IdentityStatus,
};

use super::{instances::CLOUD_INSTANCE, mention_account, mention_user};
use crate::foreign::{
    document::unwrap_text,
    format::{Format, Shape},
    item::Item,
    reading::{Skip, asset, id, identity, one},
};

pub(in crate::foreign) const FORMAT: Format = Format {
    name: "aws-cloudtrail",
    system: "aws",
    title: "a CloudTrail log",
    export: "aws s3 sync s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail trail/ and gunzip, or aws cloudtrail lookup-events > events.json",
    shape: Shape::json(&["Records", "Events"]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    if !item.has("CloudTrailEvent") {
        return event(item);
    }
    let text = item.raw("CloudTrailEvent").ok_or_else(|| Skip("field `CloudTrailEvent` is no text".into()))?;
    let wrapped = unwrap_text(text).ok_or_else(|| Skip("field `CloudTrailEvent` holds no JSON object".into()))?;
    let fields = wrapped.as_object().ok_or_else(|| Skip("field `CloudTrailEvent` holds no JSON object".into()))?;
    event(&item.unwrapped("CloudTrailEvent", fields))
}

fn event(item: &Item<'_>) -> Result<(), Skip> {
    let reading = item.reading;
    let name = item.needed("eventName")?;
    let at = item.instant("eventTime").ok_or_else(|| Skip("field `eventTime` is no instant".into()))?;
    let caller = item.item("userIdentity").ok_or_else(|| Skip("field `userIdentity` is missing".into()))?;
    let account = item.text("recipientAccountId").or_else(|| caller.text("accountId"));
    let account = account.ok_or_else(|| Skip("names no account".into()))?;
    let login = item.item("responseElements").and_then(|elements| elements.word("ConsoleLogin"));
    let failed = item.text("errorCode").is_some() || login.as_deref() == Some("failure");
    let issuer = caller.item("sessionContext").and_then(|context| context.item("sessionIssuer")?.text("arn"));
    let by = issuer.or_else(|| caller.text("arn"));
    let key = caller.text("accessKeyId");
    if by.is_none() && key.is_none() {
        reading.leave_out("calls that a service made in its own name");
        return Ok(());
    }
    let account_id = mention_account(reading, &account)?;
    let from_console = item.truth("sessionCredentialFromConsole").unwrap_or(false);
    reading.push(Access {
        at,
        outcome: if failed { Outcome::Failure } else { Outcome::Success },
        credential: key.map(|key| id(&key)).transpose()?.map(Into::into),
        identity: by.map(|arn| id(&arn)).transpose()?.map(Into::into),
        asset: Some(asset(&account_id)),
        source: Some(reading.source_name()),
        interactive: Some(name == "ConsoleLogin" || from_console),
    });
    // After the access, which stands also where it is not said what was made, changed or ended.
    if failed {
        return Ok(());
    }
    Step { item, at, account: &account }.take(&name)
}

/// An event that made, changed or ended something.
struct Step<'a, 'b> {
    item: &'b Item<'a>,
    at: Instant,
    account: &'b str,
}

impl Step<'_, '_> {
    fn take(&self, name: &str) -> Result<(), Skip> {
        match name {
            "CreateUser" => self.user().map(|_| ()),
            "DeleteUser" => self.user_ended(),
            "DeleteRole" => self.role_ended(),
            "CreateAccessKey" => self.key_made(),
            "UpdateAccessKey" | "DeleteAccessKey" => self.key_changed(name == "DeleteAccessKey"),
            "CreateLoginProfile" => self.password(CredentialStatus::Active),
            "DeleteLoginProfile" => self.password(CredentialStatus::Revoked),
            "RunInstances" | "StartInstances" => self.instances(name, Stage::InUse),
            "StopInstances" => self.instances(name, Stage::Maintenance),
            "TerminateInstances" => self.instances(name, Stage::Retired),
            _ => Ok(()),
        }
    }

    fn asked(&self, name: &str) -> Option<String> {
        self.item.item("requestParameters")?.text(name)
    }

    /// The user that the call was about; one who calls about themselves names none.
    fn user(&self) -> Result<Id, Skip> {
        let name = self.asked("userName").or_else(|| self.item.item("userIdentity")?.text("userName"));
        let name = name.ok_or_else(|| Skip("names no user".into()))?;
        mention_user(self.item.reading, &name, Some(self.account))
    }

    fn change(&self, subject: Reference, to: Value) {
        let by = self.item.item("userIdentity").and_then(|caller| caller.text("arn"));
        let reason = self.item.text("eventName");
        self.item.reading.push(Change { by, reason, ..Change::new(subject, to, self.at) });
    }

    fn user_ended(&self) -> Result<(), Skip> {
        let user = self.user()?;
        self.change(identity(&user).into(), IdentityStatus::Deprovisioned.into());
        Ok(())
    }

    fn role_ended(&self) -> Result<(), Skip> {
        use nhi_lifecycle::identity::{Identity, IdentityKind};
        let name = self.asked("roleName").ok_or_else(|| Skip("names no role".into()))?;
        let role = id(&format!("arn:aws:iam::{}:role/{name}", self.account))?;
        let mut record = Identity::new(role.clone(), IdentityKind::Role, IdentityStatus::Deprovisioned);
        record.name = Some(name);
        self.item.reading.mention(record);
        self.change(identity(&role).into(), IdentityStatus::Deprovisioned.into());
        Ok(())
    }

    fn key(&self, key: &str, user: &Id) -> Result<Credential, Skip> {
        let mut credential = Credential::new(id(key)?, CredentialKind::AccessKey, CredentialStatus::Active);
        credential.identity = one(identity(user));
        credential.issued_by = one(asset(&mention_account(self.item.reading, self.account)?));
        Ok(credential)
    }

    fn key_made(&self) -> Result<(), Skip> {
        let made = self.item.item("responseElements").and_then(|elements| elements.item("accessKey"));
        let made = made.ok_or_else(|| Skip("says no key that was made".into()))?;
        let user = match made.text("userName") {
            Some(name) => mention_user(self.item.reading, &name, Some(self.account))?,
            None => self.user()?,
        };
        let mut credential = self.key(&made.needed("accessKeyId")?, &user)?;
        credential.issued_at = Some(self.at);
        self.item.reading.mention(credential);
        Ok(())
    }

    fn key_changed(&self, deleted: bool) -> Result<(), Skip> {
        let key = self.asked("accessKeyId").ok_or_else(|| Skip("names no key".into()))?;
        let user = self.user()?;
        let credential = self.key(&key, &user)?;
        let to = match (deleted, self.asked("status").as_deref()) {
            (true, _) => CredentialStatus::Revoked,
            (false, Some("Active")) => CredentialStatus::Active,
            (false, _) => CredentialStatus::Suspended,
        };
        let subject: Reference = nhi_lifecycle::id::CredentialRef::from(credential.id.clone()).into();
        self.item.reading.mention(credential);
        self.change(subject, to.into());
        Ok(())
    }

    fn password(&self, to: CredentialStatus) -> Result<(), Skip> {
        let user = self.user()?;
        let mut credential = self.key(&format!("{user}/password"), &user)?;
        credential.kind = CredentialKind::Password;
        let subject: Reference = nhi_lifecycle::id::CredentialRef::from(credential.id.clone()).into();
        if to == CredentialStatus::Active {
            credential.issued_at = Some(self.at);
            self.item.reading.mention(credential);
            return Ok(());
        }
        self.item.reading.mention(credential);
        self.change(subject, to.into());
        Ok(())
    }

    fn instances(&self, name: &str, to: Stage) -> Result<(), Skip> {
        let set = self.item.item("responseElements").and_then(|elements| elements.item("instancesSet"));
        let set = set.ok_or_else(|| Skip("says no instances".into()))?;
        for instance in set.items("items") {
            let text = instance.needed("instanceId")?;
            let own = id(&text)?;
            let mut record = Asset::new(own.clone(), AssetKind::VirtualMachine, Stage::InUse);
            record.external_ids.insert(CLOUD_INSTANCE.into(), text);
            record.runs_on = one(asset(&mention_account(self.item.reading, self.account)?));
            self.item.reading.mention(record);
            if name != "RunInstances" {
                self.change(asset(&own).into(), to.into());
            }
        }
        Ok(())
    }
}
