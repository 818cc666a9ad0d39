"""Extract the labelled corpora with the packaged weights and fail below the floors.

    python .ci/floors.py SHARED          SHARED holds corpus/ and score/

The packaged weights have seen these pages, so the floors guard against breaking something;
how good the extractor is on sites it has not seen is what `make evaluate` measures.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CEILINGS = {"leak_article"}  # here less is better
FLOORS = {
    ("portal", "pages"): {
        "body_f1_article": 0.955,
        "leak_article": 0.02,
        "found_title": 0.95,
        "found_published": 0.90,
        "found_source": 0.80,
        "blocks_main_f1": 0.70,
    },
    ("portal", "text"): {"body_f1_article": 0.92},
    ("wide", "pages"): {"body_f1_article": 0.94, "blocks_main_f1": 0.65},
    ("news2012", "pages"): {"body_f1_article": 0.93},
}


def figures(shared: Path, corpus: str, form: str, work: Path) -> dict[str, float]:
    """The scorer's figures for the records of one corpus."""
    records, scores = work / f"{corpus}-{form}.jsonl", work / f"{corpus}-{form}.json"
    pages = shared / "corpus" / corpus / form
    subprocess.run([sys.executable, "-m", "extractor", "extract", pages, "-o", records], check=True)
    scorer = [sys.executable, shared / "score" / "score.py", "--corpus", shared / "corpus" / corpus]
    subprocess.run([*scorer, "--records", records, "--json", scores], check=True, stdout=subprocess.DEVNULL)
    return dict(json.loads(scores.read_text("utf-8")))


def main() -> int:
    """Print every figure beside its floor or ceiling; 1 if one lies on the wrong side."""
    shared, failed = Path(sys.argv[1]), False
    with tempfile.TemporaryDirectory() as work:
        for (corpus, form), floors in FLOORS.items():
            found = figures(shared, corpus, form, Path(work))
            for name, floor in floors.items():
                good = found[name] <= floor if name in CEILINGS else found[name] >= floor
                print(f"{corpus}/{form:6} {name:18} {found[name]:.4f}  {floor:.3f}  {'ok' if good else 'FAILED'}")
                failed |= not good
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
