//! Observing: records from a source that shows the present and nothing else, and what an observation brought.

use std::ffi::c_char;

use nhi_lifecycle::{Record, inventory::Observed};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{change, nhi_inventory},
    load::Place,
    options::{self, nhi_added, nhi_context},
    pointer::{self, Out, Text},
    string::{give_strings, nhi_strings},
    watch::Watch,
};

/// What an observation brought. Immutable: any number of threads may read it at once.
pub struct nhi_observation {
    _private: [u8; 0],
}

impl Handle for nhi_observation {
    type Held = Observed;
    const NAME: &'static str = "nhi_observation";
}

/// # Safety
/// As for the pointers of a call.
unsafe fn observe(
    inventory: *mut nhi_inventory,
    place: Place<'_>,
    observed_at: i64,
    context: *const nhi_context,
    observation: Out<*mut nhi_observation>,
) -> Result<(), Failure> {
    observation.set(std::ptr::null_mut());
    // SAFETY: as promised.
    let (context, mut watch) = unsafe { (options::context(context)?, Watch::new(context)?) };
    let observed_at = pointer::instant(observed_at, "observed_at")?;
    let observed = change(inventory, |inventory| {
        let mut source = place.open(inventory, &mut watch)?;
        Ok(inventory.observe_from(&mut source, observed_at, &context)?)
    });
    let observed = watch.result(observed)?;
    if observation.is_wanted() {
        observation.set(handle::give::<nhi_observation>(observed)?);
    }
    Ok(())
}

/// Adds what the context's source shows at an instant, given as JSON Lines in UTF-8, all or nothing.
///
/// It is compared with what that source showed last; differences become changes between the two observations. What the source
/// no longer shows is reported in `observation`, which may be NULL, and nothing is concluded from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_observe_jsonl(
    inventory: *mut nhi_inventory,
    text: *const c_char,
    text_len: u64,
    observed_at: i64,
    context: *const nhi_context,
    observation: *mut *mut nhi_observation,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, text, observation) = unsafe { (Out::new(err), Text::new(text, text_len), Out::new(observation)) };
    // SAFETY: as the caller promised.
    guard(err, || unsafe { observe(inventory, Place::JsonLines(text), observed_at, context, observation) })
}

/// Adds what the context's source shows at an instant, from a .jsonl file or a folder of tables. The rest is as for
/// nhi_inventory_observe_jsonl.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_observe_path(
    inventory: *mut nhi_inventory,
    path: *const c_char,
    path_len: u64,
    observed_at: i64,
    context: *const nhi_context,
    observation: *mut *mut nhi_observation,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, path, observation) = unsafe { (Out::new(err), Text::new(path, path_len), Out::new(observation)) };
    // SAFETY: as the caller promised.
    guard(err, || unsafe { observe(inventory, Place::Path(path), observed_at, context, observation) })
}

/// Frees an observation. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_observation_free(observation: *mut nhi_observation, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(observation))
}

/// What became of the records, among them the changes that differences were turned into. Set struct_size of `added` before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_observation_added(
    observation: *const nhi_observation,
    added: *mut nhi_added,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        let added_records = handle::lend(observation)?.added;
        let known = nhi_added::new(added_records.event, added_records.records);
        // SAFETY: as the caller promised.
        unsafe { pointer::fill(added, &known, "added") }
    })
}

/// The assets, identities and credentials that the source showed the time before and no longer does, such as asset:web-1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_observation_no_longer_shown(
    observation: *const nhi_observation,
    references: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, references) = unsafe { (Out::new(err), Out::new(references)) };
    guard(err, || {
        let references = references.needed_handle("references")?;
        give_strings(references, &handle::lend(observation)?.no_longer_shown)
    })
}

/// The relations, each as a record in JSON, that the source showed the time before and no longer does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_observation_relations_no_longer_shown(
    observation: *const nhi_observation,
    relations: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, relations) = unsafe { (Out::new(err), Out::new(relations)) };
    guard(err, || {
        let relations = relations.needed_handle("relations")?;
        let observed = handle::lend(observation)?;
        // A record is always JSON.
        let json = |relation: &_| serde_json::to_string(&Record::Relation(Clone::clone(relation))).unwrap_or_default();
        give_strings(relations, observed.relations_no_longer_shown.iter().map(json))
    })
}
