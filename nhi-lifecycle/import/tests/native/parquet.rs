//! Parquet tables: what is read, and what is refused before it is decoded.

use std::{fs::File, path::Path, sync::Arc};

use arrow_array::{
    ArrayRef, RecordBatch, StringArray,
    builder::{ListBuilder, StringBuilder},
};
use nhi_import::open;
use nhi_lifecycle::limits::Limits;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, Encoding, ZstdLevel},
    file::properties::{WriterProperties, WriterVersion},
};

use crate::{assert_outcomes, folder::Folder, outcomes};

fn text(texts: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn people(more: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let columns = [
        vec![("id", text(&["alice", "bob"])), ("kind", text(&["employee"; 2])), ("status", text(&["active", "activ"]))],
        more,
    ];
    RecordBatch::try_from_iter(columns.concat()).expect("a batch")
}

fn write(path: &Path, batch: &RecordBatch, properties: WriterProperties) {
    let mut writer =
        ArrowWriter::try_new(File::create(path).expect("a file"), batch.schema(), Some(properties)).expect("a writer");
    writer.write(batch).expect("written");
    writer.close().expect("closed");
}

/// What reading a table of identities gives, each line without the folder's name.
fn read(batch: &RecordBatch, properties: WriterProperties, limits: &Limits) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.0.join("identities.parquet");
    write(&path, batch, properties);
    let name = format!("{}/", folder.0.display());
    outcomes(open(&path, limits).expect("a file")).into_iter().map(|line| line.replace(&name, "")).collect()
}

fn properties() -> parquet::file::properties::WriterPropertiesBuilder {
    WriterProperties::builder()
}

const READ: [&str; 2] = ["identities.parquet:1 identity", "unknown_value identities.parquet:2: field `status`: not "];

#[test]
fn every_compression_that_is_read() {
    for compression in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::LZ4_RAW, Compression::ZSTD(ZstdLevel::default())]
    {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            for dictionary in [true, false] {
                let properties = properties()
                    .set_compression(compression)
                    .set_writer_version(version)
                    .set_encoding(Encoding::PLAIN)
                    .set_dictionary_enabled(dictionary);
                let found = read(&people(vec![]), properties.build(), &Limits::default());
                assert_outcomes(&found, &READ, format!("{compression} {version:?} {dictionary}").as_bytes());
            }
        }
    }
}

#[test]
fn row_groups_one_after_another() {
    let properties = properties().set_max_row_group_row_count(Some(1)).build();
    assert_outcomes(&read(&people(vec![]), properties, &Limits::default()), &READ, b"");
}

#[test]
fn what_is_not_decoded() {
    let encoded = properties().set_dictionary_enabled(false).set_encoding(Encoding::DELTA_BYTE_ARRAY).build();
    let found = read(&people(vec![]), encoded, &Limits::default());
    assert_outcomes(&found, &["invalid_syntax identities.parquet:1: field `id`: in an encoding that is not read"], b"");
    let found = read(&people(vec![("colour", text(&["red", "blue"]))]), properties().build(), &Limits::default());
    assert_eq!(found.len(), 3);
    assert_outcomes(&found[..1], &["unknown_field identities.parquet:1: field `colour`: no such column"], b"");
}

#[test]
fn limits_hold() {
    let limits = Limits::default();
    let bytes = Limits { bytes: 100, ..limits };
    let found = read(&people(vec![]), properties().build(), &bytes);
    assert_outcomes(&found, &["limit_exceeded identities.parquet:1: the source is longer"], b"");
    let records = Limits { records: 1, ..limits };
    let found = read(&people(vec![]), properties().build(), &records);
    assert_outcomes(&found, &["identities.parquet:1 identity", "limit_exceeded identities.parquet:2: the source"], b"");
    let zstd = || properties().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let long = "x".repeat(30 << 20);
    let found = read(&people(vec![("name", text(&[&long, ""]))]), zstd().build(), &limits);
    assert_outcomes(&found, &["limit_exceeded identities.parquet:1: the row is longer", READ[1]], b"");
    // It unfolds from a few thousand bytes.
    let bytes = Limits { bytes: 1 << 20, ..limits };
    let found = read(&people(vec![("name", text(&[&long, ""]))]), zstd().build(), &bytes);
    assert_outcomes(&found, &["limit_exceeded identities.parquet:1: what the file unfolds to"], b"");
    let huge = "x".repeat(150 << 20);
    let found = read(&people(vec![("name", text(&[&huge, ""]))]), zstd().build(), &limits);
    assert_outcomes(&found, &["limit_exceeded identities.parquet:1: field `name`: a page unfolds to"], b"");
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value(std::iter::repeat_n(Some("a"), 3 << 20));
    lists.append_null();
    let found = read(&people(vec![("owner", Arc::new(lists.finish()))]), zstd().build(), &limits);
    assert_outcomes(&found, &["limit_exceeded identities.parquet:1: field `owner`: a row group of 2 rows holds"], b"");
}

#[test]
fn files_that_are_no_parquet() {
    for bytes in [
        &b""[..],
        b"PAR1",
        b"id,kind,status\nalice,employee,active\n",
        b"PAR1\0\0\0\0PAR1",
        b"PAR1\xff\xff\xff\x00PAR1",
    ] {
        let folder = Folder::new();
        std::fs::write(folder.0.join("assets.parquet"), bytes).expect("written");
        let found = outcomes(open(&folder.0, &Limits::default()).expect("a folder"));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("assets.parquet:1: not a Parquet file, or a broken one"), "{found:?}");
    }
}
