"""Pages whose scripts are run, in a real Chromium that has no network of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bad_server import Server
from msgspec.structs import replace

from extractor.errors import BrowserError, SourceError
from extractor.model import Source
from extractor.sources.web import Fetched, FetchOptions, addresses, fetch_pages, fetch_responses
from extractor.sources.web.addresses import is_public

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

pytest.importorskip("playwright", reason="rendering needs the extra 'render'")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

APP = """<!DOCTYPE html><html><head><meta charset="gbk"></head><body><div id="app"></div><script>
const show = text => document.getElementById("app").insertAdjacentHTML("beforeend", "<p>" + text + "</p>");
const ask = url => fetch(url).then(answer => answer.text()).then(show, () => show("refused " + url));
%s
</script></body></html>"""


def page(script: str) -> bytes:
    return (APP % script).encode("gbk")


@needs_chromium
def test_scripts_are_run(server: Server, quick: FetchOptions) -> None:
    """What scripts fetch is there, posts and cookies included, in UTF-8; images are not asked for, sockets not opened."""
    server.pages["/"] = page(
        "ask('/text'); fetch('/post', {method: 'POST', body: '茶'}).then(answer => answer.text()).then(show);"
        "new Image().src = '/picture.png'; new WebSocket('ws://' + location.host + '/socket')"
    )
    server.pages["/text"] = "渡口的早市".encode()
    server.pages["/post"] = lambda h: h.answer(h.rfile.read(int(h.headers["Content-Length"])))
    (found,) = fetch_responses([server.url()], replace(quick, render=True))
    assert not isinstance(found, SourceError), found
    text = found.page.data.decode()
    assert text.startswith("<!DOCTYPE html>")
    assert "<p>渡口的早市</p>" in text
    assert "<p>茶</p>" in text
    assert found.source().charset == "utf-8"
    assert sorted(server.asked) == ["/", "/post", "/text"]


@needs_chromium
def test_requests_of_scripts_obey_the_address_rules(
    server: Server, quick: FetchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scripts, frames, workers, redirects and sockets reach nothing inside the network, by no spelling."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    inside = server.url("/inside", host="127.0.0.2")
    asks = [f"ask('{url}');" for url in (inside, server.url("/inside", host="0x7f.2"), server.url("/inside", host="[::1]"))]
    worker = f"fetch('{inside}?worker', {{mode: 'no-cors'}}); new WebSocket('{inside.replace('http', 'ws')}?worker')"
    server.pages["/"] = page(
        "".join(asks)
        + f"ask('/leads-inside'); document.body.append(Object.assign(document.createElement('iframe'), {{src: '{inside}'}}));"
        + f"new Worker(URL.createObjectURL(new Blob([`{worker}`])));"
        + f"new SharedWorker(URL.createObjectURL(new Blob([`{worker}`])));"
        + f"navigator.sendBeacon('{inside}'); new WebSocket('{inside.replace('http', 'ws')}');"
        + f"new EventSource('{inside}'); new Image().src = '{inside}';"
    )
    server.pages["/leads-inside"] = lambda h: h.answer(b"", 302, Location=inside)
    (found,) = fetch_pages([server.url()], replace(quick, render=True, allow_private=False))
    assert isinstance(found, Source), found
    text = found.data.decode()  # type: ignore[union-attr]
    assert text.count("<p>refused ") == 4
    assert sorted(server.asked) == ["/", "/leads-inside"]


@needs_chromium
def test_scripts_may_lead_to_another_page(server: Server, quick: FetchOptions) -> None:
    """A redirect by script is one more exchange, and robots.txt has its say."""
    server.pages.update({"/": page("location.replace('/next')"), "/next": page("show('早市')")})
    server.pages["/to-no"] = page("location.replace('/no')")
    server.pages["/robots.txt"] = b"User-agent: *\nDisallow: /no"
    found = {each.url if isinstance(each, Fetched) else str(each): each for each in fetch_responses(
        [server.url(), server.url("/to-no")], replace(quick, render=True, robots=True))}  # fmt: skip
    led = found.pop(server.url())
    assert [each.url for each in led.exchanges] == [server.url(), server.url("/next")]  # type: ignore[union-attr]
    assert "<p>早市</p>" in led.page.data.decode()  # type: ignore[union-attr]
    assert "/no" not in server.asked


@needs_chromium
def test_cookies_stay_with_the_page(server: Server, quick: FetchOptions, tmp_path: Path) -> None:
    """What a script asks of another host goes without the user's cookies; what it asks of its own goes with them."""
    jar = tmp_path / "cookies.txt"
    jar.write_text("# Netscape HTTP Cookie File\n" + "".join(f"{host}\tFALSE\t/\tFALSE\t0\tpass\tferry\n" for host in ("127.0.0.1", "localhost.local")))
    other = server.url("/other", host="localhost")
    server.pages.update({"/": page(f"ask('/own'); ask('{other}')"), "/own": b"1", "/other": b"2"})
    list(fetch_pages([server.url()], replace(quick, render=True, cookies=str(jar))))
    sent = dict(zip(server.asked, (headers.get("Cookie") for headers in server.headers), strict=True))
    assert sent == {"/": "pass=ferry", "/own": "pass=ferry", "/other": None}


@needs_chromium
def test_a_page_that_never_rests(server: Server, quick: FetchOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that goes on asking is taken as it is after a while, one that blocks the browser costs its own time only."""
    monkeypatch.setattr("extractor.sources.web.render.QUIET", 300.0)
    server.pages["/asks"] = page("show('早市'); setInterval(() => fetch('/more'), 50)")
    server.pages["/blocks"] = page("while (true) {}")
    (found,) = fetch_pages([server.url("/asks")], replace(quick, render=True))
    assert "早市" in found.data.decode()  # type: ignore[union-attr]
    (found,) = fetch_pages([server.url("/blocks")], replace(quick, render=True, page_timeout=1.5))
    assert str(found).startswith(f"{server.url('/blocks')}: not complete within 1.5 s")


def test_a_browser_that_is_none(server: Server, quick: FetchOptions, tmp_path: Path) -> None:
    """A browser that cannot be started ends the run, and says which was tried and how to name another."""
    server.pages["/"] = page("")
    with pytest.raises(BrowserError, match=r"gone/chromium cannot be started .*--browser or \$EXTRACTOR_BROWSER"):
        list(fetch_pages([server.url()], replace(quick, render=True, browser=f"{tmp_path}/gone/chromium")))
