//! What is in an order, how it is paid, and what comes back.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Noise;

/// The basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basket {
    /// Mean number of different products in an order (geometric).
    #[schemars(range(min = 1.0, max = 30.0))]
    pub lines: f64,
    /// Chance that a line has one unit more, again and again (geometric).
    #[schemars(range(min = 0.0, max = 0.9))]
    pub extra_unit: f64,
    /// Spread between customers in what they choose to pay: standard deviation of the logarithm.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub taste_sd: f64,
    /// Slow drift of the price level of what is bought (log scale, day to day).
    pub drift: Noise,
    /// Discounts.
    pub discounts: Discounts,
    /// Shipping.
    pub shipping: Shipping,
}

/// Discounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discounts {
    /// Share of orders with a discount code on an ordinary day.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Depths of the codes, as fractions of the item prices; each is as likely as the next.
    #[schemars(length(min = 1, max = 20), inner(range(min = 0.0, max = 0.9)))]
    pub depths: Vec<f64>,
}

/// Shipping.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shipping {
    /// Fee per order.
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub fee: f64,
    /// Free when items after discount come to at least this.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub free_above: f64,
}

/// A way to pay.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Credit or debit card.
    Card,
    /// Saudi debit network.
    Mada,
    /// Kuwaiti debit network.
    Knet,
    /// Bahraini debit network.
    Benefit,
    /// Apple Pay.
    ApplePay,
    /// PayPal.
    Paypal,
    /// Local e-wallet.
    Wallet,
    /// Buy now, pay later.
    PayLater,
    /// Bank transfer.
    BankTransfer,
    /// Gift card or store credit.
    GiftCard,
    /// Cash on delivery.
    CashOnDelivery,
}

/// Payment, cancellation and returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fulfilment {
    /// Payment methods by name.
    pub payment: BTreeMap<PaymentMethod, Payment>,
    /// Share of orders paid partly with a gift card.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub split_payments: f64,
    /// Median days from order to delivery.
    #[schemars(range(min = 0.1, max = 120.0))]
    pub delivery_days: f64,
    /// Returns.
    pub returns: Returns,
}

/// How a payment method behaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Share of orders that are cancelled (for cash on delivery: refused at the door).
    #[schemars(range(min = 0.0, max = 0.9))]
    pub cancel_rate: f64,
    /// Return rate relative to the categories' own.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub return_factor: f64,
}

/// Returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Return rate relative to the built-in categories' own.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub level: f64,
    /// Median days from delivery to the refund.
    #[schemars(range(min = 0.1, max = 120.0))]
    pub days: f64,
}
