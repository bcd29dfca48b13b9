# What one can do here. Each command sets up the virtual environment it needs from a lock file first, and again only
# when that file has changed.

VENV := .venv
BIN := $(VENV)/bin
# The folders with Python in them, as far as they are there.
PYTHON_FOLDERS := $(wildcard bot handlers scheduler storage domain words tests bench scripts scripts/price)
# Workers, a file each: the tests of one file share what is expensive to make. What takes longest comes first
# (tests/conftest.py), so that no worker ends with it alone. Hundreds of children import the house: it is compiled once.
# Three of them on two cores: a third of the time a worker waits, for a server, a browser or a child.
A_FILE_EACH := --dist loadfile --no-loadscope-reorder
# Examples that nobody tried yet, where many are asked for; `make test` has the same ones in every run.
ANEW := --hypothesis-profile=anew
# Where there is room for their files in memory, the tests do not wait for the disk: half of what a database test takes. The
# trials, which cut the power, stay on the disk.
IN_MEMORY := $(shell df -k --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 4000000 { print "/dev/shm" }')

.DEFAULT_GOAL := help
.PHONY: help demo test trials faults people lives years engines doors wecom offices mutate check format lock bench bundle bundle-test clean

help: ## show this list
	@echo "make …"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name does; do printf '  %-11s %s\n' "$$name" "$$does"; done

demo: $(VENV)/.ready-to-run ## play the whole job in a browser, in a fictional county; ARGS=--wecom shows phones with WeCom, too
	@$(BIN)/flagpost demo $(ARGS)

test: $(VENV)/.ready-to-test ## run the tests
	@echo "test: pytest -n 3 $(A_FILE_EACH) $(ARGS)"
	@TMPDIR=$${TMPDIR:-$(IN_MEMORY)} PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 $(A_FILE_EACH) --ignore=tests/faults $(ARGS)

trials: $(VENV)/.ready-to-test ## kill the bot, cut its power and all that, for three minutes; the long run is `make faults`
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 $(A_FILE_EACH) tests/faults $(ARGS)

faults: $(VENV)/.ready-to-test ## put the bot through kills, power cuts and all that can go wrong; takes a while
	@$(BIN)/python -m tests.faults $(ARGS)

people: $(VENV)/.ready-to-test ## let crowds of citizens and staff do anything at any speed, many times over; ARGS='…' goes to pytest
	@PEOPLE=$${PEOPLE:-1000} $(BIN)/python -m pytest tests/bot/test_anything_people_do.py -o faulthandler_timeout=0 $(ANEW) $(ARGS)

lives: $(VENV)/.ready-to-test ## let matters of the law live as they may, many times over; ARGS='--seed 7', ARGS=--broken
	@$(BIN)/python -m tests.lives $(ARGS)

years: $(VENV)/.ready-to-test ## play a thousand simulated years in which everything goes wrong that can; ARGS='--seed 7', ARGS=--broken
	@$(BIN)/python -m tests.years $(ARGS)

engines: $(VENV)/.ready-to-test ## play every play of a procedure on both engines; `make test` plays each on one
	@TMPDIR=$${TMPDIR:-$(IN_MEMORY)} EVERY_ENGINE=1 $(BIN)/python -m pytest -n 3 $(A_FILE_EACH) tests/handlers/procedures tests/handlers/test_from_figures_to_ranking.py $(ARGS)

doors: $(VENV)/.ready-to-test ## let people have the main conversations through every door there is, WeChat customer service too
	@EVERY_DOOR=1 $(BIN)/python -m pytest -n 2 tests/channels/test_conversations_on_channels.py $(ARGS)

wecom: $(VENV)/.ready-to-test ## play the scenarios of the law and the transcripts of all matters in WeCom's app, too
	@TMPDIR=$${TMPDIR:-$(IN_MEMORY)} EVERY_DOOR=1 EVERY_ENGINE=1 $(BIN)/python -m pytest -n 2 $(A_FILE_EACH) tests/scenarios tests/handlers -k "WeCom and not postgresql" $(ARGS)

offices: $(VENV)/.ready-to-test ## hold the rankings of ten thousand random offices against fractions; OFFICES=… for more
	@OFFICES=$${OFFICES:-10000} $(BIN)/python -m pytest tests/domain/test_plain_rankings.py -o faulthandler_timeout=0 $(ANEW) $(ARGS)

mutate: $(VENV)/.ready-to-test ## change every row of the law's tables, and the code that makes moves by them; ARGS='--only visit' MECHANISM='--only votes'
	@$(BIN)/python -m tests.mutation $(ARGS)
	@$(BIN)/python -m tests.mutation.mechanism $(MECHANISM)

check: $(VENV)/.ready-to-test ## check format, lint, types and the walls between the packages
	@echo "check: is everything formatted?  (ruff format; make format does it)"
	@$(BIN)/ruff format --check $(PYTHON_FOLDERS)
	@echo "check: does the linter find anything?  (ruff check)"
	@$(BIN)/ruff check --quiet $(PYTHON_FOLDERS)
	@echo "check: do the types agree?  (mypy --strict)"
	@$(BIN)/mypy $(PYTHON_FOLDERS)
	@echo "check: do the walls stand?  (lint-imports)"
	@$(BIN)/lint-imports

format: $(VENV)/.ready-to-test ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix-only $(PYTHON_FOLDERS)
	@$(BIN)/ruff format $(PYTHON_FOLDERS)

bench: .bench-venv/.ready-to-measure ## measure intake beside bare SQLite and aiogram
	@.bench-venv/bin/python -m bench intake --json

bundle: $(VENV)/.ready-to-run ## one archive that installs and upgrades Flagpost without a network, on machines of this kind (docs/offline.md)
	@scripts/bundle $(VENV)

bundle-test: bundle ## try the bundle in a root of its own, without a network; needs root
	@scripts/try_bundle "$$(ls -t dist/flagpost-*.tar | head -1)"

lock: ## write the lock files anew from pyproject.toml
	@scripts/lock $(ARGS)

clean: ## remove the environments and what tools have left
	rm -rf .venv .bench-venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

# The development lock holds everything of the other one, in the same versions.
$(VENV)/.ready-to-test: requirements-dev.lock requirements-build.lock pyproject.toml scripts/setup
	@scripts/setup $(VENV) requirements-dev.lock $@
	@touch $(VENV)/.ready-to-run

$(VENV)/.ready-to-run: requirements.lock requirements-build.lock pyproject.toml scripts/setup
	@scripts/setup $(VENV) requirements.lock $@

.bench-venv/.ready-to-measure: requirements-bench.lock requirements-build.lock pyproject.toml scripts/setup
	@scripts/setup .bench-venv requirements-bench.lock $@
