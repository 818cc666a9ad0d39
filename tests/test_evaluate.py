"""The evaluation leaves whole sites out."""

from collections import Counter

import pytest

from extractor.evaluate import FOLDS, assign, site_key


@pytest.mark.parametrize(
    ("site", "key"), [("example", "example"), ("news.example.com.cn", "example"), ("big5.example.com", "example"), ("bbs.example.org.tw", "example")]
)
def test_spellings_of_one_site_are_one(site: str, key: str) -> None:
    """A site's sections and its short name share one key, so that they fall into one fold."""
    assert site_key(site) == key


def test_folds_are_even_and_fixed() -> None:
    """Pages spread evenly over the folds, and the same sites always get the same folds."""
    pages = Counter({f"site{n}": 1 + n % 7 for n in range(60)})
    folds = assign(pages)
    sizes = Counter(folds[key] for key in pages.elements())
    assert set(sizes) == set(range(FOLDS))
    assert max(sizes.values()) - min(sizes.values()) <= 2
    assert folds == assign(Counter(dict(reversed(pages.items()))))
