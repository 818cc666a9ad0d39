"""What --learn-sites adds: PYTHONPATH=. python tests/bench/site_lines.py --shared ../shared

Hosts with at least five labelled pages; every page by the model that never saw its site (see extractor.evaluate), and again
with the lines known that recur over the pages of its host. Prints body F1 and leak before and after.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from extractor.assembling import assemble
from extractor.batch.sites import LEAST_PAGES, recurring
from extractor.evaluate import CORPORA, Result, load_scorer, pick_weights, site_key, source_of
from extractor.pipeline import Options, finish
from extractor.reading import read
from extractor.tagging.gold import labels
from extractor.tagging.recurring import line_keys, lowered
from extractor.tagging.tagger import tag

MEASURES = ("body_f1_article", "body_f1_all", "leak_article")


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


def judged_again(pages: list[Result]) -> list[Result]:
    """A host's pages with recurring lines held for boilerplate."""
    host = site_key(pages[0].label["site"])
    known = recurring((result.page, host) for result in pages)
    changed = []
    for result in pages:
        tagging = lowered(result.tagging, line_keys(result.page, host), known)
        changed.append(replace(result, tagging=tagging, record=finish(assemble(result.page, tagging), Options())))
    return changed


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
        print("  as they are           ", shown(scored(scorer, [result for pages in hosts for result in pages])))
        again = [result for pages in hosts for result in judged_again(pages)]
        print("  lines that recur known", shown(scored(scorer, again)))


def shown(figures: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
