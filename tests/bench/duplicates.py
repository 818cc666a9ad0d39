"""Precision and recall of --dedupe on articles whose reprints are known: PYTHONPATH=. python tests/bench/duplicates.py

Articles are the bodies of samples/ and texts put together from invented pieces. Reprints are made as editors make them:
another headline, paragraphs dropped, a lead and a sign-off added, punctuation and widths changed, a word here and there.
Beside them stand pages that look like reprints and are none: bulletins of one pattern with other numbers, follow-ups that
quote an announcement or repeat the background, the same headline over another text.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from extractor import extract
from extractor.batch.duplicates import mark_duplicates
from extractor.model import Body, Outlet, PageInfo, Record

SAMPLES = Path(__file__).parents[2] / "samples"

PLACES = ["芦洲县", "沱安市", "岚川县", "平禾县", "溪口镇", "渡头村", "青禾区", "白石乡", "云脚寨", "柳林镇", "桐岭", "槐荫街道", "望江新区", "松坪", "榆关"]
PEOPLE = ["孟小禾", "丁若岚", "林青", "沈茶", "贺春生", "陶望", "邵冬梅", "祁连山", "温如玉", "梁满仓", "崔石头", "方晓晨", "霍长河", "尹秋白"]
BODIES = ["图书馆", "水利站", "农技队", "合唱团", "消防站", "卫生院", "供销社", "气象站", "养老院", "车站", "渡口管理所", "文化站", "中心小学", "电影院"]
THINGS = ["流动图书车", "红茶", "麦田", "渡船", "公路", "灯会", "老戏台", "果园", "水库", "路灯", "菜市场", "天文台", "石桥", "夜校", "班车", "竹编", "龙舟", "苗圃"]
DEEDS = ["修好了", "办起了", "迎来了", "整修了", "看护着", "盘点了", "丈量了", "交接了", "翻新了", "讨论了", "清点了", "搬走了", "收下了", "试用了"]
TURNS = ["一连几个月", "天还没亮", "照往年的规矩", "跟邻村商量以后", "没有等到批文", "雨停之后", "按照登记的名册", "趁着农闲", "算过三遍账", "听完报告"]
TAILS = ["谁也没有想到会这么快", "老人们说这是头一回", "账目贴在了门口的木板上", "来看热闹的人站满了河堤", "剩下的事情留到明年再办", "孩子们数着数不肯回家", "连外乡的客人也停下来打听", "参加的人每人领到一张纸条", "晚上还放了一场露天电影", "有人当场写下了名字"]
LEADS = ("本网综合消息，近日有一件事引起大家关注。", "编者按：以下文章值得一读，现予转发。", "据多家媒体报道，详情如下。")
FOOTS = ("（责任编辑：{person}）", "声明：转载此文是出于传递更多信息之目的。", "来源：{outlet}，版权归原作者所有。")
BULLETINS = (
    "{place}气象站{day}日{hour}时发布：今天白天多云，最高气温{n}度，最低气温{m}度，东南风{k}级。"
    "明天夜间有小雨，降水量{m}毫米，空气湿度百分之{n}。预计后天最高气温{m}度，请{place}居民留意。"
    "{place}水库今日水位{n}.{k}米，比昨日上涨{k}厘米，入库流量每秒{m}立方米。",
    "{place}菜市场{day}日价格：白菜每斤{k}元{m}角，萝卜每斤{m}元，鸡蛋每斤{n}元，与上周相比上涨百分之{k}。"
    "猪肉每斤{n}元{k}角，鲫鱼每斤{m}元。市场管理方{person}介绍，今日进场车辆{n}台，比昨日多{k}台。"
    "{place}供销社储备大米{n}吨，可供{m}天。",
)


class Page(Struct):
    """A page of the set: what article it is, and how it came about."""

    article: str
    form: str
    record: Record


def sentence(chance: random.Random) -> str:
    """One invented sentence."""
    pick = chance.choice
    who = pick((f"{pick(PLACES)}的{pick(PEOPLE)}", f"{pick(PLACES)}{pick(BODIES)}", f"{pick(BODIES)}负责人{pick(PEOPLE)}"))
    many = pick(("", f"{chance.randint(2, 99)}处", f"第{chance.randint(2, 40)}座", "自己的"))
    return f"{pick(TURNS)}，{who}{pick(DEEDS)}{many}{pick(THINGS)}，{pick(TAILS)}。"


def paragraph(chance: random.Random) -> str:
    return "".join(sentence(chance) for _ in range(chance.randint(1, 4)))


def article(chance: random.Random) -> list[str]:
    """The paragraphs of an invented article."""
    return [paragraph(chance) for _ in range(chance.randint(4, 12))]


def page(number: int, paragraphs: list[str], chance: random.Random, **facts: str) -> Record:
    """A record with this body; site, source and day invented."""
    outlet = f"{chance.choice(PLACES)}日报"
    day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return Record(
        page=PageInfo(uri=f"{number:05}.html", site_name=facts.get("site", f"{outlet}网"), sha256=str(number)),
        title=facts.get("title", sentence(chance)),
        published=facts.get("day", day),
        source=Outlet(facts["source"]) if "source" in facts else None,
        body=Body("\n".join(paragraphs)),
    )


def reprinted(paragraphs: list[str], chance: random.Random) -> list[str]:
    """The paragraphs as another outlet prints them: up to two fifths dropped, some touched, a frame added."""
    kept = [each for each in paragraphs if len(paragraphs) < 4 or chance.random() > chance.choice((0, 0, 0.2, 0.4))]
    kept = kept if len("".join(kept)) > 0.6 * len("".join(paragraphs)) else paragraphs[:-1] or paragraphs
    kept = [touched(each, chance) if chance.random() < 0.25 else each for each in kept]
    if chance.random() < 0.4:
        kept = ["".join(kept[:2]), *kept[2:]]
    if chance.random() < 0.5:
        kept = [chance.choice(LEADS), *kept]
    if chance.random() < 0.5:
        kept = [*kept, chance.choice(FOOTS).format(person=chance.choice(PEOPLE), outlet=chance.choice(PLACES) + "日报")]
    return kept


def touched(text: str, chance: random.Random) -> str:
    """A paragraph with other punctuation or widths, or with a word changed."""
    match chance.randrange(3):
        case 0:
            return text.translate(str.maketrans("，。0123456789", ",.０１２３４５６７８９"))
        case 1:
            return text.replace("的", "", 1)
        case _:
            return re.sub("|".join(PEOPLE), "有关人士", text, count=1)


def made(articles: int, seed: int) -> list[Page]:
    """The whole set, in no order."""
    chance = random.Random(seed)
    texts = [extract(path).body.text.split("\n") for path in sorted(SAMPLES.glob("*.html"))]
    texts = [text for text in texts if len("".join(text)) >= 120]
    texts += [article(chance) for _ in range(articles)]
    pages: list[Page] = []

    def add(name: str, form: str, paragraphs: list[str], **facts: str) -> None:
        pages.append(Page(name, form, page(len(pages), paragraphs, chance, **facts)))

    for number, text in enumerate(texts):
        name, outlet = f"article {number}", f"{chance.choice(PLACES)}晚报"
        add(name, "original", text, site=f"{outlet}网", day="2023-12-31")
        for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
            add(name, "reprint", reprinted(text, chance), source=outlet)
        if chance.random() < 0.3:  # a follow-up that repeats a paragraph or two of an otherwise new article
            add(f"follow-up {number}", "follow-up", [*article(chance), *chance.sample(text, min(2, len(text)))][-12:])
        if chance.random() < 0.2:
            add(f"namesake {number}", "same headline", article(chance), title=pages[-1].record.title or "")
    for number in range(articles):
        add(f"bulletin {number}", "bulletin", [bulletin(chance)])
    chance.shuffle(pages)
    return pages


def bulletin(chance: random.Random) -> str:
    numbers = {name: chance.randint(2, 40) for name in ("day", "hour", "n", "m", "k")}
    return chance.choice(BULLETINS).format(place=chance.choice(PLACES), person=chance.choice(PEOPLE), **numbers)


def pairs(names: Iterable[str | None]) -> int:
    """How many pairs share a name."""
    return sum(many * (many - 1) // 2 for name, many in Counter(names).items() if name is not None)


def score(pages: list[Page]) -> Iterator[tuple[str, float]]:
    """Precision and recall over pairs of pages, and how often the original is marked as such."""
    records = [each.record for each in pages]
    marked = list(mark_duplicates(lambda: records))
    groups = [record.duplicates and record.duplicates.group for record in marked]
    right = pairs(group and f"{group} {each.article}" for group, each in zip(groups, pages, strict=True))
    reprints = {each.article for each in pages if each.form == "reprint"}
    firsts = [(each, record) for each, record in zip(pages, marked, strict=True) if each.form == "original"]
    found = [record.duplicates is not None and record.duplicates.original for each, record in firsts if each.article in reprints]
    yield "pages", len(pages)
    yield "pairs that are reprints", pairs(each.article for each in pages)
    yield "precision", right / max(pairs(groups), 1)
    yield "recall", right / pairs(each.article for each in pages)
    yield "originals marked", sum(found) / max(len(found), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=600, help="invented articles (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=2024)
    words = parser.parse_args()
    for name, value in score(made(words.articles, words.seed)):
        print(f"{name:25} {value:.4g}")


if __name__ == "__main__":
    main()
