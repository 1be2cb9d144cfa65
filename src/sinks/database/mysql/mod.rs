//! MySQL and MariaDB: each table is filled by a stream of its own, and all are renamed at the end.
//!
//! Where the server lets a client send files (`local_infile`), rows travel as the text of
//! `LOAD DATA LOCAL INFILE`, straight from memory; else as `INSERT`s as large as the server takes.
//! Neither server can undo `CREATE TABLE`, so tables are filled under names of their own and
//! `RENAME TABLE` puts all of them in their places at once: see [`place`].

mod encryption;
mod feed;
mod keys;
mod place;
mod procedures;
mod rows;
mod schema;
mod server;

use std::collections::BTreeSet;

use ::mysql::Conn;
use ::mysql::prelude::Queryable;

use self::feed::Feeds;
use self::place::{MOVED, Move, NEW_MANIFEST, Note, OLD_MANIFEST, Standing, UNFINISHED};
use self::rows::Way;
use self::schema::name;
use self::server::code;
use super::keys::flat_name;
use super::manifest::{MANIFEST_TABLE, Manifest, Relation, RelationKind, StoredTable};
use super::{Load, LoadError, Options, Run, ServerUrl, View};
use crate::engine::Source;
use crate::sinks::folder::About;
use crate::tables::spec::Table;

pub use place::manifest_of;
pub use schema::name as quoted;
pub use server::Server;

/// A statement of `INSERT` holds at most this share of what the server takes at once: a margin for
/// what stands around the values.
const SHARE_OF_PACKET: usize = 4;
/// More bytes than this in a statement make it no faster.
const MOST_STATEMENT: usize = 4 << 20;

/// A load into MySQL or MariaDB.
pub struct Mysql {
    server: Server,
    /// Holds the lock by which one load at a time works in a database.
    conn: Conn,
    way: Way,
    note: Note,
    loaded: Vec<Loaded>,
    before: Option<Manifest>,
    is_published: bool,
}

/// A table whose rows are in.
#[derive(Clone)]
struct Loaded {
    table: &'static Table,
    /// Where it is filled.
    from: String,
    /// Where it goes.
    to: String,
    rows: u64,
    /// All tables of its source: its foreign keys lead to these.
    siblings: Vec<&'static Table>,
}

impl Mysql {
    /// Connects, removes what a killed load left, and claims the names of the tables.
    pub fn begin(
        url: &ServerUrl,
        options: &Options,
        tables: &[&'static Table],
    ) -> Result<Mysql, LoadError> {
        let server = Server::at(url)?;
        if options.schema.is_some() {
            let what = "a database of MySQL has no schemas; leave --schema out";
            return Err(server.input(what));
        }
        let names = tables.iter().map(|table| flat_name(table)).collect::<Vec<_>>();
        refuse_names(&server, &names)?;
        let mut conn = server.connect()?;
        lock(&server, &mut conn)?;
        let standing = Standing::find(&server, &mut conn)?;
        if standing.before.is_some() && !options.force {
            return Err(server.input("a dataset is already there; --force replaces it"));
        }
        let procedures = procedures::ALL.iter().map(|procedure| procedure.name);
        standing.refuse_strangers(&server, names.iter().map(String::as_str), procedures)?;
        let way = way(&server, &mut conn)?;
        let note = Note {
            tables: (1..)
                .zip(&names)
                .map(|(n, to)| Move::new(&format!("adloom_new_{n}"), to))
                .collect(),
            ..Note::default()
        };
        note.write(&server, &mut conn)?;
        let before = standing.before;
        Ok(Mysql { server, conn, way, note, loaded: Vec::new(), before, is_published: false })
    }

    fn execute(&mut self, sql: impl AsRef<str>) -> Result<(), LoadError> {
        self.server.execute(&mut self.conn, sql)
    }

    /// Where a table is filled.
    fn filled_as(&self, table: &Table) -> Result<String, LoadError> {
        let to = flat_name(table);
        let found = self.note.tables.iter().find(|m| m.to == to);
        found.map(|m| m.from.clone()).ok_or_else(|| {
            self.server.failed(format!("the table {to} was not announced when the load began"))
        })
    }

    /// Makes views and procedures, as far as their tables are there, and notes them down.
    fn create_views(&mut self, views: &[View], manifest: &mut Manifest) -> Result<(), LoadError> {
        for view in views {
            let sql = format!(
                "CREATE OR REPLACE SQL SECURITY INVOKER VIEW {} AS\n{}",
                name(view.name),
                view.sql.trim()
            );
            match self.conn.query_drop(sql) {
                Ok(()) => manifest.relations.push(Relation::view(view.name)),
                Err(::mysql::Error::MySqlError(error)) if error.code == code::NO_TABLE => {}
                Err(error) => return Err(self.server.error(error)),
            }
        }
        let there = self.loaded.iter().map(|loaded| loaded.to.clone()).collect::<BTreeSet<_>>();
        for procedure in procedures::ALL.iter().filter(|procedure| procedure.can_run(&there)) {
            self.execute(format!("DROP PROCEDURE IF EXISTS {}", name(procedure.name)))?;
            self.execute(procedure.sql)?;
            let kind = RelationKind::Procedure;
            manifest.relations.push(Relation {
                schema: None,
                name: procedure.name.to_owned(),
                kind,
            });
        }
        Ok(())
    }

    fn write_manifest(&mut self, manifest: &Manifest) -> Result<(), LoadError> {
        let doc = "What adloom loaded; it marks the tables that are adloom's.";
        let json = manifest.to_json();
        place::write_text(&self.server, &mut self.conn, NEW_MANIFEST, &json, doc)
    }

    /// Puts everything in its place. If that fails, what was there before is there again.
    fn publish(&mut self, views: &[View], manifest: &mut Manifest) -> Result<(), LoadError> {
        let replaced = self.replaced();
        self.note.aside = (1..=replaced.len()).map(|n| format!("adloom_old_{n}")).collect();
        self.note.views = views.iter().map(|view| view.name.to_owned()).collect();
        self.note.procedures =
            procedures::ALL.iter().map(|procedure| procedure.name.to_owned()).collect();
        self.note.rewrite(&self.server, &mut self.conn)?;
        let moves = self.note.moves(&replaced, self.before.is_some());
        place::rename(&self.server, &mut self.conn, &moves)?;
        let done = self.create_views(views, manifest).and_then(|()| {
            manifest.relations.push(Relation::table(MANIFEST_TABLE));
            self.write_manifest(manifest)?;
            let last = [Move::new(NEW_MANIFEST, MANIFEST_TABLE)];
            place::rename(&self.server, &mut self.conn, &last)
        });
        if let Err(error) = done {
            self.take_back(&moves, manifest);
            return Err(error);
        }
        self.is_published = true;
        // What cannot be removed now, the next load removes.
        let _ = self.remove_replaced(manifest);
        Ok(())
    }

    /// The tables of the earlier load, which step aside.
    fn replaced(&self) -> Vec<String> {
        let relations = self.before.iter().flat_map(|before| &before.relations);
        let tables =
            relations.filter(|r| r.kind == RelationKind::Table && r.name != MANIFEST_TABLE);
        tables.map(|relation| relation.name.clone()).collect()
    }

    fn take_back(&mut self, moves: &[Move], manifest: &Manifest) {
        for relation in &manifest.relations {
            let was_there = self.before.as_ref().is_some_and(|b| b.made(None, &relation.name));
            if !was_there {
                // The reason why all this is taken back is told; a second one would not help.
                let _ = self.drop_relation(relation);
            }
        }
        let _ = place::rename_back(&self.server, &mut self.conn, moves);
    }

    fn drop_relation(&mut self, relation: &Relation) -> Result<(), LoadError> {
        let name = name(&relation.name);
        match relation.kind {
            RelationKind::View => self.execute(format!("DROP VIEW IF EXISTS {name}")),
            RelationKind::Procedure => self.execute(format!("DROP PROCEDURE IF EXISTS {name}")),
            RelationKind::Table | RelationKind::Schema => Ok(()),
        }
    }

    /// Drops what the new load replaced.
    fn remove_replaced(&mut self, manifest: &Manifest) -> Result<(), LoadError> {
        let before = self.before.iter().flat_map(|before| before.relations.clone());
        for relation in before.collect::<Vec<_>>() {
            if !manifest.relations.contains(&relation) {
                self.drop_relation(&relation)?;
            }
        }
        let aside = self.note.aside.iter().map(String::as_str);
        place::drop_tables(&self.server, &mut self.conn, aside.chain([OLD_MANIFEST, MOVED]))
    }
}

impl Load for Mysql {
    fn fill(&mut self, source: &dyn Source, run: &Run) -> Result<(), LoadError> {
        let tables = source.tables();
        let names = tables.iter().map(|table| self.filled_as(table));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        for (table, name) in tables.iter().zip(&names) {
            self.execute(schema::create_table(table, name))?;
        }
        let feeds = Feeds::new(&self.server, self.way, tables, &names);
        let rows = run.pour(source, feeds);
        let rows = rows.map_err(|error| LoadError::of_run(self.server.url(), error))?;
        for ((&table, from), rows) in tables.iter().zip(&names).zip(rows) {
            let (from, to) = (from.clone(), flat_name(table));
            self.loaded.push(Loaded { table, from, to, rows, siblings: tables.to_vec() });
        }
        Ok(())
    }

    fn finish(
        mut self: Box<Self>,
        about: &About,
        views: &[View],
        run: &Run,
    ) -> Result<Manifest, LoadError> {
        keys::add(&self.server, &self.loaded, run)?;
        let mut manifest = Manifest::new(about);
        for Loaded { table, to, rows, .. } in &self.loaded {
            let relation = Relation::table(to);
            manifest.relations.push(relation.clone());
            manifest.tables.push(StoredTable::new(table, *rows, relation));
        }
        // Somebody may have taken a name since the load began.
        let standing = Standing::find_beside(&self.server, &mut self.conn)?;
        let relations = self.loaded.iter().map(|loaded| loaded.to.as_str());
        let wanted = relations.chain(views.iter().map(|view| view.name));
        let procedures = procedures::ALL.iter().map(|procedure| procedure.name);
        standing.refuse_strangers(&self.server, wanted, procedures)?;
        run.go_on()?;
        self.publish(views, &mut manifest)?;
        Ok(manifest)
    }
}

impl Drop for Mysql {
    fn drop(&mut self) {
        if self.is_published {
            return;
        }
        // The connection may have been cut while the server still answers others. What cannot be
        // removed now, the next load removes.
        if self.conn.query_drop("DO 1").is_err() {
            let Ok(conn) = self.server.connect() else { return };
            self.conn = conn;
        }
        let tables = self.note.tables.iter().map(|m| m.from.as_str());
        let all = tables.chain([NEW_MANIFEST, UNFINISHED]);
        let _ = place::drop_tables(&self.server, &mut self.conn, all);
    }
}

/// Takes the lock by which one load at a time works in a database; it is free again when the
/// connection ends, however that comes about.
fn lock(server: &Server, conn: &mut Conn) -> Result<(), LoadError> {
    // Names of locks are short, those of databases need not be.
    let hash = blake3::hash(server.database().as_bytes()).to_hex();
    let sql = format!("SELECT GET_LOCK('adloom {}', 0)", &hash[..32]);
    let taken: Option<Option<u8>> = conn.query_first(sql).map_err(|error| server.error(error))?;
    match taken.flatten() {
        Some(1) => Ok(()),
        _ => Err(server.input("another load into this database is under way; wait for it")),
    }
}

/// The fastest way that the server allows.
fn way(server: &Server, conn: &mut Conn) -> Result<Way, LoadError> {
    let sql = "SELECT @@local_infile, @@max_allowed_packet";
    let found: Option<(u8, usize)> = conn.query_first(sql).map_err(|error| server.error(error))?;
    Ok(match found {
        Some((1, _)) => Way::File,
        Some((_, packet)) => Way::Inserts { most: (packet / SHARE_OF_PACKET).min(MOST_STATEMENT) },
        None => return Err(server.failed("the server does not tell its settings")),
    })
}

/// Refuses tables whose names the server could not hold, or that would be the same.
fn refuse_names(server: &Server, names: &[String]) -> Result<(), LoadError> {
    for (at, name) in names.iter().enumerate() {
        if name.chars().count() > schema::MOST_NAME {
            let most = schema::MOST_NAME;
            let what = format!("the table `{name}` has a name of more than {most} characters");
            return Err(server.input(what));
        }
        if names[..at].contains(name) {
            return Err(server.input(format!("two tables are named {name}")));
        }
    }
    Ok(())
}
