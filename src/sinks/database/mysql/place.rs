//! What stands in the database, and the step that puts a load in its place.
//!
//! Tables are filled under names of their own (`adloom_new_1`, …) and renamed all at once. Beside
//! them stands a note that says which names are the load's: [`UNFINISHED`] while tables are
//! filled, [`MOVED`] from the moment of renaming, which renames the note too, until the manifest
//! is in its place. So the next load knows what a killed one left behind, and whether the tables
//! had been moved.

use std::collections::BTreeSet;

use ::mysql::Conn;
use ::mysql::prelude::Queryable;
use serde::{Deserialize, Serialize};

use super::super::manifest::{MANIFEST_COLUMN, MANIFEST_TABLE, Manifest};
use super::super::{LoadError, RelationKind};
use super::schema::{name, text};
use super::server::Server;

/// The note while tables are filled.
pub const UNFINISHED: &str = "adloom_unfinished";
/// The note while tables stand in their places, but the manifest does not.
pub const MOVED: &str = "adloom_moved";
/// The new manifest, until it goes in its place.
pub const NEW_MANIFEST: &str = "adloom_new_manifest";
/// The manifest that is being replaced.
pub const OLD_MANIFEST: &str = "adloom_old_manifest";

/// The names that a load uses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its tables: where each is filled, and where it goes.
    pub tables: Vec<Move>,
    /// Names under which tables of an earlier load are put aside.
    pub aside: Vec<String>,
    /// Views that it makes.
    pub views: Vec<String>,
    /// Procedures that it makes.
    pub procedures: Vec<String>,
}

/// A table on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Where it is filled.
    pub from: String,
    /// Where it goes.
    pub to: String,
}

/// Everything in the database that has a name, and what of it adloom made.
pub struct Standing {
    relations: BTreeSet<String>,
    procedures: BTreeSet<String>,
    /// The load that is in its place.
    pub before: Option<Manifest>,
}

impl Standing {
    /// Looks at the database, and removes what a killed load left there.
    pub fn find(server: &Server, conn: &mut Conn) -> Result<Standing, LoadError> {
        let standing = Standing::look(server, conn)?;
        let there = |note: &&str| standing.relations.contains(*note);
        let Some(note) = [UNFINISHED, MOVED].into_iter().find(there) else { return Ok(standing) };
        remove_leavings(server, conn, note, standing.before.is_some())?;
        Standing::look(server, conn)
    }

    /// Looks at the database while a load of our own is under way.
    pub fn find_beside(server: &Server, conn: &mut Conn) -> Result<Standing, LoadError> {
        Standing::look(server, conn)
    }

    fn look(server: &Server, conn: &mut Conn) -> Result<Standing, LoadError> {
        let mut names = |sql: &str| -> Result<BTreeSet<String>, LoadError> {
            let found: Vec<String> = conn.query(sql).map_err(|error| server.error(error))?;
            Ok(found.into_iter().collect())
        };
        let relations = names(
            "SELECT CAST(table_name AS CHAR) FROM information_schema.tables \
             WHERE table_schema = DATABASE()",
        )?;
        let procedures = names(
            "SELECT CAST(routine_name AS CHAR) FROM information_schema.routines \
             WHERE routine_schema = DATABASE()",
        )?;
        let before = match relations.contains(MANIFEST_TABLE) {
            true => Some(manifest_of(conn).map_err(|why| {
                let what = format!("the table {MANIFEST_TABLE} is not adloom's: {why}");
                server.input(what)
            })?),
            false => None,
        };
        Ok(Standing { relations, procedures, before })
    }

    /// Refuses tables and views whose names somebody else has taken.
    pub fn refuse_strangers<'n>(
        &self,
        server: &Server,
        relations: impl IntoIterator<Item = &'n str>,
        procedures: impl IntoIterator<Item = &'n str>,
    ) -> Result<(), LoadError> {
        let ours = |wanted: &str, is_procedure: bool| {
            self.before.iter().flat_map(|before| &before.relations).any(|relation| {
                relation.name == wanted
                    && (relation.kind == RelationKind::Procedure) == is_procedure
            })
        };
        let mut relations = relations.into_iter();
        let mut procedures = procedures.into_iter();
        let taken = relations
            .find(|name| self.relations.contains(*name) && !ours(name, false))
            .map(|name| format!("a table or view `{name}`"))
            .or_else(|| {
                let taken =
                    procedures.find(|name| self.procedures.contains(*name) && !ours(name, true))?;
                Some(format!("a procedure `{taken}`"))
            });
        match taken {
            None => Ok(()),
            Some(what) => Err(server.input(format!(
                "{what} is there already and not adloom's to replace; load into another database"
            ))),
        }
    }
}

/// The manifest of the load in a database.
pub fn manifest_of(conn: &mut Conn) -> Result<Manifest, String> {
    let sql = format!("SELECT {} FROM {}", name(MANIFEST_COLUMN), name(MANIFEST_TABLE));
    let stored: Option<String> = conn.query_first(sql).map_err(|error| match error {
        ::mysql::Error::MySqlError(error) => error.message,
        other => other.to_string(),
    })?;
    let stored = stored.ok_or_else(|| "it has no row".to_owned())?;
    Manifest::from_json(&stored).map_err(|error| error.to_string())
}

/// Creates a table of one text.
pub fn write_text(
    server: &Server,
    conn: &mut Conn,
    table: &str,
    text_stored: &str,
    doc: &str,
) -> Result<(), LoadError> {
    let (table, column) = (name(table), name(MANIFEST_COLUMN));
    server.execute(
        conn,
        format!(
            "CREATE TABLE {table} ({column} LONGTEXT NOT NULL) ENGINE=InnoDB \
             DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT={}",
            text(doc)
        ),
    )?;
    server.execute(conn, format!("INSERT INTO {table} VALUES ({})", text(text_stored)))
}

impl Note {
    /// Writes it down, before anything of what it names is made.
    pub fn write(&self, server: &Server, conn: &mut Conn) -> Result<(), LoadError> {
        // Strings only: there is nothing in it that JSON could not hold.
        let json = serde_json::to_string(self).unwrap_or_default();
        let doc = "A load of adloom is under way. Once it is gone, the next one tidies up.";
        write_text(server, conn, UNFINISHED, &json, doc)
    }

    /// Writes it anew, when it has become longer.
    pub fn rewrite(&self, server: &Server, conn: &mut Conn) -> Result<(), LoadError> {
        let json = serde_json::to_string(self).unwrap_or_default();
        let (table, column) = (name(UNFINISHED), name(MANIFEST_COLUMN));
        server.execute(conn, format!("UPDATE {table} SET {column} = {}", text(&json)))
    }

    /// The moves that put its tables in their places: those of the earlier load step aside first,
    /// its manifest too, and the note itself goes along.
    pub fn moves(&self, replaced: &[String], has_manifest: bool) -> Vec<Move> {
        let aside = replaced.iter().zip(&self.aside).map(|(from, to)| Move::new(from, to));
        let manifest = has_manifest.then(|| Move::new(MANIFEST_TABLE, OLD_MANIFEST));
        let mut moves = aside.chain(manifest).collect::<Vec<_>>();
        moves.extend(self.tables.iter().cloned());
        moves.push(Move::new(UNFINISHED, MOVED));
        moves
    }
}

impl Move {
    /// From one name to another.
    pub fn new(from: &str, to: &str) -> Move {
        Move { from: from.to_owned(), to: to.to_owned() }
    }

    fn reversed(&self) -> Move {
        Move::new(&self.to, &self.from)
    }
}

/// Moves tables in one statement, which happens whole or not at all.
pub fn rename(server: &Server, conn: &mut Conn, moves: &[Move]) -> Result<(), LoadError> {
    let each = moves.iter().map(|m| format!("{} TO {}", name(&m.from), name(&m.to)));
    server.execute(conn, format!("RENAME TABLE {}", each.collect::<Vec<_>>().join(", ")))
}

/// Moves them back.
pub fn rename_back(server: &Server, conn: &mut Conn, moves: &[Move]) -> Result<(), LoadError> {
    let back = moves.iter().rev().map(Move::reversed).collect::<Vec<_>>();
    rename(server, conn, &back)
}

/// Drops tables as far as they are there. The session does not check keys.
pub fn drop_tables<'n>(
    server: &Server,
    conn: &mut Conn,
    tables: impl IntoIterator<Item = &'n str>,
) -> Result<(), LoadError> {
    for table in tables {
        server.execute(conn, format!("DROP TABLE IF EXISTS {}", name(table)))?;
    }
    Ok(())
}

/// Removes what a load left that did not come to its end.
fn remove_leavings(
    server: &Server,
    conn: &mut Conn,
    table: &str,
    is_complete: bool,
) -> Result<(), LoadError> {
    let sql = format!("SELECT {} FROM {}", name(MANIFEST_COLUMN), name(table));
    let stored: Option<String> = conn.query_first(sql).map_err(|error| server.error(error))?;
    // A load that was killed before it had written its note has made nothing else.
    let note: Note = match stored {
        None => Note::default(),
        Some(stored) => serde_json::from_str(&stored).map_err(|_| {
            server.input(format!("the table `{table}` is not adloom's; load into another database"))
        })?,
    };
    if table == MOVED && !is_complete {
        for view in &note.views {
            server.execute(conn, format!("DROP VIEW IF EXISTS {}", name(view)))?;
        }
        for procedure in &note.procedures {
            server.execute(conn, format!("DROP PROCEDURE IF EXISTS {}", name(procedure)))?;
        }
        drop_tables(server, conn, note.tables.iter().map(|m| m.to.as_str()))?;
    }
    drop_tables(server, conn, note.tables.iter().map(|m| m.from.as_str()))?;
    drop_tables(server, conn, note.aside.iter().map(String::as_str))?;
    drop_tables(server, conn, [NEW_MANIFEST, OLD_MANIFEST, table])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_steps_aside_before_its_place_is_taken_and_the_note_goes_along() {
        let note = Note {
            tables: vec![Move::new("adloom_new_1", "orders"), Move::new("adloom_new_2", "users")],
            aside: vec!["adloom_old_1".into()],
            ..Note::default()
        };
        let moves = note.moves(&["orders".to_owned()], true);
        let expected = [
            ("orders", "adloom_old_1"),
            (MANIFEST_TABLE, OLD_MANIFEST),
            ("adloom_new_1", "orders"),
            ("adloom_new_2", "users"),
            (UNFINISHED, MOVED),
        ];
        assert_eq!(moves, expected.map(|(from, to)| Move::new(from, to)));
    }
}
