//! One source as it is read: what its entries gave so far, and the account kept of it.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nhi_lifecycle::{
    Code, Id, Problem, Record, Reference,
    asset::{Asset, AssetKind, Stage},
    id::{AssetRef, IdentityRef},
    identity::{Identity, IdentityKind, IdentityStatus},
    limits::Limits,
    list::List,
    relation::{Privilege, Relation, RelationKind},
};
use serde_json::{Map, Value};

use super::{
    document::AROUND,
    format::Format,
    item::Item,
    report::{LoadReport, Skipped, shown},
};
use crate::lines::Budget;

/// Why an entry gives no record.
#[derive(Debug)]
pub(crate) struct Skip(pub(crate) String);

/// Where an entry begins.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) file: Arc<str>,
    /// From 1.
    pub(crate) line: u64,
}

/// A record, and the entry that shows it.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) record: Record,
    pub(crate) place: Place,
}

/// A record as a source gave it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) record: Record,
    pub(crate) place: Place,
    /// Which of the sources, by position.
    pub(crate) source: usize,
    /// Whether the source just names it: what another shows of it counts, and nothing of this.
    pub(crate) mentioned: bool,
    /// Fields that the reader assumed; they yield to what another source says.
    pub(crate) assumed: &'static [&'static str],
}

/// The state of reading one source. Readers of formats see it through their [`Item`].
pub(crate) struct Reading<'a> {
    format: &'static Format,
    source: usize,
    /// The account, tenant, organisation or host that the export comes from, as the caller says.
    scope: Option<&'a str>,
    limits: Limits,
    budget: RefCell<Budget>,
    over: RefCell<Option<Problem>>,
    /// The entry at hand: its place, and its position in the file.
    place: RefCell<(Place, usize)>,
    /// The fields that readers asked for, by the path of their object.
    asked: RefCell<BTreeMap<String, BTreeSet<String>>>,
    pub(super) report: RefCell<LoadReport>,
    entries: RefCell<Vec<Entry>>,
    /// What was mentioned so far.
    mentions: RefCell<BTreeSet<Record>>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        format: &'static Format,
        source: usize,
        name: &str,
        scope: Option<&'a str>,
        limits: &Limits,
    ) -> Self {
        let report = LoadReport { source: name.to_owned(), format: format.name, ..LoadReport::default() };
        Self {
            format,
            source,
            scope,
            limits: *limits,
            budget: RefCell::new(Budget::new(limits)),
            over: RefCell::new(None),
            place: RefCell::new((Place { file: Arc::from(name), line: 1 }, 0)),
            asked: RefCell::default(),
            report: RefCell::new(report),
            entries: RefCell::default(),
            mentions: RefCell::default(),
        }
    }

    /// The account, tenant, organisation or host that the export comes from, where the caller says it.
    pub(crate) fn scope(&self) -> Option<&'a str> {
        self.scope
    }

    /// What reports and access rows call the source.
    pub(crate) fn source_name(&self) -> String {
        self.report.borrow().source.clone()
    }

    /// Looks beside a list whether it was cut into pages, as the systems that page their answers say it.
    fn look_around(&self, around: &Item<'_>) {
        const NEXT: &[&str] = &["NextToken", "nextToken", "nextPageToken", "@odata.nextLink", "next"];
        const TOTAL: &[&str] = &["total", "total_count", "count"];
        let cut = around.has("IsTruncated") && around.truth("IsTruncated") == Some(true);
        let goes_on = around.item("metadata").is_some_and(|metadata| metadata.text("continue").is_some());
        if cut || goes_on || around.first(NEXT).is_some() {
            self.incomplete("a page is missing: the answer was cut; export all pages");
        }
        let given = self.report.borrow().entries;
        if around.first(TOTAL).and_then(|total| total.parse::<usize>().ok()).is_some_and(|total| total > given) {
            self.incomplete("pages are missing: the system holds more entries than were exported");
        }
    }

    /// The longest text that is kept.
    pub(super) fn field_bytes(&self) -> usize {
        self.limits.field_bytes
    }

    /// An id within the system: `okta:user/00u1`, or `netbox/berlin:device/7` where the caller names a scope.
    pub(crate) fn id(&self, what: &str, key: &str) -> Result<Id, Skip> {
        let system = self.format.system;
        let text = match self.scope {
            Some(scope) => format!("{system}/{scope}:{what}/{key}"),
            None => format!("{system}:{what}/{key}"),
        };
        id(&text)
    }

    /// Adds a record that the source shows.
    pub(crate) fn push(&self, record: impl Into<Record>) {
        self.add(record.into(), false, &[]);
    }

    /// Adds a record of which these fields are assumed.
    pub(crate) fn push_assuming(&self, record: impl Into<Record>, assumed: &'static [&'static str]) {
        self.add(record.into(), false, assumed);
    }

    /// Adds a stand-in for what the source names and does not show.
    pub(crate) fn mention(&self, record: impl Into<Record>) {
        self.add(record.into(), true, &[]);
    }

    /// An asset that the source names: it is in use as far as is known, which is said in the report.
    pub(crate) fn mention_asset(
        &self,
        text: &str,
        kind: AssetKind,
        name: &str,
        assumed: &'static str,
    ) -> Result<Id, Skip> {
        let own = id(text)?;
        let mut record = Asset::new(own.clone(), kind, Stage::InUse);
        record.name = Some(name.to_owned());
        self.assume(assumed);
        self.mention(record);
        Ok(own)
    }

    /// The system itself, by its scope where the caller names one.
    pub(crate) fn mention_system(&self, kind: AssetKind, name: &str, assumed: &'static str) -> Result<Id, Skip> {
        let system = self.format.system;
        let text = self.scope.map_or_else(|| system.to_owned(), |scope| format!("{system}:{scope}"));
        self.mention_asset(&text, kind, name, assumed)
    }

    /// An identity that the source names: it is active as far as is known, which is said in the report.
    pub(crate) fn mention_identity(
        &self,
        own: Id,
        kind: IdentityKind,
        name: Option<String>,
        assumed: &'static str,
    ) -> Id {
        let mut record = Identity::new(own.clone(), kind, IdentityStatus::Active);
        record.name = name;
        self.assume(assumed);
        self.mention(record);
        own
    }

    /// Adds a relation without beginning and end.
    pub(crate) fn relate(&self, kind: RelationKind, from: impl Into<Reference>, to: impl Into<Reference>) {
        self.push(Relation::new(kind, from.into(), to.into()));
    }

    /// Adds an attachment that is assumed: it holds where an owner of the asset is known.
    pub(crate) fn attach_assuming(&self, identity: &Id, asset: &Id, assumed: &'static str) {
        let ends = (IdentityRef::from(identity.clone()).into(), AssetRef::from(asset.clone()).into());
        self.assume(assumed);
        self.push_assuming(Relation::new(RelationKind::AttachedTo, ends.0, ends.1), &["from", "to"]);
    }

    /// Adds an entitlement.
    pub(crate) fn entitle(&self, from: impl Into<Reference>, to: impl Into<Reference>, privilege: Privilege) {
        let relation = Relation::new(RelationKind::EntitledTo, from.into(), to.into());
        self.push(Relation { privilege: Some(privilege), ..relation });
    }

    fn add(&self, record: Record, mentioned: bool, assumed: &'static [&'static str]) {
        if self.over.borrow().is_some() {
            return;
        }
        // A log names the same few things in every line; told once is enough.
        if mentioned && !self.mentions.borrow_mut().insert(record.clone()) {
            return;
        }
        if let Err(problem) = self.budget.borrow_mut().take_record() {
            *self.over.borrow_mut() = Some(problem);
            return;
        }
        let mut report = self.report.borrow_mut();
        let counts = if mentioned { &mut report.mentioned } else { &mut report.records };
        *counts.entry(record.record_type()).or_default() += 1;
        let place = self.place.borrow().0.clone();
        self.entries.borrow_mut().push(Entry { record, place, source: self.source, mentioned, assumed });
    }

    /// Says what was taken for granted for one record.
    pub(crate) fn assume(&self, sentence: &'static str) {
        *self.report.borrow_mut().assumptions.entry(sentence).or_default() += 1;
    }

    /// What takes the entries of this file.
    pub(crate) fn intake(&self, file: &Arc<str>) -> Intake<'_> {
        Intake { reading: self, file: Arc::clone(file), index: Cell::new(0) }
    }

    /// Says that the entry at hand is understood and gives no record.
    pub(crate) fn leave_out(&self, what: &'static str) {
        *self.report.borrow_mut().left_out.entry(what).or_default() += 1;
    }

    /// Says what the export says is missing from it.
    pub(crate) fn incomplete(&self, what: &'static str) {
        *self.report.borrow_mut().incomplete.entry(what).or_default() += 1;
    }

    pub(super) fn asked(&self, path: &str, name: &str) {
        let mut asked = self.asked.borrow_mut();
        match asked.get_mut(path) {
            Some(names) if names.contains(name) => {}
            Some(names) => {
                names.insert(name.to_owned());
            }
            None => {
                asked.insert(path.to_owned(), BTreeSet::from([name.to_owned()]));
            }
        }
    }

    /// Reads one entry. What can't be read of it is noted; an error is a limit that was met.
    fn take(&self, file: &Arc<str>, list: &str, value: &Value, line: u64, index: usize) -> Result<(), Problem> {
        *self.place.borrow_mut() = (Place { file: Arc::clone(file), line }, index);
        if list != AROUND {
            let entries = &mut self.report.borrow_mut().entries;
            *entries += 1;
            // Also those that give no record take their time.
            if *entries > self.limits.records {
                let limit = self.limits.records;
                let message = format!(
                    "the source holds more entries than the limit of {limit} records; split it or raise the limit"
                );
                return Err(Problem::new(Code::LimitExceeded, message).in_file(Arc::clone(file), line));
            }
        }
        match value {
            Value::Object(fields) if list == AROUND => {
                self.look_around(&Item::top(self, list, fields));
                self.count_unread(list, fields);
            }
            Value::Object(fields) => {
                let item = Item::top(self, list, fields);
                if let Err(Skip(why)) = (self.format.read)(&item) {
                    self.skip(why);
                }
                self.count_unread(list, fields);
            }
            _ => self.skip("not an object".to_owned()),
        }
        self.over.borrow_mut().take().map_or(Ok(()), |problem| Err(problem.in_file(Arc::clone(file), line)))
    }

    /// Notes that the entry at hand gives no record.
    pub(crate) fn skip(&self, why: String) {
        let (Place { file, line }, index) = self.place.borrow().clone();
        self.report.borrow_mut().skip(Skipped { file, line, index, why });
    }

    /// Counts the fields that no reader asked for, within the objects that one did.
    fn count_unread(&self, list: &str, fields: &Map<String, Value>) {
        let asked = self.asked.borrow();
        let mut report = self.report.borrow_mut();
        let mut rest = vec![(list.to_owned(), fields)];
        while let Some((path, fields)) = rest.pop() {
            let known = asked.get(&path);
            for (name, value) in fields {
                let inner = super::item::joined(&path, name);
                if !known.is_some_and(|names| names.contains(name)) {
                    // The path to it is of known names; its own may be anything.
                    let field = super::item::joined(&path, &shown(name));
                    LoadReport::count(&mut report.unread_fields, field);
                } else if asked.contains_key(&inner) {
                    match value {
                        Value::Object(fields) => rest.push((inner, fields)),
                        Value::Array(values) => {
                            rest.extend(values.iter().filter_map(|value| Some((inner.clone(), value.as_object()?))));
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    pub(crate) fn finish(self) -> (Vec<Entry>, LoadReport) {
        (self.entries.into_inner(), self.report.into_inner())
    }
}

/// Takes what one file gives, entry by entry.
pub(crate) struct Intake<'a> {
    reading: &'a Reading<'a>,
    file: Arc<str>,
    /// The position of the next entry.
    index: Cell<usize>,
}

impl Intake<'_> {
    /// One entry, and the name of the list that holds it.
    pub(crate) fn entry(&self, list: &str, value: &Value, line: u64) -> Result<(), Problem> {
        self.reading.take(&self.file, list, value, line, self.index.replace(self.index.get() + 1))
    }

    /// A name stands twice in one object.
    pub(crate) fn field_twice(&self, name: &str) {
        self.twice("of two fields with the same name in an object the last is the right one", name, "the first");
    }

    /// A column's name stands twice in the header.
    pub(crate) fn column_twice(&self, name: &str) {
        self.twice("of two columns with the same name the first is the right one", name, "the second");
    }

    fn twice(&self, assumed: &'static str, name: &str, unread: &str) {
        self.reading.assume(assumed);
        let mut report = self.reading.report.borrow_mut();
        LoadReport::count(&mut report.unread_fields, format!("{} ({unread})", shown(name)));
    }

    /// The file is not in UTF-8.
    pub(crate) fn not_utf8(&self) {
        self.reading.assume("a table that is not in UTF-8 is in Windows-1252");
    }
}

/// An id, or why the entry can't have one.
pub(crate) fn id(text: &str) -> Result<Id, Skip> {
    text.parse().map_err(|invalid: nhi_lifecycle::id::InvalidId| Skip(invalid.to_string()))
}

/// A reference to an asset.
pub(crate) fn asset(id: &Id) -> AssetRef {
    id.clone().into()
}

/// A reference to an identity.
pub(crate) fn identity(id: &Id) -> IdentityRef {
    id.clone().into()
}

/// A list of one.
pub(crate) fn one<T>(value: T) -> List<T> {
    List(vec![value])
}
