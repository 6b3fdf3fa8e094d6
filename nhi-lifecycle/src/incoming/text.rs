//! What every text must be, whatever it is of.

use crate::{
    error::{Code, Problem},
    limits::Limits,
    secret::secret_kind,
};

/// What is wrong with a text, if anything is.
#[inline]
pub(crate) fn refused(text: &str, limits: &Limits) -> Option<Problem> {
    if text.len() > limits.field_bytes {
        let message = format!("longer than the limit of {} bytes; shorten it or raise the limit", limits.field_bytes);
        return Some(Problem::new(Code::FieldTooLong, message));
    }
    let kind = secret_kind(text)?;
    let message = format!("looks like {kind}; an inventory holds no secrets, name it by a public id or a keyed digest");
    Some(Problem::new(Code::SecretMaterial, message))
}
