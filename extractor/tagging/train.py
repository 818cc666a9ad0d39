"""Train the line tagger from labelled corpora. The only module that needs PyTorch.

    python -m extractor.tagging.train --corpus DIR [--corpus DIR ...] [-o tagger.npz] [--seed N]

Runs on the CPU in minutes; the same corpus, seed and thread count give the same weights.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn
from torch.nn import functional

from extractor.model import Source
from extractor.reading import read
from extractor.tagging import gold as labelled
from extractor.tagging.augment import Example, as_text, vary
from extractor.tagging.cue_features import WIDTH as CUES_WIDTH
from extractor.tagging.features import PAIR_BUCKETS, WORD_BUCKETS, Features, featurise
from extractor.tagging.gold import Gold
from extractor.tagging.tagger import DILATIONS, KINDS, ROLES, TYPES, Weights

WIDTH = 64
PAIR_SIZE, WORD_SIZE = 8, 8
GAP = max(DILATIONS)     # zero rows between two pages of a batch, as the convolutions see beyond a page's end
WIDEST_BALANCE = (0.4, 5.0)  # bounds of a role's or kind's weight, which falls with the root of its frequency
OUTPUTS = TYPES.stop
DROPOUT = 0.35
DECAY = 0.08
LOSSES = (0.5, 0.5, 0.2)  # weights of the role, kind and page type losses beside the body loss
FORGOTTEN = (  # inputs whose buckets are emptied at random: name, the empty bucket, share
    ("head", PAIR_BUCKETS - 1, 0.35),
    ("tail", PAIR_BUCKETS - 1, 0.35),
    ("words", WORD_BUCKETS - 1, 0.5),
    ("inline", WORD_BUCKETS - 1, 0.5),
)
SHARE = 0.7          # how far a line's weight in the body loss is its share of the text
CUES_FORGOTTEN = 0.2  # share of lines whose words the vocabulary is not asked about, so that unknown ones are learned
NUMBER_LOSS = 0.1    # share of the numbers that a batch is not shown
TAUGHT = 0.5         # weight of the teachers' opinion against the labels
AVERAGING = 0.995    # share of the old average that a step keeps
NUMBER_NOISE = 0.3  # standard deviations of noise added to the numbers
DEFAULT_OUTPUT = Path(__file__).parent.parent / "data" / "tagger.npz"


class Settings(Struct, frozen=True):
    """What a training run can be asked."""

    seed: int = 1
    teachers: int = 2
    epochs: int = 20
    batch: int = 12
    rate: float = 4e-3
    threads: int = 1


def load_examples(corpora: Iterable[Path]) -> list[Example]:
    """Every labelled page of these corpora as lines with their wanted values."""
    examples = []
    for corpus in corpora:
        for label in labelled.labels(corpus):
            page = read(_saved(corpus, label))
            examples.append(Example(page, labelled.gold_of_page(label, page), label["site"], label["id"]))
    return examples


def _saved(corpus: Path, label: dict[str, Any]) -> Source:
    """The page of a label as it was saved; a corpus may hold plain-text pages, which have their text alone."""
    path = corpus / "pages" / f"{label['id']}.html"
    if path.exists():
        return Source(uri=path.name, data=path.read_bytes(), url=label.get("url"), form="html")
    path = corpus / "text" / f"{label['id']}.txt"
    return Source(uri=path.name, data=path.read_bytes(), form="text")


# ---------------------------------------------------------------- the network


class Network(nn.Module):
    """The same computation as tagger.forward, over a batch of pages laid end to end."""

    def __init__(self, numbers: int) -> None:
        super().__init__()
        self.pairs = nn.Embedding(PAIR_BUCKETS, PAIR_SIZE, padding_idx=PAIR_BUCKETS - 1)
        self.words = nn.Embedding(WORD_BUCKETS, WORD_SIZE, padding_idx=WORD_BUCKETS - 1)
        nn.init.normal_(self.pairs.weight, std=0.1)
        nn.init.normal_(self.words.weight, std=0.1)
        with torch.no_grad():
            self.pairs.weight[-1] = 0
            self.words.weight[-1] = 0
        self.enter = nn.Linear(numbers + 2 * PAIR_SIZE + 4 * WORD_SIZE, WIDTH)
        self.group = nn.Linear(2 * WIDTH, WIDTH)
        self.convs = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.leave = nn.Linear(4 * WIDTH, OUTPUTS)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> Tensor:
        """(T, 42) scores of the batch's rows, gaps included."""
        own = self._pooled(self.words, batch.words)
        chain = batch.chain
        parts = [
            batch.numbers,
            self._pooled(self.pairs, batch.head),
            self._pooled(self.pairs, batch.tail),
            self._pooled(self.words, batch.inline),
            own[chain[:, 0]],
            own[chain[:, 1]],
            own[chain[:, 2]] + own[chain[:, 3]] + own[chain[:, 4]],
        ]
        mask = batch.mask[:, None]
        x = self.drop(functional.relu(self.enter(torch.cat(parts, 1)))) * mask
        x = x + functional.relu(self.group(self._company(x, batch))) * mask
        for conv, dilation in zip(self.convs, DILATIONS, strict=True):
            before = functional.pad(x, (0, 0, dilation, 0))[: len(x)]
            after = functional.pad(x, (0, 0, 0, dilation))[dilation:]
            x = x + self.drop(functional.relu(conv(torch.cat([before, x, after], 1)))) * mask
        page = self.page_mean(x, batch)[batch.page]
        scores: Tensor = self.leave(torch.cat([self.drop(x), self._company(x, batch), page], 1))
        return scores

    @staticmethod
    def _pooled(table: nn.Embedding, buckets: Tensor) -> Tensor:
        padding = table.num_embeddings - 1
        total = functional.embedding_bag(buckets, table.weight, mode="sum", padding_idx=padding)
        return total / (buckets != padding).sum(1, keepdim=True).clamp(min=1)

    @staticmethod
    def page_mean(x: Tensor, batch: Batch) -> Tensor:
        """(pages, D) mean of the rows of each page, gaps left out."""
        total = torch.zeros(len(batch.page_type), x.shape[1]).index_add(0, batch.page, x * batch.mask[:, None])
        size = torch.zeros(len(total)).index_add(0, batch.page, batch.mask)
        return total / size.clamp(min=1)[:, None]

    @staticmethod
    def _company(x: Tensor, batch: Batch) -> Tensor:
        means = []
        for level in (1, 2):
            group = batch.chain[:, level]
            total = torch.zeros(len(batch.words), x.shape[1]).index_add(0, group, x)
            size = torch.zeros(len(batch.words)).index_add(0, group, batch.mask)
            means.append((total / size.clamp(min=1)[:, None])[group] * batch.mask[:, None])
        return torch.cat(means, 1)


class Batch(Struct):
    """Pages laid end to end with gaps: arrays as tensors, wanted values, loss weights; containers numbered through."""

    numbers: Tensor
    head: Tensor
    tail: Tensor
    inline: Tensor
    words: Tensor
    chain: Tensor
    mask: Tensor
    page: Tensor
    page_type: Tensor
    body: Tensor
    body_weight: Tensor
    role: Tensor
    kind: Tensor


def make_batch(pages: list[tuple[Features, Gold, list[int]]], mean: Any, scale: Any) -> Batch:
    """Lay pages end to end. Each page: its features, its wanted values, its lines' lengths."""
    columns: dict[str, list[Any]] = {name: [] for name in Batch.__struct_fields__}
    containers = 1
    empty = WORD_BUCKETS - 1
    columns["words"].append(np.full((1, pages[0][0].words.shape[1]), empty))
    for number, (features, gold, lengths) in enumerate(pages):
        count = len(features.numbers)
        columns["page"].append(np.full(count + GAP, number))
        columns["page_type"].append(np.array([gold.page_type]))
        _padded_columns(columns, features, mean, scale)
        columns["words"].append(features.words)
        columns["chain"].append(np.pad(features.chain + containers, ((0, GAP), (0, 0)), constant_values=0))
        containers += len(features.words)
        columns["mask"].append(np.pad(np.ones(count, np.float32), (0, GAP)))
        columns["body"].append(np.pad(np.array(gold.body, np.float32), (0, GAP)))
        columns["body_weight"].append(np.pad(_body_weights(gold, lengths), (0, GAP)))
        columns["role"].append(np.pad(np.array(gold.role), (0, GAP), constant_values=-1))
        columns["kind"].append(np.pad(np.array(gold.kind), (0, GAP), constant_values=-1))
    return Batch(**{name: torch.from_numpy(np.concatenate(parts)) for name, parts in columns.items()})


def _padded_columns(columns: dict[str, list[Any]], features: Features, mean: Any, scale: Any) -> None:
    rows = ((0, GAP), (0, 0))
    columns["numbers"].append(np.pad((features.numbers - mean) * scale, rows).astype(np.float32))
    columns["head"].append(np.pad(features.head, rows, constant_values=PAIR_BUCKETS - 1))
    columns["tail"].append(np.pad(features.tail, rows, constant_values=PAIR_BUCKETS - 1))
    columns["inline"].append(np.pad(features.inline, rows, constant_values=WORD_BUCKETS - 1))


def _body_weights(gold: Gold, lengths: list[int]) -> Any:
    """A line counts by its share of the body's characters, and a little for being a line; all that is not body counts at most twice."""
    size = np.array(lengths, np.float32)
    inside = np.array(gold.body, np.float32)
    body, other = max(100.0, float((size * inside).sum())), float((size * (1 - inside)).sum())
    share = size / np.where(inside > 0, body, max(body, other / 2))
    weight = SHARE * share + (1 - SHARE) * 3 / (len(size) + 20)
    return (np.array(gold.weight, np.float32) * weight).astype(np.float32)


# ---------------------------------------------------------------- the run


def train(examples: list[Example], settings: Settings, log: Any = None) -> Weights:
    """Train one network on these examples; with teachers, these first, each from a seed of its own, then one that agrees with their mean.

    Distillation as in Hinton, Vinyals & Dean, "Distilling the Knowledge in a Neural Network" (2015): nearly as good as the
    mean of several networks at the cost of one.
    """
    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(True)
    statistics = _statistics(examples)
    networks: list[Network] = []
    for number in range(settings.teachers + 1):
        teachers = networks if number and number == settings.teachers else []
        if log:
            log(f"network {number + 1} of {settings.teachers + 1}")
        networks.append(_train_one(examples, replace(settings, seed=settings.seed * 1000 + number), statistics, teachers, log))
    return _export(networks[-1].state_dict(), *statistics)


def _train_one(examples: list[Example], settings: Settings, statistics: tuple[Any, Any], teachers: list[Network], log: Any) -> Network:
    """One network; its weights are averaged over the last third of the run."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    network = Network(len(statistics[0]))
    balance = _balance([e.gold.role for e in examples], ROLES), _balance([e.gold.kind for e in examples], KINDS)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=DECAY)
    texts = [as_text(example) for example in examples]
    steps = settings.epochs * _steps(examples, settings)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.15)
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    step = 0
    for epoch in range(settings.epochs):
        losses = []
        for batch in _epoch(examples, texts, rng, settings, statistics):
            opinion = _opinion(teachers, batch)
            scores = network(_blurred(batch, rng))
            loss = _loss(network, batch, scores, balance)
            if opinion is not None:
                loss = (1 - TAUGHT) * loss + TAUGHT * _disagreement(network, batch, scores, opinion)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            losses.append(loss.item())
            keep = AVERAGING if step > steps * 2 // 3 else 0.0
            average = {name: average[name] * keep + value.detach() * (1 - keep) for name, value in network.state_dict().items()}
        if log:
            log(f"epoch {epoch + 1}/{settings.epochs} loss {sum(losses) / len(losses):.4f}")
    network.load_state_dict(average)
    return network.eval()


def _steps(examples: list[Example], settings: Settings) -> int:
    count = len(examples) + len(examples) // 2 + sum(example.gold.page_type > 0 for example in examples)
    return -(-count // settings.batch)


def _epoch(
    examples: list[Example], texts: list[Example], rng: random.Random, settings: Settings, statistics: tuple[Any, Any]
) -> Iterator[Batch]:
    """Batches of one pass: every page once as HTML and half of them as plain text, all varied."""
    chosen = [(example, examples) for example in examples]
    chosen += [(example, texts) for example in rng.sample(texts, len(texts) // 2)]
    chosen += [(example, examples) for example in examples if example.gold.page_type]
    rng.shuffle(chosen)
    for first in range(0, len(chosen), settings.batch):
        pages = []
        for example, others in chosen[first : first + settings.batch]:
            varied = vary(example, others, rng)
            pages.append((featurise(varied.page), varied.gold, [len(line.text) for line in varied.page.lines]))
        yield make_batch(pages, *statistics)


def _blurred(batch: Batch, rng: random.Random) -> Batch:
    """The batch as a network in training sees it: some buckets emptied, some numbers hidden, noise on the others."""
    generator = torch.Generator().manual_seed(rng.randrange(2**31))
    seen = {}
    for name, padding, share in FORGOTTEN:
        buckets = getattr(batch, name)
        seen[name] = buckets.masked_fill(torch.rand(buckets.shape, generator=generator) < share, padding)
    shown = torch.rand(batch.numbers.shape[1], generator=generator) >= NUMBER_LOSS
    noise = NUMBER_NOISE * torch.randn(batch.numbers.shape, generator=generator)
    numbers = (batch.numbers + noise) * shown
    unheard = torch.rand(len(numbers), generator=generator) < CUES_FORGOTTEN
    numbers[unheard, -CUES_WIDTH:] = 0
    return replace(batch, numbers=numbers, **seen)


def _loss(network: Network, batch: Batch, scores: Tensor, balance: tuple[Tensor, Tensor]) -> Tensor:
    """Body loss by share of text, plus role, kind and page type losses."""
    body = functional.binary_cross_entropy_with_logits(scores[:, 0], batch.body, batch.body_weight, reduction="sum") / _pages(batch)
    role = functional.cross_entropy(scores[:, ROLES], batch.role, balance[0], ignore_index=-1, label_smoothing=0.02)
    kind = functional.cross_entropy(scores[:, KINDS], batch.kind, balance[1], ignore_index=-1, label_smoothing=0.02)
    types = functional.cross_entropy(network.page_mean(scores[:, TYPES], batch), batch.page_type, label_smoothing=0.02)
    return body + LOSSES[0] * role + LOSSES[1] * kind + LOSSES[2] * types


def _pages(batch: Batch) -> float:
    return max(1.0, float((batch.mask[1:] < batch.mask[:-1]).sum()))


class Opinion(Struct):
    """The mean probabilities of several networks: (T,) body, (T, roles), (T, kinds), (pages, types)."""

    body: Tensor
    role: Tensor
    kind: Tensor
    types: Tensor


def _opinion(teachers: list[Network], batch: Batch) -> Opinion | None:
    """What the teachers think of a batch that they see whole."""
    if not teachers:
        return None
    with torch.no_grad():
        scores = [network(batch) for network in teachers]
        return Opinion(
            torch.stack([one[:, 0].sigmoid() for one in scores]).mean(0),
            torch.stack([one[:, ROLES].softmax(1) for one in scores]).mean(0),
            torch.stack([one[:, KINDS].softmax(1) for one in scores]).mean(0),
            torch.stack([net.page_mean(one[:, TYPES], batch).softmax(1) for net, one in zip(teachers, scores, strict=True)]).mean(0),
        )


def _disagreement(network: Network, batch: Batch, scores: Tensor, opinion: Opinion) -> Tensor:
    """The same losses against the teachers' probabilities, on every line, labelled or not."""
    weight = batch.body_weight
    body = functional.binary_cross_entropy_with_logits(scores[:, 0], opinion.body, weight, reduction="sum") / _pages(batch)
    lines = batch.mask / batch.mask.sum()
    role = (functional.cross_entropy(scores[:, ROLES], opinion.role, reduction="none") * lines).sum()
    kind = (functional.cross_entropy(scores[:, KINDS], opinion.kind, reduction="none") * lines).sum()
    types = functional.cross_entropy(network.page_mean(scores[:, TYPES], batch), opinion.types)
    return body + LOSSES[0] * role + LOSSES[1] * kind + LOSSES[2] * types


def _balance(columns: list[tuple[int, ...]], outputs: slice) -> Tensor:
    """Weight of each class: rare ones count more, so that a footer's hundred lines do not drown one headline."""
    counts = np.bincount([value for column in columns for value in column if value >= 0], minlength=outputs.stop - outputs.start)
    weights = np.sqrt(counts.mean() / np.maximum(counts, 1))
    return torch.tensor(np.clip(weights, *WIDEST_BALANCE), dtype=torch.float32)


def _statistics(examples: list[Example]) -> tuple[Any, Any]:
    rows = np.concatenate([featurise(example.page).numbers for example in examples])
    return rows.mean(0), (1 / np.maximum(rows.std(0), 0.2)).astype(np.float32)


def _export(state: dict[str, Tensor], mean: Any, scale: Any) -> Weights:
    """The network's arrays under the tagger's names, rounded to half precision as they are stored."""
    arrays: dict[str, Any] = {"mean": np.asarray(mean, np.float32), "scale": np.asarray(scale, np.float32)}
    for name in ("pairs", "words"):
        arrays[name] = _rounded(state[f"{name}.weight"])
        arrays[name][-1] = 0
    layers = {"in": "enter", "group": "group", "out": "leave", **{f"conv{n}": f"convs.{n}" for n in range(len(DILATIONS))}}
    for name, stored in layers.items():
        arrays[f"{name}.w"] = np.ascontiguousarray(_rounded(state[f"{stored}.weight"]).T)
        arrays[f"{name}.b"] = _rounded(state[f"{stored}.bias"])
    return Weights(arrays, {})


def _rounded(values: Tensor) -> Any:
    return np.asarray(values, np.float16).astype(np.float32)


def save(weights: Weights, path: Path) -> None:
    """Write weights as a compressed .npz with fixed time stamps, so that equal weights give equal bytes."""
    arrays: dict[str, Any] = {
        name: value if name in ("mean", "scale") else value.astype(np.float16) for name, value in weights.arrays.items()
    }
    arrays["info"] = np.frombuffer(json.dumps(weights.info, ensure_ascii=False).encode(), np.uint8)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, value, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue(), zipfile.ZIP_DEFLATED)


def checksum(corpora: list[Path]) -> str:
    """SHA-256 over the labels of these corpora, in the order given."""
    digest = hashlib.sha256()
    for corpus in corpora:
        digest.update((corpus / "labels.jsonl").read_bytes())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Command line of the training run."""
    parser = argparse.ArgumentParser(prog="python -m extractor.tagging.train", description=__doc__)
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="folder with labels.jsonl and pages/")
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_OUTPUT)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--note", default="", help="figures of the evaluation, kept inside the weights file")
    asked = parser.parse_args(arguments)
    settings = Settings(seed=asked.seed, epochs=asked.epochs)
    examples = load_examples(asked.corpus)
    weights = train(examples, settings, log=lambda text: print(text, file=sys.stderr, flush=True))
    info = {
        "corpus": ", ".join(corpus.name for corpus in asked.corpus), "corpus_sha256": checksum(asked.corpus),
        "pages": str(len(examples)), "seed": str(settings.seed), "epochs": str(settings.epochs),
        "date": datetime.date.today().isoformat(), "figures": asked.note,
    }  # fmt: skip
    save(Weights(weights.arrays, info), asked.output)
    print(f"{asked.output}: {asked.output.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
