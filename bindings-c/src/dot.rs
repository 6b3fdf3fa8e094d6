//! The dependency graph in the DOT language, for Graphviz.

use nhi_lifecycle::graph;

use crate::{
    error::nhi_error,
    guard::guard,
    inventory::{nhi_inventory, snapshot},
    options::{self, nhi_dot_filter},
    pointer::Out,
    string::{give_string, nhi_string},
};

/// The dependency graph, or the part of it that `filter` takes, in the DOT language. `filter` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nhi_dot(
    inventory: *const nhi_inventory,
    filter: *const nhi_dot_filter,
    dot: *mut *mut nhi_string,
    err: *mut *mut nhi_error,
) -> i32 {
    // SAFETY: as the caller promised.
    let (err, dot) = unsafe { (Out::new(err), Out::new(dot)) };
    guard(err, || {
        let dot = dot.needed_handle("dot")?;
        // SAFETY: as the caller promised.
        let filter = unsafe { options::dot_filter(filter)? };
        give_string(dot, graph::dot(&snapshot(inventory)?.dependency_graph(&filter)))
    })
}
