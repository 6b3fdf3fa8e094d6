//! Tangles: what makes it hard to tell what credentials reach: five credentials and two identities an asset, all in service.

use nhi_lifecycle::{
    Record, Reference,
    asset::{Asset, AssetKind, Stage},
    credential::{Credential, CredentialKind, CredentialStatus},
    identity::{Identity, IdentityKind, IdentityStatus},
    relation::{Privilege, Relation, RelationKind},
};

use crate::Random;

/// How identities' entitlements lie. Each asset has two identities attached to it, and five credentials stored on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tangle {
    /// Domains of 1,500 assets, each identity admin of an earlier one of its domain: deep, and without a ring.
    DeepDomains,
    /// Each identity is admin of one of the hundred assets before its own: one domain, as deep as it is long.
    DeepChain,
    /// Each identity is admin of any earlier asset: one domain in which most lead to much.
    Deep,
    /// Each identity is admin of any asset: nearly all lead to each other.
    Giant,
}

impl Tangle {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::DeepDomains, Self::DeepChain, Self::Deep, Self::Giant];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DeepDomains => "domains of 1,500, deep, without rings",
            Self::DeepChain => "near, deep, without rings",
            Self::Deep => "anywhere, deep, without rings",
            Self::Giant => "giant component",
        }
    }

    /// Which asset an identity of this one is admin of.
    fn target(self, asset: usize, assets: usize, random: &mut Random) -> Option<usize> {
        match self {
            Self::DeepDomains => {
                let place = asset % 1_500;
                (place > 0).then(|| asset - place + random.below(place))
            }
            Self::DeepChain => asset.checked_sub(1 + random.below(100)),
            Self::Deep => (asset > 0).then(|| random.below(asset)),
            Self::Giant => Some(random.below(assets)),
        }
    }

    /// Its records.
    pub fn records(self, assets: usize) -> impl Iterator<Item = Record> {
        let mut random = Random::new(5);
        (0..assets).flat_map(move |asset| self.around(asset, assets, &mut random))
    }

    fn around(self, asset: usize, assets: usize, random: &mut Random) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        if let Ok(id) = format!("a{asset}").parse() {
            records.push(Asset::new(id, AssetKind::Server, Stage::InUse).into());
        }
        for identity in 2 * asset..2 * asset + 2 {
            let Ok(id) = format!("i{identity}").parse() else { continue };
            let mut bot = Identity::new(id, IdentityKind::ServiceAccount, IdentityStatus::Active);
            bot.attached_to.0.extend(format!("a{asset}").parse());
            records.push(bot.into());
            let target = self.target(asset, assets, random);
            records.extend(target.and_then(|target| admin(identity, target)));
        }
        for credential in 5 * asset..5 * asset + 5 {
            let Ok(id) = format!("c{credential}").parse() else { continue };
            let mut key = Credential::new(id, CredentialKind::ApiKey, CredentialStatus::Active);
            key.identity.0.extend(format!("i{}", 2 * asset + credential % 2).parse());
            key.stored_on.0.extend(format!("a{asset}").parse());
            records.push(key.into());
        }
        records
    }
}

fn admin(identity: usize, asset: usize) -> Option<Record> {
    let from: Reference = format!("identity:i{identity}").parse().ok()?;
    let relation = Relation::new(RelationKind::EntitledTo, from, format!("asset:a{asset}").parse().ok()?);
    Some(Relation { privilege: Some(Privilege::Admin), ..relation }.into())
}
