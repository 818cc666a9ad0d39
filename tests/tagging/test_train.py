"""Training gives weights that the tagger computes with exactly."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the train extra is not installed")

from extractor.model import Container, Line, Page, Role
from extractor.tagging import tagger, train
from extractor.tagging.augment import Example
from extractor.tagging.features import featurise
from extractor.tagging.gold import Gold

SETTINGS = train.Settings(seed=3, teachers=1, epochs=2, batch=2)


def examples() -> list[Example]:
    """Four small pages: a title, two lines of prose, two links."""
    made = []
    for number in range(4):
        texts = [f"第{number}个标题", "茶馆开了一百年，客人来来往往。", "从没有断过，老板说。", "相关阅读", "山里的春天"]
        roles = (Role.TITLE, Role.BODY, Role.BODY, Role.HEADING, Role.ITEM)
        page = Page(
            uri=str(number), url=None, form="html", lines=tuple(Line(text, 0) for text in texts), containers=(Container("body", (), -1, 1),)
        )
        made.append(Example(page, Gold((0, 1, 1, 0, 0), (1.0,) * 5, tuple(map(int, roles)), (-1, -1, -1, 0, 0)), "s", str(number)))
    return made


def test_numpy_and_torch_agree() -> None:
    """The tagger's scores equal the trained network's, page by page, for pages laid end to end in one batch."""
    import torch

    made = examples()
    weights = train.train(made, SETTINGS)
    arrays = weights.arrays
    pages = [(featurise(e.page), e.gold, [len(line.text) for line in e.page.lines]) for e in made]
    network = train.Network(len(arrays["mean"]))
    state = {"pairs.weight": arrays["pairs"], "words.weight": arrays["words"]}
    layers = {"in": "enter", "group": "group", "out": "leave", **{f"conv{n}": f"convs.{n}" for n in range(len(tagger.DILATIONS))}}
    for ours, theirs in layers.items():
        state[f"{theirs}.weight"], state[f"{theirs}.bias"] = arrays[f"{ours}.w"].T, arrays[f"{ours}.b"]
    network.load_state_dict({name: torch.tensor(np.ascontiguousarray(value)) for name, value in state.items()})
    network.eval()
    with torch.no_grad():
        scores = network(train.make_batch(pages, arrays["mean"], arrays["scale"])).numpy()
    start = 0
    for features, _, lengths in pages:
        wanted = scores[start : start + len(lengths)]
        assert np.allclose(tagger.forward(features, arrays), wanted, atol=1e-3)
        start += len(lengths) + train.GAP


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    """Two runs with one seed write equal bytes; another seed gives others."""
    files = []
    for number, seed in enumerate((3, 3, 4)):
        path = tmp_path / f"{number}.npz"
        train.save(train.train(examples(), train.Settings(seed=seed, teachers=0, epochs=1, batch=2)), path)
        files.append(path.read_bytes())
    assert files[0] == files[1] != files[2]


def test_saved_weights_come_back(tmp_path: Path) -> None:
    """What was saved is loaded with the same values and the notes of the run."""
    weights = tagger.Weights(train.train(examples(), SETTINGS).arrays, {"seed": "3"})
    train.save(weights, tmp_path / "w.npz")
    loaded = tagger.load_weights(tmp_path / "w.npz")
    assert loaded.info == {"seed": "3"}
    assert all(np.array_equal(loaded.arrays[name], weights.arrays[name]) for name in tagger.NAMES)
