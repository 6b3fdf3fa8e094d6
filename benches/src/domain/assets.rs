//! The assets of a domain, their histories, and what they run on and depend on.

use nhi_lifecycle::{
    Id,
    asset::{Asset, AssetKind, Criticality, Environment, Stage},
    relation::RelationKind,
};

use super::{Domain, days_ago, reference};

impl Domain<'_> {
    /// So many assets; in 2 % of the domains all are out of service and nobody owns them, in the others 10 % are out of service.
    pub(super) fn assets(&mut self, number: usize) {
        let dead = self.random.percent(2);
        let (mut in_service, mut out_of_service) = (Vec::new(), Vec::new());
        for _ in 0..number {
            let retired = dead || self.random.percent(10);
            let id = self.asset(retired, dead);
            if retired {
                out_of_service.push(id.clone())
            } else {
                in_service.push(id.clone())
            }
            self.assets.push(id);
        }
        self.stacks();
        self.rings(&in_service, number / 40);
        self.rings(&out_of_service, number / 320 + 1);
    }

    fn asset(&mut self, retired: bool, dead: bool) -> Id {
        const KINDS: [AssetKind; 9] = [
            AssetKind::Server,
            AssetKind::VirtualMachine,
            AssetKind::Container,
            AssetKind::Service,
            AssetKind::Application,
            AssetKind::Database,
            AssetKind::Pipeline,
            AssetKind::Repository,
            AssetKind::Saas,
        ];
        let id = self.id();
        let kind = self.random.pick(&KINDS).unwrap_or(AssetKind::Service);
        let history = self.life(retired);
        let stage = history.last().and_then(|stage| stage.parse().ok()).unwrap_or(Stage::InUse);
        let mut asset = Asset::new(id.clone(), kind, stage);
        let environments = [Environment::Production, Environment::Staging, Environment::Development];
        asset.environment = self.random.pick(&environments);
        asset.criticality = self.random.percent(10).then_some(Criticality::High);
        if !dead {
            asset.owner.0.extend(self.owner().map(Into::into));
        }
        self.records.push(asset.into());
        let mut at = 300 + self.random.below(1_000);
        let mut from = "requested";
        for to in history {
            at -= 1 + self.random.below(30);
            self.change("asset", &id, from, to, days_ago(at));
            from = to;
        }
        id
    }

    /// The stages that an asset went through: 1 to 8.
    fn life(&mut self, retired: bool) -> Vec<&'static str> {
        let length = 1 + self.random.below(8);
        let mut stages: Vec<&str> = ["in_use", "maintenance"].into_iter().cycle().take(length).collect();
        if retired {
            stages.pop();
            stages.push("retired");
            if length < 8 && self.random.percent(30) {
                stages.push("disposed");
            }
        }
        stages
    }

    /// Chains of what runs on what, and dependencies of which most lead to few.
    fn stacks(&mut self) {
        let assets = self.assets.clone();
        for (place, asset) in assets.iter().enumerate() {
            if self.random.percent(55)
                && let Some(host) = place.checked_sub(1 + self.random.below(3)).and_then(|host| assets.get(host))
            {
                self.relate(RelationKind::RunsOn, [asset, host].map(|id| reference("asset", id)), |relation| relation);
            }
            let mut named: Vec<usize> = Vec::new();
            for _ in 0..1 + usize::from(self.random.percent(50)) {
                // The cube of a random number is mostly near 0: those who came first are needed by many.
                named.push((self.random.unit().powi(3) * place as f64) as usize);
            }
            named.sort_unstable();
            named.dedup();
            for other in named.into_iter().filter(|other| *other != place).filter_map(|other| assets.get(other)) {
                self.relate(RelationKind::DependsOn, [asset, other].map(|id| reference("asset", id)), |relation| {
                    relation
                });
            }
        }
    }

    /// So many rings of two to five assets that need each other.
    fn rings(&mut self, assets: &[Id], number: usize) {
        for _ in 0..number {
            let length = 2 + self.random.below(4);
            let begin = self.random.below((assets.len() + 1).saturating_sub(length));
            let Some(ring) = assets.get(begin..begin + length) else { continue };
            for (asset, next) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                self.relate(RelationKind::DependsOn, [asset, next].map(|id| reference("asset", id)), |relation| {
                    relation
                });
            }
        }
    }
}
