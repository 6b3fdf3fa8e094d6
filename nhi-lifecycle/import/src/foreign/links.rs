//! Relations by hand, for what no export says: `links.csv`.
//!
//! | column | becomes |
//! | --- | --- |
//! | `kind` | the kind of the relation, as `used_by` |
//! | `from`, `to` | references with their prefix, as `credential:AKIA...` |
//! | `since`, `until`, `privilege` | the fields of the same names |
//!
//! Nothing is guessed and nothing lost. Ids are those that the reports show; where the record was merged into another, the
//! link follows it.

use nhi_lifecycle::{
    Reference,
    relation::{Privilege, Relation, RelationKind},
};

use super::{
    format::{Format, Shape},
    item::Item,
    reading::Skip,
};

pub(super) const FORMAT: Format = Format {
    name: "links",
    system: "links",
    title: "a table of relations by hand",
    export: "write it yourself: a CSV with the columns kind, from, to, since, until, privilege",
    shape: Shape::csv(&[&["kind"], &["from"], &["to"]]),
    read,
};

fn read(item: &Item<'_>) -> Result<(), Skip> {
    let kind: RelationKind = item
        .needed("kind")?
        .parse()
        .map_err(|unknown: nhi_lifecycle::error::UnknownWord| Skip(format!("field `kind`: {unknown}")))?;
    let end = |name: &str| -> Result<Reference, Skip> {
        let text = item.needed(name)?;
        text.parse().map_err(|invalid: nhi_lifecycle::id::InvalidReference| Skip(format!("field `{name}`: {invalid}")))
    };
    let mut relation = Relation::new(kind, end("from")?, end("to")?);
    relation.since = item.instant("since");
    relation.until = item.instant("until");
    relation.privilege = match item.text("privilege") {
        Some(word) => Some(word.parse::<Privilege>().map_err(|unknown| Skip(format!("field `privilege`: {unknown}")))?),
        None => None,
    };
    if relation.privilege.is_some() && kind != RelationKind::EntitledTo {
        return Err(Skip("field `privilege` goes with entitled_to only".into()));
    }
    if matches!((relation.since, relation.until), (Some(since), Some(until)) if until <= since) {
        return Err(Skip("field `until` does not lie after `since`".into()));
    }
    item.reading.push(relation);
    Ok(())
}
