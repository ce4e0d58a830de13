# `make run` and `make test` need Python ≥ 3.11 and make; they set up the rest in .venv.
PYTHON ?= python3
export UV_PYTHON_DOWNLOADS ?= never
# Offices often inspect TLS with a certificate of their own: trust what the system trusts.
export UV_SYSTEM_CERTS ?= true
UV = $$(command -v uv || echo .venv/bin/uv)
# A .venv that some other tool made may have neither uv nor pip.
GET_UV = command -v uv >/dev/null || test -x .venv/bin/uv || { \
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null; \
  .venv/bin/python -m pip install --quiet --disable-pip-version-check uv; }

.DEFAULT_GOAL := help
.PHONY: help run test quick fuzz check format bench bench-import bench-ingest bench-facts bench-search bench-answers bench-digest bench-year verbatim clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/.ready-run ## run the bot: Telegram with BOT_TOKEN, else in this terminal
	@.venv/bin/diemtin run

test: .venv/.ready-dev ## all tests
	@.venv/bin/python -m pytest

quick: .venv/.ready-dev ## the tests that take less than a few seconds
	@.venv/bin/python -m pytest -m "not slow" -x

fuzz: .venv/.ready-dev ## the generated tests with new examples, a thousand each
	@HYPOTHESIS_PROFILE=fuzz .venv/bin/python -m pytest -m hypothesis --timeout 900

check: .venv/.ready-dev ## lint, format, types, import directions
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: .venv/.ready-dev ## rewrite the code in the house format
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: .venv/.ready-dev ## measure: storage, search, digest, delivery; beside stock TinyDB
	@.venv/bin/python -m tests.benchmarks

bench-import: .venv/.ready-dev ## measure: import, start, first answer
	@.venv/bin/python -m tests.benchmarks.bench_import

bench-ingest: .venv/.ready-bench ## measure reading: pages, feeds, listings, reposts, polling; beside other libraries
	@for part in pages feeds listings reposts polling; do \
	  .venv/bin/python -m tests.benchmarks.bench_$$part || exit 1; done

bench-facts: .venv/.ready-bench ## measure facts: precision, recall, F1 by kind; milliseconds an article
	@.venv/bin/python -m tests.benchmarks.bench_facts
	@.venv/bin/python -m tests.benchmarks.bench_fact_speed

bench-search: .venv/.ready-bench ## measure search: MRR, recall, latency, size; beside FTS5 and bm25s
	@.venv/bin/python -m tests.benchmarks.bench_search

bench-answers: .venv/.ready-bench ## measure answers: exact match, F1, refusals
	@.venv/bin/python -m tests.benchmarks.bench_answers

bench-digest: .venv/.ready-bench ## measure summaries, stories and topics
	@for part in train_summary summary_faults bench_stories bench_topics; do \
	  .venv/bin/python -m tests.benchmarks.$$part || exit 1; done

verbatim: .venv/.ready-dev ## compare every sentence of digests over all development corpora with its article
	@.venv/bin/python -m tests.benchmarks.verbatim_digests

bench-year: .venv/.ready-dev ## a year of 500 subscribers with a fake clock: every due digest exactly once
	@.venv/bin/python -m tests.benchmarks.simulated_year

clean: ## remove everything that these commands made, but no data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --inexact keeps uv itself, which lives in .venv where the system has none.
.venv/.ready-run: pyproject.toml uv.lock | .venv/bin/python
	@$(GET_UV)
	@$(UV) sync --quiet --frozen --inexact --no-dev
	@touch $@

.venv/.ready-dev: pyproject.toml uv.lock | .venv/bin/python
	@$(GET_UV)
	@$(UV) sync --quiet --frozen --inexact
	@touch $@ .venv/.ready-run

.venv/.ready-bench: .venv/.ready-dev
	@$(UV) sync --quiet --frozen --inexact --group bench
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "python3 -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
