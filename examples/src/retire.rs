//! A server on its way out: asked for step by step, refused with reasons, let through; then the same as a mere report.
//!
//! Nothing here decides: [`play`] hands records to the engine and keeps what it answers, [`tell`] writes those answers down.

use std::{
    error::Error,
    io::{self, Write},
};

use nhi_lifecycle::{
    Act, Context, Instant, Inventory, Record, Reference,
    analysis::{self, UngatedTransition},
    asset::Stage,
    blocker::Blocker,
    change::ChangeField,
    inventory::Transitioned,
    lifecycle::Lifecycle,
};

/// The server.
pub const SERVER: &str = "srv-7";

/// How wide the text is.
const WIDTH: usize = 100;

/// What there is before the story begins, when it begins, and when it is over.
const BEFORE: &str = include_str!("../data/retire/before.jsonl");
const BEGINS: &str = "2026-03-01T09:00:00Z";
const OVER: &str = "2026-03-31T09:00:00Z";

/// What a system without gates would have reported.
const REPORTED: &str = include_str!("../data/retire/reported.jsonl");

/// When the server is to enter a stage, and the records that come in before.
const STEPS: [(&str, Stage, &[&str]); 12] = [
    ("2026-03-02T09:00:00Z", Stage::Retired, &[]),
    ("2026-03-02T09:30:00Z", Stage::PendingRetirement, &[]),
    ("2026-03-03T09:00:00Z", Stage::Sanitized, &[]),
    (
        "2026-03-04T09:00:00Z",
        Stage::Sanitized,
        &[
            r#"{"record":"relation","kind":"runs_on","from":"asset:wiki","to":"asset:srv-7","until":"2026-03-03T20:00:00Z"}"#,
            r#"{"record":"relation","kind":"runs_on","from":"asset:wiki","to":"asset:srv-8","since":"2026-03-03T20:00:00Z"}"#,
            r#"{"record":"change","subject":"credential:backup-key","from":"active","to":"revoked","at":"2026-03-03T21:00:00Z"}"#,
        ],
    ),
    (
        "2026-03-05T09:00:00Z",
        Stage::Sanitized,
        &[
            r#"{"record":"evidence","id":"ev-1","subject":"asset:srv-7","kind":"data_preserved","at":"2026-03-04T12:00:00Z","by":"dana"}"#,
            r#"{"record":"evidence","id":"ev-2","subject":"asset:srv-7","kind":"sanitization","at":"2026-03-04T15:00:00Z","by":"tom","method":"purge","verified_by":"ines","media_serials":"DISK-A"}"#,
        ],
    ),
    (
        "2026-03-07T09:00:00Z",
        Stage::Sanitized,
        &[
            r#"{"record":"evidence","id":"ev-3","subject":"asset:srv-7","kind":"sanitization","at":"2026-03-06T15:00:00Z","by":"tom","method":"purge","verified_by":"tom","media_serials":"DISK-B"}"#,
        ],
    ),
    (
        "2026-03-08T09:00:00Z",
        Stage::Sanitized,
        &[
            r#"{"record":"evidence","id":"ev-4","subject":"asset:srv-7","kind":"sanitization","at":"2026-03-07T15:00:00Z","by":"tom","method":"purge","verified_by":"ines","media_serials":"DISK-B"}"#,
        ],
    ),
    ("2026-03-09T09:00:00Z", Stage::Retired, &[]),
    (
        "2026-03-10T09:00:00Z",
        Stage::Retired,
        &[
            r#"{"record":"change","subject":"identity:svc-backup","from":"active","to":"deprovisioned","at":"2026-03-09T14:00:00Z"}"#,
            r#"{"record":"relation","kind":"entitled_to","from":"identity:tom","to":"asset:srv-7","privilege":"admin","until":"2026-03-09T14:00:00Z"}"#,
            r#"{"record":"evidence","id":"ev-5","subject":"asset:srv-7","kind":"record_closed","at":"2026-03-09T15:00:00Z","by":"dana"}"#,
        ],
    ),
    ("2026-03-16T09:00:00Z", Stage::Disposed, &[]),
    (
        "2026-03-18T09:00:00Z",
        Stage::Disposed,
        &[
            r#"{"record":"evidence","id":"ev-6","subject":"asset:srv-7","kind":"disposal_certificate","at":"2026-03-17T10:00:00Z","by":"tom"}"#,
        ],
    ),
    (
        "2026-03-20T09:00:00Z",
        Stage::Disposed,
        &[
            r#"{"record":"coverage","source":"vpn","scope":"srv-7","from":"2026-03-01T00:00:00Z","until":"2026-03-20T09:00:00Z"}"#,
        ],
    ),
];

/// One attempt to take the server to a stage.
#[derive(Debug)]
pub struct Attempt {
    /// When.
    pub at: Instant,
    /// To which stage.
    pub to: Stage,
    /// What came in before it.
    pub came_in: Vec<Record>,
    /// What the dry run said just before; none where there is no such transition.
    pub dry_run: Option<Vec<Blocker>>,
    /// What the engine answered.
    pub answer: Result<Transitioned, nhi_lifecycle::Error>,
}

/// How a story ended.
#[derive(Debug)]
pub struct End {
    /// The stage of the server.
    pub stage: Option<&'static str>,
    /// What was found against the rules.
    pub found: Vec<UngatedTransition>,
}

/// Both stories.
#[derive(Debug)]
pub struct Story {
    /// Every attempt, in order.
    pub attempts: Vec<Attempt>,
    /// How the acts ended.
    pub acted: End,
    /// How the report ended.
    pub reported: End,
}

/// Plays both stories.
///
/// # Errors
/// Those of reading the records and of adding them. That an act is refused is an answer, and no error.
pub fn play() -> Result<Story, Box<dyn Error>> {
    let server = SERVER.parse()?;
    let mut inventory = begin()?;
    let mut attempts = Vec::new();
    for (at, to, lines) in STEPS {
        let at = at.parse()?;
        let came_in: Vec<Record> = lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
        if !came_in.is_empty() {
            inventory.add(came_in.clone(), &Context::at(at))?;
        }
        let dry_run = inventory.blockers(&server, to, at).ok();
        let answer = inventory.transition(&server, to, &Act::new(at, "dana", "end of life"));
        attempts.push(Attempt { at, to, came_in, dry_run, answer });
    }
    let mut other = begin()?;
    other.add(read(REPORTED)?, &Context::at(OVER.parse()?))?;
    Ok(Story { attempts, acted: end(&inventory)?, reported: end(&other)? })
}

fn begin() -> Result<Inventory, Box<dyn Error>> {
    let mut inventory = Inventory::new();
    inventory.add(read(BEFORE)?, &Context::at(BEGINS.parse()?))?;
    Ok(inventory)
}

/// The records of a file, after the line that says what it is.
fn read(text: &str) -> Result<Vec<Record>, serde_json::Error> {
    text.lines().skip(1).map(serde_json::from_str).collect()
}

fn end(inventory: &Inventory) -> Result<End, Box<dyn Error>> {
    let over = OVER.parse()?;
    let server: Reference = format!("asset:{SERVER}").parse()?;
    Ok(End {
        stage: inventory.value(&server, ChangeField::Stage, over)?,
        found: analysis::ungated_transitions(&inventory.snapshot(), over, &Lifecycle::default()),
    })
}

/// Tells both stories.
///
/// # Errors
/// Those of the writer, and of writing a record as JSON.
pub fn tell(story: &Story, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "How {SERVER}, a server in use, is retired by acts\n")?;
    for attempt in &story.attempts {
        for record in &attempt.came_in {
            wrapped(&mut out, "            + ", &in_words(record)?)?;
        }
        let Attempt { at, to, answer, .. } = attempt;
        let day = at.day();
        match answer {
            Ok(done) => {
                let gates: Vec<String> =
                    done.gates.iter().map(|gate| format!("{} {}", gate.gate, gate.verdict)).collect();
                let gates = if gates.is_empty() { "no gate asked".to_owned() } else { gates.join(", ") };
                wrapped(&mut out, &format!("{day}  "), &format!("DONE: {} to {}: {gates}", done.from, done.to))?;
            }
            Err(error) if error.blockers().is_empty() => {
                wrapped(&mut out, &format!("{day}  "), &format!("to {to}? No: {error}"))?;
            }
            Err(error) => {
                writeln!(out, "{day}  to {to}? No: {}", count(error.blockers().len()))?;
                blockers(&mut out, error.blockers())?;
            }
        }
    }
    conclusion(&mut out, &story.acted)?;
    writeln!(out, "\nThe same, reported by a system that asks for nothing\n")?;
    conclusion(&mut out, &story.reported)
}

fn conclusion(out: &mut impl Write, end: &End) -> io::Result<()> {
    let stage = end.stage.unwrap_or("unknown");
    writeln!(out, "In the end: {SERVER} is {stage}; ungated transitions: {}", end.found.len())?;
    for found in &end.found {
        let UngatedTransition { from, to, at, severity, blockers: failed, .. } = found;
        let said = if found.in_table {
            let gates: Vec<&str> = failed.iter().map(|blocker| &*blocker.gate).collect();
            format!("{} failed: {}", count(failed.len()), gates.join(", "))
        } else {
            "no such transition".to_owned()
        };
        let text = format!("ungated_transition, {severity}: {from} to {to}: {said}");
        wrapped(out, &format!("{}  ", at.day()), &text)?;
    }
    Ok(())
}

fn count(gates: usize) -> String {
    if gates == 1 { "1 gate".to_owned() } else { format!("{gates} gates") }
}

fn blockers(out: &mut impl Write, blockers: &[Blocker]) -> io::Result<()> {
    for Blocker { gate, verdict, message, .. } in blockers {
        wrapped(out, "            - ", &format!("{gate} ({verdict}): {message}"))?;
    }
    Ok(())
}

/// A record as it came in, field by field, without what the reader knows.
fn in_words(record: &Record) -> io::Result<String> {
    let fields = serde_json::to_value(record)?;
    let known = |name: &str, value: &str| name == "record" || (name == "subject" && value.ends_with(SERVER));
    let words = fields.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (!known(name, &value)).then(|| format!("{name} {value}"))
    });
    let words: Vec<String> = words.collect();
    Ok(format!("{}: {}", record_type(&fields), words.join(", ")))
}

fn record_type(fields: &serde_json::Value) -> &str {
    fields.get("record").and_then(serde_json::Value::as_str).unwrap_or("record")
}

/// Writes a text behind a prefix, in lines that are no wider than the page.
fn wrapped(out: &mut impl Write, prefix: &str, text: &str) -> io::Result<()> {
    let indent = prefix.chars().count();
    let mut column = indent;
    write!(out, "{prefix}")?;
    for (index, word) in text.split(' ').enumerate() {
        let width = word.chars().count();
        if index > 0 && column + 1 + width > WIDTH {
            write!(out, "\n{:indent$}", "")?;
            column = indent;
        } else if index > 0 {
            write!(out, " ")?;
            column += 1;
        }
        write!(out, "{word}")?;
        column += width;
    }
    writeln!(out)
}
