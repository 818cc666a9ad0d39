"""Out-of-fold evaluation: train five times leaving whole sites out, extract every page with the model that never saw its site.

    python -m extractor.evaluate [--shared ../shared] [--reuse] [--errors N] [--json FILE]

Scores HTML and flattened text of every corpus with the corpus' own scorer, and prints how far the confidence can be trusted.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from extractor.assembling import assemble
from extractor.block_errors import faults_by_page, print_faults
from extractor.errors import ReadingError
from extractor.model import Page, Record, Source, Tagging
from extractor.pipeline import Options, finish
from extractor.reading import read
from extractor.tagging import gold as labelled
from extractor.tagging.augment import Example
from extractor.tagging.tagger import Weights, load_weights, packaged, tag

CORPORA = ("portal", "wide", "news2012")
MODES = ("html", "text")
FOLDS = 5
GENERIC = frozenset(["www", "com", "cn", "net", "org", "gov", "edu", "co", "tw", "hk", "my", "nz", "uk", "au", "sg", "info", "club", "top", "news", "big5", "blog", "bbs", "m"])
SHOWN = (
    "body_f1_article", "body_f1_all", "leak_article", "failed_article", "perfect_article", "found_title", "found_published",
    "found_source", "found_author", "found_editor", "found_breadcrumbs", "field_title", "field_published", "field_source",
    "field_author", "field_editor", "field_breadcrumbs", "blocks_main_f1", "blocks_all_f1", "items_any_f1",
)  # fmt: skip
GOOD = 0.9              # F1 from which a body counts as good when the confidence is judged
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


# ---------------------------------------------------------------- folds


def site_key(site: str) -> str:
    """The part of a site's name that its sections and spellings share: 'example', 'example.com.cn' and 'news.example.cn' are one."""
    parts = [part for part in site.lower().split(".") if part not in GENERIC]
    return parts[-1] if parts else site.lower()


def assign(pages: Counter[str]) -> dict[str, int]:
    """Fold number of every site key: sites in order of size, each to the fold that holds the fewest pages so far."""
    size = [0] * FOLDS
    result: dict[str, int] = {}
    for key in sorted(pages, key=lambda key: (-pages[key], hashlib.sha256(key.encode()).hexdigest())):
        fold = size.index(min(size))
        result[key] = fold
        size[fold] += pages[key]
    return result


def folds(examples: list[Example]) -> dict[str, int]:
    """Fold number of every site key among these pages."""
    return assign(Counter(site_key(example.site) for example in examples))


def train_fold(corpora: list[Path], fold: int, output: Path) -> Path:
    """Train on the sites outside one fold and save the weights."""
    from extractor.tagging import train

    examples = train.load_examples(corpora)
    numbers = folds(examples)
    kept = [example for example in examples if numbers[site_key(example.site)] != fold]
    train.save(train.train(kept, train.Settings()), output)
    return output


def fold_weights(corpora: list[Path], work: Path, reuse: bool) -> list[Weights]:
    """The five folds' weights, trained two at a time, or taken from the last run."""
    work.mkdir(parents=True, exist_ok=True)
    paths = [work / f"fold{fold}.npz" for fold in range(FOLDS)]
    wanted = [fold for fold in range(FOLDS) if not (reuse and paths[fold].exists())]
    with ProcessPoolExecutor(2) as pool:
        for done in pool.map(train_fold, [corpora] * len(wanted), wanted, [paths[fold] for fold in wanted]):
            print(f"trained {done}", file=sys.stderr, flush=True)
    return [load_weights(path) for path in paths]


def pick_weights(shared: Path, work: Path, reuse: bool) -> Callable[[dict[str, Any]], Weights]:
    """For a label the weights of the model that never saw its site."""
    corpora = [shared / "corpus" / name for name in CORPORA]
    weights = fold_weights(corpora, work, reuse)
    numbers = assign(Counter(site_key(label["site"]) for corpus in corpora for label in labelled.labels(corpus)))
    return lambda label: weights[numbers[site_key(label["site"])]]


# ---------------------------------------------------------------- extraction


class Result(msgspec.Struct):
    """One page of a run: its label, what was read and judged, the record."""

    label: dict[str, Any]
    page: Page
    tagging: Tagging
    record: Record


def source_of(corpus: Path, label: dict[str, Any], mode: str) -> Source:
    """The saved page, or its flattened text."""
    name = f"pages/{label['id']}.html" if mode == "html" else f"text/{label['id']}.txt"
    path = corpus / name
    return Source(uri=str(path), data=path.read_bytes(), url=label.get("url") if mode == "html" else None)


def run(corpus: Path, mode: str, weights: Any) -> Iterator[Result]:
    """Extract every page of a corpus; weights: called with a label, gives the weights to use."""
    for label in labelled.labels(corpus):
        try:
            page = read(source_of(corpus, label, mode))
        except ReadingError as error:
            print(f"{label['id']}: {error}", file=sys.stderr)
            continue
        tagging = tag(page, weights(label))
        yield Result(label, page, tagging, finish(assemble(page, tagging), Options(all_blocks=True)))


def load_scorer(shared: Path) -> ModuleType:
    """The corpus' own scorer as a module."""
    spec = importlib.util.spec_from_file_location("corpus_score", shared / "score" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- reports


def print_table(figures: dict[str, dict[str, float]]) -> None:
    """Figures by run, one row a measure."""
    runs = list(figures)
    print(f"{'':20s}" + "".join(f"{name:>15s}" for name in runs))
    for measure in SHOWN:
        print(f"{measure:20s}" + "".join(f"{figures[name].get(measure, float('nan')):15.4f}" for name in runs))


def print_confidence(pairs: list[tuple[float, float]]) -> None:
    """How the mean body F1 follows the confidence."""
    print("\nconfidence       pages  mean F1")
    for low, high in pairwise(BINS):
        members = [f1 for confidence, f1 in pairs if low <= confidence < high]
        if members:
            print(f"{low:.2f} - {min(high, 1.0):.2f} {len(members):9d} {sum(members) / len(members):8.3f}")


def print_auroc(name: str, pairs: list[tuple[float, float]]) -> None:
    """How well the confidence tells good bodies from bad ones: the chance that a good one has the higher of two."""
    good = [confidence for confidence, f1 in pairs if f1 >= GOOD]
    bad = [confidence for confidence, f1 in pairs if f1 < GOOD]
    if good and bad:
        wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
        print(f"AUROC for body F1 >= {GOOD}, {name}: {wins / len(good) / len(bad):.3f} ({len(bad)} pages below)")


def print_errors(results: list[tuple[float, Result]], count: int) -> None:
    """The worst pages, gold and ours line by line where they differ."""
    for f1, result in sorted(results, key=lambda pair: pair[0])[:count]:
        label, record = result.label, result.record
        print(f"\n== {label['id']} ({label['page_type']}) F1 {f1:.3f} confidence {record.confidence}")
        for name, want, got in (
            ("title", label.get("title"), record.title), ("published", label.get("published"), record.published),
            ("source", label.get("source"), record.source and record.source.name),
            ("author", label.get("author"), record.authors), ("editor", label.get("editor"), record.editors),
            ("breadcrumbs", label.get("breadcrumbs"), [crumb.name for crumb in record.breadcrumbs]),
        ):  # fmt: skip
            if want != got:
                print(f"   {name}: gold {want!r} ours {got!r}")
        _print_lines(result)


def print_field_errors(results: list[Result], scorer: ModuleType) -> None:
    """The articles that get a field wrong, field by field: gold, ours, and where ours was found."""
    wrong: dict[str, list[str]] = {}
    for result in results:
        label, record = result.label, scorer.view(msgspec.to_builtins(result.record))
        if label["page_type"] != "article" or "blocks" not in label:
            continue
        for field, right in scorer.field_scores(record, label).items():
            if not right:
                evidence = result.record.evidence.get({"author": "authors", "editor": "editors"}.get(field, field))
                where = f" [{evidence.value_from} {evidence.where}]" if evidence else ""
                wrong.setdefault(field, []).append(f"{label['id']}: gold {label[field]!r} ours {record[field]!r}{where}")
    for field, rows in wrong.items():
        print(f"\n== {field}: {len(rows)} wrong")
        print("\n".join(f"   {row}" for row in rows))


def _print_lines(result: Result) -> None:
    gold = labelled.gold_of_page(result.label, result.page)
    ours = {labelled.norm(row) for row in result.record.body.text.split("\n")}
    for i, line in enumerate(result.page.lines):
        taken = labelled.norm(line.text) in ours
        if taken != bool(gold.body[i]) and gold.weight[i] > 0.1:
            mark = "+" if taken else "-"
            print(f"   {mark} {i + 1:4d} p={result.tagging.body[i]:.2f} {result.tagging.role(i).name:10s} {line.text[:70]}")


# ---------------------------------------------------------------- the run


def evaluate(shared: Path, pick: Any, errors: int) -> dict[str, dict[str, float]]:
    """Extract and score every corpus in both modes; pick: a label's weights."""
    scorer = load_scorer(shared)
    figures: dict[str, dict[str, float]] = {}
    confidences: dict[str, list[tuple[float, float]]] = {}
    for name in CORPORA:
        corpus = shared / "corpus" / name
        for mode in MODES:
            results = list(run(corpus, mode, pick))
            predictions = {r.label["id"]: scorer.view(json.loads(msgspec.json.encode(r.record))) for r in results}
            scores, rows = scorer.report(list(labelled.labels(corpus)), predictions, io.StringIO())
            figures[f"{name}/{mode}"] = scores
            f1 = {row[0]: row[4] for row in rows}
            if mode == "html":
                confidences[name] = [(r.record.confidence, f1[r.label["id"]]) for r in results if r.label["page_type"] == "article"]
                if errors:
                    print_field_errors(results, scorer)
                    print_errors([(f1[r.label["id"]], r) for r in results], errors)
            if errors:
                print(f"\n{name}/{mode}", end="")
                print_faults(*faults_by_page(results, scorer), errors)
    print_table(figures)
    together = [pair for pairs in confidences.values() for pair in pairs]
    print_confidence(together)
    for name, pairs in (*confidences.items(), ("all", together)):
        print_auroc(name, pairs)
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Command line of the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpus/ and score/")
    parser.add_argument("--work", type=Path, default=Path("build/folds"), help="where the folds' weights are kept")
    parser.add_argument("--reuse", action="store_true", help="take the folds' weights of the last run")
    parser.add_argument("--shipped", action="store_true", help="use the packaged weights, which have seen every page")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show wrong fields, and the N worst pages of each corpus line by line")
    parser.add_argument("--json", type=Path, help="write the figures to a file")
    asked = parser.parse_args(arguments)
    pick = (lambda label: packaged()) if asked.shipped else pick_weights(asked.shared, asked.work, asked.reuse)
    figures = evaluate(asked.shared, pick, asked.errors)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
