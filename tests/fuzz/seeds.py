"""What is broken: pages, their lines, and fragments of dates, bylines, scripts and site rules put together at random."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from containers import CONTAINERS, broken
from mutations import ENTITIES, MONSTERS, ODD, SCRIPTS, mutated

SAMPLES = Path(__file__).parents[2] / "samples"
SUFFIXES = (".html", ".htm", ".shtml", ".txt")
MARKUP = re.compile(r"<[^<>]*>")
LONGEST = 8_000  # bytes of a page that is mutated; more takes time and shows nothing new
CUT_PAGES = 12  # so many are cut off at every kilobyte
FRAGMENTS = (
    *"年月日时分秒：:-/.|,，。、（）()【】[]《》“”\"' \u3000\t", "2023", "05", "6", "31", "1999", "0", "99", "二〇一九", "十二", "廿",
    "民國", "公元", "下午", "凌晨", "上午", "10:30", "23:59:59", "3小时前", "昨天", "刚刚", "半天前", "Jan", "September", "星期三", "T", "Z",
    "+08:00", "1683340800", "1683340800000", "20230506", "来源", "作者", "编辑", "责任编辑", "记者", "通讯员", "本报讯", "文/", "摄影",
    "图/", "讯", "电", "报道", "实习生", "本报", "网", "日报", "新华社", "林青", "欧阳小禾", "张", "John Smith", "admin", "https://example.com",
    "/2023/0506/", "{", "}", '{"content":"', '"title":', "window.x=", "<p>", "\\u3002", "\\", "null", "1e999", "-", "·", "•", "@", "#",
)  # fmt: skip
RULES = (
    "title", "date", "body", "drop", "[blocks]", "related", "hot", "no-such-key", " = ", " = [", "]", '"', "\'", '\"\"\"', ", ", "\n", "\n", "#",
    "div", ".x", "#y", " > ", "*", ":not(", ":has(", ":nth-child(2n+1)", ":is(p,", ")", "[href^=", "a[", "p, h1", "::before", ":lexbor-contains(",
    "1", "0x", "2023-05-06", "true", "{", "}", "[" * 2000, ":not(" * 300, "\ud7ff", "\\u0000", "\\ud800", "\\", "é", "\x07",
)  # fmt: skip
SELECTORS = ("div", "p", "h1", ".content", "#x", "div > p", "a[href]", "td:nth-child(2)", ":not(p)", "*", "body", "html", "title", "div:has(p)")
PAGES = ("decode", "html", "whole", "report", "scripts", "links")
"""Targets that are given pages, broken ones for the most part."""


def load_pages(folder: Path) -> list[bytes]:
    """Pages below a folder; raises SystemExit where there are none."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.is_file()]
    if not paths:
        raise SystemExit(f"{folder}: no pages")
    return [path.read_bytes() for path in paths]


class Seeds:
    """Cases for every target, the same for the same pages and seed."""

    def __init__(self, pages: list[bytes], random: Random) -> None:
        self._pages, self._random = pages, random
        texts = [MARKUP.sub("\n", page.decode("utf-8", "replace")) for page in pages]
        self._lines = [row.strip() for text in texts for row in text.split("\n") if row.strip()]

    def case(self, target: str) -> bytes:
        """Bytes for a target: a broken page, or for dates, bylines and the like broken lines."""
        random = self._random
        page = self._piece()
        if target in CONTAINERS:
            return broken(target, page, random)
        if target == "rules":
            return self._rule() + b"\0" + mutated(page, random)
        if target in PAGES and random.random() < 0.9:
            return mutated(page, random)
        if target in ("text", "sentences") and random.random() < 0.5:
            return mutated(MARKUP.sub(" ", page.decode("utf-8", "replace")).encode(), random)
        return "\n".join(self._line() for _ in range(random.choice((1, 2, 4)))).encode()

    def systematic(self) -> Iterator[tuple[str, bytes]]:
        """(target, bytes): pages huge in one respect, in all their kinds, and pages cut off at every kilobyte."""
        for kind, monster in enumerate(MONSTERS):
            for number in range(4):
                yield "whole", monster(self._pages[number % len(self._pages)], Random(100 * kind + number))
        for page in self._pages[:: max(1, len(self._pages) // CUT_PAGES)]:
            yield from (("whole", page[:end]) for end in range(0, len(page), 1024))

    def _piece(self) -> bytes:
        """A page, or as much of it as is mutated: its beginning, or what begins anywhere."""
        page = self._random.choice(self._pages)
        start = self._random.choice((0, self._random.randrange(max(1, len(page) - LONGEST))))
        return page[start : start + LONGEST]

    def _rule(self) -> bytes:
        """A site rule: one in two is right, the others are put together from pieces of rules."""
        random = self._random
        if random.random() < 0.5:
            keys = random.sample(("title", "date", "body", "drop", "blocks.related", "blocks.hot"), k=random.randint(1, 4))
            return "\n".join(f'{key} = "{random.choice(SELECTORS)}"' for key in keys).encode()
        return "".join(random.choices(RULES, k=random.randint(1, 30))).encode("utf-8", "replace")

    def _line(self) -> str:
        random = self._random
        choice = random.random()
        if choice < 0.3:
            line = random.choice(self._lines)
            at = random.randint(0, len(line))
            return line[:at] + "".join(random.choices(FRAGMENTS, k=random.randint(1, 6))) + line[at + random.randint(0, 9) :]
        pieces = [*random.choices(FRAGMENTS, k=random.randint(1, 24)), random.choice(ODD), random.choice(self._lines)[:12]]
        if choice < 0.4:
            pieces += [random.choice(ENTITIES).decode(), random.choice(SCRIPTS).decode("latin-1")]
        random.shuffle(pieces)
        return "".join(pieces) * (40 if random.random() < 0.03 else 1)
