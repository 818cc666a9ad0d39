"""How well the main list of list pages is found, out of fold.

    python -m extractor.evaluate_lists [--shared ../shared] [--work build/folds] [--reuse] [--shipped] [--items]

The main list of a labelled list page is its block of kind `other` with the most items; other such blocks are neither wanted
nor held against us, nor is what stands beyond the first 40 items of a block labelled with these alone. Titles are compared
as the corpus' scorer compares them. `found` is what `extractor links` prints, whatever the page's type; `record` says
whether the page's record has the list, which it has where the page was taken for a list.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from extractor.assembling import assemble
from extractor.assembling.main_list import find_main_list
from extractor.evaluate import CORPORA, pick_weights, source_of
from extractor.model import Kind, PageType, Record
from extractor.reading import read
from extractor.tagging import gold as labelled
from extractor.tagging.tagger import Weights, packaged, tag

CAPPED = 40  # items of a block from which its label may hold the first ones alone


class Score(Struct, frozen=True):
    """One page: its id, wanted, found and matching titles, the titles that differ, whether its record has the list."""

    id: str
    wanted: int
    found: int
    hits: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    recorded: bool

    @property
    def f1(self) -> float:
        """F1 of the titles."""
        return 2 * self.hits / (self.wanted + self.found) if self.hits else 0.0


def scores(shared: Path, pick: Callable[[dict[str, Any]], Weights]) -> Iterator[Score]:
    """The score of every labelled list page that holds a list."""
    for name in CORPORA:
        corpus = shared / "corpus" / name
        for label in labelled.labels(corpus):
            lists = [block for block in label.get("blocks", []) if block["kind"] == Kind.OTHER and block.get("items")]
            if label["page_type"] == PageType.LIST and lists:
                page = read(source_of(corpus, label, "html"))
                tagging = tag(page, pick(label))
                main = find_main_list(page, tagging)
                titles = [item.title for item in main.items] if main else []
                yield compare(label, lists, titles, _has_list(assemble(page, tagging), titles))


def compare(label: dict[str, Any], lists: list[dict[str, Any]], titles: list[str], recorded: bool) -> Score:
    """Titles found on a page against those of the longest of its labelled lists."""
    main = max(lists, key=lambda block: len(block["items"]))
    wanted = Counter(labelled.norm(item["title"]) for item in main["items"])
    open_end = {labelled.norm(item["title"]) for block in lists if block is not main for item in block["items"]}
    first, last = main["lines"]
    beyond = labelled.norm("".join(label["text_lines"][first - 1 : last])) if len(main["items"]) >= CAPPED else ""
    found = Counter(map(labelled.norm, titles))
    found = Counter({t: n for t, n in found.items() if t in wanted or (t not in open_end and t not in beyond)})
    return Score(
        label["id"], wanted.total(), found.total(), (wanted & found).total(),
        tuple((wanted - found).elements()), tuple((found - wanted).elements()), recorded,
    )  # fmt: skip


def _has_list(record: Record, titles: list[str]) -> bool:
    return any(titles and [item.title for item in block.items] == titles for block in record.blocks)


def report(results: list[Score], items: bool) -> None:
    """Print a line a page and the figures over all of them."""
    for score in results:
        print(f"{score.id:36s} wanted {score.wanted:3d} found {score.found:3d} hits {score.hits:3d} F1 {score.f1:.3f} record {'yes' if score.recorded else 'no'}")
        for title in score.missing if items else ():
            print(f"    - {title[:70]}")
        for title in score.surplus if items else ():
            print(f"    + {title[:70]}")
    total = Score("", sum(s.wanted for s in results), sum(s.found for s in results), sum(s.hits for s in results), (), (), True)
    print(f"{len(results)} pages: item titles F1 {total.f1:.3f} over all items, {sum(s.f1 for s in results) / len(results):.3f} in the mean")
    print(f"the list is in the record of {sum(s.recorded for s in results)} pages")


def main(arguments: list[str] | None = None) -> int:
    """Command line of the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate_lists", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpus/ and score/")
    parser.add_argument("--work", type=Path, default=Path("build/folds"), help="where the folds' weights are kept")
    parser.add_argument("--reuse", action="store_true", help="take the folds' weights of the last run")
    parser.add_argument("--shipped", action="store_true", help="use the packaged weights, which have seen every page")
    parser.add_argument("--items", action="store_true", help="show the titles that were missed and those too much")
    asked = parser.parse_args(arguments)
    pick = (lambda label: packaged()) if asked.shipped else pick_weights(asked.shared, asked.work, asked.reuse)
    report(list(scores(asked.shared, pick)), asked.items)
    return 0


if __name__ == "__main__":
    sys.exit(main())
