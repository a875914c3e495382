# Two commands matter: `make serve` runs Tipstaff with a demonstration, `make test` runs everything that must be green.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is compiled where there is a compiler: a change of it installs the package anew.
KERNELS := $(wildcard src/tipstaff/native/*.[ch]) scripts/kernels.py

.PHONY: help serve test check unit slow fuzz bench evaluate docs native clean

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

serve: $(VENV)/.run  ## start Tipstaff on an embedded database with a demonstration stream
	$(BIN)/tipstaff serve --demo

test: $(VENV)/.dev chromium check unit  ## everything: style, types, rooms, packs, scenarios, tests, pages in a real browser

check: $(VENV)/.dev  ## style, types, the order of the rooms, the packs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tipstaff check

unit: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

slow: $(VENV)/.dev  ## what takes minutes: a million differential evaluations, fifty kills
	$(BIN)/python bench/fuzz_cel.py
	$(BIN)/python bench/kill_nine.py

fuzz: $(VENV)/.dev  ## ten minutes of hostile bytes, led by coverage, for each of the eighteen readers of outside input
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	$(BIN)/python -m fuzz

bench: $(VENV)/.dev  ## measure, side by side with peers where they install
	$(BIN)/python -m bench

evaluate: $(VENV)/.evaluate  ## how good every classifier is, beside what else could be installed; writes docs/evaluation.md
	$(BIN)/python -m evaluate --write

docs: $(VENV)/.dev  ## write the generated reference pages anew
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/policies.py

native: $(VENV)/.dev  ## compile the kernels that are not compiled yet, and say which are used
	$(BIN)/tipstaff version

chromium:
	@scripts/chromium

$(VENV)/.run: pyproject.toml $(KERNELS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml $(KERNELS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.evaluate: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[evaluate]'
	@touch $@

clean:  ## remove the environment and what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis var src/tipstaff/native/*.so
