//! Sources of one's own that put records in field by field.

use std::sync::Arc;

use nhi_lifecycle::{
    Code, Context, Inventory, Problem, Record,
    incoming::{Draft, Incoming, Scalar, Taken},
    record::RecordType,
    source::RecordSource,
};

use crate::{day, records};

/// Does with each place what its function says.
struct Source<F>(F);

impl<F: FnMut(Incoming<'_>) -> Option<Result<Taken, Problem>>> RecordSource for Source<F> {
    fn next_record(&mut self) -> Option<Result<Record, Problem>> {
        None
    }

    fn next_into(&mut self, incoming: Incoming<'_>) -> Option<Result<Taken, Problem>> {
        self.0(incoming)
    }

    fn place(&self, _: usize) -> Option<(Arc<str>, u64)> {
        None
    }
}

fn no_record() -> Problem {
    Problem::new(Code::InvalidSyntax, "no record")
}

fn asset(draft: &mut Draft<'_, '_>) -> Option<()> {
    let fields = [("id", "a"), ("kind", "server"), ("stage", "in_use")];
    fields.into_iter().try_for_each(|(name, text)| draft.set(name, Scalar::Text(text)))
}

#[test]
fn a_draft_in_which_a_field_gave_up_comes_to_nothing() {
    let secret = format!("ghp_{}", "aB3dE6gH9jK2".repeat(3));
    let wrong: [(&str, &str); 5] =
        [("name", &secret), ("kind", "laptop"), ("owner", "asset:x"), ("colour", "red"), ("legal_hold", "true")];
    for (name, text) in wrong {
        let mut places = 0;
        let mut source = Source(|incoming: Incoming<'_>| {
            places += 1;
            let drafted = incoming.draft(RecordType::Asset, |draft| {
                asset(draft)?;
                let _ = draft.set(name, Scalar::Text(text));
                Some(())
            });
            (places == 1).then(|| drafted.map_err(|_| no_record()))
        });
        let mut inventory = Inventory::new();
        let error = inventory.add_from(&mut source, &Context::at(day(1)).lenient()).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{name}");
        assert!(inventory.is_empty(), "{name}");
    }
}

#[test]
fn what_a_source_takes_back_is_not_there() {
    let odd = &records(r#"{"record":"asset","id":"odd","kind":"server","stage":"in_use","owner":"ghost"}"#)[0];
    let mut step = 0;
    let mut source = Source(|incoming: Incoming<'_>| {
        step += 1;
        match step {
            // A record that was put in, and then a problem.
            1 => drop(incoming.put(odd.clone())),
            2 => drop(incoming.draft(RecordType::Identity, |draft| {
                draft.set("id", Scalar::Text("ghost"))?;
                draft.set("owner", Scalar::Text("ghost"))
            })),
            3 => return Some(incoming.draft(RecordType::Asset, asset).map_err(|_| no_record())),
            // Something at the end.
            4 => {
                drop(incoming.put(odd.clone()));
                return None;
            }
            _ => return None,
        }
        Some(Err(no_record()))
    });
    let mut inventory = Inventory::new();
    let error = inventory.add_from(&mut source, &Context::at(day(1)).lenient()).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(|problem| (problem.record, problem.code)).collect();
    assert_eq!(told, [(Some(0), Code::InvalidSyntax), (Some(1), Code::InvalidSyntax)]);
    step = 2;
    let mut source = Source(|incoming: Incoming<'_>| {
        step += 1;
        let drafted = incoming.draft(RecordType::Asset, asset);
        (step == 3).then(|| drafted.map_err(|_| no_record()))
    });
    inventory.add_from(&mut source, &Context::at(day(1))).unwrap();
    assert_eq!(inventory.len(), 1);
}
