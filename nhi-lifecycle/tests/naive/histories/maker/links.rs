//! Which relations there are.

use super::super::CHANGES_OF_THE_ABSENT;
use super::{Class, Maker};

impl Maker {
    /// Every record gets some of the relations that it can have.
    pub(super) fn links(&mut self) {
        for asset in self.assets.clone() {
            self.links_of_asset(&asset);
        }
        for (identity, class) in self.identities.clone() {
            self.links_of_identity(&identity, class);
        }
        for credential in self.credentials.clone() {
            self.links_of_credential(&credential);
        }
        self.rings();
        if self.dangling > 0 {
            self.links_of_the_absent();
        }
    }

    fn links_of_asset(&mut self, a: &str) {
        self.some("owned_by", a, 100 - self.rot, 1, Maker::human_or_team);
        self.some("assigned_to", a, 15, 1, Maker::human_or_team);
        self.some("runs_on", a, 35, 1, Maker::any_asset);
        self.some("depends_on", a, 25, 2, Maker::any_asset);
    }

    fn links_of_identity(&mut self, i: &str, class: Class) {
        let (owner, member, entitled) = match class {
            Class::Human => (5, 50, 30),
            Class::Team => (5, 30, 35),
            Class::NonHuman => (45, 30, 65),
        };
        self.some("owned_by", i, owner, 1, Maker::human_or_team);
        self.some("member_of", i, member, 2, Maker::any_team);
        self.some("entitled_to", i, entitled, 3, Maker::any_asset);
        match class {
            Class::Human | Class::Team => self.some("acts_for", i, 6, 1, Maker::any_identity),
            Class::NonHuman => {
                if self.rng.percent(10) {
                    let asset = self.any_asset();
                    let until = self.instant();
                    self.spanned("attached_to", i, &asset, None, Some(until));
                } else {
                    self.some("attached_to", i, 50, 2, Maker::any_asset);
                }
                self.some("acts_for", i, 35, 2, Maker::any_identity);
            }
        }
    }

    fn links_of_credential(&mut self, c: &str) {
        self.some("owned_by", c, 55, 1, Maker::human_or_team);
        self.some("stored_on", c, 45, 2, Maker::any_asset);
        self.some("used_by", c, 45, 2, Maker::any_consumer);
        self.one_at_a_time("authenticates_as", c, 78, Maker::identity_to_be);
        self.one_at_a_time("issued_by", c, 35, Maker::any_asset);
        self.one_at_a_time("derived_from", c, 25, Maker::any_credential);
    }

    /// Rings of two or three, beside those that come about by themselves.
    fn rings(&mut self) {
        let teams = self.of_class(&[Class::Team]);
        let non_humans = self.of_class(&[Class::NonHuman]);
        let assets = self.assets.clone();
        let rings = [("depends_on", &assets), ("runs_on", &assets), ("member_of", &teams), ("acts_for", &non_humans)];
        for (kind, of) in rings {
            if of.len() > 1 && self.rng.percent(8) {
                let size = 2 + self.rng.below(of.len().min(3) - 1);
                let start = self.rng.below(of.len());
                for step in 0..size {
                    let from = of[(start + step) % of.len()].clone();
                    let to = of[(start + (step + 1) % size) % of.len()].clone();
                    self.link(kind, &from, &to);
                }
            }
        }
    }

    /// Relations from a record that does not exist, and changes of one.
    fn links_of_the_absent(&mut self) {
        for _ in 0..2 {
            if self.rng.percent(40) {
                let i = self.missing("identity");
                let team = self.any_team();
                let asset = self.any_asset();
                let owner = self.human_or_team();
                let principal = self.any_identity();
                match self.rng.below(5) {
                    0 => self.relation("member_of", &i, team),
                    1 => self.relation("attached_to", &i, Some(asset)),
                    2 => self.relation("entitled_to", &i, Some(asset)),
                    3 => self.relation("owned_by", &i, owner),
                    _ => self.relation("acts_for", &i, Some(principal)),
                }
            }
            if self.rng.percent(40) {
                let a = self.missing("asset");
                let asset = self.any_asset();
                let owner = self.human_or_team();
                match self.rng.below(3) {
                    0 => self.relation("runs_on", &a, Some(asset)),
                    1 => self.relation("depends_on", &a, Some(asset)),
                    _ => self.relation("owned_by", &a, owner),
                }
            }
        }
        if self.rng.percent(20) {
            let c = self.missing("credential");
            let asset = self.any_asset();
            let identity = self.any_identity();
            let parent = self.any_credential();
            match self.rng.below(3) {
                0 => self.relation("stored_on", &c, Some(asset)),
                1 => self.one_at_a_time("authenticates_as", &c, 100, |_| identity.clone()),
                _ => self.one_at_a_time("derived_from", &c, 100, |_| parent.clone()),
            }
        }
        if self.rng.percent(CHANGES_OF_THE_ABSENT) {
            let of = *self.rng.pick(&["asset", "identity", "credential"]);
            let subject = self.missing(of);
            let field = if of == "asset" { "stage" } else { "status" };
            let changes = 1 + self.rng.below(2);
            self.chain(&subject, field, changes);
            self.dangled = true;
        }
    }

    // What a relation can be to.

    fn any_asset(&mut self) -> String {
        self.existing_or_missing("asset", |m| m.rng.pick(&m.assets).clone())
    }

    fn any_credential(&mut self) -> String {
        self.existing_or_missing("credential", |m| m.rng.pick(&m.credentials).clone())
    }

    fn any_identity(&mut self) -> String {
        self.existing_or_missing("identity", |m| m.rng.pick(&m.identities).0.clone())
    }

    /// Of a credential: a non-human, mostly.
    fn identity_to_be(&mut self) -> String {
        let non_humans = self.of_class(&[Class::NonHuman]);
        if non_humans.is_empty() || self.rng.percent(25) {
            return self.any_identity();
        }
        self.existing_or_missing("identity", |m| m.rng.pick(&non_humans).clone())
    }

    fn any_consumer(&mut self) -> String {
        if self.rng.percent(60) { self.any_asset() } else { self.any_identity() }
    }

    fn human_or_team(&mut self) -> Option<String> {
        let of = self.of_class(&[Class::Human, Class::Team]);
        self.one_of_or_missing(&of)
    }

    fn any_team(&mut self) -> Option<String> {
        let of = self.of_class(&[Class::Team]);
        self.one_of_or_missing(&of)
    }

    fn one_of_or_missing(&mut self, of: &[String]) -> Option<String> {
        if of.is_empty() {
            return None;
        }
        Some(self.existing_or_missing("identity", |m| m.rng.pick(of).clone()))
    }

    fn of_class(&self, classes: &[Class]) -> Vec<String> {
        let all = self.identities.iter();
        all.filter(|(_, class)| classes.contains(class)).map(|(name, _)| name.clone()).collect()
    }

    fn existing_or_missing(&mut self, of: &str, existing: impl Fn(&mut Maker) -> String) -> String {
        if self.rng.percent(self.dangling) { self.missing(of) } else { existing(self) }
    }

    /// One of two names that no record of this type bears (one of another type may).
    fn missing(&mut self, of: &str) -> String {
        let (letter, count) = match of {
            "asset" => ('a', self.assets.len()),
            "identity" => ('i', self.identities.len()),
            _ => ('k', self.credentials.len()),
        };
        let n = count + self.rng.below(2);
        format!("{of}:{}", self.id(letter, n))
    }
}
