//! How far every live credential reaches.

use super::{
    condense::Components,
    count::count,
    estimate::{STANDARD_ERROR, estimate, seed},
    places::{NOWHERE, Places},
};
use crate::{
    analysis::{
        moment::{Moment, World},
        view::View,
    },
    error::Error,
    facts::Slot,
    graph::Snapshot,
    id::{CredentialRef, Reference},
    relation::Privilege,
    time::Instant,
};

/// The size of the radius of every live credential at an instant, exactly.
///
/// As [`Radii::at_least`] with [`Privilege::Read`], to the end.
///
/// ```
/// use nhi_lifecycle::{Context, Instant, Inventory, Record, analysis};
///
/// let records = r#"
/// {"record":"asset","id":"host","kind":"server","stage":"in_use"}
/// {"record":"asset","id":"vm","kind":"virtual_machine","stage":"in_use","runs_on":"host"}
/// {"record":"identity","id":"bot","kind":"bot","status":"active"}
/// {"record":"relation","kind":"entitled_to","from":"identity:bot","to":"asset:host","privilege":"admin"}
/// {"record":"credential","id":"bot-key","kind":"api_key","status":"active","identity":"bot"}
/// {"record":"credential","id":"vm-key","kind":"api_key","status":"active","issued_by":"vm"}
/// "#;
/// let records = records.lines().filter(|line| !line.is_empty()).map(serde_json::from_str);
/// let now: Instant = "2026-03-01T00:00:00Z".parse()?;
/// let mut inventory = Inventory::new();
/// inventory.add(records.collect::<Result<Vec<Record>, _>>()?, &Context::at(now))?;
///
/// let radii = analysis::blast_radii(&inventory.snapshot(), now);
/// let sizes: Vec<_> = radii.iter().map(|radius| (radius.credential(), radius.assets())).collect();
/// assert_eq!(sizes, [("bot-key", 2), ("vm-key", 1)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn blast_radii(snapshot: &Snapshot, at: Instant) -> Radii {
    let all = Radii::at_least(snapshot, at, Privilege::Read, || true);
    // Nobody said no.
    all.unwrap_or_else(|| Radii { of: Sizes::none(snapshot, at, Privilege::Read) })
}

/// For every live credential at an instant, how many assets it lets its holder enter: the largest radius first, then by id.
#[derive(Clone, Debug)]
pub struct Radii {
    of: Sizes<u32>,
}

impl Radii {
    /// Counts the assets that each live credential lets its holder enter with at least this privilege. `go_on` is asked after each
    /// part of the work; none if it said no.
    ///
    /// O(records + relations) wherever credentials lead to each other in rings, chains, trees, or domains of some thousand
    /// assets, and n log n for n credentials to sort them. In general nobody knows how to count what every place of a graph leads
    /// to in much less than the product of the two: here it is at most one step for every 512 assets and every relation that leads
    /// to them, directly or not. That is a second or two for a hundred thousand assets in one tangle without rings, and minutes for a
    /// million; [`EstimatedRadii`] never takes longer than a few sweeps.
    #[must_use]
    pub fn at_least(
        snapshot: &Snapshot,
        at: Instant,
        least: Privilege,
        mut go_on: impl FnMut() -> bool,
    ) -> Option<Self> {
        let layout = Layout::new(snapshot, at, least, &mut go_on)?;
        let Layout { moment, doors, components, weights } = layout;
        let counts = count(&components, weights, &mut go_on)?;
        let sizes = Sizes::new(&moment, least, &doors, &components, &counts);
        Some(Self { of: sizes })
    }

    /// The instant it is about.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.of.at
    }

    /// The privilege with which an asset is entered at least to be counted.
    #[must_use]
    pub fn least(&self) -> Privilege {
        self.of.least
    }

    /// How many live credentials there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The radius at this place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Radius<'_>> {
        let (credential, assets) = self.of.get(index)?;
        Some(Radius { credential, assets })
    }

    /// The radii, the largest first, then by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Radius<'_>> {
        self.of.iter().map(|(credential, assets)| Radius { credential, assets })
    }

    /// How many assets a credential lets its holder enter; none if it is not live.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a credential that the snapshot neither holds nor refers to.
    pub fn of(&self, credential: &CredentialRef) -> Result<Option<u32>, Error> {
        self.of.of(credential)
    }
}

/// The size of one credential's radius.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Radius<'a> {
    credential: &'a str,
    assets: u32,
}

impl<'a> Radius<'a> {
    /// The id of the credential.
    #[must_use]
    pub fn credential(&self) -> &'a str {
        self.credential
    }

    /// How many assets it lets its holder enter.
    #[must_use]
    pub fn assets(&self) -> u32 {
        self.assets
    }
}

/// For every live credential at an instant, *about* how many assets it lets its holder enter: the largest estimate first, then by id.
///
/// For inventories in which counting takes too long (see [`Radii::at_least`]). An estimate says which credentials reach far, and about
/// how far; it is no evidence.
#[derive(Clone, Debug)]
pub struct EstimatedRadii {
    of: Sizes<f32>,
}

impl EstimatedRadii {
    /// The standard error of each estimate, as a share of what is estimated. That none is reached is always exact.
    pub const STANDARD_ERROR: f64 = STANDARD_ERROR;

    /// Estimates what [`Radii::at_least`] counts. The same inventory gives the same estimates. `go_on` is asked after each part of the
    /// work; none if it said no. O(records + relations), whatever leads to what.
    #[must_use]
    pub fn at_least(
        snapshot: &Snapshot,
        at: Instant,
        least: Privilege,
        mut go_on: impl FnMut() -> bool,
    ) -> Option<Self> {
        let places = Layout::new(snapshot, at, least, &mut go_on)?;
        let Layout { moment, doors, components, weights } = places;
        let mut seeds = vec![0_u64; weights.len()];
        for (node, asset) in Places::assets(moment.snapshot.facts.assets.len(), least) {
            let seed = seed(snapshot.facts.id(Slot::asset(asset)));
            let sum = &mut seeds[components.of[node as usize] as usize];
            *sum = sum.wrapping_add(seed);
        }
        let estimates = estimate(&components, &weights, &seeds, &mut go_on)?;
        let sizes = Sizes::new(&moment, least, &doors, &components, &estimates);
        Some(Self { of: sizes })
    }

    /// The instant it is about.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.of.at
    }

    /// The privilege with which an asset is entered at least to be counted.
    #[must_use]
    pub fn least(&self) -> Privilege {
        self.of.least
    }

    /// How many live credentials there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of the credential at this place, and about how many assets it lets its holder enter.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<(&str, f32)> {
        self.of.get(index)
    }

    /// The credentials and their estimates, the largest first, then by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, f32)> {
        self.of.iter()
    }

    /// About how many assets a credential lets its holder enter; none if it is not live.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a credential that the snapshot neither holds nor refers to.
    pub fn of(&self, credential: &CredentialRef) -> Result<Option<f32>, Error> {
        self.of.of(credential)
    }
}

/// The places of an instant, without rings.
struct Layout {
    moment: Moment,
    doors: Vec<u32>,
    components: Components,
    /// For each component, how many assets one is in by being there.
    weights: Vec<u32>,
}

impl Layout {
    fn new(snapshot: &Snapshot, at: Instant, least: Privilege, go_on: &mut impl FnMut() -> bool) -> Option<Self> {
        let moment = Moment::new(snapshot, at, World::AsRecorded);
        let Places { arrows, doors } = Places::new(&moment, go_on)?;
        let components = Components::new(&arrows, go_on)?;
        let mut weights = vec![0; components.successors.len() as usize];
        for (node, _) in Places::assets(snapshot.facts.assets.len(), least) {
            weights[components.of[node as usize] as usize] += 1;
        }
        Some(Self { moment, doors, components, weights })
    }
}

/// A size for each live credential.
#[derive(Clone, Debug)]
struct Sizes<T> {
    snapshot: Snapshot,
    at: Instant,
    least: Privilege,
    /// By credential; none for one that is not live.
    sizes: Vec<Option<T>>,
    order: Vec<u32>,
}

impl<T: Copy + Default + PartialOrd> Sizes<T> {
    fn none(snapshot: &Snapshot, at: Instant, least: Privilege) -> Self {
        Self { snapshot: snapshot.clone(), at, least, sizes: Vec::new(), order: Vec::new() }
    }

    fn new(moment: &Moment, least: Privilege, doors: &[u32], components: &Components, of: &[T]) -> Self {
        let sizes = (0..).zip(doors).map(|(credential, door)| match *door {
            _ if !moment.is_live(credential) => None,
            NOWHERE => Some(T::default()),
            door => Some(of[components.of[door as usize] as usize]),
        });
        let sizes: Vec<Option<T>> = sizes.collect();
        let order = in_order(&moment.snapshot, &sizes);
        Self { snapshot: moment.snapshot.clone(), at: moment.at, least, sizes, order }
    }

    fn get(&self, index: usize) -> Option<(&str, T)> {
        self.order.get(index).and_then(|credential| self.sized(*credential))
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = (&str, T)> {
        let credentials = self.order.iter();
        credentials.map(|credential| self.sized(*credential).unwrap_or_default())
    }

    fn sized(&self, credential: u32) -> Option<(&str, T)> {
        let size = self.sizes[credential as usize]?;
        Some((self.snapshot.facts.credentials.names.text(credential), size))
    }

    fn of(&self, credential: &CredentialRef) -> Result<Option<T>, Error> {
        let reference = Reference::from(credential.clone());
        let slot = self.snapshot.find(&reference).ok_or(Error::NotFound(reference))?;
        Ok(self.sizes.get(slot.index as usize).copied().flatten())
    }
}

/// The live credentials, the largest first, then by id.
fn in_order<T: Copy + PartialOrd>(snapshot: &Snapshot, sizes: &[Option<T>]) -> Vec<u32> {
    let by_id = (0_u32..).zip(snapshot.credentials_by_id());
    let mut keyed: Vec<(T, u32, u32)> =
        by_id.filter_map(|(rank, credential)| Some((sizes[*credential as usize]?, rank, *credential))).collect();
    keyed.sort_unstable_by(|a, b| {
        let by_size = b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal);
        by_size.then(a.1.cmp(&b.1))
    });
    keyed.into_iter().map(|(.., credential)| credential).collect()
}
