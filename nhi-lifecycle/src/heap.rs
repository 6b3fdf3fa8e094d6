//! How much memory values hold, besides what they take themselves.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem::size_of,
    sync::Arc,
};

use crate::{id, time::Instant};

/// A value that may hold memory on the heap.
pub(crate) trait Heap {
    /// The bytes that were allocated for what it holds: its capacity, and what its parts hold.
    fn heap(&self) -> usize;
}

impl Heap for String {
    fn heap(&self) -> usize {
        self.capacity()
    }
}

impl Heap for id::Id {
    fn heap(&self) -> usize {
        self.as_str().len()
    }
}

impl Heap for Instant {
    fn heap(&self) -> usize {
        0
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap> Heap for Arc<T> {
    fn heap(&self) -> usize {
        size_of::<T>() + T::heap(self)
    }
}

impl<T: Heap> Heap for Box<T> {
    fn heap(&self) -> usize {
        size_of::<T>() + T::heap(self)
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        room_of(self) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

impl<K: Heap, V: Heap> Heap for BTreeMap<K, V> {
    fn heap(&self) -> usize {
        tree_room::<(K, V)>(self.len()) + self.iter().map(|(key, value)| key.heap() + value.heap()).sum::<usize>()
    }
}

impl<T: Heap> Heap for BTreeSet<T> {
    fn heap(&self) -> usize {
        tree_room::<T>(self.len()) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

/// Makes room for so many more elements, where there is none: for a fourth of what there is. A vector left to itself doubles, and may keep as
/// much room as it uses. On the way to its size each element is moved about four times, or none where the system moves whole pages.
#[inline]
pub(crate) fn make_room<T>(vector: &mut Vec<T>, more: usize) {
    if vector.capacity() - vector.len() < more {
        vector.reserve_exact(growth(vector.capacity(), more));
    }
}

/// By how much to grow what has this capacity and needs room for so much more.
#[inline]
pub(crate) fn growth(capacity: usize, more: usize) -> usize {
    more.max(capacity / 4).max(4)
}

/// The bytes of a vector whose elements hold nothing themselves.
pub(crate) fn room_of<T>(vector: &Vec<T>) -> usize {
    vector.capacity() * size_of::<T>()
}

/// About the bytes of the nodes of a tree: they have room for eleven entries, and are three quarters full.
pub(crate) fn tree_room<T>(entries: usize) -> usize {
    const NODE: usize = 11;
    entries.div_ceil(NODE * 3 / 4) * (NODE * size_of::<T>() + 2 * size_of::<usize>())
}

/// About the bytes of a hash map of the standard library, which doesn't tell: a power of two places, seven eighths of them to be used,
/// and a byte beside each.
pub(crate) fn hash_room<K, V, S>(map: &std::collections::HashMap<K, V, S>) -> usize {
    let places = (map.capacity() * 8).div_ceil(7).next_power_of_two();
    if map.capacity() == 0 { 0 } else { places * (size_of::<(K, V)>() + 1) }
}
