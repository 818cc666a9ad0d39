"""A server that answers as each test wants, and misbehaves on purpose."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Looks up the path; what is not there is 404."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(self.headers)
        answer = self.server.pages.get(self.path)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if answer is None:
            self.answer(b"", 404)
        elif isinstance(answer, bytes):
            self.answer(answer)
        else:
            answer(self)

    do_POST = do_GET

    def answer(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """A whole answer; length: what Content-Length says, if not the truth."""
        self.start(status, Content_Length=str(len(body) if length is None else length), **headers)
        self.wfile.write(body)

    def start(self, status: int = 200, **headers: str) -> None:
        """The head of an answer."""
        self.send_response_only(status)
        for name, value in {"Content_Type": "text/html", "Date": self.date_time_string(), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def reset(self) -> None:
        """Break the connection as a crashed server does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Silence."""


class Server(ThreadingHTTPServer):
    """pages: path -> body, function of the handler, or a list of these, one for each request, the last for all others."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, bytes | Answer | list[bytes | Answer]] = {}
        self.asked: list[str] = []
        self.headers: list[Message] = []
        self.scheme = "http"
        self.stopping = threading.Event()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are part of the tests."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
