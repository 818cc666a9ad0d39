"""A page -> why its record is what it is: where each line went, and what decided.

Nothing of this runs when pages are extracted; the record's lines are found again afterwards (places.py).
"""

from __future__ import annotations

from extractor.explaining.places import find_places
from extractor.explaining.reasons import block_reason, line_reasons
from extractor.model import Explanation, Source
from extractor.pipeline import Options, trace


def explain(source: Source, options: Options | None = None) -> Explanation:
    """Extract a page and explain every line of it. Raises what `extract` raises."""
    from extractor.tagging.tagger import packaged

    options = options or Options(all_blocks=True)
    traced = trace(source, options)
    uses = find_places(traced.page, traced.record)
    blocks = traced.record.blocks
    return Explanation(
        traced,
        uses,
        line_reasons(traced, uses),
        tuple(block_reason(traced, block, uses, number) for number, block in enumerate(blocks)),
        packaged().info if options.weights is None else _info(options.weights),
    )


def _info(weights: str) -> dict[str, str]:
    from pathlib import Path

    from extractor.tagging.tagger import load_weights

    return {"file": weights, **load_weights(Path(weights)).info}
