"""What lines that recur over a host's pages would add: PYTHONPATH=. python tests/bench/site_lines.py --shared ../shared

Hosts with at least five labelled pages; every page by the model that never saw its site (see extractor.evaluate). A line is
known by its text, digits made equal, and by its place, the chain of tags and class words around it. One that stands in the
same place on at least so many other pages of its host has its body probability multiplied by a factor, and the body is
assembled anew. Prints body F1 and leak before and after, for the settings tried. It added nothing worth its state, so
there is no --learn-sites; docs/batch.md has the figures.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from extractor.assembling import assemble
from extractor.evaluate import CORPORA, Result, load_scorer, pick_weights, site_key, source_of
from extractor.model import Line, Page
from extractor.pipeline import Options, finish
from extractor.reading import read
from extractor.tagging.gold import labels
from extractor.tagging.tagger import tag

LEAST_PAGES = 5
SETTINGS = ((2, 0.5), (2, 0.1), (3, 0.1), (1, 0.1))
"""(other pages that must have the line, factor)"""
MEASURES = ("body_f1_article", "body_f1_all", "leak_article")
DIGITS = re.compile(r"\d+")


def key(page: Page, line: Line) -> str:
    """A line's text and place."""
    steps, at = [], line.container
    while at >= 0:
        container = page.containers[at]
        steps.append(f"{container.tag}.{'.'.join(container.words)}")
        at = container.parent
    return f"{DIGITS.sub('0', line.text)}|{DIGITS.sub('0', '/'.join(steps))}"


def judged(corpus: Path, label: dict[str, Any], weights: Any) -> Result:
    """A page read, tagged and extracted."""
    page = read(source_of(corpus, label, "html"))
    tagging = tag(page, weights)
    return Result(label, page, tagging, finish(assemble(page, tagging), Options()))


def by_host(results: Iterable[Result]) -> list[list[Result]]:
    """The pages of each host that has enough of them."""
    hosts = defaultdict(list)
    for result in results:
        hosts[site_key(result.label["site"])].append(result)
    return [pages for pages in hosts.values() if len(pages) >= LEAST_PAGES]


def judged_again(pages: list[Result], others: int, factor: float) -> tuple[list[Result], int]:
    """A host's pages with recurring lines held for boilerplate, and how many lines of gold bodies that hit."""
    seen = Counter(name for result in pages for name in {key(result.page, line) for line in result.page.lines})
    changed, lowered = [], 0
    for result in pages:
        recurs = [seen[key(result.page, line)] > others for line in result.page.lines]
        lowered += sum(recurs)
        body = [p * factor if again else p for p, again in zip(result.tagging.body, recurs, strict=True)]
        tagging = replace(result.tagging, body=body)
        changed.append(replace(result, tagging=tagging, record=finish(assemble(result.page, tagging), Options())))
    return changed, lowered


def scored(scorer: Any, results: list[Result]) -> dict[str, float]:
    predictions = {result.label["id"]: scorer.view(json.loads(msgspec.json.encode(result.record))) for result in results}
    figures, _ = scorer.report([result.label for result in results], predictions, io.StringIO())
    return {name: figures[name] for name in MEASURES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("build/folds"), help="where the folds' weights are kept")
    words = parser.parse_args()
    pick, scorer = pick_weights(words.shared, words.work, reuse=True), load_scorer(words.shared)
    for name in CORPORA:
        corpus = words.shared / "corpus" / name
        sizes = Counter(site_key(label["site"]) for label in labels(corpus))
        wanted = {site for site, pages in sizes.items() if pages >= LEAST_PAGES}
        if not wanted:
            continue
        some = (label for label in labels(corpus) if site_key(label["site"]) in wanted)
        hosts = by_host(judged(corpus, label, pick(label)) for label in some)
        print(f"{name}: {sum(map(len, hosts))} pages of {len(hosts)} hosts")
        print("  as they are      ", shown(scored(scorer, [result for pages in hosts for result in pages])))
        for others, factor in SETTINGS:
            again = [judged_again(pages, others, factor) for pages in hosts]
            figures = scored(scorer, [result for pages, _ in again for result in pages])
            print(f"  on {others}+ others x {factor}", shown(figures), f"{sum(lowered for _, lowered in again)} lines recur")


def shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
