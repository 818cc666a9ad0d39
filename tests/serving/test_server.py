"""The local page: what it shows and whom it refuses."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.serving import Limits, Server

ROOT = Path(__file__).parents[2]

Post = Callable[..., tuple[int, bytes, http.client.HTTPMessage]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A running server with small limits."""
    monkeypatch.chdir(ROOT)  # its worker processes must find the package
    with Server(0, Limits(size=100_000, seconds=60)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    """Status, body and headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=90)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, given)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


@pytest.fixture
def post(server: Server, media: str, posted: Callable[..., bytes]) -> Post:
    """Sends a form with this run's token."""

    def post(path: str, **fields: bytes) -> tuple[int, bytes, http.client.HTTPMessage]:
        return ask(server, "POST", path, posted(**{"token": server.token.encode(), **fields}), Content_Type=media)

    return post


def test_a_pasted_page_gives_report_and_record(post: Post, page: bytes) -> None:
    """The same page as a report and as JSON; nothing may frame it, nothing is cached."""
    status, report, headers = post("/explain", page=page, address=b"https://example.org/news/1.html")
    assert status == 200 and "山城小镇修通第一条公路".encode() in report and b"https://example.org/a/1.html" in report
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'" and headers["Cache-Control"] == "no-store"
    status, record, headers = post("/extract", file=page)
    assert status == 200 and json.loads(record)[0]["title"] == "山城小镇修通第一条公路"
    assert headers["Content-Type"].startswith("application/json") and headers["X-Content-Type-Options"] == "nosniff"


def test_the_form_is_all_there_is(server: Server) -> None:
    """GET gives the form with this run's token, and nothing elsewhere."""
    status, form, _ = ask(server, "GET", "/")
    assert status == 200 and re.search(rb'name="token" value="([^"]+)"', form)[1].decode() == server.token  # type: ignore[index]
    assert ask(server, "GET", "/../pyproject.toml")[0] == 404 and ask(server, "POST", "/doctor")[0] == 404


def test_another_site_cannot_use_it(server: Server, post: Post, page: bytes) -> None:
    """A request without this run's token, or under another host's name, does nothing and tells nothing."""
    assert post("/explain", page=page, token=b"guess")[0] == 403
    status, body, _ = ask(server, "GET", "/", Host=f"evil.example:{server.server_port}")
    assert (status, body) == (421, b"")
    assert ask(server, "POST", "/explain", b"", Host="evil.example")[0] == 421


def test_limits_hold(server: Server, post: Post, media: str) -> None:
    """Too long a body is refused unread, an endless page is given up, and the server goes on."""
    assert ask(server, "POST", "/explain", b"x" * 100_001, Content_Type=media)[0] == 413
    server.limits = Limits(seconds=0.01)
    status, body, _ = post("/explain", page=b"<p>a")
    assert status == 504 and b"given up" in body
    assert ask(server, "GET", "/")[0] == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"page": b"\x00\x01\x02\x03" * 50}, b""), ({}, b"Paste a page"), ({"address": b"file:///etc/passwd"}, b"Paste a page"),
     ({"address": b"--output=/tmp/x"}, b"Paste a page")],
)  # fmt: skip
def test_what_cannot_be_read_is_said(post: Post, fields: dict[str, bytes], words: bytes) -> None:
    """No page, a binary, or an address that is no web address gives the form again with the reason."""
    status, body, _ = post("/explain", **fields)
    assert status in (400, 422) and words in body and b'role="alert"' in body


def test_the_command_listens_here_only_and_ends_quietly() -> None:
    """`extractor serve` says its address on 127.0.0.1 and ends at Ctrl-C with its code."""
    command = [sys.executable, "-m", "extractor", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert re.search(r"http://127\.0\.0\.1:\d+/", said)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130 and process.stderr.read() == ""
