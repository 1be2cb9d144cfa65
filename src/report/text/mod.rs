//! The words of the report that do not depend on the figures.

pub mod cautions;
pub mod charts;
pub mod sections;

use super::page::html::name;
use crate::models::response::Explained;

/// A platform's name as the charts write it, in a sentence or a cell.
pub fn platform(id: &str) -> String {
    name(&crate::charts::platform(id))
}

/// What the orders of a response model are called.
pub fn orders(explained: Explained) -> &'static str {
    match explained {
        Explained::NewCustomers => "first orders",
        Explained::AllOrders => "orders",
    }
}

/// What a response model leaves out by the orders that it explains.
pub fn not_counted(explained: Explained) -> &'static str {
    match explained {
        Explained::NewCustomers => {
            "The response model explains first orders. What ads did to the orders of those who \
             were customers before, and what the customers they won ordered later, is not counted."
        }
        Explained::AllOrders => {
            "The response model explains the orders of all customers. Later orders of customers \
             whom ads won follow no spend of their own, and blur what it sees."
        }
    }
}
