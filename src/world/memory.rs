//! A short memory of what was drawn for neighbouring days, so that a run of days draws each once.
//!
//! Everything remembered is a pure function of its address: forgetting costs time and changes
//! nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::LOOK_AHEAD;
use super::auction::RegionDay;
use super::orders::Order;
use super::response::PlatformResponse;
use super::strangers::{LONGEST_RETURN, Strangers};

/// Days kept beyond what a day looks at, for threads that are not on the same day.
const SLACK: usize = 16;

type Address = (usize, usize);

#[derive(Debug)]
struct Recent<V> {
    capacity: usize,
    entries: Mutex<BTreeMap<Address, Arc<V>>>,
}

impl<V> Recent<V> {
    fn new(capacity: usize) -> Self {
        Recent { capacity, entries: Mutex::new(BTreeMap::new()) }
    }

    fn get(&self, address: Address, make: impl FnOnce() -> V) -> Arc<V> {
        // A thread that panicked while it held the lock left a complete map behind.
        let lock = || self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().get(&address) {
            return Arc::clone(found);
        }
        let made = Arc::new(make());
        let mut entries = lock();
        entries.insert(address, Arc::clone(&made));
        while entries.len() > self.capacity {
            // The oldest day goes first, unless it is the one just made.
            let oldest = entries.keys().find(|&&key| key != address).copied();
            let Some(oldest) = oldest else { break };
            entries.remove(&oldest);
        }
        made
    }
}

/// Orders, live ads, sales and first visits of recent days.
#[derive(Debug)]
pub struct Memory {
    orders: Recent<Vec<Order>>,
    live: Recent<RegionDay>,
    sold: Recent<Vec<(u32, u32)>>,
    strangers: Recent<Strangers>,
}

impl Memory {
    /// A memory long enough for what a day looks at.
    pub fn new(regions: usize, responses: &[PlatformResponse]) -> Self {
        let longest = responses.iter().map(|response| response.max_lag).max().unwrap_or(0);
        let ahead = LOOK_AHEAD as usize;
        Memory {
            orders: Recent::new((ahead + SLACK) * regions),
            live: Recent::new((longest + SLACK) * regions),
            sold: Recent::new((28 + SLACK) * regions),
            strangers: Recent::new((LONGEST_RETURN + SLACK) * regions),
        }
    }

    pub(super) fn orders(
        &self,
        t: usize,
        r: usize,
        make: impl FnOnce() -> Vec<Order>,
    ) -> Arc<Vec<Order>> {
        self.orders.get((t, r), make)
    }

    pub(super) fn live(
        &self,
        t: usize,
        r: usize,
        make: impl FnOnce() -> RegionDay,
    ) -> Arc<RegionDay> {
        self.live.get((t, r), make)
    }

    pub(super) fn sold(
        &self,
        t: usize,
        r: usize,
        make: impl FnOnce() -> Vec<(u32, u32)>,
    ) -> Arc<Vec<(u32, u32)>> {
        self.sold.get((t, r), make)
    }

    pub(super) fn strangers(
        &self,
        t: usize,
        r: usize,
        make: impl FnOnce() -> Strangers,
    ) -> Arc<Strangers> {
        self.strangers.get((t, r), make)
    }
}
