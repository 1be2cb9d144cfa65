//! What the columns of visits have in common. Each part is drawn when the first column asks for it.

use std::cell::OnceCell;

use crate::tables::rows::NO_LABEL;
use crate::world::behaviour::Behaviour;
use crate::world::day::{Day, Origin, Visit};
use crate::world::features::{Arrival, Features};
use crate::world::visits::Visitor;

/// Some of a day's visits, looked at as they begin. Every list has one entry for each visit.
pub struct Seen<'a> {
    pub day: &'a Day<'a>,
    pub visits: &'a [Visit],
    visitors: OnceCell<Vec<Visitor>>,
    devices: OnceCell<Vec<u8>>,
    cells: OnceCell<Vec<Option<u32>>>,
    ads: OnceCell<Vec<i16>>,
    platforms: OnceCell<Vec<i16>>,
    sources: OnceCell<Vec<usize>>,
    features: OnceCell<Vec<Features>>,
    behaviour: OnceCell<Vec<Behaviour>>,
}

impl<'a> Seen<'a> {
    /// Nothing is drawn yet.
    pub fn new(day: &'a Day<'a>, visits: &'a [Visit]) -> Self {
        Seen {
            day,
            visits,
            visitors: OnceCell::new(),
            devices: OnceCell::new(),
            cells: OnceCell::new(),
            ads: OnceCell::new(),
            platforms: OnceCell::new(),
            sources: OnceCell::new(),
            features: OnceCell::new(),
            behaviour: OnceCell::new(),
        }
    }

    fn each<T>(&self, draw: impl Fn(Origin) -> T) -> Vec<T> {
        self.visits.iter().map(|visit| draw(visit.origin)).collect()
    }

    /// Who makes each.
    pub fn visitors(&self) -> &[Visitor] {
        self.visitors.get_or_init(|| self.each(|origin| self.day.visitor(origin)))
    }

    /// Positions of their devices.
    pub fn devices(&self) -> &[u8] {
        self.devices.get_or_init(|| self.each(|origin| self.day.visit_device(origin)))
    }

    /// The cells whose clicks brought them.
    pub fn cells(&self) -> &[Option<u32>] {
        self.cells.get_or_init(|| self.each(|origin| self.day.visit_cell(origin)))
    }

    /// Positions, among the live ones, of the ads that brought them; [`NO_LABEL`] for no ad.
    pub fn ads(&self) -> &[i16] {
        let cells = self.day.cells();
        let of = |cell: &Option<u32>| cell.map_or(NO_LABEL, |cell| cells[cell as usize].ad as i16);
        self.ads.get_or_init(|| self.cells().iter().map(of).collect())
    }

    /// Positions of the platforms whose ads brought them; [`NO_LABEL`] for no ad.
    pub fn platforms(&self) -> &[i16] {
        let of = |&ad: &i16| match ad {
            NO_LABEL => NO_LABEL,
            ad => self.day.platform_of_ad(ad as u32) as i16,
        };
        self.platforms.get_or_init(|| self.ads().iter().map(of).collect())
    }

    /// Positions of the sources of those that no ad brought; 0 for the others.
    pub fn sources(&self) -> &[usize] {
        self.sources.get_or_init(|| {
            let source = |(visit, cell): (&Visit, &Option<u32>)| match cell {
                Some(_) => 0,
                None => self.day.visit_source(visit.origin),
            };
            self.visits.iter().zip(self.cells()).map(source).collect()
        })
    }

    /// What is known when they begin.
    pub fn features(&self) -> &[Features] {
        self.features
            .get_or_init(|| (0..self.visits.len()).map(|n| self.draw_features(n)).collect())
    }

    fn draw_features(&self, n: usize) -> Features {
        let (day, origin) = (self.day, self.visits[n].origin);
        let arrival = match self.cells()[n] {
            Some(_) => Arrival::Paid,
            None => day.arrival(self.sources()[n]),
        };
        let converts = matches!(origin, Origin::Order(_));
        let (visit, person) = (day.visit_key(origin), self.visitors()[n].key);
        day.world.features.draw(visit, person, arrival, self.devices()[n], converts)
    }

    /// What people do during them.
    pub fn behaviour(&self) -> &[Behaviour] {
        let behaviour = &self.day.world.behaviour;
        self.behaviour.get_or_init(|| {
            self.each(|origin| behaviour.draw(self.day.visit_key(origin), self.day.aim(origin)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, load};
    use crate::world::World;

    #[test]
    fn a_part_is_drawn_only_when_it_is_asked_for() {
        let set = ["horizon.days=1", "scale=0.1"].map(str::to_owned);
        let world = World::new(load(&Source::find("gcc").unwrap(), &set).unwrap());
        let day = Day::new(&world, world.window().start, 0);
        let visits: Vec<Visit> = day.visits().flatten().collect();
        let seen = Seen::new(&day, &visits);
        assert_eq!(seen.behaviour().len(), visits.len());
        assert!(seen.visitors.get().is_none() && seen.features.get().is_none());
        assert_eq!(seen.features().len(), visits.len());
        assert!(seen.visitors.get().is_some());
    }
}
