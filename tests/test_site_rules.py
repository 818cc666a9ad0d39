"""Site rules: the files, the selectors, the worked example of the documentation."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extractor import DataError, extract
from extractor.cli import main
from extractor.pipeline import read_rules
from extractor.site_rules import load_rules

DOC = Path(__file__).parents[1] / "docs" / "rules.md"
URL = "http://www.example.com/a/1.html"
PAGE = "<title>桥头书摊</title><h1>桥头书摊</h1><p class=x>桥头的书摊搬了新家，读者说比从前宽敞。</p><p>旧址改成了一家茶馆，晚上也开门。</p>"


def rules(folder: Path, text: str, host: str = "example.com") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{host}.toml").write_text(text, "utf-8")
    return folder


def example(language: str) -> str:
    """The code block of this language under the heading Example."""
    found = re.search(rf"```{language}\n(.*?)```", DOC.read_text("utf-8").partition("## Example")[2], re.S)
    assert found is not None
    return found[1]


def departures(want: Any, got: Any) -> list[str]:
    """Keys of a wanted value that the other does not have so."""
    if isinstance(want, dict):
        return [f"{key}.{name}" for key in want for name in departures(want[key], got.get(key))]
    if isinstance(want, list) and len(want) == len(got):
        return [name for one, other in zip(want, got, strict=True) for name in departures(one, other)]
    return [] if want == got else [f"want {want!r} got {got!r}"]


def test_worked_example_gives_what_the_documentation_says(tmp_path: Path) -> None:
    """The page and the rule of docs/rules.md give the record printed there."""
    record = extract(example("html"), url=URL, rules=rules(tmp_path / "rules", example("toml")))
    assert not departures(json.loads(example("json")), msgspec.to_builtins(record))


def test_command_line_takes_a_folder_of_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """extractor extract --rules DIR applies them."""
    (tmp_path / "page.html").write_text(example("html"), "utf-8")
    folder = rules(tmp_path / "rules", example("toml"))
    assert main(["extract", "--rules", str(folder), "--url", URL, str(tmp_path / "page.html")]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "河堤夜灯今晚点亮"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://example.com/", "example.com"),
        ("https://a.b.example.com:8080/x", "example.com"),
        ("http://news.example.com/", "news.example.com"),
        ("http://m.news.example.com/", "news.example.com"),
        ("http://badexample.com/", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_rule_of_the_nearest_host_is_taken(tmp_path: Path, url: str | None, host: str | None) -> None:
    """A page gets the rule of its host, else of the nearest domain above it, and of no other."""
    for name in ("example.com", "news.example.com"):
        rules(tmp_path, "", name)
    rule = load_rules(tmp_path).find(url)
    assert (Path(rule.file).stem if rule else None) == host


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("body = 'div['", ["example.com.toml", "body", "'div['"]),
        ("[blocks]\nhot = '..a'", ["example.com.toml", "blocks.hot", "'..a'"]),
        ("titel = 'h1'", ["example.com.toml", "titel"]),
        ("[blocks]\nwarm = 'ul'", ["example.com.toml", "warm"]),
        ("title = 3", ["example.com.toml", "title"]),
        ("title = ", ["example.com.toml"]),
    ],
)
def test_wrong_rule_is_told_with_file_and_key(tmp_path: Path, text: str, told: list[str]) -> None:
    """What is wrong in a rule is told before any page is read: a selector, a key, a kind, a value, the TOML itself."""
    with pytest.raises(DataError) as caught:
        read_rules(rules(tmp_path, text))
    assert all(word in str(caught.value) for word in told)


def test_folder_without_rules_is_told(tmp_path: Path) -> None:
    """A folder that is missing or holds no rule is an error that says what is expected."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(DataError, match="site rule"):
            load_rules(folder)


def test_key_that_selects_nothing_is_a_warning(tmp_path: Path) -> None:
    """A selector that finds nothing is warned of, the field is found as without a rule; drop may find nothing."""
    record = extract(PAGE, url=URL, rules=rules(tmp_path, "title = '.gone'\ndrop = '.ad'"))
    assert record.title == "桥头书摊"
    assert [warning.partition("toml: ")[2] for warning in record.warnings] == ["title selects nothing on this page"]


def test_page_that_names_its_own_address_needs_no_url(tmp_path: Path) -> None:
    """The host may come from the page's canonical link or og:url."""
    folder = rules(tmp_path, "body = '.x'")
    for head in (f'<link rel="canonical" href="{URL}">', f'<meta property="og:url" content="{URL}">'):
        assert extract(head + PAGE, rules=folder).body.text == "桥头的书摊搬了新家，读者说比从前宽敞。"
    assert extract(PAGE, rules=folder).body.text.endswith("晚上也开门。")


def test_date_of_a_rule_may_be_relative(tmp_path: Path) -> None:
    """A relative date that a rule selects is kept in its words where the time of the fetch is not known."""
    record = extract(PAGE.replace("<p>", "<i class=d>3小时前</i><p>"), url=URL, rules=rules(tmp_path, "date = '.d'"))
    assert (record.published, record.published_raw) == (None, "3小时前")


def test_words_beside_a_selected_date_stay_on_its_line(tmp_path: Path) -> None:
    """A selected date does not part the info line: what stands beside it is read as ever."""
    page = PAGE.replace("<p class", "<div><i class=d>2021-03-05</i> 来源：桥头晚报 2020-01-01</div><p class")
    record = extract(page, url=URL, rules=rules(tmp_path, "date = '.d'"))
    assert (record.published, record.source and record.source.name) == ("2021-03-05", "桥头晚报")


def test_rules_can_be_pickled(tmp_path: Path) -> None:
    """Rules travel to other processes."""
    read = read_rules(rules(tmp_path, "title = ['h1', 'h2']"))
    assert pickle.loads(pickle.dumps(read)) == read


def test_a_rule_nested_too_deep_is_named(tmp_path: Path) -> None:
    """Thousands of open brackets are an error that names the file, as fuzzing found."""
    with pytest.raises(DataError, match=r"example\.com\.toml: lists or tables nested too deep"):
        load_rules(rules(tmp_path, "title = " + "[" * 100_000))
