"""An extractor in a datatrove pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor import extract

ROOT = Path(__file__).parents[2]


def test_a_missing_library_is_named() -> None:
    """Without datatrove the extra to install is said."""
    code = "import sys; sys.modules['datatrove'] = None; import extractor.cluster.datatrove"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=120)
    assert b"extractor[datatrove]" in done.stderr


def test_documents_become_articles(page: bytes) -> None:
    """HTML in, the body's text out, in datatrove's own process; a document that is no page is dropped."""
    pytest.importorskip("datatrove", reason="datatrove is not installed: pip install 'extractor[datatrove]'")
    from datatrove.data import Document

    from extractor.cluster.datatrove import ChineseArticles

    documents = [Document(text=page.decode(), id="a"), Document(text=" ", id="b"), Document(text=page.decode(), id="c")]
    found = list(ChineseArticles(timeout=120).run(iter(documents)))
    assert [(each.id, each.text) for each in found] == [(name, extract(page).body.text) for name in "ac"]
