//! The way to an asset, as far as a cell has room for it.

use std::borrow::Cow;

use nhi_lifecycle::analysis::{Reach, Reached};

/// How many references of a way are shown: nobody reads more, and in a long chain the ways of all assets would be longer together than
/// any memory. [`json`](crate::json) has them whole, as one tree.
const MOST: usize = 32;

/// The references on the way; of a longer one the credential, how many are left out, and the last ones.
pub(crate) fn shown<'a>(reach: &Reach, reached: &'a Reached) -> Vec<Cow<'a, str>> {
    let references = reached.path.steps() + 1;
    if references <= MOST {
        return reached.path.iter().map(Cow::Borrowed).collect();
    }
    let last = MOST - 2;
    let mut way: Vec<Cow<'a, str>> = reached.path.back().take(last).map(Cow::Borrowed).collect();
    way.push(Cow::Owned(format!("({} more)", references - 1 - last)));
    way.push(Cow::Owned(reach.credential.to_string()));
    way.reverse();
    way
}
