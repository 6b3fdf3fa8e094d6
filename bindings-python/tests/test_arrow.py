"""Tables in and out, as pyarrow, pandas, Polars and DuckDB have them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import nhi_lifecycle as nhi
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEFT = datetime(2026, 2, 1, tzinfo=UTC)
PEOPLE: list[dict[str, Any]] = [
    {"id": "alice", "kind": "employee", "status": "active"},
    {"id": "zoe", "kind": "employee", "status": "active", "ends_at": LEFT},
]
KEYS: list[dict[str, Any]] = [
    {"id": "ak-1", "kind": "api_key", "status": "active", "owner": ["zoe"], "labels": "k=v"},
    {"id": "ak-2", "kind": "api_key", "status": "active", "owner": ["alice", "zoe"], "labels": None},
    {"id": "ak-3", "kind": "password", "status": "active", "owner": None, "labels": None},
]


def expected() -> nhi.Inventory:
    records = [{"record": "identity", **person} for person in PEOPLE]
    for key in KEYS:
        labels = {"labels": {"k": "v"}} if key["labels"] else {}
        owner = {"owner": key["owner"]} if key["owner"] else {}
        kept = {name: value for name, value in key.items() if name not in ("owner", "labels")}
        records.append({"record": "credential", **kept, **owner, **labels})
    inventory = nhi.Inventory()
    inventory.add(records, recorded_at=NOW)
    return inventory


def pandas(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def polars(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows)


def pyarrow(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.table(pandas(rows)).schema)


def reader(rows: list[dict[str, Any]]) -> pa.RecordBatchReader:
    return pyarrow(rows).to_reader(max_chunksize=1)


def relation(rows: list[dict[str, Any]]) -> Any:
    return duckdb.connect().from_arrow(pyarrow(rows))


@pytest.mark.parametrize("frame", [pandas, polars, pyarrow, reader, relation])
def test_tables_come_in(frame: Any) -> None:
    inventory = nhi.Inventory()
    told: list[int] = []
    tables = {"identities": frame(PEOPLE), "credentials": frame(KEYS)}
    added = inventory.add(tables, recorded_at=NOW, progress=told.append)
    assert added.new == 5
    assert sum(told) == 5
    assert inventory == expected()


@pytest.mark.parametrize("compression", ["none", "snappy", "zstd", "lz4"])
def test_parquet_by_pyarrow(tmp_path: Path, compression: str) -> None:
    for name, rows in [("identities", PEOPLE), ("credentials", KEYS)]:
        pq.write_table(pyarrow(rows), tmp_path / f"{name}.parquet", compression=compression)
    assert nhi.Inventory.load(tmp_path) == expected()


def test_parquet_by_pandas_polars_and_duckdb(tmp_path: Path) -> None:
    for form in ["pandas", "polars", "duckdb"]:
        folder = tmp_path / form
        folder.mkdir()
        for name, rows in [("identities", PEOPLE), ("credentials", KEYS)]:
            path = folder / f"{name}.parquet"
            if form == "pandas":
                pandas(rows).to_parquet(path)
            elif form == "polars":
                polars(rows).write_parquet(path)
            else:
                relation(rows).write_parquet(str(path))
        assert nhi.Inventory.load(folder) == expected(), form


def test_an_inventory_as_parquet(tmp_path: Path) -> None:
    expected().write(tmp_path, tables="parquet")
    assert nhi.Inventory.load(tmp_path) == expected()
    credentials = pq.read_table(tmp_path / "credentials.parquet")
    assert credentials.column("owner").to_pylist() == [["zoe"], ["alice", "zoe"], None]


def test_problems_name_table_row_and_field() -> None:
    inventory = nhi.Inventory()
    with pytest.raises(nhi.InvalidInput) as raised:
        inventory.add({"identities": pandas([*PEOPLE, {"id": "bob", "kind": "employee", "status": "aktive"}])})
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.field, problem.code) == ("identities", 3, "status", "unknown_value")
    assert len(inventory) == 0


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({"people": pl.DataFrame(PEOPLE)}, "one of: assets, identities"),
        ({"record": "asset", "id": "a"}, "records go in a list"),
        ({"identities": PEOPLE}, "`identities`: no table with `__arrow_c_stream__`"),
        (pl.DataFrame(PEOPLE), "a table without its name"),
    ],
)
def test_what_is_no_table(records: Any, said: str) -> None:
    with pytest.raises(nhi.InvalidArgument, match=said):
        nhi.Inventory().add(records)


def test_what_a_stream_raises_ends_the_batch() -> None:
    good = pyarrow(PEOPLE)

    def batches() -> Any:
        yield from good.to_batches()
        raise ValueError("s3cr3t")

    inventory = nhi.Inventory()
    with pytest.raises(nhi.InvalidInput, match="identities:2: the table ends here") as raised:
        inventory.add({"identities": pa.RecordBatchReader.from_batches(good.schema, batches())})
    assert "s3cr3t" not in str(raised.value)
    assert len(inventory) == 0


def test_a_report_as_arrow() -> None:
    report = expected().orphans(at=NOW, since=True)
    table = pa.table(report.to_arrow(witnesses=True, explanations=True))
    assert table.column_names == report.to_arrow(witnesses=True, explanations=True).column_names
    for row, finding in zip(table.to_pylist(), report, strict=True):
        assert row["at"] == report.at
        assert row["since"] == (None if finding.since == "always" else finding.since)
        for name in ["kind", "subject", "credential", "status", "severity", "explanation"]:
            assert row[name] == getattr(finding, name), name
        for name in ["reasons", "indeterminate", "responsible"]:
            assert tuple(row[name]) == getattr(finding, name), name
        assert row["controls"] == [control.id for control in finding.controls]
        assert row["witnesses"] == sorted({witness.record for witness in finding.witnesses})
    assert table.num_rows == len(report) > 0


def test_a_report_as_data_frames() -> None:
    report = expected().orphans(at=NOW, since=True)
    from_pandas, from_polars = report.to_pandas(), report.to_polars()
    assert list(from_pandas["credential"]) == from_polars["credential"].to_list() == [f.credential for f in report]
    assert [tuple(reasons) for reasons in from_pandas["reasons"]] == [f.reasons for f in report]
    assert [tuple(reasons) for reasons in from_polars["reasons"].to_list()] == [f.reasons for f in report]
    assert from_pandas["severity"].dtype == "category"
    assert from_pandas["since"].dtype == pd.DatetimeTZDtype("us", "UTC")
    assert "explanation" not in from_polars.columns
    assert "explanation" in report.to_polars(explanations=True).columns
    findings = report.to_arrow()
    assert duckdb.connect().query("select count(*) from findings").fetchall() == [(len(report),)]
    # Each time anew.
    assert pa.table(findings).equals(pa.table(findings))


def test_what_is_missing_is_named_with_how_to_get_it() -> None:
    script = """
import sys
import nhi_lifecycle as nhi
from datetime import UTC, datetime
assert not {"pyarrow", "pandas", "polars"} & set(sys.modules)
sys.modules["polars"] = None
report = nhi.Inventory().orphans(at=datetime(2026, 3, 1, tzinfo=UTC))
report.to_arrow().__arrow_c_stream__()
try:
    report.to_polars()
except ModuleNotFoundError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said == "polars is not installed; get it with: pip install 'nhi-lifecycle[polars]'\n"


def test_radii_as_tables() -> None:
    inventory = nhi.Inventory()
    inventory.add(
        [
            {"record": "asset", "id": "wiki", "kind": "saas", "stage": "in_use"},
            {"record": "credential", "id": "ftp-pw", "kind": "password", "status": "active"},
            {"record": "credential", "id": "wiki-pw", "kind": "password", "status": "active", "issued_by": "wiki"},
        ]
    )
    radii = inventory.blast_radii(at=NOW)
    rows = [("wiki-pw", 1), ("ftp-pw", 0)]
    assert pa.table(radii.to_arrow()).to_pylist() == [
        {"at": NOW, "least": "read", "credential": credential, "assets": assets} for credential, assets in rows
    ]
    assert radii.to_polars().select("credential", "assets").rows() == rows
    assert list(radii.to_pandas()["assets"]) == [1, 0]
    assert radii.to_csv().splitlines()[1:] == [
        f"2026-03-01T00:00:00Z,read,{credential},{assets}" for credential, assets in rows
    ]
    written = json.loads(radii.to_json())
    assert (written["least"], written["radii"][0]) == (radii.least, {"credential": "wiki-pw", "assets": 1})
    assert radii.to_table().splitlines()[1].split() == ["wiki-pw", "1"]
    about = inventory.estimated_blast_radii(at=NOW, least="write")
    assert (about.least, about.to_arrow().column_names) == ("write", ["at", "least", "credential", "about"])
    assert list(about.to_polars()["about"]) == [0.0, 0.0]
    assert "about" in about.to_json()
    assert about.to_csv().splitlines()[0] == "at,least,credential,about"
    assert about.to_table().splitlines()[0].split() == ["CREDENTIAL", "ABOUT"]
