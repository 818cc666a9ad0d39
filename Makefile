# run and test are the two lines of README's first screen; they need Python 3.11+ and pip, nothing else.
SHARED ?= ../shared
CORPORA = portal wide news2012
PY = .venv/bin/python

.PHONY: run test dev check train-tools train evaluate errors bench growth schema screenshots cluster batch-bench fuzz regexes mutation minimum package pythons long

run:
	python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/extractor extract samples/

test:
	python3 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/python -m pytest -n auto --dist worksteal

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

# the tests that start a real Ray cluster and a Spark session; minutes
cluster: dev
	.venv/bin/pip install -q -e '.[ray,spark,datatrove]'
	$(PY) -m pytest -m cluster tests/cluster

# precision and recall of --dedupe; pages a second with one process and with two
batch-bench:
	PYTHONPATH=. $(PY) tests/bench/duplicates.py
	PYTHONPATH=. $(PY) tests/bench/scale.py

# milliseconds a page, step by step, and beside others (those of the bench extra that are installed)
bench:
	PYTHONPATH=. $(PY) tests/bench/speed.py
	PYTHONPATH=. $(PY) tests/bench/peers.py

# how time and memory grow with the page, each figure beside its target; half an hour
growth:
	PYTHONPATH=. $(PY) tests/bench/growth.py

# the pictures in docs/images, of reports as a browser shows them
screenshots:
	PYTHONPATH=. $(PY) tests/browser/screenshots.py

# 200,000 broken pages and lines through every step; minutes. PAGES=folder breaks other pages than the samples
fuzz:
	$(PY) tests/fuzz/run.py --cases 200000 $(PAGES:%=--folder %)

# how the time of each regular expression grows with text made to hurt it
regexes:
	$(PY) tests/regexes/growth.py

# breaks central rules in a copy and shows that a test fails for each
mutation:
	$(PY) tests/mutation/run.py

# the tests with the lowest versions of the dependencies that pyproject.toml allows, in a virtual environment of its own
minimum:
	python3 tests/packaging/minimum.py

# wheel and sdist: what they hold, and the main job from the wheel in an empty virtual environment
package:
	python3 tests/packaging/wheel.py

# the same records by each Python that the project supports and this machine has
pythons:
	python3 tests/packaging/pythons.py

# long forms of tests: 16 threads with 2,000 pages
long:
	$(PY) -m pytest -m long
