//! What this process holds, where the system tells.

use std::fs;

fn kilobytes(line: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|told| told.starts_with(line))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The most memory that this process held, in megabytes.
#[must_use]
pub fn peak_megabytes() -> Option<u64> {
    kilobytes("VmHWM").map(|peak| peak / 1024)
}

/// The memory that this process holds now, in megabytes.
#[must_use]
pub fn resident_megabytes() -> Option<u64> {
    kilobytes("VmRSS").map(|resident| resident / 1024)
}

/// Lets the most memory be counted from now on, where the system can.
pub fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").ok();
}
