//! The stored procedures, against the same questions put to the files of the same world.

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, Row, Value};
use libtest_mimic::Failed;

use super::server::Server;
use super::{cells, files};
use crate::support::{expect, succeed};

/// What each procedure answers for everything, and the same question to the files.
const QUESTIONS: [(&str, &str); 5] = [
    (
        "order_payment_totals(NULL)",
        "SELECT o.order_id, o.currency, o.total, coalesce(p.n, 0), coalesce(p.paid, 0), \
         coalesce(r.refunded, 0), \
         CASE WHEN o.status = 'cancelled' THEN 0 ELSE o.total - coalesce(p.paid, 0) END \
         FROM orders o \
         LEFT JOIN (SELECT order_id, count(*) n, sum(amount) paid FROM payments GROUP BY 1) p \
         ON p.order_id = o.order_id \
         LEFT JOIN (SELECT order_id, sum(amount) refunded FROM refunds GROUP BY 1) r \
         ON r.order_id = o.order_id ORDER BY o.order_id",
    ),
    (
        "ad_budgets(NULL)",
        "SELECT p.ad_id, p.campaign_id, p.platform, sum(p.reach), \
         sum(CAST(p.reach AS DOUBLE) * x.price) / 1000, sum(p.spend) \
         FROM ad_performance p JOIN ads a USING (ad_id) JOIN creatives v USING (creative_id) \
         JOIN ad_pricing x \
         ON x.platform = p.platform AND x.format = v.format AND x.region_id = p.region_id \
         GROUP BY 1, 2, 3 ORDER BY 1",
    ),
    (
        "campaign_budgets(NULL)",
        "SELECT k.campaign_id, k.name, k.platform, count(DISTINCT p.ad_id), \
         count(DISTINCT p.date), sum(p.reach), sum(CAST(p.reach AS DOUBLE) * x.price) / 1000, \
         max(k.daily_budget) * count(DISTINCT p.date), sum(p.spend) \
         FROM ad_performance p JOIN campaigns k USING (campaign_id) JOIN ads a USING (ad_id) \
         JOIN creatives v ON v.creative_id = a.creative_id JOIN ad_pricing x \
         ON x.platform = p.platform AND x.format = v.format AND x.region_id = p.region_id \
         GROUP BY 1, 2, 3 ORDER BY 1",
    ),
    (
        "campaign_results(NULL, NULL)",
        "SELECT k.campaign_id, k.name, k.platform, s.i, s.c, s.l, s.s, s.n, s.r, \
         coalesce(b.n, 0), coalesce(b.r, 0) FROM campaigns k \
         JOIN (SELECT campaign_id, sum(impressions) i, sum(clicks) c, sum(leads) l, sum(spend) s, \
         sum(claimed_conversions) n, sum(claimed_revenue) r FROM ad_performance GROUP BY 1) s \
         ON s.campaign_id = k.campaign_id \
         LEFT JOIN (SELECT a.campaign_id, count(*) n, sum(o.revenue) r FROM orders o \
         JOIN sessions v ON v.session_id = o.session_id JOIN ads a ON a.ad_id = v.ad_id \
         GROUP BY 1) b ON b.campaign_id = k.campaign_id ORDER BY 1",
    ),
    (
        "funnel_metrics(NULL, NULL)",
        "SELECT s.platform, s.i, s.c, v.n, v.p, v.a, v.k, v.o, \
         CAST(s.c AS DOUBLE) / s.i, CAST(v.n AS DOUBLE) / s.c, CAST(v.a AS DOUBLE) / v.n, \
         CAST(v.k AS DOUBLE) / v.a, CAST(v.o AS DOUBLE) / v.k, CAST(v.o AS DOUBLE) / v.n \
         FROM (SELECT platform, sum(impressions) i, sum(clicks) c FROM ad_performance GROUP BY 1) s \
         JOIN (SELECT platform, count(*) n, sum(CAST(product_views > 0 AS INT)) p, \
         sum(CAST(added_to_cart AS INT)) a, sum(CAST(reached_checkout AS INT)) k, \
         sum(CAST(converted AS INT)) o FROM sessions WHERE platform IS NOT NULL GROUP BY 1) v \
         ON v.platform = s.platform ORDER BY 1",
    ),
];

pub fn procedures_agree_with_the_files(server: &Server) -> Result<(), Failed> {
    succeed(&mut server.load(&[]))?;
    let (_folder, dataset) = files()?;
    let mut root = server.root()?;
    for (call, question) in QUESTIONS {
        let theirs: Vec<Vec<String>> = called(&mut root, call)?;
        let columns = theirs.first().map_or(0, Vec::len);
        let texts = (1..=columns).map(|n| format!("CAST(c{n} AS VARCHAR)"));
        let names = (1..=columns).map(|n| format!("c{n}")).collect::<Vec<_>>().join(", ");
        let texts = texts.collect::<Vec<_>>().join(", ");
        let sql = format!("WITH q ({names}) AS ({question}) SELECT {texts} FROM q");
        let ours = cells(&dataset, &sql)?;
        expect(!ours.is_empty() && ours.len() == theirs.len(), || {
            format!("{call}: {} rows instead of {}", theirs.len(), ours.len())
        })?;
        // Neither promises an order for what another question is made of.
        let mut ours = ours
            .into_iter()
            .map(|row| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>())
            .collect::<Vec<_>>();
        let mut theirs = theirs;
        let key = |row: &Vec<String>| (row[0].parse::<i64>().unwrap_or(0), row[0].clone());
        ours.sort_by_key(key);
        theirs.sort_by_key(key);
        for (our, their) in ours.iter().zip(&theirs) {
            let agree = our.iter().zip(their).all(|(a, b)| same(a, b));
            expect(agree, || format!("{call}: {their:?} instead of {our:?}"))?;
        }
    }
    // With an argument, a procedure answers for that alone.
    let order: Option<i64> = root.query_first("SELECT max(order_id) FROM orders")?;
    let one = called(&mut root, &format!("order_payment_totals({})", order.unwrap_or(0)))?;
    expect(one.len() == 1, || format!("{one:?}"))?;
    let sums = "SELECT CAST(sum(clicks) AS CHAR) FROM ad_performance WHERE date = \
                (SELECT min(date) FROM orders)";
    let clicks: Option<String> = root.query_first(sums)?;
    let day: Option<String> = root.query_first("SELECT CAST(min(date) AS CHAR) FROM orders")?;
    let day = day.unwrap_or_default();
    let first = called(&mut root, &format!("campaign_results('{day}', '{day}')"))?;
    let sum = first.iter().filter_map(|row| row[4].parse::<u64>().ok()).sum::<u64>();
    expect(clicks == Some(sum.to_string()), || format!("{sum} clicks instead of {clicks:?}"))
}

fn called(conn: &mut Conn, call: &str) -> Result<Vec<Vec<String>>, Failed> {
    let rows: Vec<Row> = conn.query(format!("CALL {call}"))?;
    let cell = |value: Value| match value {
        Value::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Value::NULL => String::new(),
        other => other.as_sql(true),
    };
    Ok(rows.into_iter().map(|row| row.unwrap().into_iter().map(cell).collect()).collect())
}

/// The same text, or the same number: what is rounded to cents, to the cent.
fn same(ours: &str, theirs: &str) -> bool {
    let is_rounded = theirs.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() == 2);
    match (ours.parse::<f64>(), theirs.parse::<f64>()) {
        (Ok(ours), Ok(theirs)) if is_rounded => (ours - theirs).abs() < 0.005 + 1e-6,
        (Ok(ours), Ok(theirs)) => (ours - theirs).abs() <= 1e-12 * ours.abs(),
        _ => ours == theirs,
    }
}
