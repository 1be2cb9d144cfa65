//! Columns that a classifier or a regression is fitted on.

use ndarray::{Array1, Array2, Axis};

/// Columns of equal length, in a fixed order: one row per case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeatureTable {
    /// The columns.
    pub features: Vec<Feature>,
}

/// One column and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Name, as the report prints it.
    pub name: String,
    /// One value per case.
    pub values: Values,
}

/// The values of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; `NaN` where one is missing.
    Numeric(Array1<f32>),
    /// Categories: `codes[i]` is the place of case i's category in `labels`. A missing value is a
    /// category of its own.
    Category {
        /// One code per case.
        codes: Array1<u32>,
        /// Each category's name, in a stable order.
        labels: Vec<String>,
    },
}

impl FeatureTable {
    /// Number of cases.
    pub fn rows(&self) -> usize {
        self.features.first().map_or(0, |feature| feature.values.len())
    }

    /// The named feature.
    pub fn feature(&self, name: &str) -> Option<&Feature> {
        self.features.iter().find(|feature| feature.name == name)
    }

    /// The cases at `rows`, in that order.
    pub fn select(&self, rows: &[usize]) -> FeatureTable {
        let features = self.features.iter().map(|feature| Feature {
            name: feature.name.clone(),
            values: match &feature.values {
                Values::Numeric(values) => Values::Numeric(values.select(Axis(0), rows)),
                Values::Category { codes, labels } => {
                    Values::Category { codes: codes.select(Axis(0), rows), labels: labels.clone() }
                }
            },
        });
        FeatureTable { features: features.collect() }
    }

    /// Numeric features as they are, categories as one 0/1 column for each label but the first:
    /// the design matrix of a linear model, and the names of its columns.
    pub fn design(&self) -> (Array2<f64>, Vec<String>) {
        let mut names = Vec::new();
        let mut columns: Vec<Array1<f64>> = Vec::new();
        for feature in &self.features {
            match &feature.values {
                Values::Numeric(values) => {
                    names.push(feature.name.clone());
                    columns.push(values.mapv(f64::from));
                }
                Values::Category { codes, labels } => {
                    for (code, label) in labels.iter().enumerate().skip(1) {
                        names.push(format!("{} = {label}", feature.name));
                        let is_it = |&c: &u32| f64::from(u8::from(c as usize == code));
                        columns.push(codes.map(is_it));
                    }
                }
            }
        }
        let mut design = Array2::zeros((self.rows(), columns.len()));
        for (mut to, from) in design.columns_mut().into_iter().zip(&columns) {
            to.assign(from);
        }
        (design, names)
    }
}

impl Values {
    /// Number of cases.
    pub fn len(&self) -> usize {
        match self {
            Values::Numeric(values) => values.len(),
            Values::Category { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
