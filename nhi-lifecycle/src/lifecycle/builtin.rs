//! The model's rows, as section 7 writes them.

use crate::asset::{
    AssetClass::{self, Cloud, Hardware, Saas, Software},
    Stage,
};
use Stage::{
    Discovered, Disposed, InStock, InUse, Maintenance, Missing, Ordered, PendingRetirement, PendingReturn, Quarantine,
    Requested, Retired, Sanitized,
};

/// Classes, and the stages that each stage may lead to.
type Part = (&'static [AssetClass], &'static [(Stage, &'static [Stage])]);

/// Every part of the model's table. A row follows from one part only.
pub(super) const PARTS: &[Part] = &[
    // requested → ordered → in_stock → in_use ⇄ maintenance; in_use, maintenance → pending_return → quarantine → sanitized;
    // in_use, maintenance → pending_retirement → sanitized; in_stock → sanitized; sanitized → in_stock or retired;
    // retired → disposed
    (
        &[Hardware],
        &[
            (Requested, &[Ordered]),
            (Ordered, &[InStock]),
            (InStock, &[InUse, Sanitized]),
            (InUse, &[Maintenance, PendingReturn, PendingRetirement]),
            (Maintenance, &[InUse, PendingReturn, PendingRetirement]),
            (PendingReturn, &[Quarantine]),
            (PendingRetirement, &[Sanitized]),
            (Quarantine, &[Sanitized]),
            (Sanitized, &[InStock, Retired]),
            (Retired, &[Disposed]),
        ],
    ),
    // requested → (ordered →) in_use ⇄ maintenance → pending_retirement → sanitized → retired; in_use → pending_retirement;
    // quarantine → sanitized
    (
        &[Cloud, Saas, Software],
        &[
            (Requested, &[Ordered, InUse]),
            (Ordered, &[InUse]),
            (InUse, &[Maintenance, PendingRetirement]),
            (Maintenance, &[InUse, PendingRetirement]),
            (PendingRetirement, &[Sanitized]),
            (Quarantine, &[Sanitized]),
            (Sanitized, &[Retired]),
        ],
    ),
    // requested, ordered → retired (cancelled); discovered → in_use (adopted) or quarantine (blocked); in_use, maintenance →
    // quarantine (incident) → in_use; pending_return, pending_retirement → in_use (called off); any before retired → missing;
    // missing → quarantine (found) or retired (written off)
    (
        AssetClass::ALL,
        &[
            (Requested, &[Retired]),
            (Ordered, &[Retired]),
            (Discovered, &[InUse, Quarantine]),
            (InUse, &[Quarantine]),
            (Maintenance, &[Quarantine]),
            (Quarantine, &[InUse]),
            (PendingReturn, &[InUse]),
            (PendingRetirement, &[InUse]),
            (Discovered, &[Missing]),
            (Requested, &[Missing]),
            (Ordered, &[Missing]),
            (InStock, &[Missing]),
            (InUse, &[Missing]),
            (Maintenance, &[Missing]),
            (PendingReturn, &[Missing]),
            (PendingRetirement, &[Missing]),
            (Quarantine, &[Missing]),
            (Sanitized, &[Missing]),
            (Missing, &[Quarantine, Retired]),
        ],
    ),
    // discovered, hardware also → in_stock
    (&[Hardware], &[(Discovered, &[InStock])]),
];
