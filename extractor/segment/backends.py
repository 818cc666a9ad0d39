"""The segmenters: jieba, rjieba (jieba in Rust) and whatever else is given; each loaded once, when first asked for."""

from __future__ import annotations

import functools
import re
import threading
import warnings
from collections.abc import Iterable
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from extractor.errors import ExtractorError, MissingExtraError
from extractor.segment import cache
from extractor.segment.dictionary import Entry, changed, read_dictionary
from extractor.segment.options import Segmenter, SegmentOptions
from extractor.segment.traditional import simplified

GROUP = "extractor.segmenters"
"""Entry point group of other people's segmenters."""

_SURROGATE = re.compile("[\ud800-\udfff]")

Tagged = tuple[str, str]


class Backend(Protocol):
    """A segmenter at work. Words of cut and tag stand side by side: joined they are the text."""

    name: str

    def cut(self, text: str, hmm: bool) -> list[str]:
        """Words of a text."""

    def tag(self, text: str, hmm: bool) -> list[Tagged]:
        """Words with jieba's tags; raises ExtractorError where the segmenter has none."""

    def every(self, text: str) -> list[str]:
        """Every word the text may hold, in order of start, then of length; raises ExtractorError like tag."""

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word; raises ExtractorError like tag."""


_lock = threading.RLock()
_loaded: dict[tuple[Any, ...], Backend] = {}


def backend_name(options: SegmentOptions) -> str:
    """Name of the segmenter that is asked for, without loading it."""
    if callable(options.backend):
        return _name_of(options.backend)
    if options.backend == "auto":
        return "rjieba" if _rjieba() else "jieba"
    return options.backend


def load_backend(options: SegmentOptions) -> Backend:
    """The segmenter that is asked for, with the user's dictionary.

    Raises MissingExtraError for rjieba where it is not installed, DataError for a bad dictionary, ExtractorError for a
    name that nothing is known by.
    """
    if callable(options.backend):
        foreign = _Foreign(_name_of(options.backend), options.backend)
        foreign.refuse(options)
        return foreign
    name = backend_name(options)
    key = (name, options.dictionary, changed(options.dictionary))
    if key not in _loaded:
        with _lock:
            if key not in _loaded:
                _loaded[key] = _open(name, options)
    backend = _loaded[key]
    if isinstance(backend, _Foreign):
        backend.refuse(options)
    return backend


def _open(name: str, options: SegmentOptions) -> Backend:
    if name not in ("jieba", "rjieba"):
        return _Foreign(name, _entry_point(name))
    entries = _with_simplified(read_dictionary(options.dictionary)) if options.dictionary else []
    if name == "jieba":
        return _Jieba(entries)
    if (module := _rjieba()) is None:
        raise MissingExtraError("rjieba", "fast")
    return _Rjieba(module, entries)


def _entry_point(name: str) -> Segmenter:
    found = metadata.entry_points(group=GROUP, name=name)
    if not found:
        others = sorted(metadata.entry_points(group=GROUP).names)
        raise ExtractorError(f"no segmenter {name!r}; there are: {', '.join(['auto', 'jieba', 'rjieba', *others])}")
    try:
        segmenter = next(iter(found)).load()
    except (ImportError, AttributeError) as error:
        raise ExtractorError(f"segmenter {name!r} cannot be loaded: {error}") from error
    if not callable(segmenter):
        raise ExtractorError(f"segmenter {name!r} is not callable")
    return segmenter  # type: ignore[no-any-return]


def _with_simplified(entries: Iterable[Entry]) -> list[Entry]:
    """Entries, and again in simplified characters, as traditional text is given to the segmenter in those."""
    both = {entry.word: entry for entry in entries}
    for entry in list(both.values()):
        both.setdefault(simplified(entry.word), entry._replace(word=simplified(entry.word)))
    return list(both.values())


def _split(words: list[str], forbidden: frozenset[str]) -> list[str]:
    """Words with those that the user's dictionary forbids taken apart."""
    if not forbidden:
        return words
    return [piece for word in words for piece in (word if word in forbidden else (word,))]


def _split_tagged(words: list[Tagged], forbidden: frozenset[str]) -> list[Tagged]:
    if not forbidden:
        return words
    return [(piece, tag) for word, tag in words for piece in (word if word in forbidden else (word,))]


# ---------------------------------------------------------------- jieba

def import_jieba(name: str = "jieba") -> ModuleType:
    """A module of jieba, without the warnings its source gives rise to when Python first compiles it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


class _Jieba:
    """jieba with a dictionary of its own; the one that others in this process may use stays as it is."""

    name = "jieba"

    def __init__(self, entries: list[Entry]) -> None:
        jieba = import_jieba()
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = _prefixes(jieba)
        self._tokenizer.initialized = True  # so it neither looks into the temporary folder nor logs
        self._tagger: Any = None
        self._forbidden = frozenset(entry.word for entry in entries if entry.freq == 0)
        for entry in entries:
            if entry.freq == 0:
                self._tokenizer.FREQ[entry.word] = 0
            else:
                self._tokenizer.add_word(*entry)

    def cut(self, text: str, hmm: bool) -> list[str]:
        return _split(self._tokenizer.lcut(text, HMM=hmm), self._forbidden)

    def tag(self, text: str, hmm: bool) -> list[Tagged]:
        tagger = self._tagger or self._load_tagger()
        return _split_tagged([(pair.word, pair.flag) for pair in tagger.cut(text, HMM=hmm)], self._forbidden)

    def every(self, text: str) -> list[str]:
        return [word for word in self._tokenizer.cut(text, cut_all=True) if word]

    def knows(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

    def _load_tagger(self) -> Any:
        """jieba.posseg over our tokenizer; made without its __init__, which would read the table of tags once more."""
        with _lock:
            if self._tagger is None:
                posseg = import_jieba("jieba.posseg")
                tagger = posseg.POSTokenizer.__new__(posseg.POSTokenizer)
                tagger.tokenizer = self._tokenizer
                tagger.word_tag_tab = {**posseg.dt.word_tag_tab, **self._tokenizer.user_word_tag_tab}
                self._tokenizer.user_word_tag_tab = {}
                self._tagger = tagger
        return self._tagger


def _prefixes(jieba: ModuleType) -> cache.Prefixes:
    """jieba's prefix dictionary, from our cache if it is there."""
    source = Path(str(jieba.__file__)).with_name("dict.txt")
    name = cache.cache_name(source, jieba.__version__)
    prefixes = cache.load(name)
    if prefixes is None:
        with source.open("rb") as file:
            prefixes = jieba.Tokenizer.gen_pfdict(file)
        cache.store(name, prefixes)
    return prefixes


# ---------------------------------------------------------------- rjieba

@functools.cache
def _rjieba() -> ModuleType | None:
    try:
        module = import_module("rjieba")
    except ImportError:
        return None
    return module if hasattr(module, "Jieba") else None  # releases before 0.2 take no dictionary


class _Rjieba:
    """jieba in Rust, some twenty times as fast."""

    name = "rjieba"

    def __init__(self, module: ModuleType, entries: list[Entry]) -> None:
        self._jieba = module.Jieba()
        self._forbidden = frozenset(entry.word for entry in entries if entry.freq == 0)
        for entry in entries:
            self._jieba.add_word(*entry)

    def cut(self, text: str, hmm: bool) -> list[str]:
        words = self._jieba.cut(_valid(text), hmm)
        return _split(words, self._forbidden)

    def tag(self, text: str, hmm: bool) -> list[Tagged]:
        return _split_tagged(self._jieba.tag(_valid(text), hmm), self._forbidden)

    def every(self, text: str) -> list[str]:
        words = self._jieba.cut_all(_valid(text))
        return [word for word in words if word not in self._forbidden or len(word) == 1]

    def knows(self, word: str) -> bool:
        return word not in self._forbidden and bool(self._jieba.has_word(_valid(word)))


def _valid(text: str) -> str:
    """A text that Rust takes: lone surrogates become U+FFFD, character for character."""
    return _SURROGATE.sub("\ufffd", text)


# ---------------------------------------------------------------- other people's

class _Foreign:
    """A segmenter that is given as a callable; it has precise words alone, and tags if it has an attribute `tag`."""

    def __init__(self, name: str, segmenter: Segmenter) -> None:
        self.name, self._segmenter = name, segmenter

    def refuse(self, options: SegmentOptions) -> None:
        """Raise ExtractorError if the options ask for what a callable does not have."""
        tags = options.pos or (options.keywords and options.keyword_method == "textrank")
        if options.dictionary:
            raise self._cannot("user dictionary")
        if options.mode != "precise":
            raise self._cannot(f"{options.mode} mode")
        if tags and not hasattr(self._segmenter, "tag"):
            raise self._cannot("parts of speech")

    def cut(self, text: str, hmm: bool) -> list[str]:
        return [word for word, _ in self._aligned(text, ((word, "") for word in self._segmenter(text)))]

    def tag(self, text: str, hmm: bool) -> list[Tagged]:
        return self._aligned(text, self._segmenter.tag(text))  # type: ignore[attr-defined]  # see refuse

    def every(self, text: str) -> list[str]:
        raise self._cannot("full mode")

    def knows(self, word: str) -> bool:
        raise self._cannot("search mode")

    def _cannot(self, what: str) -> ExtractorError:
        return ExtractorError(f"segmenter {self.name!r} has no {what}; use jieba or rjieba")

    def _aligned(self, text: str, words: Iterable[Tagged]) -> list[Tagged]:
        """The words in their places, what they leave out between them; raises ExtractorError if they are not there."""
        found: list[Tagged] = []
        at = 0
        for word, tag in words:
            start = text.find(word, at)
            if start < 0:
                raise ExtractorError(f"segmenter {self.name!r} gave a word that the text does not have there: {word!r}")
            if start > at:
                found.append((text[at:start], "x"))
            if word:
                found.append((word, tag))
            at = start + len(word)
        return found if at == len(text) else [*found, (text[at:], "x")]


def _name_of(segmenter: Any) -> str:
    """module:name of a callable, or of its class."""
    named = segmenter if hasattr(segmenter, "__qualname__") else type(segmenter)
    return f"{named.__module__}:{named.__qualname__}"
