//! The native format, read and written.

#[cfg(feature = "arrow")]
mod arrow;
mod folder;
mod hostile;
mod incoming;
#[cfg(feature = "arrow")]
mod incoming_arrow;
mod json_lines;
#[cfg(feature = "parquet")]
mod parquet;
mod round_trip;
mod table;

use nhi_lifecycle::{Record, source::RecordSource};

/// What a source gives: a line and a record type, or a code and a problem.
fn outcomes(mut source: impl RecordSource) -> Vec<String> {
    let mut results = Vec::new();
    while let Some(result) = source.next_record() {
        results.push(result);
    }
    assert!(source.next_record().is_none(), "an end is an end");
    assert_eq!(source.place(results.len()), None);
    let outcome = |(position, result): (usize, &Result<Record, _>)| match result {
        Ok(record) => {
            let (file, line) = source.place(position).expect("every record has a place");
            format!("{file}:{line} {}", record.record_type())
        }
        Err(problem) => {
            let problem: &nhi_lifecycle::Problem = problem;
            let place = problem.file.clone().zip(problem.line);
            assert!(place.is_some(), "{problem}");
            format!("{} {problem}", problem.code)
        }
    };
    results.iter().enumerate().map(outcome).collect()
}

/// Each outcome begins with what is expected of it.
fn assert_outcomes(found: &[String], expected: &[&str], input: &[u8]) {
    let fits = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    let shown: String = input.escape_ascii().to_string().chars().take(300).collect();
    assert!(fits, "{shown}\nfound {found:#?}\nexpected {expected:#?}");
}

/// All records of a source that has no problems.
fn records(mut source: impl RecordSource) -> Vec<Record> {
    std::iter::from_fn(|| source.next_record()).map(|record| record.expect("a good record")).collect()
}

#[test]
fn sources_go_to_other_threads() {
    fn check<T: Send + Sync>() {}
    check::<nhi_import::Files>();
    check::<nhi_import::JsonLines<&[u8]>>();
    check::<nhi_import::Table<&[u8]>>();
}
