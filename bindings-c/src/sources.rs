//! Exports of other systems: which are loaded together, how they are joined, and how an inventory takes them.

use std::{
    ffi::c_char,
    mem,
    sync::{Mutex, MutexGuard},
};

use nhi_import::sources::{self, Loaded, MergePolicy, Precedence, Rule, Source};
use nhi_lifecycle::{Code, Error, Limits};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{change, nhi_inventory, read},
    load_report::{self, nhi_load_report},
    observation::nhi_observation,
    options::{self, nhi_added, nhi_context, nhi_text},
    pointer::{self, Out, Text},
    watch::Watch,
};

/// Exports of other systems that are loaded together, and how they are joined. Any number of threads may use one at once; they
/// take turns.
pub struct nhi_sources {
    _private: [u8; 0],
}

impl Handle for nhi_sources {
    type Held = Mutex<Chosen>;
    const NAME: &'static str = "nhi_sources";
}

/// What a caller chose so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    sources: Vec<Source>,
    policy: MergePolicy,
}

fn lock(chosen: &Mutex<Chosen>) -> Result<MutexGuard<'_, Chosen>, Failure> {
    let broken = "an earlier call on these sources ended in a defect of the library; free them";
    chosen.lock().map_err(|_| Failure::border(Code::Internal, broken))
}

/// Reads the exports, without holding up the inventory.
fn load(sources: *const nhi_sources, inventory: *const nhi_inventory, watch: &mut Watch) -> Result<Loaded, Failure> {
    let limits: Limits = read(inventory, |inventory| Ok(*inventory.limits()))?;
    // A copy: the caller is told of the progress, and may use the sources meanwhile.
    let Chosen { sources, policy } = lock(&*handle::lend(sources)?)?.clone();
    let mut tell = |bytes| watch.tell(bytes);
    let loaded = sources::load_watched(&sources, &limits, &policy, &mut tell);
    loaded.map_err(|problem| Error::from(problem).into())
}

/// No exports yet, to be joined by every rule.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_new(sources: *mut *mut nhi_sources, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let (err, sources) = unsafe { (Out::new(err), Out::new(sources)) };
    guard(err, || {
        let sources = sources.needed_handle("sources")?;
        sources.set(handle::give::<nhi_sources>(Mutex::default())?);
        Ok(())
    })
}

/// Frees sources. NULL is nothing to free. What was loaded from them stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_free(sources: *mut nhi_sources, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(sources))
}

/// One export more: the name of its format (see nhi_format_name), and the path of a file, or of a folder of such files. It is
/// read when it is loaded.
///
/// `name` is what reports call it; NULL for the name of its format. `scope` is the account, tenant, organisation, cluster or
/// server that it comes from, for exports that don't say so themselves, and to tell two of the same kind apart; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_add(
    sources: *mut nhi_sources,
    format: *const c_char,
    format_len: u64,
    path: *const c_char,
    path_len: u64,
    name: *const c_char,
    name_len: u64,
    scope: *const c_char,
    scope_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, format, path) = unsafe { (Out::new(err), Text::new(format, format_len), Text::new(path, path_len)) };
    // SAFETY: as the caller promised.
    let (name, scope) = unsafe { (Text::new(name, name_len), Text::new(scope, scope_len)) };
    guard(err, || {
        let source = Source {
            name: name.optional("name")?.map(str::to_owned),
            scope: scope.optional("scope")?.map(str::to_owned),
            ..Source::new(format.needed("format")?, path.needed("path")?)
        };
        lock(&*handle::lend(sources)?)?.sources.push(source);
        Ok(())
    })
}

/// The rules that say which records of different sources are the same thing, in the order in which they are asked, such as
/// serial_number; a rule left out merges nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_rules(
    sources: *mut nhi_sources,
    rules: *const nhi_text,
    rules_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        // SAFETY: as the caller promised.
        let rules = unsafe { pointer::list(rules, rules_len, "rules")? };
        let rule = |text: &nhi_text| -> Result<Rule, Failure> {
            // SAFETY: as the caller promised.
            let word = unsafe { text.get() }.needed("rules")?;
            word.parse().map_err(|unknown| Failure::argument(format!("`rules`: {unknown}")))
        };
        let rules = rules.iter().map(rule).collect::<Result<_, _>>()?;
        lock(&*handle::lend(sources)?)?.policy.rules = rules;
        Ok(())
    })
}

/// Trusts a source, by the name that reports call it, for a field of records, such as stage; * stands for every field for which
/// none is trusted. Of several that are trusted for a field, the first is right.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_trust(
    sources: *mut nhi_sources,
    field: *const c_char,
    field_len: u64,
    source: *const c_char,
    source_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, field, source) = unsafe { (Out::new(err), Text::new(field, field_len), Text::new(source, source_len)) };
    guard(err, || {
        let (field, source) = (field.needed("field")?, source.needed("source")?.to_owned());
        let sources = handle::lend(sources)?;
        let precedence = &mut lock(&sources)?.policy.precedence;
        match precedence.iter_mut().find(|entry| entry.field == field) {
            Some(entry) => entry.sources.push(source),
            None => precedence.push(Precedence { field: field.to_owned(), sources: vec![source] }),
        }
        Ok(())
    })
}

/// Keeps two records apart, such as asset:web-1 and asset:web-2, whatever the rules say. This undoes a merge.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_sources_keep_apart(
    sources: *mut nhi_sources,
    one: *const c_char,
    one_len: u64,
    other: *const c_char,
    other_len: u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, one, other) = unsafe { (Out::new(err), Text::new(one, one_len), Text::new(other, other_len)) };
    guard(err, || {
        let one = one.needed("one")?.parse().map_err(|error| pointer::reference("one", &error))?;
        let other = other.needed("other")?.parse().map_err(|error| pointer::reference("other", &error))?;
        lock(&*handle::lend(sources)?)?.policy.keep_apart.push((one, other));
        Ok(())
    })
}

/// Adds what exports show as one batch, all or nothing.
///
/// Nothing that is unknown in an export stops it: what was read, assumed, skipped and merged is in `load`, which may be NULL, as
/// may `added`; set the struct_size of that before. For exports that will be loaded again, see nhi_inventory_observe_sources.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_add_sources(
    inventory: *mut nhi_inventory,
    sources: *const nhi_sources,
    context: *const nhi_context,
    added: *mut nhi_added,
    load: *mut *mut nhi_load_report,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, report) = unsafe { (Out::new(err), Out::new(load)) };
    guard(err, || {
        report.set(std::ptr::null_mut());
        // SAFETY: as the caller promised.
        let (threads, mut watch) = unsafe { (options::threads(context)?, Watch::new(context)?) };
        // SAFETY: as the caller promised.
        let context = unsafe { options::context(context)? };
        // SAFETY: as the caller promised.
        unsafe { pointer::check_size(added)? };
        let loaded = self::load(sources, inventory, &mut watch);
        let mut loaded = watch.result(loaded)?;
        let mut records = mem::take(&mut loaded.records);
        let done = change(inventory, |inventory| Ok(inventory.add_from_on(threads, &mut records, &context)?))?;
        if !added.is_null() {
            // SAFETY: as the caller promised.
            unsafe { pointer::fill(added, &nhi_added::new(done.event, done.records), "added")? };
        }
        load_report::give(report, loaded)
    })
}

/// Adds what exports show at an instant as one batch, all or nothing; the context names the source that all of them are
/// together.
///
/// They are compared with what they showed last; differences become changes between the two observations, so that tomorrow's
/// exports of the same systems add just what changed. `observation` and `load` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_observe_sources(
    inventory: *mut nhi_inventory,
    sources: *const nhi_sources,
    observed_at: i64,
    context: *const nhi_context,
    observation: *mut *mut nhi_observation,
    load: *mut *mut nhi_load_report,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, observation, report) = unsafe { (Out::new(err), Out::new(observation), Out::new(load)) };
    guard(err, || {
        observation.set(std::ptr::null_mut());
        report.set(std::ptr::null_mut());
        // SAFETY: as the caller promised.
        let (context, mut watch) = unsafe { (options::context(context)?, Watch::new(context)?) };
        let observed_at = pointer::instant(observed_at, "observed_at")?;
        let loaded = self::load(sources, inventory, &mut watch);
        let mut loaded = watch.result(loaded)?;
        let mut records = mem::take(&mut loaded.records);
        let observed =
            change(inventory, |inventory| Ok(inventory.observe_from(&mut records, observed_at, &context)?))?;
        if observation.is_wanted() {
            observation.set(handle::give::<nhi_observation>(observed)?);
        }
        load_report::give(report, loaded)
    })
}
