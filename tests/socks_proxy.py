"""A SOCKS5 proxy (RFC 1928, RFC 1929) that leads every name to one server of this machine, and notes what it was asked for."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer

NO_LOGIN, LOGIN = 0, 2


class Proxy(ThreadingTCPServer):
    """asked: hosts and ports; logins: names and passwords."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = port
        self.asked: list[tuple[str, int]] = []
        self.logins: list[tuple[bytes, bytes]] = []


class Handler(StreamRequestHandler):
    """One connection."""

    server: Proxy

    def handle(self) -> None:
        """Greeting, login if one is offered, CONNECT, then bytes both ways."""
        _, count = self.rfile.read(2)
        method = LOGIN if LOGIN in self.rfile.read(count) else NO_LOGIN
        self.wfile.write(bytes([5, method]))
        if method == LOGIN:
            self.rfile.read(1)
            self.server.logins.append((self._counted(), self._counted()))
            self.wfile.write(b"\x01\x00")
        *_, kind = self.rfile.read(4)
        host = self._counted().decode() if kind == 3 else socket.inet_ntoa(self.rfile.read(4))
        self.server.asked.append((host, *struct.unpack("!H", self.rfile.read(2))))
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            self.wfile.write(b"\x05\x00\x00\x01" + bytes(6))
            back = threading.Thread(target=_pump, args=(there, self.connection), daemon=True)
            back.start()
            _pump(self.connection, there)
            back.join()

    def _counted(self) -> bytes:
        return self.rfile.read(self.rfile.read(1)[0])


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:  # the other side has hung up
        pass


@contextmanager
def socks_proxy(port: int) -> Iterator[Proxy]:
    """A running proxy in front of the server at a port."""
    with Proxy(port) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()
