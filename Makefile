# Regulars. `make` alone prints what there is.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# The first Python on this machine that is new enough; name another with PYTHON=...
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo setup dev test lint types arrows pytest torture nightly bench docs format lock clean

help: ## print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## install, run a night on the sample shop, serve it on 127.0.0.1:8080
	@$(BIN)/regulars demo

setup: $(VENV)/.installed ## install what runs, from requirements.lock, into .venv

dev: $(VENV)/.installed-dev # setup and what the tests need, from requirements-dev.lock

test: lint types arrows pytest ## install, then everything that CI runs

lint: dev ## style of the code and of the Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint Dockerfile

types: dev ## pyright: strict on data and models
	$(BIN)/pyright

arrows: dev # which room may import which
	$(BIN)/lint-imports

pytest: dev # all tests but the torture
	$(BIN)/python -m pytest

torture: dev ## kills, cut power, floods, full disks, fail-overs: what was accepted is there, once; takes an hour
	$(BIN)/python -m pytest -m torture

nightly: torture # all that is too long for every change

bench: dev ## speed and accuracy, written to docs/benchmarks.md
	$(BIN)/python -m benchmarks

docs: dev ## make the tables in docs/ anew from the code, then check every page and sample
	$(BIN)/python -m tests.documentation
	$(BIN)/python -m pytest tests/documentation

format: dev ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## renew both lock files (wants uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-annotate \
		--upgrade --custom-compile-command "make lock" --output-file requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --upgrade --constraints requirements.lock --custom-compile-command "make lock" \
		--output-file requirements-dev.lock

clean: ## remove the environment and everything that was learned
	rm -rf $(VENV) var

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Regulars needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "no venv module: on Debian or Ubuntu, apt-get install python3-venv"; exit 2; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV) from $<: about 200 MB, a minute or two"
	@$(INSTALL) --require-hashes --requirement $<
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing into $(VENV) from $<"
	@$(INSTALL) --require-hashes --requirement $<
	@touch $@
