"""The line tagger at work: a small convolutional network over the sequence of lines, in numpy alone.

Each line becomes a vector (numbers, pooled character-pair and word embeddings); dilated convolutions let it see its
neighbours, and the mean over the lines of the same container lets it see its company. The architecture follows Yu & Koltun,
"Multi-Scale Context Aggregation by Dilated Convolutions" (2016); embeddings are hashed as in Weinberger et al. (2009).
"""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from extractor.errors import DataError
from extractor.model import Page, PageType, Role, Tagging
from extractor.tagging.features import Features, featurise

Floats = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 16)
ROLES, KINDS, TYPES = slice(1, 20), slice(20, 36), slice(36, 42)
NAMES = (
    "mean", "scale", "pairs", "words", "in.w", "in.b", "group.w", "group.b", "out.w", "out.b",
    *(f"conv{layer}.{part}" for layer in range(len(DILATIONS)) for part in ("w", "b")),
)  # fmt: skip

BLANK = tuple(float(page_type is PageType.OTHER) for page_type in PageType)


class Weights(Struct, frozen=True):
    """The network's arrays by name, float32, and what the training run said of itself."""

    arrays: dict[str, Floats]
    info: dict[str, str]


def tag(page: Page, weights: Weights | None = None) -> Tagging:
    """Judge every line of a page: body probability, and probabilities by role and kind.

    The body probability is the mean of two outputs, the body's and the role's.
    """
    if not page.lines:  # a page that its scripts would fill
        return Tagging([], [], [], BLANK)
    scores = forward(featurise(page), (weights or packaged()).arrays)
    roles = _softmax(scores[:, ROLES])
    body = (1 / (1 + np.exp(-scores[:, 0])) + roles[:, Role.BODY]) / 2
    types = _softmax(scores[:, TYPES].mean(axis=0))
    return Tagging(body.tolist(), roles.tolist(), _softmax(scores[:, KINDS]).tolist(), tuple(types.tolist()))


def weights_info() -> dict[str, str]:
    """What the packaged weights say of themselves: corpus checksum, seed, figures, date."""
    return dict(packaged().info)


@cache
def packaged() -> Weights:
    """The weights that ship with the package. Raises DataError where they are missing or damaged."""
    try:
        return decode_weights(resources.files("extractor").joinpath("data", "tagger.npz").read_bytes())
    except OSError as error:
        raise DataError(f"extractor/data/tagger.npz: {error.strerror}; train with python -m extractor.tagging.train") from error


def load_weights(path: Path) -> Weights:
    """Weights from a file. Raises DataError where it is missing or damaged."""
    try:
        return decode_weights(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error


def decode_weights(data: bytes) -> Weights:
    """Weights from the bytes of an .npz; nothing in it is ever unpickled."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in NAMES}
            info = json.loads(bytes(stored["info"]).decode("utf-8"))
    except Exception as error:  # zipfile and numpy have a dozen errors for damaged data, TokenError among them
        raise DataError(f"the tagger's weights are damaged: {error}") from error
    return Weights(arrays, info)


def forward(features: Features, w: dict[str, Floats]) -> Floats:
    """(N, 42) raw scores of every line: body, roles, kinds, page types (to be averaged over the page)."""
    chain = features.chain
    own = pooled(w["words"], features.words)
    x = np.concatenate(
        [
            (features.numbers - w["mean"]) * w["scale"],
            pooled(w["pairs"], features.head),
            pooled(w["pairs"], features.tail),
            pooled(w["words"], features.inline),
            own[chain[:, 0]],
            own[chain[:, 1]],
            own[chain[:, 2]] + own[chain[:, 3]] + own[chain[:, 4]],
        ],
        axis=1,
    )
    groups = [Group.of(chain[:, level]) for level in (1, 2)]
    x = np.maximum(x @ w["in.w"] + w["in.b"], 0)
    x += np.maximum(company(x, groups) @ w["group.w"] + w["group.b"], 0)
    for layer, dilation in enumerate(DILATIONS):
        x += np.maximum(convolved(x, w[f"conv{layer}.w"], dilation) + w[f"conv{layer}.b"], 0)
    page = np.broadcast_to(x.mean(axis=0), x.shape)
    return np.concatenate([x, company(x, groups), page], axis=1) @ w["out.w"] + w["out.b"]


def pooled(table: Floats, buckets: NDArray[np.int64]) -> Floats:
    """(N, D) mean of the rows that are not padding (the last bucket, whose row is zero)."""
    number = (buckets != len(table) - 1).sum(axis=1)[:, None]
    return np.asarray(table[buckets.T].sum(axis=0) / np.maximum(number, 1), np.float32)


class Group(Struct, frozen=True):
    """Lines by the container that they share: their order by container, where each container's begin, how many it has."""

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, containers: NDArray[np.int64]) -> Group:
        """Group lines by their container's number."""
        order = np.argsort(containers, kind="stable")
        starts = np.flatnonzero(np.diff(containers[order], prepend=-1))
        return cls(order, starts, np.diff(np.append(starts, len(containers))))


def company(x: Floats, groups: list[Group]) -> Floats:
    """(N, D * groups) mean vector of the lines that share the line's container, for each grouping."""
    result = np.empty((len(x), x.shape[1] * len(groups)), np.float32)
    for at, group in enumerate(groups):
        means = np.add.reduceat(x[group.order], group.starts) / group.sizes[:, None].astype(np.float32)
        result[group.order, at * x.shape[1] : (at + 1) * x.shape[1]] = np.repeat(means, group.sizes, axis=0)
    return result


def convolved(x: Floats, weights: Floats, dilation: int) -> Floats:
    """(N, D) each line with those `dilation` lines before and after it, nothing beyond the page; weights: (3D, D)."""
    before, here, after = np.split(weights, 3)
    result = x @ here
    result[dilation:] += x[:-dilation] @ before
    result[:-dilation] += x[dilation:] @ after
    return np.asarray(result)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
