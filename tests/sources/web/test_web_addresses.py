"""No address inside the user's network is asked, however it is spelled and whoever points to it."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from bad_server import Server
from msgspec.structs import replace

from extractor.errors import SourceError
from extractor.model import Source
from extractor.sources.web import FetchOptions, addresses, fetch_pages
from extractor.sources.web.addresses import is_public

PAGE = "<p>渡口的早市</p>".encode()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.251", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, reserved and documentation addresses, also inside IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_addresses_that_are_public(address: str) -> None:
    """Addresses of the internet, also IPv4 ones inside IPv6."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0", "[::1]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "①②⑦.⓪.⓪.①", "127。0。0。1"],
)  # fmt: skip
def test_every_spelling_is_refused(server: Server, quick: FetchOptions, host: str) -> None:
    """A loopback address in any spelling is refused before anybody is connected to, robots.txt included."""
    for options in (replace(quick, allow_private=False), replace(quick, allow_private=False, robots=True)):
        (found,) = fetch_pages([server.url(host=host)], options)
        assert isinstance(found, SourceError)
        assert "not public; the command line fetches it with --allow-private" in str(found) or "no valid url" in str(found)  # some idna refuse digits in circles
    assert server.asked == []


@pytest.fixture
def half_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 counts as public, the rest of 127.0.0.0/8 as what it is."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))


@pytest.mark.usefixtures("half_public")
@pytest.mark.parametrize("via", ["redirect", "refresh"])
def test_a_redirect_to_a_private_address_is_refused(server: Server, quick: FetchOptions, via: str) -> None:
    """The address is checked after every redirect."""
    inside = server.url("/inside", host="127.0.0.2")
    server.pages["/"] = (
        (lambda h: h.answer(b"", 302, Location=inside))
        if via == "redirect"
        else b"<meta http-equiv=refresh content='0;url=" + inside.encode() + b"'>"
    )
    (found,) = fetch_pages([server.url()], replace(quick, allow_private=False))
    assert str(found).startswith(f"{server.url()}: redirected to {inside}: 127.0.0.2 has the address 127.0.0.2, which is not")
    assert server.asked == ["/"]


@pytest.mark.usefixtures("half_public")
def test_the_address_that_was_checked_is_the_one_connected_to(
    server: Server, quick: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is resolved once; a second answer (DNS rebinding) would never be seen. The host keeps its name."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        assert host == "ferry.example"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers.pop(0)]

    monkeypatch.setattr(addresses.anyio, "getaddrinfo", getaddrinfo)
    server.pages["/"] = PAGE
    (found,) = fetch_pages([server.url(host="ferry.example")], replace(quick, allow_private=False))
    assert isinstance(found, Source)
    assert server.headers[0]["Host"] == f"ferry.example:{server.server_port}"
    assert answers == [["127.0.0.2"]]


@pytest.mark.usefixtures("half_public")
def test_one_private_address_among_others_is_enough(
    server: Server, quick: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name with a public and a private address is refused."""

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in ("127.0.0.1", "10.0.0.1")]

    monkeypatch.setattr(addresses.anyio, "getaddrinfo", getaddrinfo)
    (found,) = fetch_pages([server.url(host="ferry.example")], replace(quick, allow_private=False))
    assert "ferry.example has the address 10.0.0.1, which is not public" in str(found)
    assert server.asked == []


def test_a_name_without_address(quick: FetchOptions) -> None:
    """A name that cannot be resolved is said to be one."""
    (found,) = fetch_pages(["http://ferry.invalid/"], replace(quick, retries=0))
    assert str(found).startswith("http://ferry.invalid/: the name ferry.invalid cannot be resolved")
