# Two commands do all the set-up: `make demo` and `make test`. Both build .venv from requirements.lock first.

PYTHON ?= python3
PORT ?= 8000
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

SERVICES := $(CURDIR)/.pathbot/services

.PHONY: demo chat test check audit bench evals faults soak e2e services stop-services format clean

demo: $(READY)
	PATHBOT_HOME=$(CURDIR)/.pathbot/demo $(BIN)/pathbot serve --demo --port $(PORT)

chat: $(READY)
	PATHBOT_HOME=$(CURDIR)/.pathbot/chat $(BIN)/pathbot chat

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pathbot check
	$(BIN)/python tools/scan.py
	$(BIN)/python -m pytest

# Known holes in the locked dependencies: needs the network and pip-audit, so it is no part of `check`.
audit: $(READY)
	$(BIN)/python tools/scan.py --holes

# About 25 minutes. BENCH="workers --quick" runs one part, small.
BENCH ?=
bench: $(READY)
	@trap 'tools/services.sh stop $(SERVICES)' EXIT; eval "$$(FSYNC=on tools/services.sh start $(SERVICES))"; \
	$(BIN)/python -m bench $(BENCH)

evals: $(READY)
	$(BIN)/python -m bench.evals

# The fault plan on SQLite and PostgreSQL, at its own size, with a closing table (.pathbot/faults/report.md): under half an
# hour on two cores with nothing else to do. `make faults FAULTS="F12 F14"` tries some of it, FAULTS=--quick all of it with
# small storms, FAULTS=--plan prints what is tried, in which order and for how long.
FAULTS ?=
faults: $(READY)
	@trap 'tools/services.sh stop $(SERVICES)' EXIT; eval "$$(FSYNC=on tools/services.sh start $(SERVICES))"; \
	$(BIN)/python -m tests.faults $(FAULTS)

# An hour of work and an outage of ten minutes, at full length.
soak: $(READY)
	@$(BIN)/python -m tests.faults --soak

# Microsoft's Agents Playground may be used to evaluate and not be shipped: it is installed in .e2e and stays there.
# local-slack is one binary that listens on every address: so all of it runs where loopback is the only network.
# SLACK_PICTURES=docs/pictures makes the pictures of docs/slack.md anew, from the emulator's page.
e2e: $(READY)
	-npm install --prefix .e2e --ignore-scripts --no-audit --no-fund @microsoft/m365agentsplayground@0.2.28 \
		local-slack-linux-x64@0.1.8 emulate@0.11.2
	-test -x .e2e/models/bin/fakellm || { $(PYTHON) -m venv .e2e/models && .e2e/models/bin/pip install --quiet fakellm==0.3.5; }
	tools/loopback_only.sh $(BIN)/python -m pytest -n 0 -m e2e tests/e2e

# A throw-away PostgreSQL and Chroma server on loopback. Use them: eval "$$(make -s services)"; make test
services: $(READY)
	@tools/services.sh start $(SERVICES)

stop-services:
	@tools/services.sh stop $(SERVICES)

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pathbot .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pathbot needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
