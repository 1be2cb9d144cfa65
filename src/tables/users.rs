//! `users` and `truth/customers`: everyone who signed up in a region on a day, in order of time.

use std::cell::LazyCell;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};

use super::labels::WorldLabels;
use super::rows;
use super::wanted::{Wanted, no_rule};
use crate::engine::Unit;
use crate::random::Key;
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
    let profile = usize::from(world.calendar.regions[r].profile[t]);
    let key = registered_key(world, t, r);
    for n in 0..registered(world, t, r) {
        let row = RowId::new(day, r, REGISTERED, n);
        let second = world.calendar.profiles[profile].second(key.at(n).of(VISIT_TIME));
        found.push(SignUp { row, second, customer: false });
    }
    found.sort_unstable_by_key(|s| (s.second, world.customers.of(s.row).bits()));
    found
}

fn registered_key(world: &World, t: usize, r: usize) -> Key {
    let region = &world.scenario.regions[r].id;
    world.key.of(REGISTERED_COUNT).text(region).at(world.span.day(t) as u64)
}

/// How many register without ever buying.
fn registered(world: &World, t: usize, r: usize) -> u64 {
    let mean = world.demand.organic[r][t] * world.scenario.customers.registered_only;
    poisson_at(registered_key(world, t, r), mean)
}

/// How many sign up on a day in a region: those who buy, and `all` the others too. The plan knows
/// the sizes of its cohorts.
pub fn count(world: &World, Unit { t, r }: Unit, all: bool) -> u64 {
    let day = world.span.day(t);
    let causes = 0..=world.responses.len();
    let customers: u64 = causes.map(|cause| world.customers.cohort(r, cause, day)).sum();
    customers + if all { registered(world, t, r) } else { 0 }
}

/// Rows of `users`.
pub fn users(
    wanted: &Wanted,
    labels: &WorldLabels,
    world: &World,
    Unit { t, r }: Unit,
    found: &[SignUp],
) -> RecordBatch {
    let day = world.span.day(t);
    let clock = world.local_day(t, r);
    let n = found.len();
    let people: LazyCell<Vec<Person>, _> =
        LazyCell::new(|| found.iter().map(|s| world.person(s.row)).collect());
    let key = |s: &SignUp| world.customers.of(s.row);
    let city = |s: &SignUp| labels.first_city[r] + world.city(r, key(s)) as i32;
    let language = |s: &SignUp| labels.region_languages[r][world.language(r, key(s))];
    let gender = |p: &Person| i16::from(p.gender == Gender::Male);
    wanted.batch(n, |column| match column {
        "user_id" => rows::ids(found.iter().map(|s| world.ids.user.id(s.row)).collect()),
        "signed_up_at" => rows::times(found.iter().map(|s| clock.utc(s.second)).collect()),
        "date" => rows::dates(vec![day; n]),
        "region_id" => labels.regions.constant(r, n),
        "city_id" => rows::ints(found.iter().map(city).collect()),
        "first_name" => rows::text(people.iter().map(|p| p.first.latin)),
        "last_name" => rows::text(people.iter().map(|p| p.last.latin)),
        "native_name" => texts(n, people.iter(), |person, text| {
            text.extend([person.first.native, " ", person.last.native]);
        }),
        "email" => texts(n, people.iter().zip(found), |(person, found), text| {
            push_address(text, person, world.ids.user.id(found.row));
        }),
        "gender" => labels.genders.column(people.iter().map(gender).collect()),
        "birth_year" => rows::ints(people.iter().map(|p| p.birth_year).collect()),
        "language" => labels.languages.column(found.iter().map(language).collect()),
        "marketing_consent" => rows::bools(people.iter().map(|p| p.consent).collect()),
        other => no_rule(other),
    })
}

/// About how long names and addresses are, in bytes.
const TEXT_BYTES: usize = 32;

/// A column of texts, each written into the same buffer.
fn texts<T>(
    count: usize,
    items: impl Iterator<Item = T>,
    write: impl Fn(T, &mut String),
) -> ArrayRef {
    let mut column = StringBuilder::with_capacity(count, count * TEXT_BYTES);
    let mut text = String::new();
    for item in items {
        text.clear();
        write(item, &mut text);
        column.append_value(&text);
    }
    rows::built(column)
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
pub fn truth_customers(
    wanted: &Wanted,
    labels: &WorldLabels,
    world: &World,
    found: &[SignUp],
) -> RecordBatch {
    let customers: Vec<RowId> = found.iter().filter(|s| s.customer).map(|s| s.row).collect();
    let each = || customers.iter().copied();
    let round = |value: f64| (value * 1e6).round() / 1e6;
    let days = |row| round(world.customers.lifetime_days(row).min(1e9));
    wanted.batch(customers.len(), |column| match column {
        "user_id" => rows::ids(each().map(|row| world.ids.user.id(row)).collect()),
        "rate" => rows::floats(each().map(|row| round(world.customers.rate(row))).collect()),
        "lifetime_days" => rows::floats(each().map(days).collect()),
        "acquiring_platform" => {
            labels.platforms.column(each().map(|row| i16::from(row.source()) - 1).collect())
        }
        other => no_rule(other),
    })
}
