//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// Latent quality of each creative.
pub static TRUTH_CREATIVES: Table = Table {
    name: "creatives",
    folder: Folder::Truth,
    doc: "Latent quality of each creative.",
    grain: "one creative",
    primary_key: &["creative_id"],
    columns: &[
        Column::new("creative_id", Kind::Id, "Creative").references("creatives.creative_id"),
        Column::new(
            "quality",
            Kind::Float,
            "q: log CTR relative to the average ad of its platform, format, objective and tactic",
        ),
        Column::new("concept_effect", Kind::Float, "Part of it from the concept"),
        Column::new("variant_effect", Kind::Float, "Part of it from the variant"),
        Column::new("attribute_effect", Kind::Float, "Part of it from the attributes"),
        Column::new(
            "effect",
            Kind::Float,
            "Causal effect of a unit of spend relative to the average ad",
        ),
    ],
};
