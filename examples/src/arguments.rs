//! What the command line asks for.

use std::{ffi::OsString, path::PathBuf};

use nhi_import::sources::Source;
use nhi_lifecycle::Instant;

/// How the command is used.
pub const USAGE: &str = "\
Tells which credentials are orphaned, most urgent first: since when, why, what they reach, and what to do next.

usage: nhi-examples [PATH] [--source FORMAT[@SCOPE]=FILE]... [--at INSTANT] [--lenient]

  PATH          a folder of tables (assets.csv, identities.jsonl, ...) or one .jsonl file; left out, the invented company
  --source ...  an export of another system, like okta-users=users.json or kubernetes@prod=cluster.json, where the scope
                is the account, organisation or cluster that an export is of and does not name; a FORMAT that is not
                known names them all; PATH then holds what no export tells
  --at INSTANT  when to look, like 2026-03-01T00:00:00Z; left out, now (for the company, 2026-03-01)
  --lenient     take references to records that are missing, and say what rests on them
";

/// What to tell about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The reader's own inventory; none for the invented company.
    pub path: Option<PathBuf>,
    /// Exports of other systems.
    pub sources: Vec<Source>,
    /// When to look; none for the default.
    pub at: Option<Instant>,
    /// Whether references to missing records are taken.
    pub lenient: bool,
    /// Whether just the usage is asked for.
    pub help: bool,
}

impl Arguments {
    /// Reads what follows the command's name.
    ///
    /// ```
    /// use nhi_examples::arguments::Arguments;
    ///
    /// let arguments = Arguments::parse(["inventory", "--lenient"].map(Into::into))?;
    /// assert_eq!(arguments.path, Some("inventory".into()));
    /// assert!(arguments.lenient);
    /// # Ok::<(), String>(())
    /// ```
    ///
    /// # Errors
    /// A sentence about what makes no sense.
    pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut words = words.into_iter();
        let mut asked = Self::default();
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--help" | "-h") => asked.help = true,
                Some("--lenient") => asked.lenient = true,
                Some("--at") => {
                    let instant = words.next().ok_or("`--at` takes an instant, like 2026-03-01T00:00:00Z")?;
                    let instant = instant.to_string_lossy();
                    asked.at = Some(instant.parse().map_err(|invalid| format!("`--at`: {invalid}"))?);
                }
                Some("--source") => {
                    let word = words.next().and_then(|word| source(word.to_str()?));
                    asked.sources.push(word.ok_or("`--source` takes a format and a file, like okta-users=users.json")?);
                }
                Some(option) if option.starts_with('-') => return Err(format!("`{option}` is no option\n\n{USAGE}")),
                _ if asked.path.is_some() => return Err(format!("more than one path\n\n{USAGE}")),
                _ => asked.path = Some(word.into()),
            }
        }
        Ok(asked)
    }
}

/// An export: `okta-users=users.json`, `kubernetes@prod=cluster.json`.
fn source(word: &str) -> Option<Source> {
    let (format, path) = word.split_once('=')?;
    let source = |format: &str| Source::new(format, path);
    Some(match format.split_once('@') {
        // Two exports of one format are told apart by it.
        Some((bare, scope)) => Source { name: Some(format.to_owned()), ..source(bare).from_scope(scope) },
        None => source(format),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(Into::into))
    }

    #[test]
    fn what_makes_sense() {
        let at = "2026-01-01T00:00:00Z".parse().ok();
        assert_eq!(parse(&[]), Ok(Arguments::default()));
        assert_eq!(parse(&["--at", "2026-01-01T00:00:00Z"]), Ok(Arguments { at, ..Arguments::default() }));
        let sources = vec![
            Source::new("hr-people", "a=b.csv"),
            Source { name: Some("kubernetes@prod".into()), ..Source::new("kubernetes", "c").from_scope("prod") },
        ];
        assert_eq!(
            parse(&["--source", "hr-people=a=b.csv", "--source", "kubernetes@prod=c"]),
            Ok(Arguments { sources, ..Arguments::default() })
        );
        assert_eq!(parse(&["-h"]), Ok(Arguments { help: true, ..Arguments::default() }));
    }

    #[test]
    fn what_makes_none() {
        let check = |words: &[&str], expected: &str| {
            let refused = parse(words).err();
            assert!(refused.as_ref().is_some_and(|text| text.starts_with(expected)), "{words:?}: {refused:?}");
        };
        check(&["--at"], "`--at` takes an instant");
        check(&["--at", "2026-01-01"], "`--at`: not an instant");
        check(&["--source"], "`--source` takes a format and a file");
        check(&["--source", "hr-people"], "`--source` takes a format and a file");
        check(&["--json"], "`--json` is no option");
        check(&["a", "b"], "more than one path");
    }
}
