"""Pages over the network, from a server that misbehaves: each bad answer costs its own page, with a clear error."""

from __future__ import annotations

import gzip
import re
import ssl
import threading
import time
import zlib
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import pytest
import trustme
from bad_server import Answer, Handler, Server, serving
from msgspec.structs import replace
from socks_proxy import socks_proxy

from extractor.errors import MissingExtraError, SourceError
from extractor.model import Source
from extractor.sources.web import FetchOptions, fetch_pages, fetch_responses, is_url

PAGE = "<p>渡口的早市</p>".encode()


def fetch(url: str, options: FetchOptions) -> Source | str:
    """The page, or the error's text."""
    (found,) = fetch_pages([url], options)
    return str(found) if isinstance(found, SourceError) else found


def error(url: str, options: FetchOptions) -> str:
    """The error's text, which names the url, without the url."""
    found = fetch(url, options)
    assert isinstance(found, str)
    assert found.startswith(f"{url}: ")
    return found.removeprefix(f"{url}: ")


def test_a_page_comes_with_what_the_answer_said(server: Server, quick: FetchOptions) -> None:
    """Bytes as sent, the url asked for and the one reached, the header's charset, the time."""
    body = "<p>渡口的早市</p>".encode("gb18030")
    server.pages["/a"] = lambda h: h.answer(body, Content_Type='text/html; charset="GBK"')
    server.pages["/old"] = lambda h: h.answer(b"", 302, Location="/a#top")
    page = fetch(server.url("/old"), quick)
    assert isinstance(page, Source)
    assert (page.uri, page.url, page.data) == (server.url("/old"), server.url("/a"), body)
    assert page.charset == "GBK"
    assert page.fetched_at is not None and page.fetched_at.startswith("20") and page.fetched_at.endswith("Z")


def endless(handler: Handler) -> None:
    handler.start()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b"x" * 10_000)


def silent(handler: Handler) -> None:
    handler.start(Content_Length="1000")
    handler.server.stopping.wait()


def dripping(handler: Handler) -> None:
    handler.start(Content_Length="1000")
    while not handler.server.stopping.wait(0.05):
        handler.wfile.write(b"x")


def broken_chunks(handler: Handler) -> None:
    handler.start(Transfer_Encoding="chunked")
    handler.wfile.write(b"zz\r\nno\r\n")


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"220 smtp.invalid ready\r\n\r\n")
    handler.close_connection = True


def cut_off(handler: Handler) -> None:
    handler.answer(PAGE, length=1000)
    handler.close_connection = True


BOMB = gzip.compress(b"0" * 30_000_000)
BAD: dict[str, tuple[Answer, str]] = {
    "endless body": (endless, "larger than 0.1 MB"),
    "says it is too long": (lambda h: h.start(Content_Length="200000"), "larger than 0.1 MB"),
    "gzip bomb": (lambda h: h.answer(BOMB, Content_Encoding="gzip"), "larger than 0.1 MB"),
    "bomb in a bomb": (lambda h: h.answer(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "larger than 0.1 MB"),
    "damaged gzip": (lambda h: h.answer(gzip.compress(PAGE)[:10] + b"\xff" * 40, Content_Encoding="gzip"), "damaged gzip data"),
    "half the gzip": (lambda h: h.answer(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"), "the gzip data ends too early"),
    "unknown encoding": (lambda h: h.answer(PAGE, Content_Encoding="ferry"), "content encoding 'ferry', which nobody knows"),
    "redirect loop": (lambda h: h.answer(b"", 302, Location="/bad"), "more than 10 redirects"),
    "refresh loop": (lambda h: h.answer(b'<meta http-equiv=refresh content="0;url=/bad?1">'), "HTTP 404"),
    "redirect to a file": (lambda h: h.answer(b"", 302, Location="file:///etc/hosts"), "only http:// and https://"),
    "redirect nowhere": (lambda h: h.answer(b"", 302), "HTTP 302 Found"),
    "redirect to nonsense": (lambda h: h.answer(b"", 302, Location="http://[::1"), "Invalid URL"),
    "reset": (Handler.reset, "the connection was lost"),
    "garbage": (garbage, "illegal status line"),
    "cut off": (cut_off, "without sending complete message body"),
    "broken chunks": (broken_chunks, "illegal chunk header"),
    "an image": (lambda h: h.answer(b"\x89PNG", Content_Type="image/png"), "this is no page but image/png"),
    "empty": (lambda h: h.answer(b""), "the server sent an empty page"),
    "gone": (lambda h: h.answer(PAGE, 410), "HTTP 410 Gone"),
    "always 500": (lambda h: h.answer(PAGE, 500), "HTTP 500 Internal Server Error"),
    "304 to a plain question": (lambda h: h.answer(b"", 304), "HTTP 304"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_answers(server: Server, quick: FetchOptions, name: str) -> None:
    """A bad answer is an error that names the page and says what was wrong; the page after it is there."""
    answer, reason = BAD[name]
    server.pages.update({"/bad": answer, "/good": PAGE})
    options = replace(quick, max_bytes=100_000, concurrency=1)
    found = list(fetch_pages([server.url("/bad"), server.url("/good")], options))
    errors = [str(each) for each in found if isinstance(each, SourceError)]
    assert [each.data for each in found if isinstance(each, Source)] == [PAGE]
    assert len(errors) == 1
    assert errors[0].startswith(f"{server.url('/bad')}: ")
    assert reason in errors[0]


@pytest.mark.parametrize(
    ("answer", "limits", "reason"),
    [
        (silent, {"read_timeout": 0.1}, "the server stopped answering"),
        (dripping, {"page_timeout": 0.3}, "not complete within 0.3 s"),
    ],
)
def test_slow_answers(
    server: Server, quick: FetchOptions, answer: Answer, limits: dict[str, float], reason: str
) -> None:
    """Silence is cut short, and so is a page that comes byte by byte."""
    server.pages["/slow"] = answer
    assert reason in error(server.url("/slow"), replace(quick, retries=0, **limits))


def test_urls_that_are_none(quick: FetchOptions) -> None:
    """What is no http(s) url costs an error of its own."""
    urls = ["ftp://example.com/", "example.com/a", "http://", "javascript:alert(1)", "http://user:word@example.com/", f"http://a/{'x' * 9000}"]
    found = [str(each) for each in fetch_pages(urls, quick)]
    assert len(found) == len(urls)
    assert all(re.search("only http|no valid url|longer than|password", each) for each in found)
    assert [is_url(url) for url in ("HTTPS://a/", "http:/a", "file:///a", "a.html")] == [True, False, False, False]


def test_trouble_that_passes(server: Server, quick: FetchOptions) -> None:
    """500 twice, a reset, then the page: asked again; but not more often than allowed, and 404 not at all."""
    fails: Answer = lambda h: h.answer(b"", 500)  # noqa: E731
    server.pages["/a"] = [fails, fails, PAGE]
    server.pages["/b"] = [Handler.reset, PAGE]
    assert isinstance(fetch(server.url("/a"), quick), Source)
    assert isinstance(fetch(server.url("/b"), quick), Source)
    server.pages["/c"] = [fails, fails, PAGE]
    assert error(server.url("/c"), replace(quick, retries=1)) == "HTTP 500 Internal Server Error"
    assert error(server.url("/none"), quick) == "HTTP 404 Not Found"
    assert [server.asked.count(path) for path in ("/a", "/b", "/c", "/none")] == [3, 2, 2, 1]


def test_the_server_says_when(server: Server, quick: FetchOptions) -> None:
    """Retry-After is waited for, by every request to this host; if it is too long the page fails at once."""
    times: dict[str, float] = {}

    def note(handler: Handler) -> None:
        times.setdefault(handler.path, time.monotonic())
        handler.answer(PAGE)

    refuses: Answer = lambda h: (times.update(refused=time.monotonic()), h.answer(b"", 429, Retry_After="1"))  # type: ignore[func-returns-value] # noqa: E731
    server.pages.update({"/a": [refuses, note], "/b": note})
    found = list(fetch_pages([server.url("/a"), server.url("/b")], replace(quick, per_host=1)))
    assert all(isinstance(each, Source) for each in found)
    assert min(times["/a"], times["/b"]) - times["refused"] >= 0.9
    late = formatdate(time.time() + 4000, usegmt=True)
    server.pages["/later"] = lambda h: h.answer(b"", 503, Retry_After=late)
    assert error(server.url("/later"), quick).startswith("HTTP 503 Service Unavailable, asks to wait ")
    assert server.asked.count("/later") == 1


def test_meta_refresh_is_followed(server: Server, quick: FetchOptions) -> None:
    """A page that sends on leads to the next; one that reloads itself is a page."""
    server.pages["/a"] = b'<meta http-equiv="Refresh" content="0; URL=\'b?x=1\'">'
    server.pages["/b?x=1"] = b"<meta http-equiv=refresh content='1;url=/b?x=1'>" + PAGE
    page = fetch(server.url("/a"), quick)
    assert isinstance(page, Source)
    assert page.url == server.url("/b?x=1")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (gzip.compress(PAGE, mtime=0), "gzip"),
        (gzip.compress(PAGE[:5], mtime=0) + gzip.compress(PAGE[5:], mtime=0), "x-gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (zlib.compress(gzip.compress(PAGE, mtime=0)), "gzip, deflate"),
        (PAGE, "identity"),
    ],
)
def test_content_encodings(server: Server, quick: FetchOptions, data: bytes, encoding: str) -> None:
    """gzip in one piece or more, deflate with its wrapper or without, one in another."""
    server.pages["/"] = lambda h: h.answer(data, Content_Encoding=encoding)
    page = fetch(server.url(), quick)
    assert isinstance(page, Source)
    assert page.data == PAGE


def test_feeds_are_taken_when_asked_for(server: Server, quick: FetchOptions) -> None:
    """any_type: every content type comes, compressed files as they are."""
    server.pages["/map.xml.gz"] = lambda h: h.answer(gzip.compress(PAGE), Content_Type="application/gzip")
    assert error(server.url("/map.xml.gz"), quick) == "this is no page but application/gzip"
    feed = fetch(server.url("/map.xml.gz"), replace(quick, any_type=True))
    assert isinstance(feed, Source)
    assert gzip.decompress(feed.data) == PAGE  # type: ignore[arg-type]


# ---------------------------------------------------------------- manners


def test_robots_are_obeyed(server: Server, quick: FetchOptions) -> None:
    """What robots.txt forbids is not asked for, not even after a redirect; asked for once, and not when ignored."""
    server.pages.update({"/robots.txt": b"User-agent: extractor\nDisallow: /no", "/no": PAGE, "/yes": PAGE})
    server.pages["/to-no"] = lambda h: h.answer(b"", 302, Location="/no")
    polite = replace(quick, robots=True, concurrency=1)
    found = list(fetch_pages([server.url(path) for path in ("/no", "/yes", "/to-no")], polite))
    assert [isinstance(each, Source) for each in found].count(True) == 1
    assert sum("robots.txt forbids this page" in str(each) for each in found) == 2
    assert server.asked.count("/robots.txt") == 1
    assert "/no" not in server.asked
    assert isinstance(fetch(server.url("/no"), quick), Source)


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (lambda h: h.answer(b"", 404), True),
        (lambda h: h.answer(b"", 403), True),
        (lambda h: h.answer(b"", 503), False),
        (lambda h: h.answer(b"", 429), False),
        (Handler.reset, False),
        (lambda h: h.answer(b"<html>\xff\x00 no rules"), True),
        (lambda h: h.answer(b"", 301, Location="/rules"), False),
    ],
)
def test_robots_that_cannot_be_read(server: Server, quick: FetchOptions, answer: Answer, allowed: bool) -> None:
    """Without rules all is allowed; where the server fails nothing is (RFC 9309); redirects are followed."""
    server.pages.update({"/robots.txt": answer, "/rules": b"User-agent: *\nDisallow: /", "/": PAGE})
    assert isinstance(fetch(server.url(), replace(quick, robots=True)), Source) is allowed


def test_one_host_gets_one_request_at_a_time(server: Server, quick: FetchOptions) -> None:
    """per_host bounds what is under way to one host, delay and Crawl-delay keep starts apart."""
    under_way, most, starts, lock = 0, 0, [], threading.Lock()

    def slow(handler: Handler) -> None:
        nonlocal under_way, most
        with lock:
            under_way, most = under_way + 1, max(most, under_way + 1)
            starts.append(time.monotonic())
        time.sleep(0.05)
        with lock:
            under_way -= 1
        handler.answer(PAGE)

    paths = [f"/{number}" for number in range(6)]
    server.pages.update(dict.fromkeys(paths, slow))
    urls = [server.url(path) for path in paths]
    assert all(isinstance(each, Source) for each in fetch_pages(urls, replace(quick, per_host=2)))
    assert most == 2
    server.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.2"
    for options in (replace(quick, delay=0.2, per_host=6), replace(quick, robots=True, per_host=6)):
        starts.clear()
        assert all(isinstance(each, Source) for each in fetch_pages(urls[:3], options))
        assert starts[2] - starts[0] >= 0.35


def test_an_honest_name_and_the_users_cookies(server: Server, quick: FetchOptions, tmp_path: Path) -> None:
    """The user agent says who asks; cookies of a cookies.txt go to their own host only."""
    server.pages["/"] = PAGE
    jar = tmp_path / "cookies.txt"
    jar.write_text(
        "# Netscape HTTP Cookie File\n"
        "127.0.0.1\tFALSE\t/\tFALSE\t0\tpass\tferry\n"
        "example.com\tFALSE\t/\tFALSE\t0\tother\tsecret\n"
    )
    fetch(server.url(), replace(quick, cookies=str(jar)))
    assert server.headers[0]["User-Agent"].startswith("extractor/")
    assert server.headers[0]["Cookie"] == "pass=ferry"
    fetch(server.url(), replace(quick, user_agent="ferry-news/1 (mail@example.com)"))
    assert server.headers[1]["User-Agent"] == "ferry-news/1 (mail@example.com)"
    with pytest.raises(SourceError, match=r"no cookies\.txt in Netscape format"):
        fetch(server.url(), replace(quick, cookies=str(tmp_path / "gone")))


def test_the_proxy_is_asked(server: Server, quick: FetchOptions) -> None:
    """Every request goes to the proxy, which may stand in a private network; a name it alone knows is its affair."""
    server.pages["http://ferry.invalid/a"] = PAGE
    options = replace(quick, allow_private=False, proxy=server.url())
    page = fetch("http://ferry.invalid/a", options)
    assert isinstance(page, Source)
    assert page.data == PAGE
    assert "not public" in error("http://127.0.0.1/a", options)


def test_a_socks_proxy_is_asked(server: Server, quick: FetchOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    """socks5:// is spoken, name and password too, and it is the proxy that resolves names; without its library the extra is named."""
    pytest.importorskip("socksio", reason="SOCKS needs the extra 'fetch'")
    server.pages["/a"] = PAGE
    with socks_proxy(server.server_port) as proxy:
        address = f"127.0.0.1:{proxy.server_address[1]}"
        for number, login in enumerate(("", "mei:se%20cret@")):
            page = fetch(f"http://ferry{number}.invalid/a", replace(quick, allow_private=False, proxy=f"socks5://{login}{address}"))
            assert isinstance(page, Source) and page.data == PAGE
        assert proxy.asked == [("ferry0.invalid", 80), ("ferry1.invalid", 80)] and proxy.logins == [(b"mei", b"se cret")]
        monkeypatch.setattr("extractor.sources.web.transport.find_spec", lambda name: None)
        with pytest.raises(MissingExtraError, match=r"extractor\[fetch\]"):
            fetch("http://ferry.invalid/a", replace(quick, proxy=f"socks5://{address}"))


# ---------------------------------------------------------------- cache


def test_the_cache_asks_only_what_may_have_changed(server: Server, quick: FetchOptions, tmp_path: Path) -> None:
    """A page with an ETag is asked for with it, and 304 gives the kept page; a fresh one is not asked for at all."""
    pytest.importorskip("hishel", reason="the cache needs the extra 'fetch'")
    known: Answer = lambda h: (  # noqa: E731
        h.answer(b"", 304, ETag='"1"') if h.headers.get("If-None-Match") == '"1"' else h.answer(PAGE, ETag='"1"')
    )
    server.pages["/tagged"] = known
    written = time.time() - 500
    server.pages["/fresh"] = lambda h: h.answer(PAGE, Cache_Control="max-age=1000", Date=formatdate(written, usegmt=True))
    options = replace(quick, cache=str(tmp_path / "cache"))
    for _ in range(2):
        for path in ("/tagged", "/fresh"):
            page = fetch(server.url(path), options)
            assert isinstance(page, Source)
            assert page.data == PAGE
    assert page.fetched_at == datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    assert server.asked == ["/tagged", "/fresh", "/tagged"]
    assert server.headers[2]["If-None-Match"] == '"1"'


def test_limits_hold_with_a_cache(server: Server, quick: FetchOptions, tmp_path: Path) -> None:
    """An endless body is cut off before it fills the cache."""
    pytest.importorskip("hishel", reason="the cache needs the extra 'fetch'")
    server.pages["/"] = endless
    options = replace(quick, cache=str(tmp_path / "cache"), max_bytes=100_000)
    assert error(server.url(), options).startswith("larger than 0.1 MB")


# ---------------------------------------------------------------- connections


def test_connections_are_used_again(server: Server, quick: FetchOptions) -> None:
    """Pages of one host come over one connection."""
    ports = []
    server.pages["/"] = lambda h: (ports.append(h.client_address[1]), h.answer(PAGE))  # type: ignore[func-returns-value]
    assert len(list(fetch_pages([server.url()] * 3, replace(quick, per_host=1)))) == 3
    assert len(set(ports)) == 1


def test_certificates_are_checked(quick: FetchOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate for another name, or by an authority nobody knows, is refused once; a good one is taken."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serving(context) as server:
        server.pages["/"] = PAGE
        assert error(server.url(host="localhost"), quick).startswith("the server's certificate is not valid (")
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert isinstance(fetch(server.url(host="localhost"), quick), Source)
        assert "IP address mismatch" in error(server.url(), quick)


def test_http2_is_spoken(quick: FetchOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of HTTP/2 is asked in it, all pages over one connection."""
    pytest.importorskip("h2", reason="HTTP/2 needs the extra 'fetch'")
    from h2_server import serving_h2

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving_h2(context, PAGE) as (base, asked):
        found = list(fetch_pages([f"{base}/a", f"{base}/b"], replace(quick, per_host=1)))
    assert [each.data for each in found if isinstance(each, Source)] == [PAGE, PAGE]
    assert sorted(asked) == ["/a", "/b", "connection"]


# ---------------------------------------------------------------- many


def test_a_slow_page_holds_nobody_up(server: Server, quick: FetchOptions) -> None:
    """Pages come as they arrive; closing the iterator ends what is under way."""
    server.pages.update({"/slow": silent, "/a": PAGE, "/b": PAGE})
    pages = fetch_pages([server.url(path) for path in ("/slow", "/a", "/b")], replace(quick, per_host=3))
    assert {next(pages).uri, next(pages).uri} == {server.url("/a"), server.url("/b")}  # type: ignore[union-attr]
    pages.close()  # type: ignore[attr-defined]


def test_urls_are_read_as_they_are_needed(server: Server, quick: FetchOptions) -> None:
    """An endless list of urls is no problem, nor one that waits for the pages it led to."""
    server.pages["/"] = PAGE
    arrived = threading.Event()

    def urls():  # type: ignore[no-untyped-def]
        yield server.url()
        assert arrived.wait(10)
        while True:
            yield server.url()

    pages = fetch_pages(urls(), quick)
    assert isinstance(next(pages), Source)
    arrived.set()
    assert all(isinstance(next(pages), Source) for _ in range(5))
    pages.close()  # type: ignore[attr-defined]


def test_an_error_of_the_list_ends_the_run(quick: FetchOptions) -> None:
    """What goes wrong while urls are read is raised, not lost in another thread."""

    def urls():  # type: ignore[no-untyped-def]
        yield "ftp://example.com/"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(fetch_pages(urls(), quick))


def test_every_exchange_is_kept(server: Server, quick: FetchOptions) -> None:
    """fetch_responses gives redirects too, with headers, address and the body as sent."""
    packed = gzip.compress(PAGE)
    server.pages["/old"] = lambda h: h.answer(b"moved", 301, Location="/a")
    server.pages["/a"] = lambda h: h.answer(packed, Content_Encoding="gzip")
    (found,) = fetch_responses([server.url("/old")], quick)
    assert not isinstance(found, SourceError)
    assert [(each.status, each.url, each.body) for each in found.exchanges] == [
        (301, server.url("/old"), b"moved"),
        (200, server.url("/a"), packed),
    ]
    assert found.page.address == "127.0.0.1"
    assert found.page.header("content-encoding") == "gzip"
    assert ("Host", server.url().split("/")[2]) in found.page.request_headers
