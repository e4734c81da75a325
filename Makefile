# Two doors: `make demo` shows what the project does, `make test` passes every check. Both need Python 3.11 or later, nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
JOBS ?= 2

.PHONY: demo test check-style check-types check-floors check-vectors unit docs fill bench clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tao-spec needs Python 3.11 or later; name one by make PYTHON=python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): $(READY)
	@echo "installing the tools of the checks into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,docs]'
	@touch $@

demo: $(READY)  ## genesis, blocks, transfers, vectors, the runner against our own client, the report
	@$(BIN)/tao-spec demo --out build/demo --jobs $(JOBS)

test: check-style check-types check-floors check-vectors docs unit  ## every check

check-style: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(DEV)
	$(BIN)/mypy

check-floors: $(DEV)
	$(BIN)/lint-imports

check-vectors: $(DEV)  ## the released vectors are what the cases give now
	$(BIN)/tao-spec fill --out build/vectors --jobs $(JOBS)
	diff -r build/vectors conformance/vectors

unit: $(DEV)
	$(BIN)/python -m pytest -n $(JOBS)

docs: $(DEV)  ## the site, in build/docs; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

fill: $(READY)  ## refresh the released vectors
	$(BIN)/tao-spec fill --jobs $(JOBS)

bench: $(DEV)  ## ratios; a real client is compared too where TAO_CLIENT names one
	@for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
