"""What many tests need: a small page, a record with something of everything, the command line in a process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_server import Server, serving

from extractor.model import (
    Block,
    Body,
    Crumb,
    Evidence,
    ImageInfo,
    Item,
    Keyword,
    Kind,
    Outlet,
    PageInfo,
    Part,
    Record,
    Segments,
)

ROOT = Path(__file__).parent.parent

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">
<title>山城小镇修通第一条公路_溪口在线</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/news/">新闻</a> <a href="/life/">生活</a></div>
<div class="article"><h1>山城小镇修通第一条公路</h1>
<div class="info">2023-05-06 10:30 来源：溪口日报 作者：林青</div>
<div class="content">
<p>五月的清晨，溪口镇的老人们早早站到了新修的路边，等着第一辆班车从山那边开过来。</p>
<p>这条路全长十二公里，修了整整三年，把六个村子和县城连在了一起，孩子们上学不必再翻山。</p>
<p>镇里的负责人说，下一步要沿路种上果树，让过路的人停下来，也让留在家里的人有活可干。</p>
</div></div>
<div class="related"><h3>相关阅读</h3><ul>
<li><a href="/a/1.html">山里的班车换了新司机</a></li>
<li><a href="/a/2.html">三年修路人的一本日记</a></li>
<li><a href="/a/3.html">县城到溪口只要半小时</a></li></ul></div>
<div class="footer">版权所有 溪口在线</div></body></html>
"""


@pytest.fixture
def page() -> bytes:
    """A small article page in UTF-8."""
    return PAGE.encode()


@pytest.fixture
def folder(tmp_path: Path, page: bytes) -> Path:
    """A folder with two good pages and, between them in order, an empty one that cannot be read."""
    for name, data in (("a.html", page), ("b.html", b""), ("c.html", page)):
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def record() -> Record:
    """A record with every kind of body part and every optional key set."""
    parts = [
        Part("heading", "一、缘起", level=2),
        Part("paragraph", "茶馆开在渡口边，*一开*就是百年。"),
        Part("image", "", src="https://example.org/t ea.jpg", caption="渡口茶馆"),
        Part("caption", "渡口茶馆"),
        Part("list_item", "春茶"),
        Part("list_item", "秋茶"),
        Part("quote", "茶要慢慢喝。"),
        Part("code", "print('茶')"),
        Part("table", "", rows=[["品种", "价格"], ["春茶|明前", "80"], ["秋茶"]]),
    ]
    return Record(
        page=PageInfo(uri="tea.html", url="https://example.org/tea", site_name="渡口网", language="zh-Hans"),
        title="渡口茶馆 #1",
        published="2024-03-01",
        source=Outlet("渡口晚报"),
        authors=["沈茶"],
        breadcrumbs=[Crumb("首页", "https://example.org/")],
        body=Body("一、缘起\n茶馆开在渡口边，*一开*就是百年。", parts),
        images=[ImageInfo("https://example.org/tea.jpg", "茶馆", "渡口茶馆")],
        blocks=[
            Block(Kind.HOT, "热门", [Item("山里的春天", rank=1, snippet="雪化了。", published="2024-02-29")]),
            Block(Kind.COPYRIGHT, text="渡口网版权所有"),
        ],
        segments=Segments([(0, 4)], [(0, 1)], ["m"], [Keyword("茶馆", 0.5, [(5, 7)])]),
        evidence={"title": Evidence("line", "line 1", 0.9)},
        confidence=0.9,
        warnings=["a few bytes were broken"],
    )


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The command line in a process of its own, started in the project's folder."""

    def run(*words: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "extractor", *map(str, words)]
        return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, **options)  # type: ignore[call-overload]

    return run


@pytest.fixture
def no_hang() -> Iterator[None]:
    """Ends a test after 20 seconds of its own CPU time, fifty times what it needs: what grows with the square takes longer.

    For inputs so large that no clock has to be read: the test holds that the work ends at all.
    """

    def stop(*_: object) -> None:
        pytest.fail("20 s of CPU time: the work grows faster than the input")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on the loopback address that answers as a test wants."""
    with serving() as server:
        yield server
