"""Pages -> labels that a person has corrected: a sheet to edit per page (sheet.py), sheets to a corpus (corpus.py).

A corpus is a folder as `extractor.tagging.train` reads it: labels.jsonl beside pages/ID.html and text/ID.txt.
"""

from __future__ import annotations

from extractor.labelling.corpus import collect
from extractor.labelling.draft import draft_label
from extractor.labelling.label import Label
from extractor.labelling.sheet import read_sheet, write_sheet

__all__ = ["Label", "collect", "draft_label", "read_sheet", "write_sheet"]
