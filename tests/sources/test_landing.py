"""Deliveries are whole or not there, never changed, and the same content lands once."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sources.archive import archive, archived
from sources.landing import deliver, deliveries, partition, rows_to_table

SCHEMA = pa.schema([("name", pa.string()), ("number", pa.int32())])


def table(*numbers: int | None) -> dict[str, pa.Table]:
    return {"units": rows_to_table([{"name": "甲", "number": number} for number in numbers], SCHEMA)}


def visible(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.parquet"))


def test_the_same_content_twice_is_one_delivery(tmp_path: Path) -> None:
    first, second = (deliver(tmp_path, "returns", 2021, table(1)) for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert (second.delivery_id, second.path) == (first.delivery_id, first.path)
    assert deliveries(tmp_path, "returns", 2021) == [first.path]


def test_changed_content_is_a_second_delivery_and_the_first_stays(tmp_path: Path) -> None:
    first = deliver(tmp_path, "returns", 2021, table(1))
    before = {path: path.read_bytes() for path in first.path.iterdir()}
    second = deliver(tmp_path, "returns", 2021, table(2))
    assert deliveries(tmp_path, "returns", 2021) == [first.path, second.path]
    assert {path: path.read_bytes() for path in first.path.iterdir()} == before
    assert second.path.name.startswith("000002-")


def test_content_that_comes_back_is_a_delivery_again(tmp_path: Path) -> None:
    """The newest delivery must be what was seen last."""
    for number in (1, 2, 1):
        last = deliver(tmp_path, "returns", 2021, table(number))
    assert last.is_new
    assert len(deliveries(tmp_path, "returns", 2021)) == 3


@pytest.mark.parametrize("one", [table(None), table(0), table(), table(1, 2), table(2, 1)])
def test_null_zero_nothing_and_order_are_different_content(tmp_path: Path, one: dict[str, pa.Table]) -> None:
    deliver(tmp_path, "returns", 2021, table(1))
    assert deliver(tmp_path, "returns", 2021, one).is_new
    assert not deliver(tmp_path, "returns", 2021, one).is_new


def test_sources_and_years_do_not_meet(tmp_path: Path) -> None:
    ids = [deliver(tmp_path, *key, table(1)).delivery_id for key in (("a", 2021), ("a", 2022), ("b", None))]
    assert [name.rsplit("/", 1)[0] for name in ids] == ["a/year=2021", "a/year=2022", "b/all"]
    assert partition(None) == "all"


def test_empty_tables_land_with_their_schema(tmp_path: Path) -> None:
    delivery = deliver(tmp_path, "returns", 2021, table())
    landed = pq.read_table(delivery.path / "units.parquet")
    assert len(landed) == 0
    assert landed.schema.names == ["name", "number", "delivery_id"]
    assert landed.schema.field("number").type == pa.int32()
    assert pq.read_table(delivery.path / "deliveries.parquet")["delivery_id"].to_pylist() == [
        delivery.delivery_id
    ]


def test_every_row_names_its_delivery(tmp_path: Path) -> None:
    delivery = deliver(tmp_path, "returns", 2021, table(1, 2))
    rows = pq.read_table(delivery.path / "units.parquet").to_pylist()
    assert [row["delivery_id"] for row in rows] == [delivery.delivery_id] * 2


@pytest.mark.parametrize("point", ["rename", "write"])
def test_a_kill_before_the_rename_leaves_nothing_to_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if point == "rename":
            patch.setattr(Path, "rename", killed)
        else:
            patch.setattr(pq, "write_table", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(tmp_path, "returns", 2021, table(1))
    assert deliveries(tmp_path, "returns", 2021) == []
    assert visible(tmp_path) == []
    delivery = deliver(tmp_path, "returns", 2021, table(1))
    assert delivery.is_new
    assert delivery.path.name.startswith("000001-")


def test_a_half_written_folder_is_no_delivery(tmp_path: Path) -> None:
    """What a power cut leaves behind: nobody could tidy up."""
    (tmp_path / "returns" / "year=2021" / ".partial-x").mkdir(parents=True)
    assert deliveries(tmp_path, "returns", 2021) == []
    deliver(tmp_path, "returns", 2021, table(1))
    assert len(deliveries(tmp_path, "returns", 2021)) == 1


def test_the_archive_keeps_bytes_once_under_their_hash(tmp_path: Path) -> None:
    content = "回执".encode() * 500_000
    (handed_in := tmp_path / "回执.pdf").write_bytes(content)
    digest, kept = hashlib.sha256(content).hexdigest(), tmp_path / "archive"
    assert archive(kept, handed_in) == archive(kept, handed_in) == digest
    assert [path for path in kept.rglob("*") if path.is_file()] == [kept / "sha256" / digest[:2] / digest]
    assert (kept / "sha256" / digest[:2] / digest).read_bytes() == content
    assert archived(kept, digest).read_bytes() == content


def test_a_kill_while_archiving_leaves_no_wrong_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    (handed_in := tmp_path / "x.xlsx").write_bytes(b"x")
    kept = tmp_path / "archive"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            archive(kept, handed_in)
    digest = hashlib.sha256(b"x").hexdigest()
    assert not (kept / "sha256" / digest[:2] / digest).exists()
    assert archive(kept, handed_in) == digest


def test_a_missing_key_is_null_and_an_unknown_one_an_error() -> None:
    assert rows_to_table([{"name": "甲"}], SCHEMA).to_pylist() == [{"name": "甲", "number": None}]
    with pytest.raises(KeyError, match="nummer"):
        rows_to_table([{"nummer": 1}], SCHEMA)
