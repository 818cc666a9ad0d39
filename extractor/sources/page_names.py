"""Which names are pages: in a folder and in an archive the same."""

from __future__ import annotations

from collections.abc import Iterable

PAGES = (".html", ".htm", ".shtml", ".xhtml", ".txt")
CONTAINERS = (".mhtml", ".mht", ".warc", ".wet", ".zip")
PACKED = (".gz", ".bz2", ".zst")  # on top of any other, as in page.html.gz
SEARCHED = f"looked for {' '.join(PAGES + CONTAINERS)}, each also packed as {' '.join(PACKED)}"
LONGEST = 4096  # characters of a path; who writes a longer one has other things in mind
COMPANION = ("_files", ".files")  # what browsers append to a saved page's name for the folder of its images and frames


def is_page_name(name: str) -> bool:
    """Whether a file's name ends like a page's, or like that of a container of pages."""
    name = name.lower()
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    return name.endswith(PAGES + CONTAINERS)


def companions(names: Iterable[str]) -> set[str]:
    """Names of the folders that browsers save beside pages of these names."""
    stems = {name.rpartition(".")[0] for name in names if is_page_name(name)}
    return {stem + ending for stem in stems for ending in COMPANION}


def pages_among(names: Iterable[str]) -> set[str]:
    """Of all paths in an archive those that are pages: not hidden, not in the folder beside a saved page."""
    paths = set(names)
    skipped = {f"{folder}/" for folder in companions(paths)}
    return {path for path in paths if is_page_name(path) and (len(path) > LONGEST or not _beside(path, skipped))}


def _beside(path: str, skipped: set[str]) -> bool:
    """Whether a path is hidden, or lies in one of the folders."""
    above = (path[: at + 1] for at, char in enumerate(path) if char == "/")
    return any(step.startswith(".") and step != ".." for step in path.split("/")) or not skipped.isdisjoint(above)
