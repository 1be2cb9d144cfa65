//! Orders on spend: least squares, the response model, geo experiments.

use super::Outcome;
use super::run::finished;
use crate::dataset::DatasetError;
use crate::features::marts::FeatureError;
use crate::features::panel::Panel;
use crate::features::read::MediaPanel;
use crate::models::experiments::{self, ExperimentReading};
use crate::models::least_squares::{Exploratory, exploratory};
use crate::models::response::{self, ResponseFit};

/// Most channels that a regression is tried with. Nobody advertises on as many; labels that are
/// written in several ways make them.
const MOST_CHANNELS: usize = 30;

/// Fits both steps of the regression, or the first alone.
pub fn regression(
    panel: Result<MediaPanel, FeatureError>,
    seed: u64,
    both: bool,
) -> Result<(Outcome<Exploratory>, Outcome<ResponseFit>), DatasetError> {
    match panel {
        Ok(MediaPanel { panel, new_orders }) => {
            if let Some(why) = too_many(&panel) {
                return Ok((Outcome::NotDone(why.clone()), Outcome::NotDone(why)));
            }
            let first = finished(exploratory(&panel));
            if !both {
                return Ok((first, Outcome::NotAsked));
            }
            let options = response::Options { new_orders, seed, ..Default::default() };
            Ok((first, finished(response::fit(&panel, &options))))
        }
        Err(FeatureError::Lacking(what)) => {
            Ok((Outcome::NotDone(what.clone()), Outcome::NotDone(what)))
        }
        Err(FeatureError::Failed(error)) => Err(error),
    }
}

/// Why there are too many channels, if there are.
fn too_many(panel: &Panel) -> Option<String> {
    let channels = &panel.channels;
    (channels.len() > MOST_CHANNELS).then(|| {
        format!(
            "{} channels are more than the {MOST_CHANNELS} that can be told apart ({}, …); give \
             the labels of a channel one spelling first",
            channels.len(),
            channels[..4].join(", ")
        )
    })
}

/// Reads the experiments, if any were made.
pub fn experiments(
    panel: Result<MediaPanel, FeatureError>,
    seed: u64,
) -> Result<Outcome<Vec<ExperimentReading>>, DatasetError> {
    match panel {
        Ok(media) if media.panel.experiments.is_empty() => {
            Ok(Outcome::NotDone("no experiment was made in these data".into()))
        }
        Ok(media) => Ok(Outcome::Done(experiments::read(&media.panel, seed))),
        Err(FeatureError::Lacking(what)) => Ok(Outcome::NotDone(what)),
        Err(FeatureError::Failed(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, Array3};

    fn panel(channels: usize) -> MediaPanel {
        let panel = Panel {
            dates: vec![jiff::civil::date(2026, 3, 1)],
            step_days: 1,
            regions: vec!["all".to_owned()],
            channels: (0..channels).map(|n| format!("Meta{n}")).collect(),
            orders: Array2::ones((1, 1)),
            revenue: None,
            spend: Array3::ones((1, 1, channels)),
            events: Vec::new(),
            experiments: Vec::new(),
        };
        MediaPanel { panel, new_orders: None }
    }

    #[test]
    fn labels_in_dozens_of_spellings_are_told_rather_than_fitted() {
        let (exploratory, response) = regression(Ok(panel(31)), 1, true).unwrap();
        for why in [format!("{exploratory:?}"), format!("{response:?}")] {
            assert!(why.contains("31 channels") && why.contains("Meta0, Meta1"), "{why}");
        }
        let (few, _) = regression(Ok(panel(30)), 1, true).unwrap();
        assert!(!format!("{few:?}").contains("one spelling"), "{few:?}");
    }
}
