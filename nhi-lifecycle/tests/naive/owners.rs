//! Section 3: who answers for it.

use super::at::At;
use std::collections::BTreeSet;

impl<'a> At<'a> {
    /// "its owned_by targets". Where the absent are present they are owned: the record itself stands for its unknown
    /// owner.
    fn owned_by_targets(&self, x: &str) -> BTreeSet<String> {
        let targets = self.to("owned_by", x).into_iter();
        let mut owners: BTreeSet<String> = targets.map(str::to_owned).collect();
        if self.absent(x) && self.absent_are_present() {
            owners.insert(x.to_owned());
        }
        owners
    }

    fn owned_by_targets_of_all<'b>(&self, all: impl IntoIterator<Item = &'b str>) -> BTreeSet<String> {
        let each = all.into_iter().map(|x| self.owned_by_targets(x));
        each.flatten().collect()
    }

    /// "`owners(x)` at t, the first rule that gives anyone".
    pub fn owners(&self, x: &str) -> BTreeSet<String> {
        if x.starts_with("asset:") {
            self.owners_of_asset(x)
        } else if x.starts_with("credential:") {
            self.owners_of_credential(x)
        } else if self.human(x) || self.team(x) {
            // "Human: itself. Team: itself."
            BTreeSet::from([x.to_owned()])
        } else {
            // An absent identity has no kind: its owners are found by its relations.
            self.owners_of_non_human(x)
        }
    }

    /// "asset: its owned_by targets."
    fn owners_of_asset(&self, a: &str) -> BTreeSet<String> {
        self.owned_by_targets(a)
    }

    /// "non-human identity: its owned_by targets; else the owned_by targets of the assets it is attached to; else the
    /// humans and teams reached along acts_for through any number of identities, in whatever state these are."
    fn owners_of_non_human(&self, i: &str) -> BTreeSet<String> {
        let own = self.owned_by_targets(i);
        if !own.is_empty() {
            return own;
        }
        let of_its_assets = self.owned_by_targets_of_all(self.to("attached_to", i));
        if !of_its_assets.is_empty() {
            return of_its_assets;
        }
        let reached = self.reached_along_acts_for(i).into_iter();
        // An absent identity reached counts as an owner (that is gone).
        reached.filter(|r| self.human(r) || self.team(r) || self.absent(r)).map(str::to_owned).collect()
    }

    fn reached_along_acts_for(&self, i: &str) -> BTreeSet<&'a str> {
        let mut reached = self.to("acts_for", i);
        loop {
            let mut more = reached.clone();
            for through in &reached {
                more.extend(self.to("acts_for", through));
            }
            if more == reached {
                return reached;
            }
            reached = more;
        }
    }

    /// "credential: its owned_by targets; else the owners of the identity it authenticates as; else the owned_by
    /// targets of the assets in its used_by."
    fn owners_of_credential(&self, c: &str) -> BTreeSet<String> {
        let own = self.owned_by_targets(c);
        if !own.is_empty() {
            return own;
        }
        if let Some(i) = self.authenticates_as(c) {
            let of_its_identity = self.owners(i);
            if !of_its_identity.is_empty() {
                return of_its_identity;
            }
        }
        let consumers = self.to("used_by", c).into_iter();
        self.owned_by_targets_of_all(consumers.filter(|u| u.starts_with("asset:")))
    }

    /// "at most one at a time".
    pub fn authenticates_as(&self, c: &str) -> Option<&'a str> {
        self.to("authenticates_as", c).first().copied()
    }

    /// "`accountable(x)`: some owner is a present human or a staffed team."
    pub fn accountable(&self, x: &str) -> bool {
        let mut owners = self.owners(x).into_iter();
        owners.any(|owner| self.present(&owner) || self.staffed(&owner))
    }

    /// "`departed(x)`: owners exist, none is."
    pub fn departed(&self, x: &str) -> bool {
        !self.owners(x).is_empty() && !self.accountable(x)
    }

    /// "`unowned(x)`: there are none."
    pub fn unowned(&self, x: &str) -> bool {
        self.owners(x).is_empty()
    }
}
