"""What the output is to be: its name says the form, unless somebody asks for another."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from extractor.model import Record
from extractor.writers import PLACES, SUFFIXES, WRITERS
from extractor.writers.folder import write_folder
from extractor.writers.output import STDOUT, is_device, open_output, replacing
from extractor.writers.packing import PACKINGS, packed


class Target(Struct, frozen=True):
    """name: a file, a folder, or STDOUT. format: one of WRITERS or PLACES. folder: one file a page goes there."""

    name: str
    format: str
    folder: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it can be found again after the run."""
        return self.name != STDOUT and not is_device(self.name)


def target_of(name: str, format: str | None = None) -> Target:
    """Where records go; format: what was asked for, None to go by the name's suffix (JSON lines for one of no meaning).

    Raises ValueError, with what is wrong with the name, for places that cannot be written to as far as can be seen.
    """
    if name == STDOUT:
        return _checked(Target(name, format or "jsonl"))
    path = Path(name)
    if format == "markdown" and (path.is_dir() or name.endswith("/") or not path.suffix):
        return _checked(Target(name, format, folder=True))
    return _checked(Target(name, format or _by_suffix(path.name) or "jsonl"))


def write(records: Iterable[Record], target: Target) -> None:
    """Write the records as they come. Raises OSError, MissingExtraError, and what the records raise.

    The file or folder entry appears whole or not at all.
    """
    if target.folder:
        write_folder(records, Path(target.name))
    elif target.format in PLACES:
        with replacing(Path(target.name)) as path:
            PLACES[target.format](records, path)
    else:
        with open_output(target.name) as stream:
            for piece in packed(WRITERS[target.format](records), target.name):
                stream.write(piece)
                stream.flush()


def _by_suffix(name: str) -> str | None:
    for packing in PACKINGS:
        name = name.removesuffix(packing)
    return SUFFIXES.get(Path(name).suffix.lower())


def _checked(target: Target) -> Target:
    path = Path(target.name)
    if target.format in PLACES and (not target.is_kept or target.name.endswith(PACKINGS)):
        raise ValueError(f"{target.name}: {target.format} needs a file, and is not packed")
    if target.name != STDOUT and not path.parent.is_dir():
        raise ValueError(f"{target.name}: its folder does not exist")
    if path.is_dir() and not target.folder:
        raise ValueError(f"{target.name}: is a folder")
    if target.folder and path.exists() and not path.is_dir():
        raise ValueError(f"{target.name}: is no folder; a file of Markdown ends in .md")
    return target
