"""What the tests of fetching need."""

from __future__ import annotations

import pytest

from extractor.sources.web import FetchOptions


@pytest.fixture
def quick() -> FetchOptions:
    """Options for the local server: allowed to ask it, in no hurry to give up, never waiting for manners' sake."""
    return FetchOptions(allow_private=True, delay=0.0, retry_wait=0.01, robots=False)
