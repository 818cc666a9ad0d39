"""A small local page: give it a saved page, see its report. Standard library only, bound to this machine's own address.

Every request is answered by a process of its own (`extractor explain -`), so that a page that takes too long or too much
costs itself alone. Others' web pages cannot use it: a request must name this host (no DNS rebinding) and carry the token
that only the form of this run holds (no cross-site requests). Nothing is kept.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from msgspec import Struct

from extractor.serving.forms import Form, FormError, read_form
from extractor.writers.explain import render

HOST = "127.0.0.1"
WEB = ("http://", "https://")
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",  # what else a page may do is said in the page
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TYPES = {"explain": "text/html; charset=utf-8", "extract": "application/json; charset=utf-8"}


class Limits(Struct, frozen=True, kw_only=True):
    """What one request may cost: bytes sent, seconds of work, and how many are worked on at once."""

    size: int = 10_000_000
    seconds: float = 20.0
    at_once: int = 2


class Refused(Exception):
    """A request that is not answered with a report; status and words for the person."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Server(ThreadingHTTPServer):
    """The server on 127.0.0.1; port 0 takes a free one. Raises OSError where the port is taken."""

    daemon_threads = True

    def __init__(self, port: int, limits: Limits) -> None:
        super().__init__((HOST, port), Handler)
        self.limits = limits
        self.token = secrets.token_urlsafe()
        self.slots = threading.BoundedSemaphore(limits.at_once)

    @property
    def url(self) -> str:
        """Where the form is."""
        return f"http://{HOST}:{self.server_port}/"

    def own_names(self) -> tuple[str, str]:
        """Values of a Host header that mean this server."""
        return f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """GET / is the form, POST /explain a report, POST /extract the record."""

    server: Server
    server_version = "extractor"
    sys_version = ""
    timeout = 30  # seconds that a silent client may hold a connection

    def do_GET(self) -> None:
        """The form."""
        try:
            self._check_host()
            if self.path != "/":
                raise Refused(HTTPStatus.NOT_FOUND, "There is nothing here.")
            self._send(HTTPStatus.OK, self._home())
        except Refused as refused:
            self._refuse(refused)

    def do_POST(self) -> None:
        """A page to report on."""
        try:
            self._check_host()
            command = self.path.removeprefix("/")
            if command not in TYPES:
                raise Refused(HTTPStatus.NOT_FOUND, "There is nothing here.")
            form = self._form()
            if not secrets.compare_digest(form.token.encode(), self.server.token.encode()):
                raise Refused(HTTPStatus.FORBIDDEN, "This form is from an earlier run. Open the first page again.")
            self._send(HTTPStatus.OK, work(command, form, self.server), TYPES[command])
        except Refused as refused:
            self._refuse(refused)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""

    def _check_host(self) -> None:
        if self.headers.get("Host") not in self.server.own_names():
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, f"This server answers as {self.server.url} only.")

    def _form(self) -> Form:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "The request does not say how long it is.")
        if int(length) > self.server.limits.size:
            self.close_connection = True
            size = self.server.limits.size // 1_000_000
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"More than {size} MB; use the command line for such a page.")
        try:
            return read_form(self.headers.get("Content-Type", ""), self.rfile.read(int(length)))
        except FormError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _home(self, message: str = "") -> bytes:
        limits = self.server.limits
        return render("home.html", "form-action 'self'", token=self.server.token, message=message, limits=limits)

    def _refuse(self, refused: Refused) -> None:
        self._send(refused.status, self._home(refused.words) if self.headers.get("Host") in self.server.own_names() else b"")

    def _send(self, status: HTTPStatus, body: bytes, media: str = TYPES["explain"]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": media, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def work(command: str, form: Form, server: Server) -> bytes:
    """What a command prints for the page in a form. Raises Refused where it fails or takes too long."""
    words = [sys.executable, "-m", "extractor", command]
    words += ["-f", "json", "--all-blocks"] if command == "extract" else []
    if form.page:
        words += ["-", *(["--url", form.address] if form.address.startswith(WEB) else [])]
    elif form.address.startswith(WEB):
        words += [form.address]
    else:
        raise Refused(HTTPStatus.BAD_REQUEST, "Paste a page, choose a file, or give an address that begins with http.")
    with server.slots:
        try:
            done = subprocess.run(words, input=form.page, capture_output=True, timeout=server.limits.seconds)
        except subprocess.TimeoutExpired as error:
            seconds = f"{server.limits.seconds:g}"
            raise Refused(HTTPStatus.GATEWAY_TIMEOUT, f"This page took longer than {seconds} seconds and was given up.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("extractor: ") or f"it ended with code {done.returncode}"
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, said)
    return done.stdout
