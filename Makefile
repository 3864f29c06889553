# Every target does its own set-up; on a fresh machine with Python 3.11 nothing else is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
export ZWGK_HOME ?= $(CURDIR)/var
export DAGSTER_HOME ?= $(ZWGK_HOME)/dagster
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all dev bench lint docs faults lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY) ## make .venv from requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; assert sys.version_info[:2] == (3, 11), "Python 3.11 is needed; call make with PYTHON=/path/to/python3.11"'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

run: setup ## the whole 2021 pipeline on the shipped notice, the demo returns and the demo portal
	$(BIN)/zwgk demo --year 2021
	$(BIN)/zwgk crawl --demo --as-of 2022-02-14
	$(BIN)/zwgk crawl --demo --as-of 2022-02-15
	$(BIN)/zwgk run --year 2021 --as-of 2022-02-15

test: setup lint ## lint, types and all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not campaign"

test-all: setup lint ## the long campaigns too
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup ## lint and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dev: setup ## the Dagster UI on 127.0.0.1:3000
	$(BIN)/zwgk prepare
	$(BIN)/dagster dev -h 127.0.0.1 -m orchestration.definitions

bench: setup ## the benchmarks, as ratios
	$(BIN)/python -m tests.benchmarks.bench_intake
	$(BIN)/python -m tests.benchmarks.bench_crawl
	$(BIN)/python -m tests.benchmarks.bench_exports
	$(BIN)/python -m tests.benchmarks.bench_checks

docs: setup ## the pages of docs that are made from data
	$(BIN)/python -m expectations.page

faults: setup ## run every single fault on the clean year, and write docs/faults.md
	ZWGK_WRITE_FAULTS=1 $(BIN)/python -m pytest -q tests/end_to_end/faults/test_faults.py

lock: setup ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock

clean: ## remove .venv and caches; what was handed in and made of it stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
