"""Page -> Tagging: the learned judgement of every line."""

from extractor.tagging.tagger import tag, weights_info

__all__ = ["tag", "weights_info"]
