"""Explanation -> one HTML file: the page's lines as the record sees them, the record beside them, and why.

The file needs nothing else and runs nothing: no script at all, a policy that allows only its own hashed style sheet, the
page's words escaped (Jinja2 escapes everything it is given), its links inert unless http or https, its pictures left out
unless asked for. Folding, filtering and hints are HTML and CSS. Templates and style sheet lie in data/explain.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from extractor.model import Explanation
from extractor.writers.explain_record import record_view
from extractor.writers.explain_rows import page_view
from extractor.writers.utf8 import encode

if TYPE_CHECKING:
    from jinja2 import Environment

FROZEN = "form-action 'none'"


def explanation_html(explanation: Explanation, *, images: bool = False) -> bytes:
    """The report of one page, UTF-8. images: show the body's pictures, which the reader's browser then fetches."""
    allowed = "img-src http: https:; form-action 'none'" if images else FROZEN
    return render("report.html", allowed, images=images, page=page_view(explanation), record=record_view(explanation))


def render(template: str, allowed: str, **values: Any) -> bytes:
    """A template of data/explain with the style sheet and the policy that belongs to it. allowed: what it may do besides."""
    style = _data("explain.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; {allowed}"
    return encode(_environment().get_template(template).render(style=style, policy=policy, **values))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    # autoescape always: a template's name must not decide whether a page's words can become markup
    return Environment(
        loader=FunctionLoader(_data), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _data(name: str) -> str:
    return resources.files("extractor").joinpath("data", "explain", name).read_text("utf-8")
