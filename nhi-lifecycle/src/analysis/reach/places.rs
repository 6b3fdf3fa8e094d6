//! All places of an instant as the nodes of one graph.

use super::{
    arrows::Arrows,
    steps::{Place, Steps},
};
use crate::{
    analysis::{moment::Moment, view::View},
    identity::IdentityClass,
    relation::Privilege,
};

/// No node.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The graph of places: nodes are numbered assets first (three each, one a privilege), then identities, memberships and those
/// credentials that lead to two places.
pub(super) struct Places {
    pub(super) arrows: Arrows,
    /// For each credential, the node where its holder begins: its own, or as a credential is worth what it leads to, the only
    /// one that it leads to; `NOWHERE` if it leads to none or is not live.
    pub(super) doors: Vec<u32>,
}

const PRIVILEGES: u32 = Privilege::ALL.len() as u32;

fn asset_node(asset: u32, privilege: Privilege) -> u32 {
    asset * PRIVILEGES + u32::from(privilege.number() - 1)
}

struct Numbering {
    identities: u32,
    /// For each identity, the node of the membership in it; none but teams have one.
    memberships: Vec<u32>,
    teams: Vec<u32>,
    /// The first node of a credential.
    credentials: u32,
}

impl Numbering {
    fn new(moment: &Moment) -> Self {
        let facts = &moment.snapshot.facts;
        let identities = facts.assets.len() * PRIVILEGES;
        let memberships = identities + facts.identities.len();
        let is_team = |identity: &u32| facts.class(*identity) == Some(IdentityClass::Team);
        let teams: Vec<u32> = (0..facts.identities.len()).filter(is_team).collect();
        let credentials = memberships + teams.len() as u32;
        let mut of_team = vec![NOWHERE; facts.identities.len() as usize];
        for (node, team) in (memberships..).zip(&teams) {
            of_team[*team as usize] = node;
        }
        Self { identities, memberships: of_team, teams, credentials }
    }

    /// The node of a place; of a credential, its door.
    fn node(&self, place: Place, doors: &[u32]) -> u32 {
        match place {
            Place::Asset(asset, privilege) => asset_node(asset, privilege),
            Place::Identity(identity) => self.identities + identity,
            Place::Membership(team) => self.memberships[team as usize],
            Place::Credential(credential) => doors[credential as usize],
        }
    }
}

impl Places {
    /// O(records + relations). `go_on` is asked now and then; none if it said no.
    pub(super) fn new(moment: &Moment, go_on: &mut impl FnMut() -> bool) -> Option<Self> {
        let facts = &moment.snapshot.facts;
        let steps = Steps { snapshot: &moment.snapshot, view: moment };
        let numbering = Numbering::new(moment);
        let (doors, with_two) = doors(moment, &steps, &numbering);
        let mut arrows = Arrows::with_capacity(numbering.credentials as usize + with_two.len());
        let mut put = |place: Place, counts: bool| {
            if counts {
                steps.of(place, |step| match numbering.node(step.place(), &doors) {
                    NOWHERE => {}
                    node => arrows.push(node),
                });
            }
            arrows.close();
        };
        if !go_on() {
            return None;
        }
        for asset in 0..facts.assets.len() {
            let counts = moment.in_service(asset);
            Privilege::ALL.iter().for_each(|privilege| put(Place::Asset(asset, *privilege), counts));
        }
        if !go_on() {
            return None;
        }
        (0..facts.identities.len())
            .for_each(|identity| put(Place::Identity(identity), moment.being(identity).active()));
        numbering.teams.iter().for_each(|team| put(Place::Membership(*team), !moment.being(*team).gone()));
        with_two.iter().for_each(|credential| put(Place::Credential(*credential), true));
        go_on().then_some(Self { arrows, doors })
    }

    /// The nodes that stand for having entered one of so many assets with at least this privilege, each with its asset.
    pub(super) fn assets(assets: u32, least: Privilege) -> impl Iterator<Item = (u32, u32)> {
        (0..assets).map(move |asset| (asset_node(asset, least), asset))
    }
}

/// The door of each credential, and those with a node of their own.
fn doors(moment: &Moment, steps: &Steps<'_, Moment>, numbering: &Numbering) -> (Vec<u32>, Vec<u32>) {
    let mut with_two = Vec::new();
    let credentials = 0..moment.snapshot.facts.credentials.len();
    let door = |credential: u32| {
        if !moment.is_live(credential) {
            return NOWHERE;
        }
        let (mut door, mut places) = (NOWHERE, 0);
        steps.of(Place::Credential(credential), |step| {
            door = numbering.node(step.place(), &[]);
            places += 1;
        });
        if places > 1 {
            door = numbering.credentials + with_two.len() as u32;
            with_two.push(credential);
        }
        door
    };
    let doors = credentials.map(door).collect();
    (doors, with_two)
}
