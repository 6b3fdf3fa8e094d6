//! Compiles programs in C99 against the committed header, and runs them.

#![allow(clippy::print_stdout, reason = "what did not run belongs in the log")]

mod common;

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use common::{built, folder, is_there, package, run};

const STRICT: [&str; 7] = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-pthread"];

fn compiler() -> OsString {
    env::var_os("CC").unwrap_or_else(|| "cc".into())
}

/// The libraries under the names by which they are installed.
fn installed(folder: &Path) {
    let shared = built().join("libnhi_lifecycle_c.so");
    fs::copy(&shared, folder.join("libnhi_lifecycle.so.0")).unwrap_or_else(|error| panic!("{shared:?}: {error}"));
    std::os::unix::fs::symlink("libnhi_lifecycle.so.0", folder.join("libnhi_lifecycle.so")).expect("a link");
}

/// Compiles a program; it is linked with the shared library.
fn compile(folder: &Path, name: &str, sources: &[&str]) -> PathBuf {
    installed(folder);
    let program = folder.join(name);
    run(Command::new(compiler())
        .args(STRICT)
        .arg("-I")
        .arg(package().join("include"))
        .args(sources.iter().map(|source| package().join(source)))
        .arg("-o")
        .arg(&program)
        .arg("-L")
        .arg(folder)
        .arg(format!("-Wl,-rpath,{}", folder.display()))
        .arg("-lnhi_lifecycle"));
    program
}

fn cases() -> Vec<PathBuf> {
    let folder = package().join("../nhi-lifecycle/tests/cases");
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(!files.is_empty(), "no cases in {folder:?}");
    files
}

#[test]
fn shared_cases() {
    let program = compile(&folder("cases"), "cases", &["tests/c/cases.c", "tests/c/json.c"]);
    run(Command::new(program).args(cases()));
}

#[test]
fn answers() {
    run(&mut Command::new(compile(&folder("answers"), "answers", &["tests/c/answers.c"])));
}

#[test]
fn acts() {
    run(&mut Command::new(compile(&folder("acts"), "acts", &["tests/c/acts.c"])));
}

#[test]
fn monitor() {
    run(&mut Command::new(compile(&folder("monitor"), "monitor", &["tests/c/monitor.c"])));
}

#[test]
fn arrow() {
    run(&mut Command::new(compile(&folder("arrow"), "arrow", &["tests/c/arrow.c"])));
}

#[test]
fn records() {
    let folder = folder("records");
    run(Command::new(compile(&folder, "records", &["tests/c/records.c"])).arg(&folder));
}

#[test]
fn sources() {
    let folder = folder("sources");
    run(Command::new(compile(&folder, "sources", &["tests/c/sources.c"])).arg(&folder));
}

/// Every block of C in the README stands in the program that is run here, but for how far it is indented.
#[test]
fn the_readme() {
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let program = lines(&fs::read_to_string(package().join("tests/c/readme.c")).expect("it is committed"));
    let readme = fs::read_to_string(package().join("README.md")).expect("it is committed");
    let blocks: Vec<&str> = readme.split("\n```c\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        assert!(program.contains(&lines(block)), "not in tests/c/readme.c:\n{block}");
    }
    let said = run(&mut Command::new(compile(&folder("readme"), "readme", &["tests/c/readme.c"])));
    assert!(said.starts_with("hd-key!\nftp-pw\nwiki-pw opens 1\n2 opened, 1 closed\n"), "{said}");
}

#[test]
fn handles() {
    run(&mut Command::new(compile(&folder("handles"), "handles", &["tests/c/handles.c"])));
}

#[test]
fn the_static_library() {
    let folder = folder("static");
    let program = folder.join("answers");
    run(Command::new(compiler())
        .args(STRICT)
        .arg("-I")
        .arg(package().join("include"))
        .arg(package().join("tests/c/answers.c"))
        .arg(built().join("libnhi_lifecycle_c.a"))
        .arg("-o")
        .arg(&program)
        .args(["-lpthread", "-ldl", "-lm"]));
    run(&mut Command::new(program));
}

#[test]
fn the_example() {
    let program = compile(&folder("example"), "orphans", &["../examples/c/orphans.c"]);
    let said = run(&mut Command::new(program));
    let expected = "\
1 of 2 live credentials is orphaned
high: `hd-key` still works, but `helpdesk`, which issued it, was retired on 2026-02-01 by dana
";
    assert_eq!(said, expected);
}

#[test]
fn the_first_success_prints_the_most_urgent() {
    let program = compile(&folder("first_success"), "first_orphans", &["../examples/c/first_orphans.c"]);
    let said = run(Command::new(program).current_dir(package().join("..")));
    let urgent: Vec<&str> = said.lines().filter_map(|line| line.split('`').nth(1)).collect();
    assert_eq!(urgent, ["copilot-session", "copilot-token", "edge-gw-07-cert"]);
    assert!(said.lines().all(|line| line.starts_with("critical: ")));
}

/// Readers that are no C compilers know the types of fixed width, and no more.
#[test]
fn the_bare_header_is_c() {
    let header = package().join("include/nhi_lifecycle_ffi.h");
    run(Command::new(compiler()).args(STRICT).args(["-fsyntax-only", "-include", "stdint.h", "-x", "c"]).arg(header));
}

#[test]
fn the_header_is_also_cpp() {
    if !is_there("c++") {
        println!("not run: c++ is missing");
        return;
    }
    let source = folder("cpp").join("header.cpp");
    fs::write(&source, "#include \"nhi_lifecycle.h\"\nint main() { return nhi_abi_version() != NHI_ABI_VERSION; }\n")
        .expect("the build's folder can be written");
    run(Command::new("c++")
        .args(["-std=c++11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-I"])
        .arg(package().join("include"))
        .arg(source));
}

/// Neither leaks nor reads what it should not; where valgrind is there to see it.
#[test]
fn memory() {
    if !is_there("valgrind") {
        println!("not run: valgrind is missing");
        return;
    }
    let folder = folder("memory");
    let check = |name: &str, argument: Option<&Path>| {
        let below = folder.join(name);
        fs::create_dir(&below).expect("the build's folder can be written");
        let program = compile(&below, name, &[&format!("tests/c/{name}.c")]);
        run(Command::new("valgrind")
            .args(["--quiet", "--leak-check=full", "--error-exitcode=9"])
            .arg(program)
            .args(argument));
    };
    check("answers", None);
    check("acts", None);
    check("monitor", None);
    check("arrow", None);
    check("readme", None);
    check("records", Some(&folder));
    check("sources", Some(&folder));
    check("handles", Some(Path::new("watched")));
}
