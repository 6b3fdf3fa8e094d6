//! What the border to C costs: each call of the C interface beside what it asks of the core. `border [ASSETS]`.
#![allow(clippy::print_stdout, reason = "this program prints its measurements")]

use std::{error::Error, hint::black_box, ptr::null_mut, time::Instant as Clock};

use nhi_benches::{
    Workload,
    border::{check, in_c},
};
use nhi_lifecycle::{Context, Instant, Inventory, Limits, Policy, analysis};
use nhi_lifecycle_c::{finding, instant, inventory, report, string};

/// How many calls are timed together, and how often; the least time counts.
const CALLS: u64 = 20_000;
const TIMES: usize = 15;

fn nanos(mut call: impl FnMut(u64)) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..TIMES {
        let begin = Clock::now();
        for number in 0..CALLS {
            call(black_box(number));
        }
        best = best.min(begin.elapsed().as_secs_f64() * 1e9 / CALLS as f64);
    }
    best
}

fn compare(what: &str, core: impl FnMut(u64), border: impl FnMut(u64)) {
    let (core, border) = (nanos(core), nanos(border));
    println!("{border:>8.1} ns in C, {core:>8.1} ns in Rust, {:>8.1} ns more  {what}", border - core);
}

fn main() -> Result<(), Box<dyn Error>> {
    let assets = std::env::args().nth(1).map_or(Ok(1_000), |number| number.parse())?;
    let mut lines = Vec::new();
    nhi_import::write_jsonl(Workload::new(assets, 1).records(), &mut lines)?;

    let text = String::from_utf8(lines)?;
    let (held, found) = in_c(&text);
    let mut core = Inventory::new();
    core.add_from(&mut nhi_import::read_str(&text, &Limits::default()), &Context::at(Workload::now()))?;
    let findings = analysis::orphans(&core.snapshot(), Workload::now(), &Policy::default());
    let count = findings.len() as u64;
    println!("{count} findings");

    compare(
        "nhi_report_len",
        |_| {
            black_box(black_box(&findings).len());
        },
        |_| {
            let mut len = 0;
            // SAFETY: as above.
            check(unsafe { report::nhi_report_len(found, &raw mut len, null_mut()) });
            black_box(len);
        },
    );
    compare(
        "nhi_report_severity",
        |number| {
            black_box(findings.get((number % count) as usize).map(|finding| finding.severity()));
        },
        |number| {
            let mut severity = 0;
            // SAFETY: as above.
            check(unsafe { finding::nhi_report_severity(found, number % count, &raw mut severity, null_mut()) });
            black_box(severity);
        },
    );
    compare(
        "nhi_report_credential",
        |number| {
            black_box(findings.get((number % count) as usize).map(|finding| finding.credential()));
        },
        |number| {
            let (mut data, mut len) = (std::ptr::null(), 0);
            // SAFETY: as above.
            check(unsafe {
                finding::nhi_report_credential(found, number % count, &raw mut data, &raw mut len, null_mut())
            });
            black_box((data, len));
        },
    );
    compare(
        "nhi_report_subject, its text and its end",
        |number| {
            black_box(findings.get((number % count) as usize).map(|finding| finding.subject().to_string()));
        },
        |number| {
            let (mut subject, mut data, mut len) = (null_mut(), std::ptr::null(), 0);
            // SAFETY: as above.
            unsafe {
                check(finding::nhi_report_subject(found, number % count, &raw mut subject, null_mut()));
                check(string::nhi_string_data(subject, &raw mut data, &raw mut len, null_mut()));
                check(string::nhi_string_free(subject, null_mut()));
            }
            black_box((data, len));
        },
    );
    compare(
        "nhi_instant_parse",
        |_| {
            black_box(black_box("2026-03-01T00:00:00Z").parse::<Instant>()).ok();
        },
        |_| {
            let text = black_box("2026-03-01T00:00:00Z");
            let mut micros = 0;
            // SAFETY: as above.
            check(unsafe {
                instant::nhi_instant_parse(text.as_ptr().cast(), text.len() as u64, &raw mut micros, null_mut())
            });
            black_box(micros);
        },
    );
    compare(
        "nhi_inventory_len",
        |_| {
            black_box(black_box(&core).len());
        },
        |_| {
            let mut len = 0;
            // SAFETY: as above.
            check(unsafe { inventory::nhi_inventory_len(held, &raw mut len, null_mut()) });
            black_box(len);
        },
    );
    // SAFETY: as above.
    unsafe {
        check(report::nhi_report_free(found, null_mut()));
        check(inventory::nhi_inventory_free(held, null_mut()));
    }
    Ok(())
}
