# run and test are the two lines of README's first screen; they need Python 3.11+ and pip, nothing else.
SHARED ?= ../shared
CORPORA = portal wide news2012
PY = .venv/bin/python

.PHONY: run test dev check train-tools train evaluate errors bench schema screenshots

run:
	python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/extractor extract samples/

test:
	python3 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/python -m pytest

dev:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

check: dev
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

schema:
	$(PY) -m extractor schema > schemas/article-1.schema.json

train-tools: dev
	.venv/bin/pip install -q -e '.[train]'

train: train-tools
	$(PY) -m extractor.tagging.train $(CORPORA:%=--corpus $(SHARED)/corpus/%)

evaluate: train-tools
	$(PY) -m extractor.evaluate --shared $(SHARED)

# wrong fields and the worst pages of the last evaluation, gold and ours side by side
errors:
	$(PY) -m extractor.evaluate --shared $(SHARED) --reuse --errors 5

# milliseconds a page, step by step
bench:
	PYTHONPATH=. $(PY) tests/bench/speed.py

# the pictures in docs/images, of reports as a browser shows them
screenshots:
	PYTHONPATH=. $(PY) tests/browser/screenshots.py
