"""The breadcrumb trail above the headline."""

from __future__ import annotations

from extractor.model import Crumb, Draft, Found


def find_breadcrumbs(draft: Draft) -> Found[list[Crumb]] | None:
    """The trail of a page."""
    return None
