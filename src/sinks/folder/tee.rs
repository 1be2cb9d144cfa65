//! Keeps some tables in a second format while they are written in the first.

use std::io;

use arrow_array::RecordBatch;

use crate::engine::{Sink, Weigh};

/// Two sinks: one for all tables, and one for some of them.
pub struct Tee<A, B> {
    all: A,
    some: B,
    /// The position of each table in the second sink, if it goes there.
    places: Vec<Option<usize>>,
}

impl<A, B> Tee<A, B> {
    /// `places` has the position of each table in `some`, if it goes there.
    pub fn new(all: A, some: B, places: Vec<Option<usize>>) -> Tee<A, B> {
        Tee { all, some, places }
    }
}

/// A batch in both formats, or in the first only.
pub struct Both<A, B>(A, Option<B>);

impl<A: Weigh, B: Weigh> Weigh for Both<A, B> {
    fn weight(&self) -> usize {
        self.0.weight() + self.1.as_ref().map_or(0, Weigh::weight)
    }
}

impl<A: Sink, B: Sink> Sink for Tee<A, B> {
    type Piece = Both<A::Piece, B::Piece>;
    /// What the first sink says of its files.
    type Done = A::Done;

    fn encode(&self, table: usize, batch: RecordBatch) -> io::Result<Self::Piece> {
        let second = match self.places[table] {
            Some(place) => Some(self.some.encode(place, batch.clone())?),
            None => None,
        };
        Ok(Both(self.all.encode(table, batch)?, second))
    }

    fn write(&self, table: usize, piece: Self::Piece) -> io::Result<()> {
        if let (Some(place), Some(second)) = (self.places[table], piece.1) {
            self.some.write(place, second)?;
        }
        self.all.write(table, piece.0)
    }

    fn finish(self) -> io::Result<A::Done> {
        self.some.finish()?;
        self.all.finish()
    }
}
