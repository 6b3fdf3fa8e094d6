//! An inventory and its monitor in one place, for hosts that hand out both as objects of their own.
//!
//! A [`Monitor`] owns its inventory, which a language without ownership can't say. Here the inventory can be asked at any time; while it
//! is monitored it changes through its monitor alone, so that the monitor misses nothing. Locks are the host's.

use std::sync::{Arc, Weak};

use super::Monitor;
use crate::{error::Error, inventory::Inventory, time::Instant};

/// An inventory that may be monitored.
///
/// ```
/// use nhi_lifecycle::{Inventory, monitor::Monitorable};
///
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let mut shared = Monitorable::new(Inventory::new());
/// let ticket = shared.begin(now)?;
/// assert!(shared.monitor(&ticket)?.is_empty());
/// assert!(shared.inventory_mut().is_err());
///
/// drop(ticket);
/// assert!(shared.inventory_mut().is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Monitorable(Held);

#[derive(Debug)]
enum Held {
    Free(Inventory),
    Monitored(Box<Monitor>, Weak<()>),
}

/// Who holds it has the monitor; it ends when the ticket is dropped, wherever that happens and whoever has the lock.
#[derive(Debug)]
pub struct Ticket(Arc<()>);

impl Monitorable {
    /// An inventory that is not monitored.
    #[must_use]
    pub fn new(inventory: Inventory) -> Self {
        Self(Held::Free(inventory))
    }

    /// The inventory, monitored or not.
    #[must_use]
    pub fn inventory(&self) -> &Inventory {
        match &self.0 {
            Held::Free(inventory) => inventory,
            Held::Monitored(monitor, _) => monitor.inventory(),
        }
    }

    /// The inventory, to be changed.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] while it is monitored.
    pub fn inventory_mut(&mut self) -> Result<&mut Inventory, Error> {
        self.release();
        match &mut self.0 {
            Held::Free(inventory) => Ok(inventory),
            Held::Monitored(..) => {
                let message = "this inventory is monitored, and changes through its monitor alone; apply, observe or act there, \
                               or end the monitor first";
                Err(Error::InvalidArgument(message.to_owned()))
            }
        }
    }

    /// Begins to monitor the inventory at an instant. O(n log n) for n records.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] while it is monitored already.
    pub fn begin(&mut self, at: Instant) -> Result<Ticket, Error> {
        let inventory = std::mem::take(self.inventory_mut()?);
        let ticket = Ticket(Arc::new(()));
        self.0 = Held::Monitored(Box::new(Monitor::new(inventory, at)), Arc::downgrade(&ticket.0));
        Ok(ticket)
    }

    /// The monitor of this ticket.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for the ticket of another inventory.
    pub fn monitor(&self, ticket: &Ticket) -> Result<&Monitor, Error> {
        match &self.0 {
            Held::Monitored(monitor, own) if ticket.is(own) => Ok(monitor),
            _ => Err(foreign()),
        }
    }

    /// The monitor of this ticket, for whatever changes its inventory or lets time go on.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for the ticket of another inventory.
    pub fn monitor_mut(&mut self, ticket: &Ticket) -> Result<&mut Monitor, Error> {
        match &mut self.0 {
            Held::Monitored(monitor, own) if ticket.is(own) => Ok(monitor),
            _ => Err(foreign()),
        }
    }

    /// Takes the inventory back from a monitor whose ticket is gone.
    fn release(&mut self) {
        if let Held::Monitored(_, ticket) = &self.0
            && ticket.strong_count() == 0
            && let Held::Monitored(monitor, _) = std::mem::replace(&mut self.0, Held::Free(Inventory::new()))
        {
            self.0 = Held::Free(monitor.into_inventory());
        }
    }
}

impl Ticket {
    fn is(&self, other: &Weak<()>) -> bool {
        std::ptr::eq(Arc::as_ptr(&self.0), other.as_ptr())
    }
}

fn foreign() -> Error {
    Error::InvalidArgument("this is the ticket of another inventory's monitor".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{event::Context, record::Record};

    #[test]
    fn a_ticket_is_of_one_monitor() {
        let at = Instant::from_micros(0).unwrap();
        let (mut one, mut other) = (Monitorable::new(Inventory::new()), Monitorable::new(Inventory::new()));
        let ticket = one.begin(at).unwrap();
        assert!(one.begin(at).is_err() && other.monitor(&ticket).is_err() && other.monitor_mut(&ticket).is_err());
        let of_other = other.begin(at).unwrap();
        assert!(other.monitor(&ticket).is_err() && other.monitor(&of_other).is_ok());
        drop(ticket);
        let next = one.begin(at).unwrap();
        assert!(one.monitor(&next).is_ok());
    }

    #[test]
    fn what_was_applied_stays() {
        let at = Instant::from_micros(0).unwrap();
        let record = r#"{"record":"credential","id":"k","kind":"api_key","status":"active"}"#;
        let record: Record = serde_json::from_str(record).unwrap();
        let mut one = Monitorable::new(Inventory::new());
        let ticket = one.begin(at).unwrap();
        assert_eq!(one.monitor_mut(&ticket).unwrap().apply(record, &Context::at(at)).unwrap().len(), 1);
        assert_eq!(one.inventory().len(), 1);
        drop(ticket);
        assert_eq!(one.inventory_mut().unwrap().len(), 1);
    }
}
