//! The identities that are queries, in the order in which they are reported.
//!
//! A query returns the rows that break its identity, with their key first. The comment that opens
//! its file says what must hold.

/// An identity that is a query.
pub struct Identity {
    /// The number of the identity that it belongs to, or a word.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The file's text.
    pub sql: &'static str,
}

macro_rules! identity {
    ($id:literal, $name:literal, $file:literal) => {
        Identity { id: $id, name: $name, sql: include_str!(concat!("identities/", $file, ".sql")) }
    };
}

/// All of them.
pub const IDENTITIES: &[Identity] = &[
    identity!("2", "funnel", "02_funnel"),
    identity!("2", "budgets", "02_budgets"),
    identity!("2", "flights", "02_flights"),
    identity!("3", "paid_sessions", "03_paid_sessions"),
    identity!("3", "interactions", "03_interactions"),
    identity!("4", "converting_sessions", "04_converting_sessions"),
    identity!("4", "orders_inside_sessions", "04_orders_inside_sessions"),
    identity!("5", "order_totals", "05_order_totals"),
    identity!("5", "order_items", "05_order_items"),
    identity!("5", "line_totals", "05_line_totals"),
    identity!("5", "payments", "05_payments"),
    identity!("5", "refunds", "05_refunds"),
    identity!("6", "claims", "06_claims"),
    identity!("7", "daily_orders", "07_daily_orders"),
    identity!("7", "daily_costs", "07_daily_costs"),
    identity!("7", "daily_refunds", "07_daily_refunds"),
    identity!("7", "daily_sessions", "07_daily_sessions"),
    identity!("7", "daily_ad_spend", "07_daily_ad_spend"),
    identity!("8", "first_orders", "08_first_orders"),
    identity!("8", "new_customers", "08_new_customers"),
    identity!("8", "sign_ups", "08_sign_ups"),
    identity!("9", "same_orders", "09_same_orders"),
    identity!("9", "drivers", "09_drivers"),
    identity!("9", "acquirers", "09_acquirers"),
    identity!("9", "daily_effects", "09_daily_effects"),
    identity!("9", "channel_effects", "09_channel_effects"),
    identity!("9", "channel_spend", "09_channel_spend"),
    identity!("9", "propensities", "09_propensities"),
    identity!("stock", "stock_left", "stock_left"),
];

impl Identity {
    /// What must hold: the comment that opens the file.
    pub fn what(&self) -> String {
        let comment = self.sql.lines().map_while(|line| line.strip_prefix("--"));
        comment.map(str::trim).collect::<Vec<_>>().join(" ")
    }
}
