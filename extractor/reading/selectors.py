"""A user's site rule on a parsed page: which elements its selectors take."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extractor.errors import DataError
from extractor.site_rules import BLOCKS, DROP, SiteRule, SiteRules


def check_selectors(rules: SiteRules) -> None:
    """Raise DataError, naming file and key, for a selector that is no CSS."""
    empty = LexborHTMLParser("")
    for rule in rules.by_host.values():
        for key, selector in rule.selectors:
            try:
                empty.css(selector)
            except SelectolaxError as error:
                raise DataError(f"{rule.file}: {key}: {selector!r} is no CSS selector that this parser knows") from error


def own_address(tree: LexborHTMLParser) -> str | None:
    """The address that a page gives itself."""
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        if node is not None and node.attributes.get(name):
            return node.attributes[name]
    return None


def marked_elements(tree: LexborHTMLParser, rule: SiteRule) -> dict[int, tuple[str, ...]]:
    """The keys of a rule by the mem_id of the elements that its selectors take, blocks numbered."""
    marked: dict[int, tuple[str, ...]] = {}
    for key, selector in rule.selectors:
        for number, node in enumerate(tree.css(selector)):
            mark = f"{key}.{number}" if key.startswith(BLOCKS) else key
            marked[node.mem_id] = (*marked.get(node.mem_id, ()), mark)
    return marked


def idle_keys(tree: LexborHTMLParser, rule: SiteRule) -> Iterator[str]:
    """A warning for each key of a rule that selects nothing on a page; what a page should drop need not be there."""
    known = dict.fromkeys(key for key, _ in rule.selectors if key != DROP)
    for key in known:
        if not any(tree.css_first(selector) is not None for name, selector in rule.selectors if name == key):
            yield f"site rule {rule.file}: {key} selects nothing on this page"
