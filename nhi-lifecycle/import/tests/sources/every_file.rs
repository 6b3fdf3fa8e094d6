//! Every file of the folder of real exports: read, or known to be in no format that is read.

use std::{collections::BTreeSet, fs, path::Path};

use nhi_import::sources::Source;
use serde_json::{Value, json};

use super::support::{File, added, counts, real_data, try_load};

/// What each file must yield, worked out by reading it. The part is the field of it that is an export, where it holds more.
const EXPORTS: &str = include_str!("real.csv");

/// How the names of the other files begin.
const OTHER: &str = include_str!("other.txt");

/// What other projects put beside their exports.
const ABOUT: &[&str] = &["LICENSE.upstream", "NOTICE.upstream", "SOURCE.txt"];

fn exports() -> impl Iterator<Item = [&'static str; 4]> {
    let cells = |row: &'static str| row.split(';').collect::<Vec<_>>().try_into().expect("four cells in a row");
    EXPORTS.lines().skip(1).map(cells)
}

/// One field of a file, as the server would write it alone.
fn part(path: &Path, name: &str, format: &str) -> File {
    let text = fs::read_to_string(path).expect("a file");
    let mut whole: Value = serde_json::from_str(&text).expect("JSON");
    let part = whole[name].take();
    let part = if format.starts_with("snipe-it") { json!({ "rows": part }) } else { part };
    File::new(part.to_string().as_bytes())
}

#[test]
fn exports_yield_what_they_hold() {
    let Some(folder) = real_data() else { return };
    for [format, file, name, yields] in exports() {
        let path = folder.join(file);
        let alone = (!name.is_empty()).then(|| part(&path, name, format));
        let source = Source::new(format, alone.as_ref().map_or(&*path, File::path));
        let loaded = try_load(&[source]).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(counts(&loaded.records), yields, "{format}: {file} {name}");
        added(&loaded);
    }
}

#[test]
fn no_file_is_overlooked() {
    let Some(folder) = real_data() else { return };
    let read: BTreeSet<&str> = exports().map(|[_, file, _, _]| file).collect();
    let others: Vec<&str> = OTHER.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut folders = vec![folder.clone()];
    let mut overlooked = Vec::new();
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(&folder).expect("within the folder").to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !ABOUT.iter().any(|about| name.ends_with(about))
                && !read.contains(&*name)
                && !others.iter().any(|other| name.starts_with(other))
            {
                overlooked.push(name);
            }
        }
    }
    assert!(
        overlooked.is_empty(),
        "neither in real.csv nor in other.txt; read them and say what they yield: {overlooked:?}"
    );
}
