//! Where things are: the sources of this package, what the build made of them, and a folder to work in.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder with the libraries that were built together with this test.
pub(crate) fn built() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    test.parent().expect("it lies in a folder").to_owned()
}

/// An empty folder of this name.
#[allow(dead_code, reason = "not every test needs one")]
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("what a former run left can be removed");
    }
    fs::create_dir_all(&folder).expect("the build's folder can be written");
    folder
}

/// Runs a command that has to succeed. What it printed.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}{err}", output.status);
    out
}

/// Whether a command is there to be run.
#[allow(dead_code, reason = "not every test asks")]
pub(crate) fn is_there(command: &str) -> bool {
    Command::new(command).arg("--version").output().is_ok_and(|output| output.status.success())
}
