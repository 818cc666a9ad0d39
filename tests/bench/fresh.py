"""Makes pages new again, so that a page measured twice costs what an unknown one costs."""

from __future__ import annotations

import gc
from functools import _lru_cache_wrapper


def forget() -> None:
    """Empty our caches of bounded size: they remember texts of pages. Tables made of the vocabulary (size None) stay."""
    for found in gc.get_objects():
        ours = isinstance(found, _lru_cache_wrapper) and str(found.__module__).startswith("extractor.")
        if ours and found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()
