//! Writes the headers into the build's own folder, and names the shared library.
//!
//! Two headers are made from the same sources: the usual one, and one without includes and macros for readers that are no C
//! compilers, such as PHP's FFI. Words and numbers come from the core's vocabularies. `make header` copies both into include/,
//! and a test compares.

use std::{env, error::Error, fmt::Write, fs, path::PathBuf};

#[path = "src/vocabularies.rs"]
mod vocabularies;

use vocabularies::{ABI_VERSION, VOCABULARIES};

/// The sources that declare something, in the order in which the headers show it.
const SOURCES: [&str; 32] = [
    "options",
    "error",
    "string",
    "vocabulary",
    "instant",
    "inventory",
    "load",
    "observation",
    "format",
    "sources",
    "load_report",
    "export",
    "journal",
    "report",
    "finding",
    "witness",
    "summary",
    "explanation",
    "reach",
    "radii",
    "rings",
    "dot",
    "written",
    "monitor",
    "standings",
    "arrow",
    "gates",
    "blockers",
    "act",
    "monitor_changes",
    "ungated",
    "lifecycle",
];

const OPENING: &str = "\
/* nhi-lifecycle for C: finds the credentials that outlived what they were made for.
 *
 * Made by the build from bindings-c/src; to change it, change that and run `make header`.
 *
 * Every call returns 0 (NHI_OK) or the number of an error code (NHI_CODE_...), and takes as its last argument a place for
 * the error, which may be NULL. Results come through the places that the caller gives; where a call fails, places for handles
 * hold NULL and the others are left as they are.
 *
 * Handles are numbers that look like pointers: never read through one. Each is freed by its own call. One that was freed
 * already, was never made, is of another type, or was made before a fork by the process that forked gives
 * NHI_CODE_INVALID_HANDLE and does no harm. A handle that a call takes as const is not changed by it.
 *
 * Text goes in as UTF-8 with its length in bytes, and is copied; it need not end in a NUL. Text that is made when it is asked for
 * comes out as an nhi_string, to be freed; what lists by the thousand hold already, such as ids of credentials, comes out as a
 * place and a length, valid until that handle is freed. Instants are microseconds since
 * 1970-01-01T00:00:00Z. Only calls that take a path or sources touch files, and additions to an inventory that has a journal; the
 * clock is never read, no thread started, no signal handled.
 */";

const OPENING_FFI: &str = "\
/* nhi-lifecycle for callers that read declarations and are no C compilers: the same as nhi_lifecycle.h, which says what it all
 * means, without includes and macros. Made by the build from bindings-c/src. */";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let header = format!("{OPENING}\n\n{}", declarations(false)?);
    fs::write(out.join("nhi_lifecycle.h"), header)?;
    let header = format!("{OPENING_FFI}\n\n{}", declarations(true)?);
    fs::write(out.join("nhi_lifecycle_ffi.h"), header)?;
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libnhi_lifecycle.so.0");
        // Its code stays mapped after dlclose: handles and what was thrown may still be around.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    Ok(())
}

fn declarations(bare: bool) -> Result<String, Box<dyn Error>> {
    let mut config = cbindgen::Config {
        language: cbindgen::Language::C,
        documentation: !bare,
        documentation_style: cbindgen::DocumentationStyle::Doxy,
        style: cbindgen::Style::Type,
        line_length: 120,
        tab_width: 4,
        no_includes: true,
        ..cbindgen::Config::default()
    };
    if !bare {
        config.include_guard = Some("NHI_LIFECYCLE_H".into());
        config.sys_includes = vec!["stdint.h".into()];
        config.cpp_compat = true;
    }
    config.after_includes = Some(format!("\n{}", constants()?.trim_end()));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(format!("src/{source}.rs")));
    }
    let mut text = Vec::new();
    builder.generate()?.write(&mut text);
    Ok(String::from_utf8(text)?)
}

/// What the core's vocabularies say, as enumerations: those are constants in either header.
fn constants() -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "enum nhi_abi {{\n    NHI_ABI_VERSION = {ABI_VERSION}\n}};\n")?;
    let own = VOCABULARIES.iter().map(|vocabulary| (vocabulary.name, vocabulary.number));
    write_enum(&mut text, "vocabulary", None, own)?;
    for vocabulary in VOCABULARIES {
        let ok = (vocabulary.name == "code").then_some("NHI_OK");
        let numbers = vocabulary.numbers.iter().map(|number| i32::from(*number));
        write_enum(&mut text, vocabulary.name, ok, vocabulary.words.iter().copied().zip(numbers))?;
    }
    Ok(text)
}

fn write_enum<'a>(
    text: &mut String,
    name: &str,
    zero: Option<&str>,
    values: impl Iterator<Item = (&'a str, i32)>,
) -> std::fmt::Result {
    let constant = |(word, number)| format!("    NHI_{}_{} = {number}", name.to_uppercase(), str::to_uppercase(word));
    let zero = zero.map(|zero| format!("    {zero} = 0"));
    let constants: Vec<String> = zero.into_iter().chain(values.map(constant)).collect();
    writeln!(text, "enum nhi_{name} {{\n{}\n}};\n", constants.join(",\n"))
}
