//! The lifecycle: which stages follow each other for each class of asset, and which gates stand between them.

use std::ffi::c_char;

// With the colons, as a handle has the name of the crate.
use ::nhi_lifecycle::{
    asset::{AssetClass, Stage},
    lifecycle::{self, Extension, Lifecycle, Row},
};

use crate::{
    error::nhi_error,
    guard::{Failure, guard},
    handle::{self, Handle},
    inventory::{change, nhi_inventory, read},
    pointer::{self, Out, Text},
    string::{give_string, give_strings, nhi_string, nhi_strings},
};

/// A lifecycle: the model's, or one with additions. Immutable: any number of threads may read it at once.
pub struct nhi_lifecycle {
    _private: [u8; 0],
}

impl Handle for nhi_lifecycle {
    type Held = Lifecycle;
    const NAME: &'static str = "nhi_lifecycle";
}

fn row(lifecycle: &Lifecycle, index: u64) -> Result<&Row, Failure> {
    let index = pointer::index(index, lifecycle.rows().len(), "row")?;
    lifecycle.rows().get(index).ok_or_else(|| Failure::argument("no such row"))
}

fn class(number: i32) -> Result<AssetClass, Failure> {
    pointer::word(number, AssetClass::from_number, "class of assets")
}

/// The lifecycle of the model with additions: rows, names of stages and gates of the user's own, as an object in JSON. Without
/// text, the model's own.
///
/// {"stages": {"pending_retirement": "sunset"},
///  "rows": [{"class": "saas", "from": "in_use", "to": "sanitized"}],
///  "gates": [{"name": "dpo_agreed", "entering": ["sanitized"], "when": "data_classification >= confidential",
///             "requires": "evidence(approval, verified) or label(\"dpo\") = \"yes\"", "remedy": "ask the officer"}],
///  "observe_revocation": true}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_new(
    extension: *const c_char,
    extension_len: u64,
    lifecycle: *mut *mut nhi_lifecycle,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, extension, lifecycle) =
        unsafe { (Out::new(err), Text::new(extension, extension_len), Out::new(lifecycle)) };
    guard(err, || {
        let lifecycle = lifecycle.needed_handle("lifecycle")?;
        let extension = extension.optional("extension")?.map(str::parse::<Extension>).transpose()?;
        let made = Lifecycle::default().extended(extension.unwrap_or_default())?;
        lifecycle.set(handle::give::<nhi_lifecycle>(made)?);
        Ok(())
    })
}

/// The lifecycle whose gates the acts of an inventory have to pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_lifecycle(
    inventory: *const nhi_inventory,
    lifecycle: *mut *mut nhi_lifecycle,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, lifecycle) = unsafe { (Out::new(err), Out::new(lifecycle)) };
    guard(err, || {
        let lifecycle = lifecycle.needed_handle("lifecycle")?;
        let known = read(inventory, |inventory| Ok(inventory.lifecycle().clone()))?;
        lifecycle.set(handle::give::<nhi_lifecycle>(known)?);
        Ok(())
    })
}

/// Sets the lifecycle of an inventory. What happened under another one stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_inventory_set_lifecycle(
    inventory: *mut nhi_inventory,
    lifecycle: *const nhi_lifecycle,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || {
        let lifecycle = Lifecycle::clone(&*handle::lend(lifecycle)?);
        change(inventory, |inventory| {
            inventory.set_lifecycle(lifecycle);
            Ok(())
        })
    })
}

/// Frees a lifecycle. NULL is nothing to free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_free(lifecycle: *mut nhi_lifecycle, err: *mut *mut nhi_error) -> i32 {
    // SAFETY: as the caller promised.
    let err = unsafe { Out::new(err) };
    guard(err, || handle::take_back(lifecycle))
}

/// How many transitions are legal, over all classes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_len(
    lifecycle: *const nhi_lifecycle,
    len: *mut u64,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, len) = unsafe { (Out::new(err), Out::new(len)) };
    guard(err, || {
        len.needed("len")?.set(handle::lend(lifecycle)?.rows().len() as u64);
        Ok(())
    })
}

/// One legal transition, by class, then by stage: for assets of which class (NHI_ASSET_CLASS_...), from which stage to which
/// (NHI_STAGE_...).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_row(
    lifecycle: *const nhi_lifecycle,
    index: u64,
    asset_class: *mut i32,
    from: *mut i32,
    to: *mut i32,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, asset_class, from, to) = unsafe { (Out::new(err), Out::new(asset_class), Out::new(from), Out::new(to)) };
    guard(err, || {
        let (asset_class, from, to) = (asset_class.needed("asset_class")?, from.needed("from")?, to.needed("to")?);
        let lifecycle = handle::lend(lifecycle)?;
        let row = row(&lifecycle, index)?;
        asset_class.set(row.class.number().into());
        from.set(row.from.number().into());
        to.set(row.to.number().into());
        Ok(())
    })
}

/// The names of the gates of one legal transition: the model's, then the user's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_gates(
    lifecycle: *const nhi_lifecycle,
    index: u64,
    gates: *mut *mut nhi_strings,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, gates) = unsafe { (Out::new(err), Out::new(gates)) };
    guard(err, || {
        let gates = gates.needed_handle("gates")?;
        give_strings(gates, row(&*handle::lend(lifecycle)?, index)?.gates())
    })
}

/// What people call a stage (NHI_STAGE_...): the user's word for it, or the model's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_stage_name(
    lifecycle: *const nhi_lifecycle,
    stage: i32,
    name: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, name) = unsafe { (Out::new(err), Out::new(name)) };
    guard(err, || {
        let name = name.needed_handle("name")?;
        let stage = pointer::word(stage, Stage::from_number, "stage")?;
        give_string(name, &*handle::lend(lifecycle)?.name_of(stage))
    })
}

/// The lifecycle of a class (NHI_ASSET_CLASS_...) in the DOT language of Graphviz.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_dot(
    lifecycle: *const nhi_lifecycle,
    asset_class: i32,
    dot: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, dot) = unsafe { (Out::new(err), Out::new(dot)) };
    guard(err, || {
        let dot = dot.needed_handle("dot")?;
        give_string(dot, lifecycle::dot(&*handle::lend(lifecycle)?, class(asset_class)?))
    })
}

/// The lifecycle of a class (NHI_ASSET_CLASS_...) as a Mermaid state diagram.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_lifecycle_mermaid(
    lifecycle: *const nhi_lifecycle,
    asset_class: i32,
    mermaid: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, mermaid) = unsafe { (Out::new(err), Out::new(mermaid)) };
    guard(err, || {
        let mermaid = mermaid.needed_handle("mermaid")?;
        give_string(mermaid, lifecycle::mermaid(&*handle::lend(lifecycle)?, class(asset_class)?))
    })
}
