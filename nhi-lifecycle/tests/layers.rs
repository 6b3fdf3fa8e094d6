//! Layers import downwards only.
//!
//! Reads the imports of every file of the core: a module may use those of its own layer's line and of the lines below it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The layers of the core, the lowest first. Modules of one line may use each other.
const LAYERS: &[&[&str]] = &[
    &["vocabulary", "error", "blocker", "id", "time", "journal"],
    &["heap"],
    &["list", "secret", "limits", "field"],
    &["asset", "identity", "credential", "relation", "change", "evidence", "access"],
    &["record"],
    &["lifecycle"],
    &["event", "finding", "controls", "policy"],
    &["facts"],
    &["incoming", "source"],
    &["graph"],
    &["analysis"],
    &["inventory"],
    &["monitor"],
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The modules that a text names after `crate::`, also within braces.
fn imports(text: &str) -> Vec<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut item) = (1, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => found.push(std::mem::take(&mut item)),
                    c if depth == 1 => item.push(c),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            found.push(item);
        } else {
            found.push(rest.to_owned());
        }
    }
    let name = |text: String| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    found.into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn layers_import_downwards_only() {
    let layer: BTreeMap<&str, usize> = LAYERS
        .iter()
        .enumerate()
        .flat_map(|(level, modules)| modules.iter().map(move |module| (*module, level)))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in sources(&folder) {
        let relative = path.strip_prefix(&folder).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let own = *layer.get(module).unwrap_or_else(|| panic!("{module} stands in no layer; add it to LAYERS"));
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            // Macros are named after `$crate::error` and the like, and count too.
            let Some(theirs) = layer.get(import.as_str()) else {
                wrong.push(format!(
                    "{}: `crate::{import}` is no module; name the module it lies in",
                    relative.display()
                ));
                continue;
            };
            seen += 1;
            if *theirs > own {
                wrong.push(format!("{} imports {import}, which lies above it", relative.display()));
            }
        }
    }
    assert!(seen > 100, "the imports were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_depend_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let allowed: &[(&str, &[&str])] = &[
        ("nhi-lifecycle", &[]),
        ("nhi-lifecycle/import", &["nhi-lifecycle"]),
        ("nhi-lifecycle/report", &["nhi-lifecycle"]),
        ("nhi-lifecycle/store", &["nhi-lifecycle"]),
    ];
    for (krate, may) in allowed {
        let manifest = fs::read_to_string(root.join(krate).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default().split("\n[").next().unwrap();
        for line in dependencies.lines().filter(|line| line.starts_with("nhi-")) {
            let name = line.split(['.', ' ', '=']).next().unwrap();
            assert!(may.contains(&name), "{krate} depends on {name}");
        }
    }
}
