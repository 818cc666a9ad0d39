"""Corrected sheets -> a corpus folder: labels.jsonl, pages/ID.html, text/ID.txt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from extractor.errors import DataError, SourceError
from extractor.labelling.label import Label
from extractor.labelling.sheet import Sheet, page_of, read_sheet
from extractor.reading import looks_like_html
from extractor.sources.files import load_file
from extractor.writers.output import open_output


def collect(sheets: Iterable[Path], folder: Path) -> int:
    """Write or extend a corpus; pages with an id that is there already are replaced. Gives how many labels it holds then.

    Raises DataError for a sheet that cannot be used, before anything is written, SourceError for a page that is gone.
    """
    read = [(path, _read(path)) for path in sheets]
    pages = [_page(sheet, path) for path, sheet in read]
    labels = _there(folder / "labels.jsonl")
    for path, sheet in read:
        twin = next((other for other, each in read if each.label.id == sheet.label.id and other != path), None)
        if twin is not None:
            raise DataError(f"{path}: has the id {sheet.label.id} of {twin}; give one of them another")
    for (_, sheet), data in zip(read, pages, strict=True):
        _save(sheet.label, data, folder)
        labels[sheet.label.id] = msgspec.json.encode(sheet.label)
    with open_output(str(folder / "labels.jsonl")) as stream:
        stream.writelines(row + b"\n" for row in labels.values())
    return len(labels)


def _read(path: Path) -> Sheet:
    try:
        return read_sheet(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {getattr(error, 'strerror', None) or 'is not UTF-8; save it as UTF-8'}") from error


def _page(sheet: Sheet, path: Path) -> bytes:
    """The page's bytes, which must be those that the sheet was made from."""
    try:
        data = load_file(page_of(sheet, path)).data
    except SourceError as error:
        raise SourceError(f"{path}: its page is not there: {error}; correct 'page:'") from error
    assert isinstance(data, bytes)
    if hashlib.sha256(data).hexdigest() != sheet.sha256:
        raise DataError(f"{path}: {sheet.page} has changed since this sheet was made; label it again or bring the old page back")
    return data


def _there(path: Path) -> dict[str, bytes]:
    """Labels of an existing corpus by id, as they stand."""
    if not path.exists():
        return {}
    rows = [row for row in path.read_bytes().split(b"\n") if row.strip()]
    try:
        return {msgspec.json.decode(row, type=_Named).id: row for row in rows}
    except msgspec.DecodeError as error:
        raise DataError(f"{path}: {error}; it is no labels.jsonl, give another folder") from error


class _Named(msgspec.Struct):
    id: str


def _save(label: Label, data: bytes, folder: Path) -> None:
    """The page as saved and as text, under the label's id; a plain-text page has its text alone."""
    for name in ("pages", "text"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    if looks_like_html(data.decode("latin-1")):
        (folder / "pages" / f"{label.id}.html").write_bytes(data)
    text = "".join(f"{line}\n" for line in label.text_lines)
    (folder / "text" / f"{label.id}.txt").write_text(text, "utf-8", newline="\n")
