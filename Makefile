# The two commands of the README need python3, make and git, and nothing else.
#
#   make demo     the sample vault, and the window (without a display: papers and screenshots in demo/)
#   make test     every test, without a window
#
# For work: make lint, make screens, make bench, make bench-small, make soak, make lock, make wheel.

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
TESTS ?= tests
UPGRADE ?=

# Bytecode is kept, whatever this shell thinks of it: the first start should not be the slow one.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

.PHONY: demo test lint screens bench bench-small soak lock wheel clean

demo: $(READY)
	$(PY) -m kzcase demo demo

test: $(READY)
	$(PY) -m pytest -n auto --maxprocesses 4 $(TESTS)

lint: $(READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

screens: $(READY)
	$(PY) scripts/screens.py screens

bench: $(READY)
	$(PY) -m benchmarks.run

bench-small: $(READY)
	$(PY) -m benchmarks.run --small

soak: $(READY)
	KZCASE_SOAK=1 $(PY) -m pytest -m "soak or not soak" -n auto --maxprocesses 4 $(TESTS)

lock: $(READY)
	$(PY) scripts/lock.py $(UPGRADE)

wheel: $(READY)
	$(PY) -m hatchling build -t wheel -d dist

clean:
	rm -rf $(VENV) build dist demo screens .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml scripts/environment.py
	$(PYTHON) scripts/environment.py $(VENV)
