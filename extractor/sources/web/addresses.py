"""Which addresses may be asked: none inside the user's own network, unless the user allows it.

A name is resolved once, every address it has is checked, and the connection goes to the checked address itself: a
name that changes its address between check and connection (DNS rebinding) gains nothing. Odd spellings (0x7f.1,
2130706433) are resolved by the system like any name and checked like any address.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import anyio
import httpcore

from extractor.sources.web.model import Trouble

NAT64 = IPv6Network("64:ff9b::/96")
NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


class RefusedAddressError(Trouble):
    """An address that is not on the public internet."""


def is_public(address: str | IPv4Address) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, multicast or reserved.

    Of an IPv6 address that stands for an IPv4 address (mapped, 6to4, NAT64) that one is judged.
    """
    parsed = ip_address(str(address).partition("%")[0])
    carried = _carried(parsed)
    if carried is not None:
        return is_public(carried)
    site_local = isinstance(parsed, IPv6Address) and parsed.is_site_local
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or site_local)


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The IP addresses of a host, all of them checked. Raises RefusedAddressError, or Trouble where there are none."""
    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        passing = error.errno not in NO_SUCH_NAME
        raise Trouble(f"the name {host} cannot be resolved ({error.strerror})", passing=passing) from error
    except UnicodeError as error:
        raise Trouble(f"{host} is no host name") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise RefusedAddressError(f"{host} has the address {address}, which is not public; the command line fetches it with --allow-private")
    return addresses


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to checked addresses only; host name, SNI and certificate stay the host's."""

    def __init__(self, *, allow_private: bool) -> None:
        self._backend = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the host that answers."""
        try:
            with anyio.fail_after(timeout):
                return await self._first(await resolve(host, port, allow_private=self._allow_private), port, socket_options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection within {timeout:g} s") from error

    async def _first(
        self, addresses: list[str], port: int, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.AsyncNetworkStream:
        trouble: Exception | None = None
        for address in addresses:
            try:
                return await self._backend.connect_tcp(address, port, socket_options=options)
            except httpcore.ConnectError as error:
                trouble = error
        raise trouble or httpcore.ConnectError("no address")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._backend.sleep(seconds)
