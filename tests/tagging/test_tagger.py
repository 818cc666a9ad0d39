"""The network at work in numpy."""

import io
from pathlib import Path
from random import Random

import numpy as np
import pytest

from extractor.errors import DataError
from extractor.model import Role, Source
from extractor.reading import read
from extractor.tagging import tagger


def test_probabilities_are_probabilities(page: bytes) -> None:
    """Each line has a body probability, and roles and kinds that sum to one; so has the page's type."""
    read_page = read(Source(uri="a", data=page))
    tagging = tagger.tag(read_page)
    assert len(tagging.body) == len(tagging.roles) == len(tagging.kinds) == len(read_page.lines)
    assert all(0 <= p <= 1 for p in tagging.body)
    assert np.allclose(np.sum(tagging.roles, axis=1), 1, atol=1e-3)
    assert np.allclose(np.sum(tagging.kinds, axis=1), 1, atol=1e-3)
    assert abs(sum(tagging.page_types) - 1) < 1e-3


def test_prose_is_body_and_footer_is_not(page: bytes) -> None:
    """On a plain article page the paragraphs are body, the headline is the title and the footer is neither."""
    read_page = read(Source(uri="a", data=page))
    tagging = tagger.tag(read_page)
    by_text = {line.text: i for i, line in enumerate(read_page.lines)}
    prose = [i for text, i in by_text.items() if text.endswith("。")]
    assert all(tagging.body[i] > 0.5 for i in prose)
    assert tagging.role(by_text["山城小镇修通第一条公路"]) is Role.TITLE
    assert tagging.body[by_text["版权所有 溪口在线"]] < 0.5


def test_company_is_the_mean_of_each_group() -> None:
    """Every row gets the mean of the rows with the same group number, wherever they stand, grouping beside grouping."""
    x = np.array([[1.0], [10.0], [3.0]], np.float32)
    groups = [tagger.Group.of(np.array([7, 2, 7])), tagger.Group.of(np.array([1, 1, 1]))]
    assert np.allclose(tagger.company(x, groups), [[2, 14 / 3], [10, 14 / 3], [2, 14 / 3]])


def test_a_convolution_sees_the_neighbours_at_its_distance() -> None:
    """A row is joined with the rows at the dilation's distance, with nothing beyond the page's ends."""
    x = np.array([[1.0], [2.0], [3.0]], np.float32)
    weights = np.array([[100.0], [10.0], [1.0]], np.float32)
    assert tagger.convolved(x, weights, 2).tolist() == [[13], [20], [130]]
    assert tagger.convolved(x[:1], weights, 8).tolist() == [[10]]


def test_packaged_weights_are_small_and_say_where_they_come_from() -> None:
    """The weights file is at most 1 MB and names its corpus, seed and date."""
    path = Path(tagger.__file__).parent.parent / "data" / "tagger.npz"
    assert path.stat().st_size <= 1_000_000
    assert {"corpus", "corpus_sha256", "seed", "date"} <= set(tagger.weights_info())


def test_damaged_weights_are_a_clear_error() -> None:
    """Garbage, a cut file and a pickle are refused with a DataError, never unpickled."""
    pickled = io.BytesIO()
    np.savez(pickled, mean=np.array([{"a": 1}], dtype=object))
    path = Path(tagger.__file__).parent.parent / "data" / "tagger.npz"
    for data in (b"", b"garbage", path.read_bytes()[:5000], pickled.getvalue()):
        with pytest.raises(DataError):
            tagger.decode_weights(data)


def test_flipped_bits_in_the_weights_are_a_clear_error() -> None:
    """Wherever a bit of the file is turned over, the weights are refused or the same as ever."""
    data = (Path(tagger.__file__).parent.parent / "data" / "tagger.npz").read_bytes()
    sound, random = tagger.decode_weights(data), Random(1)
    for place in [*range(0, 400, 9), *(random.randrange(len(data)) for _ in range(30)), *range(len(data) - 900, len(data), 31)]:
        damaged = bytearray(data)
        damaged[place] ^= 1 << random.randrange(8)
        try:
            weights = tagger.decode_weights(bytes(damaged))
        except DataError:
            continue
        assert all(np.array_equal(weights.arrays[name], array) for name, array in sound.arrays.items())
