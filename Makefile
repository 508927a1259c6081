# make install  the .venv that the commands in README use
# make run    start WhatsPR on this machine (no keys needed)      PORT=8000
# make demo   fill var/demo.sqlite3 with a day's life, and start WhatsPR on it    PORT=8000
# make test   lint, types, migrations; the tests on SQLite, without those that take long
# make test-rest  those that take long, and on PostgreSQL what our SQL, locks and races touch
# make test-postgresql  whatever uses a database on PostgreSQL
# make audit  look for secrets in what is committed, and for known vulnerabilities of the packages
# make bench  measure (15 minutes) and write docs/benchmarks.md with its plots
# make cluster  compose.yaml's services on loopback without Docker, with PgBouncer and fake vendors (docs/cluster.md)
# make soak   the races, the kills and the state machine at full length (TEST_SOAK=1)
# make lock   compile requirements/*.in to the pinned requirements/*.txt

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --require-hashes
UV := $(BIN)/uv pip install --compile-bytecode --python $(BIN)/python --require-hashes

# uv installs in seconds what takes pip most of a minute. It reads no pip.conf: where it fails, pip installs.
define install
$(PIP) --quiet -r requirements/uv.txt && UV_HTTP_RETRIES=1 $(UV) -r $< \
  || { echo "uv could not install them, so pip does, which takes about a minute ..."; $(PIP) -r $<; }
endef

.DELETE_ON_ERROR:
.PHONY: install run demo test test-rest test-postgresql lint audit secrets vulnerabilities bench cluster soak lock

install: .venv/base.installed

run: .venv/base.installed
	@$(BIN)/python scripts/run.py --port $(PORT)

demo: .venv/dev.installed
	@$(BIN)/python -m scripts.demo --port $(PORT)

test: .venv/dev.installed
	@echo "Lint, types and layers first, then some 14,800 tests: on two cores about 6 minutes in all ..."
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m tests.run

test-rest: .venv/dev.installed
	@echo "The tests that take long, and those on PostgreSQL: on two cores about 20 minutes ..."
	@$(BIN)/python -m tests.run --rest

test-postgresql: .venv/dev.installed
	@$(BIN)/python -m tests.run --postgresql

lint: .venv/dev.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@ENV_FILE=/dev/null DEBUG=on $(BIN)/python manage.py makemigrations --check --dry-run

audit: secrets vulnerabilities

secrets: .venv/dev.installed
	@$(BIN)/kingfisher scan --no-validate --no-update-check --quiet --redact --rules-path .ci/secrets.yaml \
	  --exclude .venv --exclude .env --exclude var .

vulnerabilities: .venv/dev.installed
	@$(BIN)/python -m scripts.vulnerabilities

bench: .venv/dev.installed
	@$(BIN)/python -m benchmarks --report docs/benchmarks.md

cluster: .venv/dev.installed
	@$(BIN)/python -m scripts.cluster

soak: .venv/dev.installed
	@TEST_SOAK=1 $(BIN)/python -m tests.run -n 2 --dist loadfile \
	  tests/sessions/test_races.py tests/sessions/test_process_races.py tests/conversations/test_takeover_races.py \
	  tests/turns/test_release_races.py \
	  tests/housekeeping/test_supervisor.py tests/whatspr/test_web_process.py tests/state_machine \
	  tests/end_to_end/test_end_to_end.py tests/end_to_end/test_kill_storm.py \
	  tests/end_to_end/test_worker_faults.py tests/end_to_end/test_database_faults.py \
	  tests/end_to_end/test_slow_clients.py tests/end_to_end/test_log_in_flood.py \
	  tests/end_to_end/test_web_process_ends.py \
	  tests/test_session_migration_compatibility.py

lock: .venv/dev.installed
	@for name in uv base dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	    requirements/$$name.in -o requirements/$$name.txt; done

.venv/bin/python:
	@echo "Making .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/base.installed: requirements/base.txt requirements/uv.txt | .venv/bin/python
	@echo "Installing the requirements into .venv (once) ..."
	@$(install)
	@touch $@

.venv/dev.installed: requirements/dev.txt requirements/uv.txt | .venv/bin/python
	@echo "Installing the requirements for development into .venv (once) ..."
	@$(install)
	@touch $@ .venv/base.installed
