//! What a condition says of an asset: that it holds, that it does not, or that what would decide is not known.

use std::cmp::Ordering;

use super::{Comparator, Form, Place, Predicate};
use crate::{asset::Asset, lifecycle::judge::Piece, time::Instant};

/// What a condition is asked about.
pub(crate) struct Subject<'a> {
    /// The asset, with its values at the instant.
    pub(crate) asset: &'a Asset,
    /// Its evidence that counts then.
    pub(crate) pieces: &'a [Piece<'a>],
    /// The instant.
    pub(crate) at: Instant,
}

/// Whether a condition holds; none where that is not known.
pub(crate) fn holds(predicate: &Predicate, subject: &Subject<'_>) -> Option<bool> {
    of(&predicate.0, subject)
}

/// Kleene's three values: what is not known stays so unless the rest decides.
fn of(form: &Form, subject: &Subject<'_>) -> Option<bool> {
    match form {
        Form::All(parts) => some(parts.iter().map(|part| of(part, subject).map(|holds| !holds))).map(|found| !found),
        Form::Any(parts) => some(parts.iter().map(|part| of(part, subject))),
        Form::Not(part) => of(part, subject).map(|holds| !holds),
        Form::Evidence { kind, method, verified } => {
            let fitting = subject.pieces.iter().filter(|piece| piece.evidence.kind == *kind);
            some(fitting.map(|piece| {
                let weak = method.is_some_and(|least| piece.evidence.method.is_some_and(|method| method < least));
                let silent = method.is_some() && piece.evidence.method.is_none();
                let alone = *verified && piece.others().next().is_none();
                if weak || alone {
                    Some(false)
                } else if silent || !piece.doubtful.is_empty() {
                    None
                } else {
                    Some(true)
                }
            }))
        }
        Form::Known(place) => Some(place.of(subject.asset).is_some()),
        Form::Compare { place, is, value } => compare(place, *is, value, subject),
        Form::In { place, values } => {
            some(values.iter().map(|value| compare(place, Comparator::Equal, value, subject)))
        }
    }
}

/// Whether one is true; none where that hangs on one that is not known.
fn some(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut found = Some(false);
    for part in parts {
        match part {
            Some(true) => return part,
            Some(false) => {}
            None => found = None,
        }
    }
    found
}

fn compare(place: &Place, is: Comparator, value: &str, subject: &Subject<'_>) -> Option<bool> {
    // The value was checked when the condition was read.
    let value = place.value(value).ok()?;
    let order = place.of(subject.asset)?.compare(&value, subject.at)?;
    Some(match is {
        Comparator::Equal => order == Ordering::Equal,
        Comparator::NotEqual => order != Ordering::Equal,
        Comparator::Less => order == Ordering::Less,
        Comparator::LessOrEqual => order != Ordering::Greater,
        Comparator::Greater => order == Ordering::Greater,
        Comparator::GreaterOrEqual => order != Ordering::Less,
    })
}
