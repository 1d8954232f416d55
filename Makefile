# What a person does here. CONTRIBUTING.md tells more.
PYTHON ?= python3
HERE := .venv/bin
export PATH := $(or $(PATH),/usr/local/bin:/usr/bin:/bin)

.PHONY: help setup run test bench simulate mutants screenshots lock clean

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: ## make .venv ready; nothing when it is
	@$(PYTHON) packaging/set_up.py

run: setup ## the practice day: headquarters, laptop and window
	@$(HERE)/desa-app practice

test: setup ## lint, types, import contract and all tests
	$(HERE)/ruff check
	$(HERE)/ruff format --check
	$(HERE)/mypy
	$(HERE)/lint-imports --no-logo
	$(HERE)/pytest

bench: setup ## measure, and write docs/benchmarks.md
	@$(HERE)/python -m benchmarks

simulate: setup ## live histories of sync for 3 minutes; SEEDS=N as many, SEED=N one again
	@PYTHONHASHSEED=0 $(HERE)/python -m simulation $(if $(SEEDS),--seeds $(SEEDS)) $(if $(SEED),--seed $(SEED))

mutants: setup ## break the rules of sync one at a time: which promise notices
	@PYTHONHASHSEED=0 $(HERE)/python -m simulation mutants

screenshots: setup ## a picture of every screen into OUT=DIR
	@$(HERE)/python -m screenshots $(or $(OUT),screenshots-out)

lock: ## write requirements.lock anew for pyproject.toml, keeping pins that still fit
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(PYTHON) -m venv "$$scratch" && "$$scratch/bin/pip" install --quiet uv && \
	"$$scratch/bin/uv" pip compile pyproject.toml --quiet --output-file requirements.lock \
	  --generate-hashes --universal --all-extras --python-version 3.11 --no-header --no-annotate

clean: ## remove what make made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
