"""Record -> its sentences, words, parts of speech and keywords, with offsets exact to the character."""

from __future__ import annotations

from msgspec import UNSET

from extractor.model import Item, ItemSegments, Record, Segments, TextSegments
from extractor.segment.backends import backend_name, load_backend
from extractor.segment.dictionary import load_stopwords
from extractor.segment.keywords import find_keywords
from extractor.segment.options import SegmentOptions
from extractor.segment.parts import part_spans
from extractor.segment.sentences import sentences
from extractor.segment.traditional import is_traditional
from extractor.segment.words import in_mode, precise_words, tokenised_text

__all__ = ["SegmentOptions", "prepare", "segment_record", "segment_text", "sentences"]

_DEFAULT = SegmentOptions()


def prepare(options: SegmentOptions = _DEFAULT) -> None:
    """Load the segmenter and the user's files now, so that what is wrong with them is said before the first page.

    Raises like segment_record.
    """
    load_stopwords(options.stopwords)
    if options.words:
        backend = load_backend(options)
        precise = precise_words("词", backend, options, traditional=False)
        in_mode(options, precise, backend)


def segment_record(record: Record, options: SegmentOptions = _DEFAULT) -> Segments:
    """Sentences and words of a record's body, and what else the options ask for; the record is left as it is.

    Raises DataError for a bad dictionary or stop word file, MissingExtraError or ExtractorError for a segmenter that
    cannot be had or cannot do what is asked.
    """
    traditional = is_traditional(f"{record.title or ''}\n{record.body.text}")
    segments = _segment_body(record, options, traditional)
    if options.scope == "all":
        segments.title = segment_text(record.title or "", options, traditional, heading=True)
        segments.blocks = [
            [_segment_item(item, options, traditional) for item in block.items] for block in record.blocks
        ]
    return segments


def segment_text(
    text: str, options: SegmentOptions = _DEFAULT, traditional: bool | None = None, heading: bool = False
) -> TextSegments:
    """Sentences and words of any text; raises like segment_record.

    traditional: whether it is in traditional script, None to find out; heading: it is one sentence a line.
    """
    found = sentences(text, [(0, len(text))] if heading else ())
    if not options.words or not text.strip():
        return TextSegments(found)
    if traditional is None:
        traditional = is_traditional(text)
    backend = load_backend(options)
    words = in_mode(options, precise_words(text, backend, options, traditional), backend)
    return TextSegments(found, words.spans, UNSET if words.tags is None else words.tags)


def _segment_body(record: Record, options: SegmentOptions, traditional: bool) -> Segments:
    text = record.body.text
    load_stopwords(options.stopwords)
    segments = Segments(backend=backend_name(options) if options.words else None)
    if not text.strip():
        return segments
    whole = part_spans(record.body, "heading", "code")
    segments.sentences = sentences(text, whole)
    if options.words:
        backend = load_backend(options)
        precise = precise_words(text, backend, options, traditional)
        words = in_mode(options, precise, backend)
        segments.words = words.spans
        segments.pos = UNSET if words.tags is None else words.tags
        if options.tokenised:
            segments.tokenised = tokenised_text(text, words.spans, load_stopwords(options.stopwords))
        if options.keywords:
            segments.keywords = find_keywords(record, precise, backend, options, traditional)
    return segments


def _segment_item(item: Item, options: SegmentOptions, traditional: bool) -> ItemSegments:
    snippet = UNSET if item.snippet is None else segment_text(item.snippet, options, traditional)
    return ItemSegments(segment_text(item.title, options, traditional, heading=True), snippet)
