//! What queries read, and the order that follows from it.

use std::collections::BTreeMap;

use datafusion::common::TableReference;
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::resolve::resolve_table_references;
use datafusion::sql::sqlparser::ast;

/// The schema of the plain tables, and of all layout tables that have no schema of their own.
pub const PLAIN: &str = "data";

/// The schema and the name of a table.
pub type Name = (String, String);

/// The tables that a query reads. Anything that is not one query is an error.
pub fn reads(sql: &str) -> Result<Vec<Name>, String> {
    let mut statements = DFParser::parse_sql(sql).map_err(|e| e.strip_backtrace())?;
    let (Some(statement), true) = (statements.pop_front(), statements.is_empty()) else {
        return Err("it should hold one query".to_owned());
    };
    let is_query = matches!(&statement, Statement::Statement(inner)
        if matches!(inner.as_ref(), ast::Statement::Query(_)));
    if !is_query {
        return Err("it should hold a query: a layout reads, and changes nothing".to_owned());
    }
    let (found, _) = resolve_table_references(&statement, true).map_err(|e| e.strip_backtrace())?;
    Ok(found.iter().map(name).collect())
}

fn name(reference: &TableReference) -> Name {
    (reference.schema().unwrap_or(PLAIN).to_owned(), reference.table().to_owned())
}

/// Something that reads other things of its kind.
pub struct Node {
    /// What it is read as.
    pub name: Name,
    /// What it reads, among which may be names that no node has.
    pub reads: Vec<Name>,
}

/// The positions of the nodes that `wanted` needs, itself included, each after those that it reads;
/// or those of a circle.
pub fn order(nodes: &[Node], wanted: &[usize]) -> Result<Vec<usize>, Vec<usize>> {
    let places = nodes.iter().enumerate().map(|(place, node)| (&node.name, place)).collect();
    let mut visit = Visit { nodes, places, path: Vec::new(), done: Vec::new() };
    for &place in wanted {
        visit.visit(place)?;
    }
    Ok(visit.done)
}

struct Visit<'n> {
    nodes: &'n [Node],
    places: BTreeMap<&'n Name, usize>,
    /// From a wanted node to the one being visited.
    path: Vec<usize>,
    done: Vec<usize>,
}

impl Visit<'_> {
    fn visit(&mut self, place: usize) -> Result<(), Vec<usize>> {
        if self.done.contains(&place) {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|&earlier| earlier == place) {
            return Err(self.path[start..].to_vec());
        }
        self.path.push(place);
        for read in &self.nodes[place].reads {
            if let Some(&next) = self.places.get(&read) {
                self.visit(next)?;
            }
        }
        self.path.pop();
        self.done.push(place);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str) -> Name {
        (PLAIN.to_owned(), name.to_owned())
    }

    fn node(name: &str, reads: &[&str]) -> Node {
        Node { name: plain(name), reads: reads.iter().map(|name| plain(name)).collect() }
    }

    #[test]
    fn what_is_read_comes_first_and_what_nobody_needs_not_at_all() {
        let nodes = [
            node("a", &["c", "orders"]),
            node("unused", &["a"]),
            node("c", &["d"]),
            node("d", &[]),
        ];
        assert_eq!(order(&nodes, &[0, 3]).unwrap(), [3, 2, 0]);
    }

    #[test]
    fn a_circle_is_given_without_the_way_to_it() {
        let nodes = [node("a", &["b"]), node("b", &["c"]), node("c", &["b"])];
        assert_eq!(order(&nodes, &[0]).unwrap_err(), [1, 2]);
    }

    #[test]
    fn names_of_a_querys_own_are_not_read() {
        let sql = "WITH x AS (SELECT * FROM orders) SELECT * FROM x JOIN shop.\"Order\" o ON true";
        assert_eq!(reads(sql).unwrap(), [plain("orders"), ("shop".into(), "Order".into())]);
    }
}
