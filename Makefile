# Everything a newcomer types. `make site` builds the portal, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
NODE := $(BIN)/node

.PHONY: site serve check test lint types browser bench lock clean

.venv: .venv/.runtime          ## the environment only, with .venv/bin/karier

.venv/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python belum punya modul venv. Pasang dulu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.installed: package-lock.json .venv/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --no-audit --no-fund
	@touch $@

site: .venv/.runtime
	@$(BIN)/karier build

serve: .venv/.runtime
	@$(BIN)/karier serve

check: .venv/.runtime
	@$(BIN)/karier check

lint: .venv/.dev
	$(BIN)/ruff check generator tests bench
	$(BIN)/ruff format --check generator tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: lint node_modules/.installed
	@tests/install-chromium.sh
	$(BIN)/pytest

bench: .venv/.dev
	$(BIN)/python -m bench $(SIZES)

lock:                          ## pin the newest versions that pyproject.toml allows
	uv pip compile -q pyproject.toml --group build --generate-hashes --no-header --no-annotate --python-version 3.11 -o requirements.lock
	uv pip compile -q pyproject.toml --group build --group dev --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv node_modules .karier site site.versions
