"""Save sample pages as MHTML with a real Chromium, over the DevTools protocol: python tests/sources/make_mhtml.py

Writes tests/sources/mhtml/NAME.mhtml for each page in PAGES. The pages are served on the loopback interface under invented
addresses, so that the files hold addresses like those of the web.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
]  # fmt: skip
PATIENCE = 60  # seconds
# Chromium reads from file 3 and writes to file 4.
START = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"

FRAMESET = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>渡口旧闻</title></head>
<frameset rows="80,*"><frame src="/top.html"><frame src="/article.html"></frameset></html>"""
TOP = '<html><body><a href="/">首页</a> <a href="/old/">旧闻</a></body></html>'

PAGES: dict[str, tuple[str, dict[str, bytes]]] = {
    "dedecms-aggregator": ("http://www.hefeng.example.com/read/1.html", {}),
    "portal-2008-gbk": ("http://news.portal.example.com/n/2.shtml", {}),
    "frameset": (
        "http://old.dukou.example.com/index.html",
        {
            "/index.html": FRAMESET.encode("gbk"),
            "/top.html": TOP.encode("gbk"),
            "/article.html": (SAMPLES / "portal-2008-gbk.html").read_bytes(),
        },
    ),
}


def save(url: str, served: dict[str, bytes]) -> bytes:
    """The MHTML that Chromium makes of a page. served: bytes by path; anything else is not found."""
    with _server(served) as port, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, _Browser(port, profile) as browser:
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.call("Page.enable", session)
        browser.call("Page.navigate", session, url=url)
        browser.wait("Page.loadEventFired")
        data: str = browser.call("Page.captureSnapshot", session, format="mhtml")["data"]
        return data.encode("ascii")  # its parts are quoted-printable and base64


class _Browser:
    """A Chromium that is spoken to through two pipes."""

    def __init__(self, port: int, profile: str) -> None:
        self._count = 0
        self._events: list[str] = []
        hosts = f"--host-resolver-rules=MAP * 127.0.0.1:{port}"
        to_it, to, back, from_it = *os.pipe(), *os.pipe()
        theirs = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in (to_it, from_it)]  # out of the way of 3 and 4
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *map(str, theirs), str(CHROMIUM), *FLAGS, hosts, f"--user-data-dir={profile}"],
            pass_fds=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in (to_it, from_it, *theirs):
            os.close(fd)
        self._to, self._from = os.fdopen(to, "wb", buffering=0), os.fdopen(back, "rb")
        self._timer = threading.Timer(PATIENCE, self._process.kill)
        self._timer.start()

    def __enter__(self) -> _Browser:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, RuntimeError):
            self.call("Browser.close")  # and with it all of its processes
        self._timer.cancel()
        self._process.kill()
        self._process.wait()
        self._to.close()
        self._from.close()

    def call(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        """Ask for something and wait for the answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        self._to.write(json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (answer := self._next()).get("id") != self._count:
            self._events.append(answer.get("method", ""))
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, event: str) -> None:
        """Wait until something has happened."""
        while event not in self._events:
            self._events.append(self._next().get("method", ""))

    def _next(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium has ended")
            data += byte
        answer: dict[str, Any] = json.loads(data)
        return answer


@contextmanager
def _server(served: dict[str, bytes]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served.get(urlsplit(self.path).path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def main() -> int:
    """Write every fixture anew."""
    for name, (url, served) in PAGES.items():
        page = served or {urlsplit(url).path: (SAMPLES / f"{name}.html").read_bytes()}
        (HERE / "mhtml" / f"{name}.mhtml").write_bytes(save(url, page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
