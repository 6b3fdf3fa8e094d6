//! Changes: how they form a chain.

#[derive(Clone)]
pub struct Change {
    pub at: i64,
    pub from: From,
    pub to: String,
}

#[derive(Clone, PartialEq)]
pub enum From {
    Omitted,
    Null,
    Value(String),
}

/// "Changes of one subject and field form a chain: each `from`, where given, is the value it follows; several at one
/// instant are ordered by that chain". And "a record's own value ... is the value after all its changes": should
/// several orders fit, the one that ends there; a change added to the record later "moves the value on".
pub fn ordered(changes: &[Change], own: Option<&str>) -> Vec<Change> {
    let mut chain = Vec::new();
    if !lengthen(&mut chain, changes, own) {
        let fits = lengthen(&mut chain, changes, None);
        assert!(fits, "the changes form no chain");
    }
    chain
}

/// Tries every change that can come next, and after it the others.
fn lengthen(chain: &mut Vec<Change>, left: &[Change], own: Option<&str>) -> bool {
    let Some(next_at) = left.iter().map(|change| change.at).min() else {
        return own.is_none() || chain.last().map(|last| last.to.as_str()) == own;
    };
    for (index, change) in left.iter().enumerate() {
        if change.at == next_at && fits(chain, change) {
            let mut rest = left.to_vec();
            rest.remove(index);
            chain.push(change.clone());
            if lengthen(chain, &rest, own) {
                return true;
            }
            chain.pop();
        }
    }
    false
}

/// "each `from`, where given, is the value it follows". Decided: a null stands for the value before that instant,
/// whatever it is; one left out fits anywhere.
fn fits(chain: &[Change], change: &Change) -> bool {
    let follows = chain.last().map(|last| &last.to);
    match &change.from {
        From::Omitted => true,
        From::Null => {
            let before_that_instant = chain.iter().rfind(|earlier| earlier.at < change.at);
            follows == before_that_instant.map(|earlier| &earlier.to)
        }
        From::Value(value) => chain.is_empty() || follows == Some(value),
    }
}
