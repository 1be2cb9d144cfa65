//! What a user sees: the binary, its files and its messages; and what the library promises.

mod architecture;
mod causes;
mod commands;
mod customers;
mod golden;
mod model;
mod safety;
mod slices;
mod support;
