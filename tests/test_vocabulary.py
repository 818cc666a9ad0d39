"""The tables of words are all there, and a damaged one is a clear error that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import Struct

from extractor import vocabulary
from extractor.errors import DataError
from extractor.vocabulary import labels

DATA = Path(vocabulary.__file__).parent / "data"


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A small table."""

    words: tuple[str, ...]


def test_every_table_is_read_by_somebody() -> None:
    """Each file of data/ is loaded by one function, in its own form."""
    code = Path(vocabulary.__file__).read_text("utf-8")
    for path in DATA.glob("*.toml"):
        assert f'_load("{path.name}"' in code
    assert labels() is labels()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "No such file"),
        (b"\xff\xfe", "utf-8"),
        (b"words = [", "Invalid value"),
        (b"words = [1]", "Expected `str`, got `int`"),
        (b"word = []", "`word`"),
        (b"words = []\nmore = 1", "more"),
        (b"", "words"),
    ],
)
def test_a_damaged_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None, said: str
) -> None:
    """Missing, cut, of another encoding or of another form: the error says which file and why."""
    (tmp_path / "data").mkdir()
    if data is not None:
        (tmp_path / "data" / "some.toml").write_bytes(data)
    monkeypatch.setattr(vocabulary.resources, "files", lambda _: tmp_path)
    with pytest.raises(DataError, match=r"^extractor/data/some\.toml: ") as raised:
        vocabulary._load("some.toml", Table)
    assert said in str(raised.value)


def test_no_data_is_ever_code() -> None:
    """Nothing in the package unpickles, unmarshals, evaluates or imports what a data file says."""
    banned = ("pickle.load", "marshal.load", "eval(", "exec(", "allow_pickle=True", "yaml.load", "torch.load(")
    for path in Path(vocabulary.__file__).parent.rglob("*.py"):
        code = path.read_text("utf-8").replace(".eval()", "")
        assert not [word for word in banned if word in code.replace("_eval(", "")], path
