//! Orders on spend: least squares, the response model, geo experiments.

use super::Outcome;
use super::run::finished;
use crate::dataset::DatasetError;
use crate::features::marts::FeatureError;
use crate::features::read::MediaPanel;
use crate::models::experiments::{self, ExperimentReading};
use crate::models::least_squares::{Exploratory, exploratory};
use crate::models::response::{self, ResponseFit};

/// Fits both steps of the regression.
pub fn regression(
    panel: Result<MediaPanel, FeatureError>,
    seed: u64,
) -> Result<(Outcome<Exploratory>, Outcome<ResponseFit>), DatasetError> {
    match panel {
        Ok(MediaPanel { panel, new_orders }) => {
            let options = response::Options { new_orders, seed, ..Default::default() };
            Ok((finished(exploratory(&panel)), finished(response::fit(&panel, &options))))
        }
        Err(FeatureError::Lacking(what)) => {
            Ok((Outcome::NotDone(what.clone()), Outcome::NotDone(what)))
        }
        Err(FeatureError::Failed(error)) => Err(error),
    }
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
