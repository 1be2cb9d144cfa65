//! Where each export keeps what: its own names and habits on one side, common names on the other.

use crate::tables::spec::Table;

/// A clean table made from a staged one.
pub struct Sheet {
    /// Its name, where it is not that of the staged table with `clean_` for `stage_`.
    name: Option<&'static str>,
    /// Its columns, after the number of the staged row.
    pub fields: &'static [Field],
    /// Which staged rows it takes.
    pub only: &'static str,
    /// Whether the export's key tells its rows apart.
    pub is_unique: bool,
    /// A column that cannot be above another.
    pub at_most: Option<(&'static str, &'static str)>,
}

/// A column of a clean table.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The staged column.
    pub from: &'static str,
    /// An expression that takes what is meant out of the cell, which it calls `{}`.
    pub within: Option<&'static str>,
    /// How it is read.
    pub parse: Parse,
    /// Whether an empty cell is an anomaly.
    pub required: bool,
}

/// How text is read.
#[derive(Clone, Copy)]
pub enum Parse {
    /// As it is, without spaces around it.
    Text,
    /// A day in ISO 8601, whatever time of day follows it.
    Day,
    /// A moment in UTC.
    Moment,
    /// A whole number.
    Count,
    /// A whole number of millionths.
    Micros,
    /// A number.
    Amount,
}

impl Sheet {
    /// The name of the clean table, from that of the staged one.
    pub fn stored_name(&self, stage: &str) -> String {
        match self.name {
            Some(name) => name.to_owned(),
            None => format!("clean_{}", stage.strip_prefix("stage_").unwrap_or(stage)),
        }
    }

    /// Whether its rows say what currency they are in.
    pub fn has_currency(&self) -> bool {
        self.fields.iter().any(|field| field.name == "currency")
    }
}

/// The sheets that are made from an export: none, where it is not shaped as expected.
pub fn of(table: &Table) -> impl Iterator<Item = &'static Sheet> {
    let sheets: &'static [Sheet] = match table.name {
        "meta_ads" | "facebook_ads" => &[META],
        "google_ads" => &[GOOGLE],
        "tiktok_ads" => &[TIKTOK],
        "amazon_ads" => &[AMAZON],
        "snapchat_ads" => &[SNAPCHAT],
        "shop_orders" => &[ORDERS, ORDER_LINES],
        _ => &[OTHER],
    };
    let fits = |sheet: &&Sheet| sheet.fields.iter().all(|f| table.position(f.from).is_some());
    sheets.iter().filter(fits).collect::<Vec<_>>().into_iter()
}

const fn ads(fields: &'static [Field]) -> Sheet {
    let at_most = Some(("clicks", "impressions"));
    Sheet { name: None, fields, only: "TRUE", is_unique: true, at_most }
}

const fn field(name: &'static str, from: &'static str, parse: Parse) -> Field {
    Field { name, from, within: None, parse, required: true }
}

impl Field {
    const fn maybe(mut self) -> Field {
        self.required = false;
        self
    }

    const fn within(mut self, expression: &'static str) -> Field {
        self.within = Some(expression);
        self.maybe()
    }
}

use Parse::{Amount, Count, Day, Micros, Moment, Text};

/// The figure of purchases in Meta's lists of actions, which are JSON.
const PURCHASES: &str = "CASE WHEN json_valid({}) THEN (
    SELECT value ->> 'value' FROM json_each({}) WHERE value ->> 'action_type' = 'omni_purchase'
) WHEN {} IS NOT NULL THEN 'not JSON' END";

const META: Sheet = ads(&[
    field("date", "date_start", Day),
    field("campaign_id", "campaign_id", Text),
    field("campaign", "campaign_name", Text),
    field("ad_set_id", "adset_id", Text),
    field("ad_set", "adset_name", Text),
    field("ad_id", "ad_id", Text),
    field("ad", "ad_name", Text),
    field("country", "country", Text),
    field("region", "region", Text),
    field("currency", "account_currency", Text),
    field("impressions", "impressions", Count),
    field("clicks", "inline_link_clicks", Count),
    field("spend", "spend", Amount),
    field("conversions", "actions", Count).within(PURCHASES),
    field("conversion_value", "action_values", Amount).within(PURCHASES),
]);

const GOOGLE: Sheet = ads(&[
    field("date", "segments.date", Day),
    field("campaign_id", "campaign.id", Count),
    field("campaign", "campaign.name", Text),
    field("ad_set_id", "ad_group.id", Count),
    field("ad_set", "ad_group.name", Text),
    field("ad_id", "ad_group_ad.ad.id", Count),
    field("ad", "ad_group_ad.ad.name", Text),
    field("device", "segments.device", Text),
    field("currency", "customer.currency_code", Text),
    field("impressions", "metrics.impressions", Count),
    field("clicks", "metrics.clicks", Count),
    field("spend", "metrics.cost_micros", Micros),
    field("conversions", "metrics.conversions", Amount),
    field("conversion_value", "metrics.conversions_value", Amount),
]);

const TIKTOK: Sheet = ads(&[
    field("date", "stat_time_day", Day),
    field("campaign_id", "campaign_id", Text),
    field("campaign", "campaign_name", Text),
    field("ad_set_id", "adgroup_id", Text),
    field("ad_set", "adgroup_name", Text),
    field("ad_id", "ad_id", Text),
    field("ad", "ad_name", Text),
    field("country", "country_code", Text),
    field("currency", "currency", Text),
    field("impressions", "impressions", Count),
    field("clicks", "clicks", Count),
    field("spend", "spend", Amount),
    field("conversions", "complete_payment", Count),
    // A value, despite its name.
    field("conversion_value", "total_complete_payment_rate", Amount),
]);

const AMAZON: Sheet = ads(&[
    field("date", "date", Day),
    field("campaign_id", "campaignId", Count),
    field("campaign", "campaignName", Text),
    field("ad_set_id", "adGroupId", Count),
    field("ad_set", "adGroupName", Text),
    field("ad_id", "adId", Count),
    field("currency", "campaignBudgetCurrencyCode", Text),
    field("impressions", "impressions", Count),
    field("clicks", "clicks", Count),
    field("spend", "cost", Amount),
    field("conversions", "purchases14d", Count),
    field("conversion_value", "sales14d", Amount),
]);

const SNAPCHAT: Sheet = ads(&[
    field("date", "start_time", Day),
    field("campaign_id", "campaign_id", Text),
    field("campaign", "campaign_name", Text),
    field("ad_set_id", "ad_squad_id", Text),
    field("ad_set", "ad_squad_name", Text),
    field("ad_id", "ad_id", Text),
    field("ad", "ad_name", Text),
    field("currency", "currency", Text),
    field("impressions", "impressions", Count),
    field("clicks", "swipes", Count),
    field("spend", "spend", Micros),
    field("conversions", "conversion_purchases", Count),
    field("conversion_value", "conversion_purchases_value", Micros),
]);

/// A platform without habits of its own.
const OTHER: Sheet = ads(&[
    field("date", "date", Day),
    field("campaign_id", "campaign_id", Count),
    field("campaign", "campaign", Text),
    field("ad_set_id", "ad_set_id", Count),
    field("ad_set", "ad_set", Text),
    field("ad_id", "ad_id", Count),
    field("ad", "ad", Text),
    field("country", "country", Text),
    field("region", "region", Text),
    field("device", "device", Text),
    field("currency", "currency", Text),
    field("impressions", "impressions", Count),
    field("clicks", "clicks", Count),
    field("spend", "spend", Amount),
    field("conversions", "conversions", Count),
    field("conversion_value", "conversion_value", Amount),
]);

/// The first line of each order, which alone has the order's own cells.
const ORDERS: Sheet = Sheet {
    name: None,
    only: "(\"Id\" IS NOT NULL OR \"Total\" IS NOT NULL)",
    is_unique: false,
    at_most: Some(("refunded", "total")),
    fields: &[
        field("order_number", "Name", Text),
        field("order_id", "Id", Count),
        field("created_at", "Created at", Moment),
        field("paid_at", "Paid at", Moment).maybe(),
        field("fulfilled_at", "Fulfilled at", Moment).maybe(),
        field("cancelled_at", "Cancelled at", Moment).maybe(),
        field("email", "Email", Text),
        field("financial_status", "Financial Status", Text),
        field("fulfillment_status", "Fulfillment Status", Text),
        field("currency", "Currency", Text),
        field("subtotal", "Subtotal", Amount),
        field("shipping", "Shipping", Amount),
        field("taxes", "Taxes", Amount),
        field("total", "Total", Amount),
        field("discount_code", "Discount Code", Text).maybe(),
        field("discount", "Discount Amount", Amount).maybe(),
        field("refunded", "Refunded Amount", Amount).maybe(),
        field("payment_method", "Payment Method", Text).maybe(),
        field("shipping_city", "Shipping City", Text).maybe(),
        field("shipping_country", "Shipping Country", Text).maybe(),
    ],
};

/// Every line.
const ORDER_LINES: Sheet = Sheet {
    name: Some("clean_order_lines"),
    only: "TRUE",
    is_unique: false,
    at_most: None,
    fields: &[
        field("order_number", "Name", Text),
        field("sku", "Lineitem sku", Text),
        field("product", "Lineitem name", Text),
        field("quantity", "Lineitem quantity", Count),
        field("price", "Lineitem price", Amount),
        field("compare_at_price", "Lineitem compare at price", Amount).maybe(),
        field("vendor", "Vendor", Text),
    ],
};
