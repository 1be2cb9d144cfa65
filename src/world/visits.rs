//! Visits in detail: who makes each, on what device, where from, and what for.

use super::behaviour::Aim;
use super::customers::Cause;
use super::day::{Day, DayTouch, Origin, VISITS};
use super::features::Arrival;
use super::ids::RowId;
use super::orders::{Order, device_at};
use super::strangers::by_customer;
use super::touches::landing_seconds;
use crate::random::Key;
use crate::random::distributions::weighted;
use crate::random::names::{CLICK, ORDER_SOURCE, VISIT_VISITOR};
use crate::scenario::VisitSource;

/// Source, in ids, of visitors without an account.
const STRANGERS: u8 = 61;
/// How often a visit by an existing customer looks for one who is still alive.
const VISITOR_TRIES: u64 = 12;

/// Who makes a visit.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Address of the person.
    pub row: RowId,
    /// Whether it is a customer whose account is known.
    pub account: bool,
    /// Whether this person was here before.
    pub returning: bool,
    /// The key of what belongs to the person.
    pub key: Key,
}

impl Day<'_> {
    /// Address of a visit.
    #[inline]
    pub fn visit_row(&self, origin: Origin) -> RowId {
        match origin {
            Origin::Order(place) => self.orders()[place as usize].row,
            Origin::Touch(place) => self.row_of(VISITS, place),
            Origin::Paid { cell, n } => {
                self.row_of(VISITS, self.cells()[cell as usize].first_visit + n)
            }
            Origin::Free { context, n } => {
                self.row_of(VISITS, self.free()[context as usize].first_visit + n)
            }
        }
    }

    fn row_of(&self, source: u8, number: u32) -> RowId {
        RowId::new(self.number, self.r, source, u64::from(number))
    }

    /// Key of a visit's own draws.
    #[inline]
    pub fn visit_key(&self, origin: Origin) -> Key {
        match origin {
            Origin::Order(place) => self.orders()[place as usize].key(self.world),
            Origin::Touch(place) => self.touches()[place as usize].touch.key(),
            Origin::Paid { cell, n } => self.cells()[cell as usize].visits.at(u64::from(n)),
            Origin::Free { context, n } => self.free()[context as usize].visits.at(u64::from(n)),
        }
    }

    /// Who makes a visit.
    pub fn visitor(&self, origin: Origin) -> Visitor {
        match origin {
            Origin::Order(place) => {
                let order = &self.orders()[place as usize];
                let start = order.visit_start(self.world);
                let returning =
                    !order.is_new || self.world.came_before(order, self.t, self.r, 0, start);
                self.person(order.customer, true, returning)
            }
            Origin::Touch(place) => {
                let DayTouch { order, order_t, touch, second, .. } =
                    &self.touches()[place as usize];
                // Before the first order there is no account to be known by.
                let account = !order.is_new;
                let landing = second + landing_seconds(touch.key());
                let returning =
                    account || self.world.came_before(order, *order_t, self.r, touch.lag, landing);
                self.person(order.customer, account, returning)
            }
            Origin::Paid { cell, n } => {
                let number = self.cells()[cell as usize].first_visit + n;
                self.paid_visitors()[number as usize - self.touches().len()]
            }
            Origin::Free { context, n } => {
                let visit = self.visit_key(origin);
                let context = &self.free()[context as usize];
                let pick = |cause| self.pick_visitor([cause, cause], visit.of(VISIT_VISITOR));
                match context.cause.and_then(pick) {
                    Some(customer) => self.person(customer, true, true),
                    None => {
                        let device = self.visit_device(origin);
                        self.stranger(visit, device, context.first_visit + n)
                    }
                }
            }
        }
    }

    /// Who makes the n-th filler of a cell.
    pub(super) fn paid_visitor(&self, cell: u32, n: u32) -> Visitor {
        let visit = self.visit_key(Origin::Paid { cell, n });
        let platform = self.platform_of(cell);
        let customer = by_customer(self.world, visit)
            .then(|| self.pick_visitor([0, platform + 1], visit.of(VISIT_VISITOR)))
            .flatten()
            .filter(|customer| !self.orders_soon(*customer));
        match customer {
            Some(customer) => self.person(customer, true, true),
            None => {
                let cell = &self.cells()[cell as usize];
                self.stranger(visit, cell.device, cell.first_visit + n)
            }
        }
    }

    /// Whether a visit is by a customer whom the shop knows.
    pub fn is_known(&self, origin: Origin, visitor: &Visitor) -> bool {
        match origin {
            Origin::Order(place) => !self.orders()[place as usize].is_new,
            Origin::Touch(_) | Origin::Paid { .. } => visitor.account,
            Origin::Free { context, .. } => self.free()[context as usize].cause.is_some(),
        }
    }

    /// Position of the platform that a cell belongs to.
    #[inline]
    pub fn platform_of(&self, cell: u32) -> usize {
        self.platform_of_ad(self.cells()[cell as usize].ad)
    }

    /// Position of the platform that a live ad belongs to.
    #[inline]
    pub fn platform_of_ad(&self, ad: u32) -> usize {
        self.world.media.campaigns[self.live().ads[ad as usize].campaign as usize].platform
    }

    fn person(&self, row: RowId, account: bool, returning: bool) -> Visitor {
        Visitor { row, account, returning, key: self.world.customers.of(row) }
    }

    /// Someone without an account: somebody new, or who made their first visit on a day before.
    fn stranger(&self, visit: Key, device: u8, number: u32) -> Visitor {
        match self.before().first_visit(self.world, self.r, device, visit) {
            Some((days, number)) => {
                let first = RowId::new(self.number - days, self.r, STRANGERS, u64::from(number));
                self.person(first, false, true)
            }
            None => self.person(self.row_of(STRANGERS, number), false, false),
        }
    }

    fn pick_visitor(&self, causes: [Cause; 2], key: Key) -> Option<RowId> {
        self.world.customers.pick_within(self.r, causes, self.number, key, VISITOR_TRIES)
    }

    fn orders_soon(&self, customer: RowId) -> bool {
        self.soon().binary_search(&customer.raw()).is_ok()
    }

    /// Position of the device of a visit.
    #[inline]
    pub fn visit_device(&self, origin: Origin) -> u8 {
        match origin {
            Origin::Order(place) => self.orders()[place as usize].device,
            Origin::Touch(place) => {
                self.cells()[self.touches()[place as usize].cell as usize].device
            }
            Origin::Paid { cell, .. } => self.cells()[cell as usize].device,
            Origin::Free { .. } => {
                device_at(self.visit_key(origin).at(7), &self.world.home_devices[self.r])
            }
        }
    }

    /// The cell whose click brought a visit, if one did.
    #[inline]
    pub fn visit_cell(&self, origin: Origin) -> Option<u32> {
        match origin {
            Origin::Order(place) => {
                let touch = self.converting()[place as usize]?;
                Some(self.touches()[touch as usize].cell)
            }
            Origin::Touch(place) => Some(self.touches()[place as usize].cell),
            Origin::Paid { cell, .. } => Some(cell),
            Origin::Free { .. } => None,
        }
    }

    /// Position of the source of a visit that no ad brought.
    pub fn visit_source(&self, origin: Origin) -> usize {
        match origin {
            Origin::Free { context, .. } => self.free()[context as usize].source,
            Origin::Order(place) => self.order_source(&self.orders()[place as usize]),
            _ => 0,
        }
    }

    /// How people come who order without a click on the day: those whom an ad won earlier return
    /// by other ways than those who come of themselves.
    fn order_source(&self, order: &Order) -> usize {
        let sources = &self.world.scenario.traffic.sources;
        let weight = |source: &VisitSource| match (order.driver, order.is_new) {
            (Some(_), _) => source.return_share,
            (None, true) => source.share * source.conversion,
            (None, false) => source.existing_share * source.conversion,
        };
        weighted(order.key(self.world).of(ORDER_SOURCE), sources.iter().map(weight))
    }

    /// What a visit is for.
    #[inline]
    pub fn aim(&self, origin: Origin) -> Aim {
        match origin {
            Origin::Order(place) => {
                let order = &self.orders()[place as usize];
                let start = order.visit_start(self.world);
                Aim::Order((self.utc(order.second) - self.utc(start)) as u32)
            }
            Origin::Touch(_) => Aim::Consider,
            Origin::Paid { .. } | Origin::Free { .. } => Aim::Look,
        }
    }

    /// The key of the click that brought a visit, by which both know the same click id.
    pub fn click_key(&self, origin: Origin) -> Key {
        match origin {
            Origin::Order(place) => match self.converting()[place as usize] {
                Some(touch) => self.touches()[touch as usize].touch.key(),
                None => self.visit_key(origin),
            },
            _ => self.visit_key(origin),
        }
        .of(CLICK)
    }

    /// How people of a context arrive.
    pub fn arrival(&self, source: usize) -> Arrival {
        Arrival::of_medium(&self.world.scenario.traffic.sources[source].medium)
    }
}
