//! Indexes and foreign keys, once the rows are in.

use std::sync::Mutex;
use std::thread;

use ::mysql::Conn;
use ::mysql::prelude::Queryable;

use super::super::keys::{flat_name, foreign_keys};
use super::super::{LoadError, Run};
use super::server::Server;
use super::{Loaded, schema};
use crate::tables::spec::Table;

/// Tables that get their keys at once: building an index keeps a core of the server busy.
const AT_ONCE: usize = 4;

/// Adds them, and checks that every key is found.
///
/// The server would check each row as a key is added, slowly and on a copy of the table; asking
/// afterwards, with the indexes there, is as strict and takes a fraction of the time.
pub fn add(server: &Server, tables: &[Loaded], run: &Run) -> Result<(), LoadError> {
    let stored = |table: &Table| {
        let to = flat_name(table);
        let own = tables.iter().find(|loaded| loaded.to == to);
        own.map_or(to, |loaded| loaded.from.clone())
    };
    for_each(server, tables, run, |conn, loaded| {
        let keys = foreign_keys(loaded.table, &loaded.siblings);
        match schema::add_indexes(loaded.table, &loaded.from, &keys) {
            Some(sql) => server.execute(conn, sql),
            None => Ok(()),
        }
    })?;
    // A foreign key concerns two tables: added one after the other, they do not wait in a circle.
    let mut conn = server.connect()?;
    for loaded in tables {
        run.go_on()?;
        let keys = foreign_keys(loaded.table, &loaded.siblings);
        if let Some(sql) = schema::add_foreign_keys(&loaded.from, &keys, stored) {
            server.execute(&mut conn, sql)?;
        }
    }
    drop(conn);
    for_each(server, tables, run, |conn, loaded| {
        for key in foreign_keys(loaded.table, &loaded.siblings) {
            let target = stored(key.target);
            let sql = schema::orphan(&loaded.from, key.column, &target, key.key);
            let orphan: Option<String> =
                conn.query_first(sql).map_err(|error| server.error(error))?;
            if let Some(value) = orphan {
                let (to, column, target) = (&loaded.to, key.column, flat_name(key.target));
                let what = format!(
                    "{to}.{column} holds {value}, which {target} does not have; nothing was loaded"
                );
                return Err(server.failed(what));
            }
        }
        Ok(())
    })
}

/// Does something to every table, to several at once.
fn for_each(
    server: &Server,
    tables: &[Loaded],
    run: &Run,
    job: impl Fn(&mut Conn, &Loaded) -> Result<(), LoadError> + Sync,
) -> Result<(), LoadError> {
    // The largest first, so that none is left to the end alone.
    let mut order = tables.iter().collect::<Vec<_>>();
    order.sort_by_key(|loaded| loaded.rows);
    let order = Mutex::new(order);
    let work = || -> Result<(), LoadError> {
        let mut conn = server.connect()?;
        loop {
            run.go_on()?;
            // Nobody panics while holding the lock.
            let next = order.lock().ok().and_then(|mut order| order.pop());
            let Some(next) = next else { return Ok(()) };
            job(&mut conn, next)?;
        }
    };
    thread::scope(|scope| {
        let workers = run.threads.clamp(1, AT_ONCE);
        let others = (1..workers).map(|_| scope.spawn(work)).collect::<Vec<_>>();
        let mut result = work();
        for other in others {
            let broken = |_| Err(server.failed("adding keys broke off"));
            result = result.and(other.join().unwrap_or_else(broken));
        }
        result
    })
}
