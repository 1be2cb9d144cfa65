//! What stands in the schemas of a load, and how what adloom made there is removed.

use std::collections::BTreeSet;

use postgres::Client;

use super::super::manifest::{Manifest, Relation, RelationKind};
use super::schema::qualified;
use crate::sinks::database::quoting::quoted;

/// The schemas of a load, looked at inside its transaction.
pub struct Standing {
    /// Those that are not there yet.
    pub missing: Vec<String>,
    /// What adloom made there before.
    pub before: Option<Manifest>,
    /// Something that it did not make.
    pub stranger: Option<Relation>,
}

/// Looks at schemas. `before` is the manifest of the main one.
pub fn look(
    client: &mut Client,
    schemas: &BTreeSet<String>,
    before: Option<Manifest>,
) -> Result<Standing, postgres::Error> {
    let names = schemas.iter().collect::<Vec<_>>();
    let found = client.query(
        "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = ANY($1)",
        &[&names],
    )?;
    let found = found.iter().map(|row| row.get::<_, String>(0)).collect::<BTreeSet<_>>();
    // Tables of any sort, views and sequences; indexes and types go with their tables.
    let inside = client.query(
        "SELECT n.nspname::text, c.relname::text
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
         ORDER BY 1, 2",
        &[&names],
    )?;
    let stranger = inside
        .iter()
        .map(|row| Relation::table(row.get::<_, String>(1)).within(row.get::<_, String>(0)))
        .find(|r| !before.as_ref().is_some_and(|b| b.made(r.schema.as_deref(), &r.name)));
    let missing = schemas.iter().filter(|name| !found.contains(*name)).cloned().collect();
    Ok(Standing { missing, before, stranger })
}

/// Drops all that a load made, and nothing that depends on it: where somebody built on it, the
/// server refuses. Schemas of the new load stay, with what they grant.
pub fn remove(
    client: &mut Client,
    before: &Manifest,
    staying: &BTreeSet<String>,
) -> Result<(), postgres::Error> {
    for (kind, word) in [(RelationKind::View, "VIEW"), (RelationKind::Table, "TABLE")] {
        let made = before.relations.iter().filter(|relation| relation.kind == kind);
        let names = made.map(qualified).collect::<Vec<_>>();
        if !names.is_empty() {
            client.batch_execute(&format!("DROP {word} IF EXISTS {}", names.join(", ")))?;
        }
    }
    let schemas = before.relations.iter().filter(|r| r.kind == RelationKind::Schema);
    for schema in schemas.filter(|schema| !staying.contains(&schema.name)) {
        // One that somebody has put something into stays.
        client.batch_execute("SAVEPOINT schema")?;
        if client.batch_execute(&format!("DROP SCHEMA {}", quoted(&schema.name))).is_err() {
            client.batch_execute("ROLLBACK TO SAVEPOINT schema")?;
        }
        client.batch_execute("RELEASE SAVEPOINT schema")?;
    }
    Ok(())
}
