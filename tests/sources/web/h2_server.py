"""A server that speaks HTTP/2 and nothing else, from the parts of the library h2."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import h2.config
import h2.connection
import h2.events


class Connection(asyncio.Protocol):
    """Answers every request with the same page; counts connections and paths."""

    def __init__(self, body: bytes, asked: list[str]) -> None:
        self.body, self.asked = body, asked
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.asked.append("connection")
        self.transport = transport
        self.h2.initiate_connection()
        transport.write(self.h2.data_to_send())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        for event in self.h2.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                self.asked.append(dict(event.headers)[b":path"].decode())
                self.h2.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
                self.h2.send_data(event.stream_id, self.body, end_stream=True)
        self.transport.write(self.h2.data_to_send())  # type: ignore[attr-defined]


@contextmanager
def serving_h2(context: ssl.SSLContext, body: bytes) -> Iterator[tuple[str, list[str]]]:
    """(base url, what was asked)."""
    context.set_alpn_protocols(["h2"])
    loop, asked = asyncio.new_event_loop(), []  # type: ignore[var-annotated]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = loop.create_server(lambda: Connection(body, asked), "127.0.0.1", 0, ssl=context)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", asked
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
