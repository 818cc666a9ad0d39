"""Words have exact offsets in every mode, whichever segmenter finds them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import DataError, ExtractorError, MissingExtraError
from extractor.segment import SegmentOptions, prepare, segment_text
from extractor.segment import backends as backends_module
from extractor.segment.backends import load_backend

TEXT = (
    "小明硕士毕业于中国科学院计算所，后在New York 深造。\r\n他用iPhone 15花了9999.50元，涨了3.5%！\n"
    "　　“真的吗？”她问。😀𠮷野家 a-b_c http://example.com/x?y=1\u200b\ufeff"
)
BACKENDS = ["jieba", "rjieba"]
TESTS = Path(__file__).parents[1]


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each of our segmenters that is installed."""
    pytest.importorskip(request.param)
    return str(request.param)


def words(text: str, **options: Any) -> list[str]:
    """The words of a text as strings."""
    return [text[start:end] for start, end in segment_text(text, SegmentOptions(**options)).words]


def sample_texts() -> Iterator[str]:
    """Our own texts: the bodies of the sample records and the hand-checked sentences."""
    for path in sorted((TESTS.parent / "samples").glob("*.json")):
        yield json.loads(path.read_text("utf-8")).get("body", {}).get("text", "")
    yield "\n".join(
        json.loads(line)["text"] for line in (TESTS / "cases" / "sentences.jsonl").read_text("utf-8").splitlines()
    )


@pytest.mark.parametrize("pos", [False, True])
@pytest.mark.parametrize("hmm", [False, True])
def test_words_cover_the_text(backend: str, hmm: bool, pos: bool) -> None:
    """Precise words stand side by side from the first character to the last."""
    segments = segment_text(TEXT, SegmentOptions(backend=backend, hmm=hmm, pos=pos))
    assert "".join(TEXT[start:end] for start, end in segments.words) == TEXT
    assert all(one[1] == next_one[0] for one, next_one in pairwise(segments.words))


@pytest.mark.parametrize("mode", ["search", "full"])
def test_overlapping_words_leave_nothing_out(backend: str, mode: Any) -> None:
    """Words of the other modes cover every character that is no white space, with a tag for each word."""
    segments = segment_text(TEXT, SegmentOptions(backend=backend, mode=mode, pos=True))
    covered = {at for start, end in segments.words for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(TEXT) if not char.isspace())
    assert len(segments.pos) == len(segments.words) and all(segments.pos)
    assert len(set(segments.words)) == len(segments.words)


def test_search_mode_is_jiebas(backend: str) -> None:
    """Search mode gives a long word and the words in it, as jieba's tokenize does."""
    tokenizer = load_backend(SegmentOptions(backend="jieba"))._tokenizer  # type: ignore[attr-defined]
    text = "中华人民共和国成立于一九四九年，小明毕业于中国科学院。"
    theirs = [(start, end) for _, start, end in tokenizer.tokenize(text, mode="search")]
    assert segment_text(text, SegmentOptions(backend=backend, mode="search")).words == theirs


def test_full_mode_finds_every_word(backend: str) -> None:
    """Full mode gives every word, each in its own place, and single characters only where nothing longer has them."""
    text = "我来到北京清华大学，人人都说人人好"
    found = segment_text(text, SegmentOptions(backend=backend, mode="full")).words
    assert [text[start:end] for start, end in found if text[start:end].isalpha()] == [
        "我", "来到", "北京", "清华", "清华大学", "华大", "大学", "人人", "都", "说", "人人", "好"
    ]
    assert [start for start, end in found if text[start:end] == "人人"] == [10, 14]


def test_hmm_guesses_unknown_words(backend: str) -> None:
    """A name that no dictionary has is one word only with the hidden Markov model."""
    text = "他来到了网易杭研大厦"
    assert "杭研" in words(text, backend=backend)
    assert "杭研" not in words(text, backend=backend, hmm=False)


def test_parts_of_speech(backend: str) -> None:
    """Tags are jieba's, one a word."""
    segments = segment_text("我爱北京。", SegmentOptions(backend=backend, pos=True))
    assert segments.pos == ["r", "v", "ns", "x"]


def test_the_two_segmenters_agree() -> None:
    """Ends of words are the same in jieba and rjieba 99 times in a hundred.

    With tags a little less often: jieba.posseg guesses unknown words by a model of its own, rjieba by that of cut.
    """
    pytest.importorskip("rjieba")
    for pos in (False, True):
        same = found = 0
        for text in sample_texts():
            one, other = (
                set(accumulate(len(word) for word in words(text, backend=name, pos=pos))) for name in BACKENDS
            )
            same, found = same + 2 * len(one & other), found + len(one) + len(other)
        assert found > 4000 and same / found >= (0.975 if pos else 0.99)


def test_user_dictionary(backend: str, tmp_path: Path) -> None:
    """Words of the user's are found, with their tag, in traditional text too; words of frequency 0 are taken apart."""
    path = tmp_path / "words.txt"
    path.write_text("云上贵州 9000 nz\n護國神山\n中国 0\n", "utf-8")
    options: dict[str, Any] = {"backend": backend, "dictionary": str(path)}
    assert words("云上贵州发布会", **options)[0] == "云上贵州"
    assert segment_text("云上贵州发布会", SegmentOptions(pos=True, **options)).pos[0] == "nz"
    assert "護國神山" in words("人們說這是護國神山啊", **options)
    assert words("中国很大", **options)[:2] == ["中", "国"]
    assert "中国" not in words("中国很大", mode="full", **options)
    assert words("云上贵州发布会中国", backend=backend)[-1] == "中国"


def test_a_user_dictionary_stays_with_its_user(tmp_path: Path) -> None:
    """jieba as others in the process use it does not learn what a user's dictionary forbids or adds."""
    path = tmp_path / "words.txt"
    path.write_text("中国 0\n云上贵州 9000 nz\n", "utf-8")
    segment_text("中国", SegmentOptions(backend="jieba", dictionary=str(path), pos=True))
    import jieba.finalseg
    import jieba.posseg

    assert "中国" not in jieba.finalseg.Force_Split_Words
    assert "云上贵州" not in jieba.posseg.dt.word_tag_tab


def test_a_changed_dictionary_is_read_again(tmp_path: Path) -> None:
    """A dictionary that changes between two texts is noticed."""
    path = tmp_path / "words.txt"
    path.write_text("云上贵州\n", "utf-8")
    options: dict[str, Any] = {"backend": "jieba", "dictionary": str(path)}
    prepare(SegmentOptions(**options))
    path.write_text("坏 行 了\n", "utf-8")
    os.utime(path, ns=(1, 1))
    with pytest.raises(DataError, match=r"words\.txt:1"):
        words("云上贵州", **options)


def test_a_callable_segments() -> None:
    """A callable's words are put in their places; what it leaves out stands between them as a word."""
    assert words("你 好，世界", backend=by_characters) == ["你", " ", "好", "，", "世", "界"]
    assert backends_module.backend_name(SegmentOptions(backend=by_characters)).endswith(":by_characters")


def test_a_callable_with_tags() -> None:
    """An attribute `tag` gives parts of speech; without it they are refused."""
    class Tagging:
        def __call__(self, text: str) -> list[str]:
            return list(text)

        def tag(self, text: str) -> list[tuple[str, str]]:
            return [(char, "n") for char in text if char != " "]

    assert segment_text("你 好", SegmentOptions(backend=Tagging(), pos=True)).pos == ["n", "x", "n"]
    for impossible in ({"pos": True}, {"mode": "search"}, {"mode": "full"}, {"dictionary": "words.txt"}):
        with pytest.raises(ExtractorError, match="by_characters"):
            words("你好", backend=by_characters, **impossible)  # type: ignore[arg-type]


def test_a_callable_that_makes_words_up() -> None:
    """Words that the text does not have are refused."""
    with pytest.raises(ExtractorError, match="'b'"):
        words("a", backend=lambda text: ["a", "b"])


def test_an_entry_point_segments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A segmenter of another package is known by the name of its entry point; an unknown name lists those there are."""
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[extractor.segmenters]\ncharacters = other:cut\nbroken = other:none\n")
    (tmp_path / "other.py").write_text("def cut(text):\n    return list(text)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(backends_module, "_loaded", {})
    assert words("你好", backend="characters") == ["你", "好"]
    with pytest.raises(ExtractorError, match="'broken' cannot be loaded"):
        words("你好", backend="broken")
    with pytest.raises(ExtractorError, match=r"'nonesuch'.*jieba, rjieba, broken, characters"):
        words("你好", backend="nonesuch")


def test_rjieba_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """auto takes rjieba if it is there, else jieba; rjieba asked for and not there names the extra."""
    monkeypatch.setattr(backends_module, "_rjieba", lambda: None)
    assert backends_module.backend_name(SegmentOptions()) == "jieba"
    monkeypatch.setattr(backends_module, "_loaded", {})
    with pytest.raises(MissingExtraError, match=r"extractor\[fast\]"):
        words("你好", backend="rjieba")
    monkeypatch.setattr(backends_module, "_rjieba", lambda: object())
    assert backends_module.backend_name(SegmentOptions()) == "rjieba"


def test_threads_load_one_segmenter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that ask at the same time get the same segmenter, loaded once."""
    monkeypatch.setattr(backends_module, "_loaded", {})
    opened: list[str] = []
    really = backends_module._open
    monkeypatch.setattr(backends_module, "_open", lambda name, options: opened.append(name) or really(name, options))
    got: list[object] = []
    threads = [
        threading.Thread(target=lambda: got.append(load_backend(SegmentOptions(backend="jieba")))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == ["jieba"] and len(got) == 6 and len({id(one) for one in got}) == 1


def test_jieba_is_loaded_only_for_words() -> None:
    """Sentences alone load no segmenter, and a segmenter says nothing on stderr nor to the root logger."""
    code = (
        "import logging, sys\n"
        "logging.basicConfig(level=logging.DEBUG)\n"
        "from extractor.segment import SegmentOptions, segment_text\n"
        "segment_text('你好。', SegmentOptions(words=False))\n"
        "assert not {'jieba', 'rjieba'} & set(sys.modules)\n"
        "segment_text('你好世界。', SegmentOptions(backend='jieba', pos=True))\n"
        "assert 'jieba' in sys.modules and not sys.modules['jieba'].dt.initialized\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize("wrong", [{"mode": "fast"}, {"scope": "title"}, {"keyword_method": "lda"}, {"keywords": -1}])
def test_unknown_options_are_refused(wrong: dict[str, Any]) -> None:
    """An option that does not exist is said at once, with those that do."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SegmentOptions(**wrong)


def by_characters(text: str) -> list[str]:
    """A segmenter that leaves white space out."""
    return [char for char in text if not char.isspace()]
