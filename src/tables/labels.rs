//! The lists of values that label columns share, made once for a world.

use super::rows::Labels;
use crate::scenario::PaymentMethod;
use crate::world::features::system_labels;
use crate::world::fulfilment::REASONS;
use crate::world::{DEVICE_NAMES, World};

/// Number of products with a landing page of their own.
const LANDING_PRODUCTS: usize = 200;

/// Labels of a world.
#[derive(Debug)]
pub struct WorldLabels {
    pub regions: Labels,
    pub devices: Labels,
    pub platforms: Labels,
    pub currency: Labels,
    pub os: Labels,
    pub browsers: Labels,
    /// Positions of os and browser for each system.
    pub systems: Vec<(i16, i16)>,
    pub languages: Labels,
    /// Positions of each region's languages, in its own order.
    pub region_languages: Vec<Vec<i16>>,
    /// `utm_source` of free sources, then of platforms; `utm_medium` likewise.
    pub sources: Labels,
    pub mediums: Labels,
    /// `utm_campaign` by campaign.
    pub campaigns: Labels,
    pub landing_pages: Labels,
    /// Number of collection pages and of product pages among them.
    pub collections: usize,
    pub product_pages: usize,
    pub methods: Labels,
    pub codes: Labels,
    pub reasons: Labels,
    pub statuses: Labels,
    pub interactions: Labels,
    pub movements: Labels,
    pub genders: Labels,
    /// Number of the first city of each region.
    pub first_city: Vec<i32>,
}

/// Payment methods in the order of their labels.
pub const METHODS: [PaymentMethod; 11] = [
    PaymentMethod::Card,
    PaymentMethod::Mada,
    PaymentMethod::Knet,
    PaymentMethod::Benefit,
    PaymentMethod::ApplePay,
    PaymentMethod::Paypal,
    PaymentMethod::Wallet,
    PaymentMethod::PayLater,
    PaymentMethod::BankTransfer,
    PaymentMethod::GiftCard,
    PaymentMethod::CashOnDelivery,
];

fn method_name(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Card => "card",
        PaymentMethod::Mada => "mada",
        PaymentMethod::Knet => "knet",
        PaymentMethod::Benefit => "benefit",
        PaymentMethod::ApplePay => "apple_pay",
        PaymentMethod::Paypal => "paypal",
        PaymentMethod::Wallet => "wallet",
        PaymentMethod::PayLater => "pay_later",
        PaymentMethod::BankTransfer => "bank_transfer",
        PaymentMethod::GiftCard => "gift_card",
        PaymentMethod::CashOnDelivery => "cash_on_delivery",
    }
}

impl WorldLabels {
    /// Collects the labels of a world.
    pub fn new(world: &World) -> Self {
        let scenario = &world.scenario;
        let systems = system_labels();
        let os = distinct(systems.iter().map(|(os, _)| *os));
        let browsers = distinct(systems.iter().map(|(_, browser)| *browser));
        let place =
            |list: &[&str], value: &str| list.iter().position(|v| *v == value).unwrap_or(0) as i16;
        let languages =
            distinct(scenario.regions.iter().flat_map(|r| r.languages.keys().map(String::as_str)));
        let traffic = &scenario.traffic.sources;
        let platforms = || scenario.platforms.values();
        let campaigns = platforms().flat_map(|p| p.campaigns.iter().map(|c| slug(&c.name)));
        let collections = world.catalog.categories.len();
        let product_pages = world.catalog.products.len().min(LANDING_PRODUCTS);
        let mut pages = vec!["/".to_owned(), "/sale".to_owned(), "/blog".to_owned()];
        pages.extend(world.catalog.categories.iter().map(|c| format!("/collections/{}", c.id)));
        pages.extend((0..product_pages).map(|n| {
            let name = super::dimensions::product_name(world, n);
            format!("/products/{}-{}", slug(&name), n + 1)
        }));
        let mut first_city = Vec::new();
        let mut next = 1;
        for places in &world.places {
            first_city.push(next);
            next += places.len() as i32;
        }
        WorldLabels {
            regions: Labels::new(scenario.regions.iter().map(|r| &r.id)),
            devices: Labels::new(DEVICE_NAMES),
            platforms: Labels::new(&world.platform_ids),
            currency: Labels::new([&scenario.currency]),
            systems: systems.iter().map(|(o, b)| (place(&os, o), place(&browsers, b))).collect(),
            os: Labels::new(&os),
            browsers: Labels::new(&browsers),
            region_languages: scenario
                .regions
                .iter()
                .map(|r| r.languages.keys().map(|l| place(&languages, l)).collect())
                .collect(),
            languages: Labels::new(&languages),
            sources: Labels::new(
                traffic.iter().map(|s| &s.source).chain(platforms().map(|p| &p.source)),
            ),
            mediums: Labels::new(
                traffic.iter().map(|s| &s.medium).chain(platforms().map(|p| &p.medium)),
            ),
            campaigns: Labels::new(campaigns),
            landing_pages: Labels::new(pages),
            collections,
            product_pages,
            methods: Labels::new(METHODS.map(method_name)),
            codes: Labels::new(&world.baskets.codes),
            reasons: Labels::new(REASONS),
            statuses: Labels::new(["completed", "cancelled"]),
            interactions: Labels::new(["impression", "click", "lead"]),
            movements: Labels::new(["restock", "transfer", "sale"]),
            genders: Labels::new(["female", "male"]),
            first_city,
        }
    }

    /// The label of a payment method.
    pub fn method(&self, method: PaymentMethod) -> i16 {
        METHODS.iter().position(|m| *m == method).unwrap_or(0) as i16
    }
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut list = Vec::new();
    for value in values {
        if !list.contains(&value) {
            list.push(value);
        }
    }
    list
}

/// Lower-case letters and digits joined by hyphens, as they stand in addresses.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
