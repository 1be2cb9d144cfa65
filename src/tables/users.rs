//! `users` and `truth/customers`: everyone who signed up in a region on a day, in order of time.

use arrow_array::RecordBatch;
use arrow_array::builder::StringBuilder;

use super::columns::{TRUTH_CUSTOMERS, USERS};
use super::labels::WorldLabels;
use super::rows;
use crate::random::distributions::poisson_at;
use crate::random::names::{ORDER_SIGN_UP, REGISTERED_COUNT, VISIT_TIME};
use crate::random::words::{Gender, email_domains};
use crate::world::World;
use crate::world::day::REGISTERED;
use crate::world::ids::RowId;
use crate::world::orders::first_orders;
use crate::world::people::Person;

/// Most seconds before the first order at which the account is made.
const SIGN_UP_SECONDS: u64 = 75;

/// Someone who signed up.
#[derive(Debug, Clone, Copy)]
pub struct SignUp {
    row: RowId,
    second: u32,
    customer: bool,
}

/// Everyone who signed up in region `r` on day `t` of the plan.
pub fn sign_ups(world: &World, t: usize, r: usize) -> Vec<SignUp> {
    let day = world.span.day(t);
    let mut found = Vec::new();
    for cause in 0..=world.responses.len() {
        for order in first_orders(world, t, r, cause) {
            let key = order.key(world).of(ORDER_SIGN_UP);
            let visit = order.second - order.visit_start(world);
            let before = key.below(SIGN_UP_SECONDS.min(u64::from(visit)) + 1) as u32;
            found.push(SignUp { row: order.row, second: order.second - before, customer: true });
        }
    }
    let key = world.key.of(REGISTERED_COUNT).text(&world.scenario.regions[r].id).at(day as u64);
    let mean = world.demand.organic[r][t] * world.scenario.customers.registered_only;
    let profile = usize::from(world.calendar.regions[r].profile[t]);
    for n in 0..poisson_at(key, mean) {
        let row = RowId::new(day, r, REGISTERED, n);
        let second = world.calendar.profiles[profile].second(key.at(n).of(VISIT_TIME));
        found.push(SignUp { row, second, customer: false });
    }
    found.sort_unstable_by_key(|s| (s.second, world.customers.of(s.row).bits()));
    found
}

/// Rows of `users`.
pub fn users(
    world: &World,
    labels: &WorldLabels,
    t: usize,
    r: usize,
    found: &[SignUp],
) -> RecordBatch {
    let day = world.span.day(t);
    let clock = world.local_day(t, r);
    let n = found.len();
    let people: Vec<_> = found.iter().map(|s| world.person(s.row)).collect();
    let key = |s: &SignUp| world.customers.of(s.row);
    let mut native_names = StringBuilder::with_capacity(n, n * 24);
    let mut emails = StringBuilder::with_capacity(n, n * 32);
    let mut text = String::new();
    for (person, found) in people.iter().zip(found) {
        text.clear();
        text.extend([person.first.native, " ", person.last.native]);
        native_names.append_value(&text);
        text.clear();
        push_address(&mut text, person, world.ids.user.id(found.row));
        emails.append_value(&text);
    }
    rows::batch(
        &USERS,
        vec![
            rows::ids(found.iter().map(|s| world.ids.user.id(s.row)).collect()),
            rows::times(found.iter().map(|s| clock.utc(s.second)).collect()),
            rows::dates(vec![day; n]),
            labels.regions.constant(r, n),
            rows::ints(
                found.iter().map(|s| labels.first_city[r] + world.city(r, key(s)) as i32).collect(),
            ),
            rows::text(people.iter().map(|p| p.first.latin)),
            rows::text(people.iter().map(|p| p.last.latin)),
            rows::built(native_names),
            rows::built(emails),
            labels
                .genders
                .column(people.iter().map(|p| i16::from(p.gender == Gender::Male)).collect()),
            rows::ints(people.iter().map(|p| p.birth_year).collect()),
            labels.languages.column(
                found
                    .iter()
                    .map(|s| labels.region_languages[r][world.language(r, key(s))])
                    .collect(),
            ),
            rows::bools(people.iter().map(|p| p.consent).collect()),
        ],
    )
}

/// Appends an e-mail address: the name in one of a few forms, and an end that makes it this
/// user's alone.
fn push_address(address: &mut String, person: &Person, user: i64) {
    // Latin forms are ASCII letters, spaces and hyphens.
    let letters = |name: &'static str| {
        name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase())
    };
    let (first, last) = (letters(person.first.latin), letters(person.last.latin));
    match person.form {
        3 => address.extend(first.take(1)),
        _ => address.extend(first),
    }
    match person.form {
        0 => address.push('.'),
        2 => address.push('_'),
        _ => (),
    }
    address.extend(last);
    address.push_str(itoa::Buffer::new().format(person.number % 9_000 + 100));
    let own = (user % 1_296) as u32;
    address.extend([own / 36, own % 36].into_iter().filter_map(|d| char::from_digit(d, 36)));
    address.push('@');
    address.push_str(email_domains()[person.domain]);
}

/// Rows of `truth/customers`.
pub fn truth_customers(world: &World, labels: &WorldLabels, found: &[SignUp]) -> RecordBatch {
    let customers: Vec<RowId> = found.iter().filter(|s| s.customer).map(|s| s.row).collect();
    let round = |value: f64| (value * 1e6).round() / 1e6;
    rows::batch(
        &TRUTH_CUSTOMERS,
        vec![
            rows::ids(customers.iter().map(|&row| world.ids.user.id(row)).collect()),
            rows::floats(customers.iter().map(|&row| round(world.customers.rate(row))).collect()),
            rows::floats(
                customers
                    .iter()
                    .map(|&row| round(world.customers.lifetime_days(row).min(1e9)))
                    .collect(),
            ),
            labels
                .platforms
                .column(customers.iter().map(|row| i16::from(row.source()) - 1).collect()),
        ],
    )
}
