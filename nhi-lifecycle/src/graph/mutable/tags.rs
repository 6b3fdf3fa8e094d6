//! Tags as numbers that relations share. A number is given away again when its last relation is gone: each relation that ends has an
//! interval of its own, and whoever watches for years sees more of them than there are numbers.

use rustc_hash::FxHashMap;

use super::{super::Tag, lists::TAG};

/// Tags by number. The first is [`Tag::ALWAYS`].
#[derive(Clone, Debug)]
pub(super) struct SharedTags {
    tags: Vec<Tag>,
    /// How many there were at first. These keep their numbers.
    first: usize,
    /// Of each that came since, how many relations have it.
    uses: Vec<u32>,
    /// The numbers of those that came since.
    numbers: FxHashMap<Tag, u32>,
    free: Vec<u32>,
}

impl SharedTags {
    pub(super) fn new(tags: &[Tag]) -> Self {
        hold(tags.len());
        Self {
            tags: tags.to_vec(),
            first: tags.len(),
            uses: Vec::new(),
            numbers: FxHashMap::default(),
            free: Vec::new(),
        }
    }

    pub(super) fn tag(&self, number: u32) -> &Tag {
        &self.tags[number as usize]
    }

    /// The number of a tag, for one more relation.
    pub(super) fn take(&mut self, tag: Tag) -> u32 {
        if tag == Tag::ALWAYS {
            return 0;
        }
        let Self { tags, first, uses, numbers, free } = self;
        let number = *numbers.entry(tag).or_insert_with(|| match free.pop() {
            Some(number) => {
                tags[number as usize] = tag;
                number
            }
            None => {
                tags.push(tag);
                uses.push(0);
                tags.len() as u32 - 1
            }
        });
        hold(number as usize);
        uses[number as usize - *first] += 1;
        number
    }

    /// A relation with this tag is gone.
    pub(super) fn give_back(&mut self, number: u32) {
        let Some(place) = (number as usize).checked_sub(self.first) else { return };
        self.uses[place] -= 1;
        if self.uses[place] == 0 {
            self.numbers.remove(&self.tags[number as usize]);
            self.free.push(number);
        }
    }
}

/// A number that is greater would be taken for another kind of relation.
fn hold(number: usize) {
    assert!(number <= TAG as usize, "relations with more than {TAG} different intervals at once");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Row, Slot, Written},
        relation::{RelationKind, Span},
        time::Instant,
    };

    fn tag(until: i64) -> Tag {
        let span = Span { since: None, until: Instant::from_micros(until).ok() };
        Tag::of(&Row::new(RelationKind::OwnedBy, Slot::asset(0), Slot::identity(0), span, Written::Explicitly))
    }

    #[test]
    fn numbers_of_relations_that_are_gone_are_given_away_again() {
        let mut tags = SharedTags::new(&[Tag::ALWAYS, tag(1)]);
        assert_eq!(tags.take(Tag::ALWAYS), 0);
        let number = tags.take(tag(2));
        assert_eq!(tags.take(tag(2)), number, "shared");
        tags.give_back(number);
        assert_eq!(tags.tag(number), &tag(2), "still that of another relation");
        tags.give_back(number);
        for until in 3..100 {
            assert_eq!(tags.take(tag(until)), number);
            assert_eq!(tags.tag(number), &tag(until));
            tags.give_back(number);
        }
        tags.give_back(1);
        assert_eq!(tags.tag(1), &tag(1), "those that were there at first stay");
        assert_eq!(tags.tags.len(), 3);
    }
}
