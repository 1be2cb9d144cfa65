//! PostgreSQL: everything in one transaction, rows by binary COPY.
//!
//! A load has a schema of its own, and others beside it for the answer key and for layouts. Tables
//! are created bare and filled; keys, indexes and comments follow once the rows are in. Rows of a
//! table gather until they make a COPY worth its while: sources turn from table to table, and a
//! COPY cannot.

mod cells;
mod certificate;
mod connect;
mod connector;
mod copy;
mod encryption;
mod schema;
mod standing;

use std::collections::BTreeSet;
use std::io;
use std::mem;

use postgres::Client;

use self::cells::Piece;
use self::copy::Copies;
use super::keys::foreign_keys;
use super::manifest::{
    MANIFEST_COLUMN, MANIFEST_TABLE, Manifest, Relation, RelationKind, StoredTable,
};
use super::{DatabaseUrl, Load, LoadError, Options, Run, ServerUrl, View, one_writer};
use crate::engine::Source;
use crate::sinks::database::quoting::{literal, quoted};
use crate::sinks::folder::About;
use crate::tables::spec::Table;

pub use connect::{connect, failed, manifest_of, schema_of};
pub use schema::qualified;

/// Memory of the server for one sort or hash of an index or a key, while the load lasts.
const SORT_MEMORY: &str = "256MB";

/// A load into a PostgreSQL server.
pub struct Postgres {
    url: DatabaseUrl,
    client: Client,
    schema: String,
    /// Schemas that adloom made, now or before.
    own_schemas: BTreeSet<String>,
    loaded: Vec<Loaded>,
}

/// A table whose rows are in.
struct Loaded {
    table: &'static Table,
    place: Relation,
    rows: u64,
    /// All tables of its source: its foreign keys lead to these.
    siblings: Vec<&'static Table>,
}

impl Postgres {
    /// Connects, and claims the schemas that the tables need.
    pub fn begin(
        server: &ServerUrl,
        options: &Options,
        tables: &[&'static Table],
    ) -> Result<Postgres, LoadError> {
        let url = DatabaseUrl::Postgres(server.clone());
        let schema = options.schema.as_deref().unwrap_or_else(|| schema_of(server)).to_owned();
        let places = tables.iter().map(|table| schema::place(table, &schema));
        let mut schemas = places.filter_map(|place| place.schema).collect::<BTreeSet<_>>();
        schemas.insert(schema.clone());
        if let Some(name) = schemas.iter().find(|s| s.is_empty() || s.len() > schema::LONGEST_NAME)
        {
            let what = format!("a schema cannot be named `{name}`; choose another --schema");
            return Err(LoadError::input(&url, what));
        }
        let client = connect(server)?;
        let own_schemas = BTreeSet::new();
        let mut load = Postgres { url, client, schema, own_schemas, loaded: Vec::new() };
        load.execute(&format!(
            "BEGIN;
             SET LOCAL search_path TO {};
             SET LOCAL standard_conforming_strings = on;
             SET LOCAL statement_timeout = 0;
             SET LOCAL idle_in_transaction_session_timeout = 0;
             SET LOCAL maintenance_work_mem = '{SORT_MEMORY}'",
            quoted(&load.schema)
        ))?;
        load.claim(&schemas, options.force)?;
        Ok(load)
    }

    fn claim(&mut self, schemas: &BTreeSet<String>, force: bool) -> Result<(), LoadError> {
        let schema = self.schema.clone();
        if !self.ask(|client| lock(client, &schema))? {
            let what = format!("another load into schema {schema} is under way; wait for it");
            return Err(LoadError::input(&self.url, what));
        }
        let before = self.ask(|client| manifest_of(client, &schema))?;
        let standing = self.ask(|client| standing::look(client, schemas, before))?;
        if let Some(stranger) = standing.stranger {
            let what = format!(
                "{} is there already and not adloom's to replace; choose another --schema",
                schema::qualified(&stranger)
            );
            return Err(LoadError::input(&self.url, what));
        }
        if let Some(before) = standing.before {
            if !force {
                let what = format!("a dataset is already in schema {schema}; --force replaces it");
                return Err(LoadError::input(&self.url, what));
            }
            let own = before.relations.iter().filter(|r| r.kind == RelationKind::Schema);
            let own = own.map(|r| r.name.clone()).filter(|name| schemas.contains(name));
            self.own_schemas.extend(own);
            self.ask(|client| standing::remove(client, &before, schemas))?;
        }
        for name in standing.missing {
            let doc = literal("Made by adloom: a synthetic advertising world.");
            let name_quoted = quoted(&name);
            self.execute(&format!(
                "CREATE SCHEMA {name_quoted}; COMMENT ON SCHEMA {name_quoted} IS {doc}"
            ))?;
            self.own_schemas.insert(name);
        }
        Ok(())
    }

    fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Client) -> Result<T, postgres::Error>,
    ) -> Result<T, LoadError> {
        question(&mut self.client).map_err(|error| broken(&self.url, &error))
    }

    fn execute(&mut self, sql: &str) -> Result<(), LoadError> {
        self.ask(|client| client.batch_execute(sql))
    }

    /// Creates those views whose tables are there.
    fn create_views(&mut self, views: &[View], made: &mut Vec<Relation>) -> Result<(), LoadError> {
        for view in views {
            let place = schema::view_place(view, &self.schema);
            self.execute("SAVEPOINT view")?;
            match self.client.batch_execute(&schema::create_view(view, &place)) {
                Ok(()) => made.push(place),
                Err(error) if error.as_db_error().is_some() => {
                    self.execute("ROLLBACK TO SAVEPOINT view")?;
                }
                Err(error) => return Err(broken(&self.url, &error)),
            }
            self.execute("RELEASE SAVEPOINT view")?;
        }
        Ok(())
    }

    fn write_manifest(&mut self, manifest: &Manifest) -> Result<(), LoadError> {
        let table = schema::qualified(&Relation::table(MANIFEST_TABLE).within(&*self.schema));
        let doc = literal("What adloom loaded; it marks the schema as adloom's.");
        self.execute(&format!(
            "CREATE TABLE {table} ({MANIFEST_COLUMN} text NOT NULL);
             COMMENT ON TABLE {table} IS {doc}"
        ))?;
        let insert = format!("INSERT INTO {table} VALUES ($1)");
        self.ask(|client| client.execute(&insert, &[&manifest.to_json()])).map(drop)
    }
}

/// Holds a lock on a name of a schema until the transaction ends; says whether it could be had.
fn lock(client: &mut Client, schema: &str) -> Result<bool, postgres::Error> {
    let sql = "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtext($1))";
    client.query_one(sql, &[&format!("adloom {schema}")])?.try_get(0)
}

fn broken(url: &DatabaseUrl, error: &postgres::Error) -> LoadError {
    failed(url, error, "the connection was cut, and nothing was loaded")
}

impl Load for Postgres {
    fn fill(&mut self, source: &dyn Source, run: &Run) -> Result<(), LoadError> {
        let tables = source.tables();
        let places = tables.iter().map(|table| schema::place(table, &self.schema));
        let places = places.collect::<Vec<_>>();
        for (table, place) in tables.iter().zip(&places) {
            self.execute(&schema::create_table(table, place))?;
        }
        let copies = Copies::new(&mut self.client, &places);
        let url = &self.url;
        let encode = |_, batch| Piece::new(&batch);
        let rows = one_writer::fill(source, run, url, encode, |pieces| {
            copies.take(pieces).map_err(|error| said(url, error))
        })?;
        let rows = rows.finish().map_err(|error| said(&self.url, error))?;
        for ((&table, place), rows) in tables.iter().zip(places).zip(rows) {
            self.loaded.push(Loaded { table, place, rows, siblings: tables.to_vec() });
        }
        Ok(())
    }

    fn finish(
        mut self: Box<Self>,
        about: &About,
        views: &[View],
        run: &Run,
    ) -> Result<Manifest, LoadError> {
        let mut manifest = Manifest::new(about);
        for name in &self.own_schemas {
            let kind = RelationKind::Schema;
            manifest.relations.push(Relation { schema: None, name: name.clone(), kind });
        }
        let loaded = mem::take(&mut self.loaded);
        for Loaded { table, place, rows, .. } in &loaded {
            for sql in
                schema::primary_key(table, place).into_iter().chain(schema::indexes(table, place))
            {
                run.go_on()?;
                self.execute(&sql)?;
            }
            self.execute(&schema::comments(table, place))?;
            manifest.relations.push(place.clone());
            manifest.tables.push(StoredTable::new(table, *rows, place.clone()));
        }
        // Statistics first: they show the server how best to check that keys are found.
        for Loaded { place, .. } in &loaded {
            run.go_on()?;
            self.execute(&format!("ANALYZE {}", schema::qualified(place)))?;
        }
        for Loaded { table, place, siblings, .. } in &loaded {
            run.go_on()?;
            let keys = foreign_keys(table, siblings);
            let target = |table: &Table| schema::place(table, &self.schema);
            if let Some(sql) = schema::foreign_keys(place, &keys, target) {
                self.execute(&sql)?;
            }
        }
        self.create_views(views, &mut manifest.relations)?;
        manifest.relations.push(Relation::table(MANIFEST_TABLE).within(&*self.schema));
        self.write_manifest(&manifest)?;
        run.go_on()?;
        self.execute("COMMIT")?;
        Ok(manifest)
    }
}

/// What the server said, in our words.
fn said(url: &DatabaseUrl, error: io::Error) -> LoadError {
    match error.downcast::<postgres::Error>() {
        Ok(error) => broken(url, &error),
        Err(error) => LoadError::failed(url, error),
    }
}
