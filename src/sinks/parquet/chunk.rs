//! A column chunk as bytes: its pages, uncompressed, and what the file's footer says of them.

use std::sync::Arc;

use arrow_buffer::BooleanBuffer;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::runs::{push_bits, push_run};

/// An encoded column chunk.
pub struct Chunk {
    /// The pages.
    pub bytes: Bytes,
    /// What the footer says of them.
    pub close: ColumnCloseResult,
}

/// The values of a column chunk on their way into pages.
pub struct Values {
    /// How many cells there are.
    pub rows: usize,
    /// Which of them hold a value; none if all do.
    pub present: Option<BooleanBuffer>,
    /// The body of the dictionary page and the number of its values, if there is one.
    pub dictionary: Option<(Vec<u8>, usize)>,
    /// The values, or positions in the dictionary with their width before them.
    pub body: Vec<u8>,
    /// Smallest and largest, and how many cells are empty.
    pub statistics: Option<Statistics>,
}

impl Values {
    /// Makes the pages of a column's values.
    pub fn into_chunk(mut self, column: &ColumnDescPtr) -> Result<Chunk> {
        let encoding = match self.dictionary {
            Some(_) => Encoding::RLE_DICTIONARY,
            None => Encoding::PLAIN,
        };
        let data = Page::DataPage {
            buf: self.data(column)?.into(),
            num_values: self.rows as u32,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let dictionary = self.dictionary.map(|(bytes, values)| Page::DictionaryPage {
            buf: bytes.into(),
            num_values: values as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        });
        let mut bytes = TrackedWrite::new(Vec::new());
        let mut writer = SerializedPageWriter::new(&mut bytes);
        let mut write = |page: Page| {
            let size = page.buffer().len();
            Ok::<_, ParquetError>(writer.write_page(CompressedPage::new(page, size))?.offset as i64)
        };
        let dictionary = dictionary.map(&mut write).transpose()?;
        let data = write(data)?;
        let bytes = Bytes::from(bytes.into_inner()?);
        let size = bytes.len() as i64;
        let page = |page_type, encoding| PageEncodingStats { page_type, encoding, count: 1 };
        let mut pages = vec![page(PageType::DATA_PAGE, encoding)];
        let mut encodings = vec![Encoding::PLAIN, Encoding::RLE];
        if dictionary.is_some() {
            pages.insert(0, page(PageType::DICTIONARY_PAGE, Encoding::PLAIN));
            encodings.push(encoding);
        }
        let mut metadata = ColumnChunkMetaData::builder(Arc::clone(column))
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(encodings)
            .set_num_values(self.rows as i64)
            .set_total_compressed_size(size)
            .set_total_uncompressed_size(size)
            .set_dictionary_page_offset(dictionary)
            .set_data_page_offset(data)
            .set_page_encoding_stats(pages);
        if let Some(statistics) = self.statistics {
            metadata = metadata.set_statistics(statistics);
        }
        let close = ColumnCloseResult {
            bytes_written: size as u64,
            rows_written: self.rows as u64,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok(Chunk { bytes, close })
    }

    /// The data page: where cells may be empty, levels that say which are; then the values.
    fn data(&mut self, column: &ColumnDescPtr) -> Result<Vec<u8>> {
        let nullable = column.max_def_level() > 0;
        let mut levels = Vec::new();
        match &self.present {
            Some(_) if !nullable => {
                let name = column.name();
                return Err(ParquetError::General(format!("{name} has empty cells and may not")));
            }
            Some(present) => push_bits(present, &mut levels),
            None if nullable => push_run(1, self.rows, 1, &mut levels),
            None => return Ok(std::mem::take(&mut self.body)),
        }
        let length = (levels.len() as u32).to_le_bytes();
        Ok([&length, levels.as_slice(), self.body.as_slice()].concat())
    }
}
