//! Stored procedures: questions that are asked with an order, an ad, a campaign or days in hand.

use std::collections::BTreeSet;

/// A stored procedure.
pub struct Procedure {
    /// Its name.
    pub name: &'static str,
    /// The tables that it reads.
    pub reads: &'static [&'static str],
    /// The statement that creates it.
    pub sql: &'static str,
}

/// All of them. Every argument may be null, which asks for everything.
pub const ALL: [Procedure; 5] = [
    Procedure {
        name: "order_payment_totals",
        reads: &["orders", "payments", "refunds"],
        sql: include_str!("procedures/order_payment_totals.sql"),
    },
    Procedure {
        name: "ad_budgets",
        reads: &["ad_performance", "ads", "creatives", "ad_pricing"],
        sql: include_str!("procedures/ad_budgets.sql"),
    },
    Procedure {
        name: "campaign_budgets",
        reads: &["ad_performance", "ads", "creatives", "ad_pricing", "campaigns"],
        sql: include_str!("procedures/campaign_budgets.sql"),
    },
    Procedure {
        name: "campaign_results",
        reads: &["ad_performance", "ads", "campaigns", "orders", "sessions"],
        sql: include_str!("procedures/campaign_results.sql"),
    },
    Procedure {
        name: "funnel_metrics",
        reads: &["ad_performance", "sessions"],
        sql: include_str!("procedures/funnel_metrics.sql"),
    },
];

impl Procedure {
    /// Whether all that it reads is there.
    pub fn can_run(&self, tables: &BTreeSet<String>) -> bool {
        self.reads.iter().all(|table| tables.contains(*table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::columns;
    use crate::tables::spec::Folder;

    #[test]
    fn each_creates_what_it_is_named_and_reads_what_it_says() {
        for Procedure { name, reads, sql } in ALL {
            assert!(sql.starts_with(&format!("CREATE PROCEDURE {name}(IN ")), "{name}");
            for table in columns::ALL.iter().filter(|table| table.folder == Folder::Data) {
                let read = ["FROM", "JOIN"].iter().any(|word| {
                    sql.split_whitespace()
                        .collect::<Vec<_>>()
                        .windows(2)
                        .any(|two| two[0] == *word && two[1] == table.name)
                });
                assert_eq!(read, reads.contains(&table.name), "{name} and {}", table.name);
            }
        }
    }
}
