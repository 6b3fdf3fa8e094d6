//! What is exported for peers is what they are asked of: scipy gives the answers of the bare sweep and the bare search.

use std::{fs, path::Path, process::Command};

use nhi_benches::{Workload, radius::Search, sweep::Sweep, tables::Tables};

#[test]
fn scipy_answers_alike() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // `make bench-peers` puts it there.
    let python = here.join("../target/peers/venv/bin/python");
    if !python.exists() {
        println!("not run: scipy is not installed; `make bench-peers` does that");
        return;
    }
    let workload = Workload::new(400, 1);
    let snapshot = workload.inventory().unwrap().snapshot();
    let tables = Tables::new(&snapshot, workload.records(), Workload::now());
    let folder = std::env::temp_dir().join(format!("nhi-peer-{}", std::process::id()));
    tables.write(&folder).unwrap();
    let answer = |question: &str| {
        let script = here.join("peers/with_scipy.py");
        let done = Command::new(&python)
            .args(["-B".as_ref(), script.as_os_str()])
            .arg(question)
            .arg(&folder)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        fs::read(folder.join(format!("with_scipy.{question}.answer"))).unwrap()
    };
    let [orphans, radii] = ["orphans", "radius"].map(answer);
    fs::remove_dir_all(&folder).unwrap();

    let orphaned = Sweep::new(&tables).orphans(&tables);
    assert_eq!(orphans, orphaned.into_iter().map(u8::from).collect::<Vec<_>>());
    let mut search = Search::new(&tables);
    let radius = |start: &u32| search.radius(&tables, *start).to_le_bytes();
    assert_eq!(radii, tables.starts.iter().flat_map(radius).collect::<Vec<_>>());
}
