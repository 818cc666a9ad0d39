"""The line tagger at work: small convolutional networks over the sequence of lines, in numpy alone.

Each line becomes a vector (numbers, pooled character-pair and word embeddings); dilated convolutions let it see its
neighbours, and the mean over the lines of the same container lets it see its company. The architecture follows Yu & Koltun,
"Multi-Scale Context Aggregation by Dilated Convolutions" (2016); embeddings are hashed as in Weinberger et al. (2009).
"""

from __future__ import annotations

import io
import json
import zlib
from functools import cache
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

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
    """The arrays of M networks by name, float32, stacked (M, ...), and what the training run said of itself."""

    arrays: dict[str, Floats]
    info: dict[str, str]


def tag(page: Page, weights: Weights | None = None) -> Tagging:
    """Judge every line of a page: body probability, and probabilities by role and kind.

    Several networks, trained from other seeds, give their mean opinion; the body probability is besides the mean of two
    outputs, the body's and the role's.
    """
    if not page.lines:  # a page that its scripts would fill
        return Tagging([], [], [], BLANK)
    scores = forward(featurise(page), (weights or packaged()).arrays)
    roles = _softmax(scores[:, :, ROLES]).mean(axis=0)
    kinds = _softmax(scores[:, :, KINDS]).mean(axis=0)
    body = ((1 / (1 + np.exp(-scores[:, :, 0]))).mean(axis=0) + roles[:, Role.BODY]) / 2
    types = _softmax(scores[:, :, TYPES].mean(axis=1)).mean(axis=0)
    return Tagging(body.tolist(), roles.tolist(), kinds.tolist(), tuple(types.tolist()))


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
    except (ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error) as error:
        raise DataError(f"the tagger's weights are damaged: {error}") from error
    return Weights(arrays, info)


def forward(features: Features, w: dict[str, Floats]) -> Floats:
    """(M, N, 42) raw scores of each of the M networks: body, roles, kinds, page types (to be averaged over the page)."""
    chain = features.chain
    own = pooled(w["words"], features.words)
    numbers = (features.numbers - w["mean"]) * w["scale"]
    x = np.concatenate(
        [
            np.broadcast_to(numbers, (len(own), *numbers.shape)),
            pooled(w["pairs"], features.head),
            pooled(w["pairs"], features.tail),
            pooled(w["words"], features.inline),
            own[:, chain[:, 0]],
            own[:, chain[:, 1]],
            own[:, chain[:, 2]] + own[:, chain[:, 3]] + own[:, chain[:, 4]],
        ],
        axis=2,
    )
    x = np.maximum(x @ w["in.w"] + w["in.b"], 0)
    x = x + np.maximum(company(x, chain) @ w["group.w"] + w["group.b"], 0)
    for layer, dilation in enumerate(DILATIONS):
        x = x + np.maximum(_around(x, dilation) @ w[f"conv{layer}.w"] + w[f"conv{layer}.b"], 0)
    page = np.broadcast_to(x.mean(axis=1, keepdims=True), x.shape)
    return np.concatenate([x, company(x, chain), page], axis=2) @ w["out.w"] + w["out.b"]


def pooled(table: Floats, buckets: NDArray[np.int64]) -> Floats:
    """(M, N, D) mean of the rows that are not padding (the last bucket, whose row is zero)."""
    number = (buckets != table.shape[1] - 1).sum(axis=1)[:, None]
    return np.asarray(table[:, buckets].sum(axis=2) / np.maximum(number, 1), np.float32)


def company(x: Floats, chain: NDArray[np.int64]) -> Floats:
    """(M, N, 2D) mean vector of the lines that share the line's second and third container."""
    return np.concatenate([_group_mean(x, chain[:, 1]), _group_mean(x, chain[:, 2])], axis=2)


def _group_mean(x: Floats, group: NDArray[np.int64]) -> Floats:
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sums = np.add.reduceat(x[:, order], starts, axis=1)
    sizes = np.diff(np.append(starts, len(group)))
    means = sums / sizes[:, None].astype(np.float32)
    result = np.empty_like(x)
    result[:, order] = np.repeat(means, sizes, axis=1)
    return result


def _around(x: Floats, dilation: int) -> Floats:
    """(M, N, 3D) each line's vector between those `dilation` lines before and after it; zeros beyond the page."""
    members, count, width = x.shape
    wide = np.zeros((members, count, 3 * width), np.float32)
    wide[:, dilation:, :width] = x[:, : max(0, count - dilation)]
    wide[:, :, width : 2 * width] = x
    wide[:, : max(0, count - dilation), 2 * width :] = x[:, dilation:]
    return wide


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
