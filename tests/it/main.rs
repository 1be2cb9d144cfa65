//! What a user sees: the binary, its files and its messages; and what the library promises.

mod architecture;
mod causes;
mod classroom;
mod classroom_models;
mod cleaning;
mod commands;
mod customers;
mod defects;
mod golden;
mod layouts;
mod model;
mod providers;
mod safety;
mod slices;
mod sql;
mod sqlite;
mod support;
