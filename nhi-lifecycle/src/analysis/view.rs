//! What the rules of the model read: the state of single records at one instant in one world, and the relations that hold then.
//!
//! Two things can be read so: a snapshot at an instant (`moment`), and the standing state that is kept up to date record by record
//! (`standing`). Each rule is written once, over this.

use super::{
    bearing::Bearing,
    being::Being,
    moment::{Service, World},
};
use crate::{
    facts::Slot,
    graph::{EdgeKind, Tag},
    time::Instant,
};

/// The state of records and relations at one instant in one world.
pub(crate) trait View {
    fn at(&self) -> Instant;
    fn world(&self) -> World;

    /// Where the relations of a record lead, whenever they hold: neighbours and tags.
    fn ever_out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_;
    /// Where the relations to a record come from, whenever they hold.
    fn ever_back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_;
    fn tag(&self, number: u32) -> &Tag;
    /// Whether relations with this tag hold.
    fn holds(&self, tag: u32) -> bool;
    /// Whether there can be any relation of this kind.
    fn has(&self, kind: EdgeKind) -> bool;

    fn service(&self, asset: u32) -> Service;
    fn being(&self, identity: u32) -> Being;
    fn is_live(&self, credential: u32) -> bool;
    /// Whether an asset is of high or critical criticality, in production or in an unknown environment.
    fn is_weighty(&self, asset: u32) -> bool;
    /// Whether a record bears this id; otherwise it is absent.
    fn is_present(&self, slot: Slot) -> bool;

    /// Where the relations of a record lead that hold at this instant.
    #[inline]
    fn out(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        self.out_tagged(kind, index).map(|(end, _)| end)
    }

    /// Where the relations to a record come from that hold at this instant.
    #[inline]
    fn back(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        self.ever_back(kind, index).filter(|(_, tag)| self.holds(*tag)).map(|(end, _)| end)
    }

    /// The same as [`Self::out`], with the tag of each.
    #[inline]
    fn out_tagged(&self, kind: EdgeKind, index: u32) -> impl Iterator<Item = (u32, u32)> + Clone + '_ {
        self.ever_out(kind, index).filter(|(_, tag)| self.holds(*tag))
    }

    /// What the ends of those relations come to; `of` says it of each.
    #[inline]
    fn join(&self, kind: EdgeKind, index: u32, of: impl Fn(u32) -> Bearing) -> Bearing {
        self.out(kind, index).fold(Bearing::default(), |all, end| all | of(end))
    }

    /// Whether a record is absent and taken to be present.
    #[inline]
    fn is_assumed(&self, slot: Slot) -> bool {
        self.world() == World::AbsentPresent && !self.is_present(slot)
    }

    #[inline]
    fn in_service(&self, asset: u32) -> bool {
        self.service(asset) == Service::In
    }

    /// Whether this identity is an active non-human one.
    #[inline]
    fn acts_on_its_own(&self, identity: u32) -> bool {
        let being = self.being(identity);
        being.active() & being.is_non_human()
    }
}
