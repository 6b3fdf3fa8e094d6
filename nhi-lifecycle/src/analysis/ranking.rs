//! Putting records in the order of their ids.

use crate::facts::Names;

/// A record, and what goes along with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked<T> {
    /// The bytes of the id that are compared at present, the first one uppermost.
    key: u64,
    pub(super) record: u32,
    pub(super) with: T,
}

impl<T> Ranked<T> {
    pub(super) fn new(record: u32, with: T) -> Self {
        Self { key: 0, record, with }
    }
}

const KEY: usize = size_of::<u64>();

/// Sorts records by id, byte for byte.
///
/// The texts lie all over the memory: they are read once for each eight bytes that it takes to tell them apart, and not for
/// every comparison.
pub(super) fn rank<T>(records: &mut [Ranked<T>], names: &Names) {
    let mut groups = vec![(records, 0)];
    while let Some((group, depth)) = groups.pop() {
        for ranked in &mut *group {
            ranked.key = key(names.text(ranked.record).as_bytes().get(depth..).unwrap_or_default());
        }
        group.sort_unstable_by_key(|ranked| ranked.key);
        let alike = group.chunk_by_mut(|a, b| a.key == b.key).filter(|alike| alike.len() > 1);
        groups.extend(alike.filter(|alike| alike[0].key & 0xff != 0).map(|alike| (alike, depth + KEY)));
    }
}

/// The first bytes; an id holds no byte 0, so its end comes before every byte of another.
fn key(rest: &[u8]) -> u64 {
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; KEY];
        bytes.iter_mut().zip(rest).for_each(|(byte, of)| *byte = *of);
        bytes
    });
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_texts_do() {
        let texts =
            ["b", "a", "ab", "abcdefgh", "abcdefghi", "abcdefgh0", "abcdefghabcdefghz", "abcdefghabcdefgha", "é", "z"];
        let mut names = Names::default();
        let ranked = texts.map(|text| Ranked::new(names.intern(text), text.len()));
        let mut expected = texts;
        expected.sort_unstable();
        for turn in 0..texts.len() {
            let mut ranked = ranked;
            ranked.rotate_left(turn);
            rank(&mut ranked, &names);
            assert_eq!(ranked.map(|ranked| names.text(ranked.record)), expected);
            assert!(ranked.iter().all(|ranked| ranked.with == names.text(ranked.record).len()));
        }
    }
}
