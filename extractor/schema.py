"""The record's JSON Schema, generated from its type."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec

from extractor.model import SCHEMA_VERSION, Record


def article_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of one record as it is written."""
    schema = msgspec.json.schema(Record)
    for definition in schema["$defs"].values():
        _require_what_is_always_written(definition)
        definition["description"] = cleandoc(definition["description"])  # Python 3.13 has done so already
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:extractor:schema:article-{SCHEMA_VERSION}",
        "title": f"Article record, schema {SCHEMA_VERSION}",
        **schema,
    }


def schema_json() -> bytes:
    """The schema as indented JSON: the content of schemas/article-1.schema.json."""
    return msgspec.json.format(msgspec.json.encode(article_schema()), indent=2) + b"\n"


def _require_what_is_always_written(definition: dict[str, Any]) -> None:
    """A default is for who makes a record; who reads one finds the key there. Only unset keys are left out."""
    properties = definition.get("properties", {})
    always = {name for name, form in properties.items() if "default" in form} | set(definition.get("required", ()))
    for form in properties.values():
        form.pop("default", None)
    if properties:
        definition["required"] = [name for name in properties if name in always]
