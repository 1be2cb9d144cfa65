//! The names of all streams, in one list, so that no two things ever share one.

/// The name of a stream of draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name(u64);

impl Name {
    const fn new(text: &str) -> Name {
        Name(fnv1a(text.as_bytes()))
    }

    pub(super) const fn hash(self) -> u64 {
        self.0
    }
}

/// FNV-1a, 64 bits.
pub(super) const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        i += 1;
    }
    hash
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        $($(#[$doc])* pub const $name: Name = Name::new($text);)*
        #[cfg(test)]
        const ALL: &[(&str, Name)] = &[$(($text, $name)),*];
    };
}

names! {
    /// Permutations behind the ids.
    ID_ORDER = "id.order",
    ID_ORDER_ITEM = "id.order_item",
    ID_PAYMENT = "id.payment",
    ID_REFUND = "id.refund",
    ID_SESSION = "id.session",
    ID_INTERACTION = "id.interaction",
    ID_USER = "id.user",
    ID_VISITOR = "id.visitor",
    ID_MOVEMENT = "id.movement",
    /// The plan.
    DEMAND_SHARED = "demand.shared",
    DEMAND_LOCAL = "demand.local",
    DEMAND_COUNT_NOISE = "demand.count_noise",
    ORGANIC_COUNT = "organic.count",
    REPEAT_COUNT = "repeat.count",
    PACING = "media.pacing",
    REGION_SHARE = "media.region_share",
    DELIVERY = "media.delivery",
    GENERATION = "creative.generation",
    CONCEPT = "creative.concept",
    VARIANT = "creative.variant",
    EFFECT = "creative.effect",
    ATTRIBUTE = "creative.attribute",
    ATTRIBUTE_EFFECT = "creative.attribute_effect",
    CREATIVE_TEXT = "creative.text",
    CPM_NOISE = "auction.cpm",
    CTR_NOISE = "auction.ctr",
    RESPONSE_NOISE = "response.noise",
    RESPONSE_NEW = "response.new",
    RESPONSE_EXISTING = "response.existing",
    PRODUCT = "catalog.product",
    BASKET_DRIFT = "basket.drift",
    BASKET_EXPECTED = "basket.expected",
    /// Customers.
    CUSTOMER = "customer",
    RATE = "customer.rate",
    LIFETIME = "customer.lifetime",
    HABIT = "customer.habit",
    PERSON = "customer.person",
    TASTE = "customer.taste",
    CITY = "customer.city",
    LANGUAGE = "customer.language",
    REGISTERED_COUNT = "registered.count",
    REPEAT_CANDIDATE = "repeat.candidate",
    REPEAT_ACCEPT = "repeat.accept",
    EXISTING_PICK = "existing.pick",
    /// Orders.
    ORDER = "order",
    ORDER_TIME = "order.time",
    ORDER_DEVICE = "order.device",
    ORDER_SOURCE = "order.source",
    ORDER_BASKET = "order.basket",
    ORDER_PAYMENT = "order.payment",
    ORDER_DELIVERY = "order.delivery",
    ORDER_RETURN = "order.return",
    ORDER_SIGN_UP = "order.sign_up",
    DRIVER_AD = "touch.driver_ad",
    DRIVER_KIND = "touch.driver_kind",
    TOUCH = "touch",
    TOUCH_TIME = "touch.time",
    TOUCH_AD = "touch.ad",
    TOUCH_DEVICE = "touch.device",
    /// Delivery.
    IMPRESSIONS = "cell.impressions",
    CLICKS = "cell.clicks",
    LANDINGS = "cell.landings",
    VIDEO = "cell.video",
    ENGAGEMENT = "cell.engagement",
    SAMPLE = "cell.sample",
    /// Visits.
    VISIT = "visit",
    VISIT_COUNT = "visit.count",
    VISIT_TIME = "visit.time",
    VISIT_VISITOR = "visit.visitor",
    VISIT_AGAIN = "visit.again",
    VISIT_FEATURES = "visit.features",
    VISIT_SYSTEM = "visit.system",
    VISIT_BEHAVIOUR = "visit.behaviour",
    BUSY_DAYS = "visit.busy_days",
    VISIT_SAMPLE = "visit.sample",
    CONVERSION_SPLIT = "conversion.split",
    CLICK = "click",
    CLICK_ID = "click.id",
    LEAD = "lead",
    /// Stock.
    STOCK = "stock",
    /// Planted flaws.
    DEFECT = "defect",
    DEFECT_ROW = "defect.row",
    DEFECT_CHANGE = "defect.change",
    /// Forests.
    FOREST_BINS = "forest.bins",
    FOREST_FOLD = "forest.fold",
    FOREST_TREE = "forest.tree",
    FOREST_ROWS = "forest.rows",
    FOREST_SHUFFLE = "forest.shuffle",
    CONVERSION_ROWS = "conversion.rows",
    CONVERSION_TUNING = "conversion.tuning",
    CONVERSION_LOGISTIC = "conversion.logistic",
    CONVERSION_SURROGATE = "conversion.surrogate",
    /// Models.
    PLACEBO_REGIONS = "model.placebo_regions",
    /// The response model.
    RESPONSE_STARTS = "response.starts",
    RESPONSE_BLOCKS = "response.blocks",
    RESPONSE_PRIORS = "response.priors",
    /// Creative scoring.
    CREATIVE_BEST = "creatives.best",
    CREATIVE_FLIPS = "creatives.flips",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn all_names_give_different_keys() {
        let mut seen = BTreeMap::new();
        for (text, name) in ALL {
            if let Some(other) = seen.insert(name.hash(), text) {
                panic!("{text} and {other} share a stream");
            }
        }
    }
}
