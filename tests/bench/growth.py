"""How time and memory grow with the page, and whether memory stays flat over many pages: PYTHONPATH=. python tests/bench/growth.py

Pages are made here: ten times longer (more articles' worth of lists and paragraphs), wider (more links in one container), deeper (more
containers around every paragraph). Every figure is taken in a process of its own, in processor seconds, and printed beside its target.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from extractor.batch.options import one_thread

one_thread()  # before numpy is loaded

from extractor import extract  # noqa: E402
from extractor.model import PageLimits, Source  # noqa: E402
from extractor.sources.files import load  # noqa: E402
from extractor.writers.jsonl import to_json  # noqa: E402
from tests.bench.fresh import forget  # noqa: E402

SAMPLES = Path(__file__).parents[2] / "samples"
LIMITS = PageLimits(nodes=10_000_000, lines=1_000_000)  # nothing is left out of what is measured
ROUNDS = 3
PROSE = "第{n}段：芦洲县的流动图书车清早从渡口出发，沿着河堤走了三个村子，孩子们早已在桥头等着，一共借走了四十七本书。"


# ---------------------------------------------------------------- pages


def paragraphs(count: int) -> str:
    return "".join(f"<p>{PROSE.format(n=n)}</p>" for n in range(count))


def links(count: int) -> str:
    return "".join(f'<li><a href="/n/{n}.html">岚川茶农试种高山红茶第{n}年</a><span>05-{n % 28 + 1:02}</span></li>' for n in range(count))


def page(inner: str) -> str:
    title = "流动图书车开进山村"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>2023-05-16 10:20 来源：芦洲发布</div>{inner}</body></html>"


def longer(times: int) -> str:
    """An article with a list below it, again and again."""
    part = f'<div class="content">{paragraphs(20)}</div><h3>相关阅读</h3><ul>{links(20)}</ul>'
    return page(part * times)


def wider(times: int) -> str:
    """An article, and one list with more and more entries."""
    return page(f'<div class="content">{paragraphs(20)}</div><h3>相关阅读</h3><ul>{links(100 * times)}</ul>')


def deeper(times: int) -> str:
    """Containers inside one another with a paragraph in each: 50 of them and 500, near the limit of 512."""
    part = f'<div class="part">{PROSE.format(n=1)}'
    return page('<div class="content">' + part * (10 * times) + "</div>" * (10 * times + 1))


SHAPES: dict[str, Callable[[int], str]] = {"longer": longer, "wider": wider, "deeper": deeper}


def heavy(megabytes: int) -> bytes:
    """An article of so many MB: half prose in paragraphs of a few hundred characters, half markup, styles and scripts."""
    text = "".join(PROSE.format(n=n) for n in range(6))
    part = f'<p style="text-indent: 2em; line-height: 1.75em">{text}</p><script>var slot = "{"x" * len(text.encode())}";</script>'
    return page(part * (megabytes * 1_000_000 // len(part.encode()))).encode()


# ---------------------------------------------------------------- figures


def seconds(data: bytes | str, limits: PageLimits) -> float:
    """Processor seconds of the quickest of several rounds, a record written as JSON."""
    took = []
    for _ in range(ROUNDS):
        forget()
        start = process_time()
        to_json(extract(data, limits=limits))
        took.append(process_time() - start)
    return min(took)


def growth(shape: str) -> str:
    """Time of ten times more over time of the page, five times that already to be above what any page costs."""
    small, large = (seconds(SHAPES[shape](times), LIMITS) for times in (5, 50))
    return f"10 x {shape}: {large / small:.1f} x the time ({1000 * small:.0f} to {1000 * large:.0f} ms), target <= 12"


def large(megabytes: str) -> str:
    """Seconds and peak memory of one large page; the page in memory is counted."""
    data = heavy(int(megabytes))
    start = process_time()
    to_json(extract(data))
    took, peak = process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size = len(data) / 1_000_000
    return f"{size:.0f} MB of HTML: {took:.1f} s, target < 3; peak {peak:.0f} MB, target <= {12 * size + 60:.0f}"


def flat(pages: str) -> str:
    """Resident memory after 1,000 pages and at the end, every page with another number in its text."""
    sources = [source for source in load([str(SAMPLES)]) if isinstance(source, Source)]
    early = 0
    for number in range(int(pages)):
        source = sources[number % len(sources)]
        data = source.data if isinstance(source.data, bytes) else source.data.encode()
        to_json(extract(data.replace(b"</p>", b" %d</p>" % number)))
        if number == min(999, int(pages) - 1):
            early = resident()
    return f"memory after 1,000 pages {early / 1000:.0f} MB, after {int(pages):,} {resident() / 1000:.0f} MB: {100 * (resident() / early - 1):+.0f} %, target within 10 %"


def resident() -> int:
    """Kilobytes of this process in memory."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1])


FIGURES: dict[str, Callable[[str], str]] = {"growth": growth, "large": large, "flat": flat}


def main() -> None:
    """Print every figure with its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", default="20000", help="pages of the last figure (default: %(default)s; half an hour)")
    parser.add_argument("--megabytes", default="20", help="size of the large page (default: %(default)s)")
    words = parser.parse_args()
    wanted = [*(("growth", shape) for shape in SHAPES), ("large", words.megabytes), ("flat", words.pages)]
    for name, value in wanted:
        subprocess.run([sys.executable, "-m", "tests.bench.growth", "--figure", name, value], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--figure"]:
        print(FIGURES[sys.argv[2]](sys.argv[3]), flush=True)
    else:
        main()
