//! A least set that is kept up to date: each record in it has one supporter, and following supporters leads to one that is in the
//! set by itself. So a ring never supports itself, and a record falls out only with the tree that hangs on it.

use fixedbitset::FixedBitSet;

use super::super::spread::Rule;

/// What a record in the set rests on.
#[derive(Clone, Copy)]
enum Support {
    Itself,
    Record(u32),
}

/// The records of a rule's least set, each with what it rests on.
///
/// Few bits a record, so that the sets of millions of records lie at hand; only those that hang on another one have it looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Forest {
    set: FixedBitSet,
    /// Those in the set that rest on another record.
    hanging: FixedBitSet,
    /// That record, for those.
    supporters: Vec<u32>,
    /// Kept for their room.
    lost: Vec<u32>,
    came: Vec<u32>,
}

impl Forest {
    /// By record, whether it is in the set.
    pub(super) fn set(&self) -> &FixedBitSet {
        &self.set
    }

    pub(super) fn has(&self, record: u32) -> bool {
        self.set.contains(record as usize)
    }

    /// Makes room for so many records; new ones are not in the set.
    pub(super) fn grow(&mut self, len: usize) {
        self.set.grow(len);
        self.hanging.grow(len);
        self.supporters.resize(len, 0);
    }

    /// Brings the set up to date, and hands out the records that came in or fell out.
    ///
    /// `dirty` are those of which the rule may now say something else: by themselves, whether they may follow, or which records
    /// before them there are and pass on. First whatever hangs on a support that is no more is taken out; then each of
    /// these, and each dirty one, is put back where another record in the set brings it in, and what hangs on it follows.
    /// O(dirty records, those that hang on them and those that come in, each with its relations).
    pub(super) fn update(&mut self, rule: &impl Rule, dirty: &[u32]) -> &[u32] {
        let mut came = emptied(&mut self.came);
        if dirty.is_empty() {
            self.came = came;
            return &self.came;
        }
        let mut lost = emptied(&mut self.lost);
        self.cut(rule, dirty, &mut lost);
        let mut spread = 0;
        for place in 0..lost.len() + dirty.len() {
            let record = lost.get(place).copied().unwrap_or_else(|| dirty[place - lost.len()]);
            if !self.has(record)
                && let Some(support) = self.support(rule, record)
            {
                self.put_in(record, support);
                came.push(record);
                // What it brings in is brought in at once, so that the next one finds it there.
                while let Some(record) = came.get(spread).copied() {
                    self.spread(rule, record, &mut came);
                    spread += 1;
                }
            }
        }
        if !lost.is_empty() {
            lost.sort_unstable();
            came.retain(|record| lost.binary_search(record).is_err());
            lost.retain(|record| !self.has(*record));
            came.extend_from_slice(&lost);
        }
        (self.lost, self.came) = (lost, came);
        &self.came
    }

    /// Takes out what no longer stands, with all that hangs on it.
    fn cut(&mut self, rule: &impl Rule, dirty: &[u32], lost: &mut Vec<u32>) {
        for record in dirty {
            if self.has(*record) && !self.stands(rule, *record) {
                self.take_out(*record);
                lost.push(*record);
            }
        }
        let mut next = 0;
        while let Some(record) = lost.get(next).copied() {
            for hanging in rule.after(record) {
                if self.hangs_on(hanging, record) {
                    self.take_out(hanging);
                    lost.push(hanging);
                }
            }
            next += 1;
        }
    }

    fn take_out(&mut self, record: u32) {
        self.set.remove(record as usize);
        self.hanging.remove(record as usize);
    }

    fn put_in(&mut self, record: u32, support: Support) {
        self.set.insert(record as usize);
        if let Support::Record(supporter) = support {
            self.hanging.insert(record as usize);
            self.supporters[record as usize] = supporter;
        }
    }

    fn hangs_on(&self, record: u32, supporter: u32) -> bool {
        self.hanging.contains(record as usize) && self.supporters[record as usize] == supporter
    }

    /// Whether the support of a record in the set is still one.
    fn stands(&self, rule: &impl Rule, record: u32) -> bool {
        if !self.hanging.contains(record as usize) {
            return rule.by_itself(record);
        }
        let supporter = self.supporters[record as usize];
        self.has(supporter)
            && rule.may_follow(record)
            && rule.passes_on(supporter)
            && rule.before(record).any(|before| before == supporter)
    }

    /// What a record can rest on.
    fn support(&self, rule: &impl Rule, record: u32) -> Option<Support> {
        if rule.by_itself(record) {
            return Some(Support::Itself);
        }
        let supports = |before: &u32| self.has(*before) && rule.passes_on(*before);
        rule.may_follow(record).then(|| rule.before(record).find(supports)).flatten().map(Support::Record)
    }

    fn spread(&mut self, rule: &impl Rule, record: u32, came: &mut Vec<u32>) {
        if !rule.passes_on(record) {
            return;
        }
        for next in rule.after(record) {
            if !self.has(next) && rule.may_follow(next) {
                self.put_in(next, Support::Record(record));
                came.push(next);
            }
        }
    }
}

/// Takes a list for its room, unless that is much.
fn emptied(list: &mut Vec<u32>) -> Vec<u32> {
    let mut taken = std::mem::take(list);
    if taken.capacity() > MUCH {
        return Vec::new();
    }
    taken.clear();
    taken
}

/// Room that is not kept.
const MUCH: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    /// Records that may all follow, some of them in by themselves.
    #[derive(Default)]
    struct Links {
        by_itself: Vec<bool>,
        links: Vec<(u32, u32)>,
    }

    impl Rule for Links {
        fn by_itself(&self, record: u32) -> bool {
            self.by_itself[record as usize]
        }

        fn may_follow(&self, record: u32) -> bool {
            !record.is_multiple_of(5)
        }

        fn passes_on(&self, record: u32) -> bool {
            !record.is_multiple_of(7)
        }

        fn before(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
            self.links.iter().filter(move |(_, to)| *to == record).map(|(from, _)| *from)
        }

        fn after(&self, record: u32) -> impl Iterator<Item = u32> + '_ {
            self.links.iter().filter(move |(from, _)| *from == record).map(|(_, to)| *to)
        }
    }

    /// The least set of a rule, by going through all records until nothing more follows.
    fn least(rule: &Links, records: u32) -> Vec<bool> {
        let mut set: Vec<bool> = (0..records).map(|record| rule.by_itself(record)).collect();
        let supports = |set: &[bool], before| set[before as usize] && rule.passes_on(before);
        while let Some(next) = (0..records).find(|record| {
            let follows = || rule.before(*record).any(|before| supports(&set, before));
            !set[*record as usize] && rule.may_follow(*record) && follows()
        }) {
            set[next as usize] = true;
        }
        set
    }

    #[test]
    fn stays_the_least_set() {
        const RECORDS: u32 = 12;
        let mut links = Links { by_itself: vec![false; RECORDS as usize], ..Links::default() };
        let mut forest = Forest::default();
        forest.grow(RECORDS as usize);
        let mut state = 1_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let (mut came, mut fell) = (0, 0);
        for _ in 0..20_000 {
            let dirty = if random(3) == 0 {
                let record = random(RECORDS);
                links.by_itself[record as usize] ^= true;
                record
            } else {
                let link = (random(RECORDS), random(RECORDS));
                match links.links.iter().position(|known| *known == link) {
                    Some(place) => drop(links.links.remove(place)),
                    None if links.links.len() < 20 => links.links.push(link),
                    None => {}
                }
                link.1
            };
            let before = forest.set().clone();
            let mut changed = forest.update(&links, &[dirty]).to_vec();
            let set: Vec<bool> = (0..RECORDS).map(|record| forest.has(record)).collect();
            assert_eq!(set, least(&links, RECORDS));
            changed.sort_unstable();
            let differ = (0..RECORDS).filter(|record| before[*record as usize] != forest.has(*record));
            assert_eq!(changed, differ.collect::<Vec<u32>>());
            came += changed.iter().filter(|record| forest.has(**record)).count();
            fell += changed.iter().filter(|record| !forest.has(**record)).count();
        }
        assert!(came > 2_000 && fell > 2_000, "{came} came in and {fell} fell out");
    }
}
