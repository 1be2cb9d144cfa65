//! Descriptions of the columns.

use crate::tables::spec::{Column, Folder, Kind, Table};

/// The flaws that were planted in the data, cell by cell; written only where there are any.
///
/// How the clean data and this log make the dirty data, and back, stands in `docs/defects.md`.
pub static TRUTH_DEFECTS: Table = Table {
    name: "defects",
    folder: Folder::Truth,
    doc: "The flaws that were planted in the data. The clean data and this log make the dirty data, and the reverse.",
    grain: "one changed cell, one added row or a cell of it, or one column that was added or renamed",
    primary_key: &[],
    columns: &[
        Column::new("defect", Kind::Int, "Position of the scenario's [[defects]] entry, from 1"),
        Column::new("kind", Kind::Label, "Its kind"),
        Column::new("table", Kind::Label, "Table of the folder data"),
        Column::new(
            "row_key",
            Kind::Text,
            "The clean row's primary key, its columns joined by |; for an added row, that of the row it follows; empty for a whole column",
        )
        .nullable(),
        Column::new("column", Kind::Text, "Column; empty for a whole row").nullable(),
        Column::new("clean_value", Kind::Text, "The cell as it is in the clean data").nullable(),
        Column::new("dirty_value", Kind::Text, "The cell as this defect has it").nullable(),
        Column::new("action", Kind::Label, "changed, added or renamed"),
        Column::new("from_date", Kind::Date, "First day on which a column has another name")
            .nullable(),
    ],
};
