# Two commands from nothing: `make start` (the whole service, demonstration office) and `make test` (everything that must hold).
.DEFAULT_GOAL := help
.PHONY: help start test check talk bench lock reference clean
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) tools/need_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@$(BIN)/python tools/ensure_chromium.py
	@touch $@

start: .venv/run  ## the whole service with a demonstration office, on http://localhost:8000
	@$(BIN)/mission-emploi demo --host $(HOST) --port $(PORT)

talk: .venv/run  ## talk to the assistant in this terminal
	@$(BIN)/mission-emploi talk

check: .venv/dev  ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## everything: format, lint, types, import contract, tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: .venv/dev  ## the figures that docs/performance.md quotes; some of them with PARTS="matching nightly"
	$(BIN)/python -m benchmarks.all $(PARTS)

lock:  ## pin the dependencies again (needs uv)
	uv pip compile --universal --python-version 3.11 --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra test -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove the installation (not the data in var/)
	rm -rf .venv *.egg-info build .mypy_cache .ruff_cache .import_linter_cache
