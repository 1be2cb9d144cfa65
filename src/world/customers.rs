//! The customer base: cohorts, each customer's own rate and lifetime (Pareto/NBD), and who comes
//! back when, without a table of customers.
//!
//! While alive, a customer buys as a Poisson process whose rate is the customer's own, times the
//! pulse of the day. All those processes together are one Poisson process of candidates at the
//! highest rate that anybody has, in which each candidate is a customer picked evenly and accepted
//! with probability (own rate / highest rate), if still alive. So a day's repeat orders are drawn
//! at a cost that follows their number, and every customer's history is exactly Pareto/NBD.

use super::Span;
use super::cohorts::Cohorts;
use super::demand::Demand;
use super::ids::RowId;
use super::response::PlatformResponse;
use crate::random::Key;
use crate::random::distributions::poisson_at;
use crate::random::gamma::GammaQuantiles;
use crate::random::maths::pow;
use crate::random::names::{
    CUSTOMER, EXISTING_PICK, HABIT, LIFETIME, ORGANIC_COUNT, RATE, REPEAT_ACCEPT, REPEAT_CANDIDATE,
    REPEAT_COUNT,
};
use crate::scenario::{Customers, Scenario};

/// Days in a week, the unit of the model's parameters.
const WEEK: f64 = 7.0;
/// How often an existing customer is sought before any one is taken.
const PICK_TRIES: u64 = 400;

/// What caused a cohort's first orders: 0 for nothing, 1 + position for a platform.
pub type Cause = usize;

/// The customer base.
#[derive(Debug)]
pub struct CustomerBase {
    /// Cohorts from launch on: `[r][cause]`.
    cohorts: Vec<Vec<Cohorts>>,
    /// Expected repeat orders at a pulse of one: `[r][cause][days since launch]`.
    expected: Vec<Vec<Vec<f64>>>,
    rates: GammaQuantiles,
    /// Weight of an ordinary weekday, and of a customer's favourite: the mean over the week is one.
    habits: [f64; 2],
    model: Customers,
    key: Key,
    region_keys: Vec<Key>,
    launch: i32,
}

impl CustomerBase {
    /// Counts the cohorts from launch to the end of the plan.
    pub fn new(
        scenario: &Scenario,
        key: Key,
        span: Span,
        demand: &Demand,
        responses: &[PlatformResponse],
    ) -> Self {
        let first = (span.launch - span.first) as usize;
        let days = span.len() - first;
        let region_keys: Vec<Key> =
            scenario.regions.iter().map(|region| key.of(CUSTOMER).text(&region.id)).collect();
        let ordinary = 1.0 / (1.0 + scenario.customers.weekday_habit / WEEK);
        let mut base = CustomerBase {
            habits: [ordinary, ordinary * (1.0 + scenario.customers.weekday_habit)],
            cohorts: Vec::new(),
            expected: Vec::new(),
            rates: GammaQuantiles::new(scenario.customers.purchase_rate.shape),
            model: scenario.customers.clone(),
            key: key.of(CUSTOMER),
            region_keys,
            launch: span.launch,
        };
        let returning: Vec<f64> = (0..=days).map(|age| base.expected_rate(age)).collect();
        for r in 0..scenario.regions.len() {
            let organic_key = key.of(ORGANIC_COUNT).text(&scenario.regions[r].id);
            let sizes: Vec<Vec<u64>> = (0..=responses.len())
                .map(|cause| {
                    (first..span.len())
                        .map(|t| match cause {
                            0 => poisson_at(
                                organic_key.at(t as u64),
                                demand.organic[r][t] * demand.shock[r][t],
                            ),
                            _ => {
                                let response = &responses[cause - 1];
                                (0..=response.max_lag)
                                    .map(|lag| response.new_orders(r, t, lag))
                                    .sum()
                            }
                        })
                        .collect()
                })
                .collect();
            base.cohorts.push(sizes.iter().map(|sizes| Cohorts::new(sizes)).collect());
            base.expected.push(sizes.iter().map(|sizes| convolve(sizes, &returning)).collect());
        }
        base
    }

    /// New customers that a cause won in a region on a day.
    pub fn cohort(&self, r: usize, cause: Cause, day: i32) -> u64 {
        if day < self.launch {
            return 0;
        }
        self.cohorts[r][cause].size((day - self.launch) as usize)
    }

    /// Customers that a cause won in a region before a day.
    pub fn pool(&self, r: usize, cause: Cause, day: i32) -> u64 {
        self.cohorts[r][cause].before((day - self.launch).max(0) as usize)
    }

    /// Expected repeat orders of a region's customers on a day whose pulse is one.
    pub fn expected_repeats(&self, r: usize, cause: Cause, day: i32) -> f64 {
        self.expected[r][cause][(day - self.launch).max(0) as usize]
    }

    /// λ: a customer's expected orders per week while alive.
    pub fn rate(&self, customer: RowId) -> f64 {
        self.rates.at(self.of(customer).of(RATE).unit()) / self.model.purchase_rate.scale_weeks
    }

    /// Days from a customer's first order to the end of the relationship: Pareto of the second
    /// kind, by inversion of `P(τ > t) = (β / (β + t))^s`.
    pub fn lifetime_days(&self, customer: RowId) -> f64 {
        let u = self.of(customer).of(LIFETIME).unit();
        let lifetime = &self.model.lifetime;
        WEEK * lifetime.scale_weeks * (pow(1.0 - u, -1.0 / lifetime.shape) - 1.0)
    }

    /// The key of everything about a customer.
    #[inline]
    pub fn of(&self, customer: RowId) -> Key {
        self.key.at(customer.raw())
    }

    /// Repeat orders of a cause's customers in a region on a day: calls `found` with
    /// the customer of each.
    pub fn repeats(
        &self,
        r: usize,
        cause: Cause,
        day: i32,
        pulse: f64,
        mut found: impl FnMut(RowId),
    ) {
        let pool = self.pool(r, cause, day);
        let highest =
            self.rates.cap() / self.model.purchase_rate.scale_weeks / WEEK * self.habits[1];
        let place = self.region_keys[r].at(cause as u64).at(day as u64);
        let mean = highest * pulse * pool as f64;
        let candidates = poisson_at(place.of(REPEAT_COUNT), mean);
        let key = place.of(REPEAT_CANDIDATE);
        for n in 0..candidates {
            let candidate = key.at(n);
            let customer = self.nth(r, cause, candidate.below(pool));
            if self.accepts(customer, day, candidate.of(REPEAT_ACCEPT)) {
                found(customer);
            }
        }
    }

    /// An existing customer of one of two causes, picked in proportion to the customer's own rate
    /// among those still alive.
    pub fn pick(&self, r: usize, causes: [Cause; 2], day: i32, key: Key) -> Option<RowId> {
        self.pick_within(r, causes, day, key, PICK_TRIES)
    }

    /// The same with fewer tries, where only visits are at stake.
    pub fn pick_within(
        &self,
        r: usize,
        causes: [Cause; 2],
        day: i32,
        key: Key,
        tries: u64,
    ) -> Option<RowId> {
        let pools = causes.map(|cause| self.pool(r, cause, day));
        let total = pools[0] + if causes[0] == causes[1] { 0 } else { pools[1] };
        if total == 0 {
            return None;
        }
        let mut customer = None;
        for n in 0..tries {
            let candidate = key.of(EXISTING_PICK).at(n);
            let place = candidate.below(total);
            let picked = if place < pools[0] {
                self.nth(r, causes[0], place)
            } else {
                self.nth(r, causes[1], place - pools[0])
            };
            customer = Some(picked);
            if self.accepts(picked, day, candidate.of(REPEAT_ACCEPT)) {
                break;
            }
        }
        customer
    }

    /// The `n`-th customer that a cause won in a region.
    #[inline]
    fn nth(&self, r: usize, cause: Cause, n: u64) -> RowId {
        let (age, number) = self.cohorts[r][cause].nth(n);
        RowId::new(self.launch + age as i32, r, cause as u8, number)
    }

    /// Accepts with probability own rate / highest rate, times the habit of the weekday, if alive.
    #[inline]
    fn accepts(&self, customer: RowId, day: i32, key: Key) -> bool {
        let own = self.of(customer);
        let [ordinary, peak] = self.habits;
        let threshold = key.unit() * self.rates.cap() * peak;
        let rank = own.of(RATE).unit();
        // A bound turns nearly all away before anything else is asked.
        if threshold >= self.rates.bound(rank) * peak {
            return false;
        }
        let favourite = own.of(HABIT).below(7) as i32 == day.rem_euclid(7);
        let habit = if favourite { peak } else { ordinary };
        threshold < self.rates.at(rank) * habit
            && self.lifetime_days(customer) > f64::from(day - customer.day())
    }

    /// E[λ · alive at this age], per day: `(r/α) (β / (β + age))^s / 7`.
    fn expected_rate(&self, age: usize) -> f64 {
        let rate = &self.model.purchase_rate;
        let lifetime = &self.model.lifetime;
        let weeks = age as f64 / WEEK;
        rate.shape / rate.scale_weeks / WEEK
            * pow(lifetime.scale_weeks / (lifetime.scale_weeks + weeks), lifetime.shape)
    }
}

/// Expected repeat orders of each day: the sum over older cohorts of size × expected rate.
fn convolve(sizes: &[u64], rate: &[f64]) -> Vec<f64> {
    (0..sizes.len())
        .map(|day| (0..day).map(|cohort| sizes[cohort] as f64 * rate[day - cohort]).sum())
        .collect()
}
