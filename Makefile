# Everything happens in .venv and build/; what is longer than a line is in scripts/.
#   PYTHON=python3.12   which interpreter           ARGS="-k gelu"    for pytest
#   WERROR=ON           warnings are errors         CUDAARCHS=80      architecture; this machine's GPU, or 90, by default

PYTHON ?= python3
WERROR ?=
ARGS   ?=

# Of further environments beside .venv: see scripts/interop.sh and scripts/sanitize.sh.
VENV         ?= .venv
BUILD        ?= build/main
NATIVE_BUILD ?=
SANITIZE     ?=
TENSORRT     ?=

PY     := $(VENV)/bin/python
SETUP  := $(PYTHON) scripts/environment.py $(VENV) --build "$(BUILD)" --native-build "$(NATIVE_BUILD)" \
            --define TRTPLUGINS_WARNINGS_AS_ERRORS=$(WERROR) --define TRTPLUGINS_SANITIZE=$(SANITIZE)
NATIVE := CMakeLists.txt $(shell find cmake csrc include plugins \
            -name '*.cmake' -o -name '*.h' -o -name '*.cuh' -o -name '*.cpp' -o -name '*.cu' -o -name '*.map')

.PHONY: help demo test gpu-test onnx-coverage sanitize lint tidy format docs wheel torch clean ready

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /make \1\t/p' Makefile | expand -t 16

demo: ready  ## a language model's MLP block, which TensorRT's parser refuses until the library is loaded
	$(PY) samples/mlp_block/main.py

test: ready  ## every test that this machine can run
	$(PY) -m pytest $(ARGS)
	scripts/interop.sh $(ARGS)

gpu-test: ready  ## every test and measurement that needs a GPU
	scripts/gpu_test.sh $(PY)
	scripts/interop.sh

onnx-coverage: ready  ## ONNX's own node tests through adapt and TensorRT, as docs/onnx-coverage.md; needs a GPU
	$(PY) tests/onnx_backend/coverage.py export
	$(PY) tests/onnx_backend/coverage.py run --page docs/onnx-coverage.md $(ARGS)

sanitize:  ## the tests that need no GPU, host code under AddressSanitizer and UndefinedBehaviorSanitizer
	scripts/sanitize.sh $(ARGS)

lint: $(VENV)/.lint  ## formatting, ruff, mypy
	scripts/lint.sh $(VENV)/bin

tidy: ready  ## clang-tidy over the C++ sources; takes minutes
	$(PY) -m pip --quiet install --group tidy
	$(VENV)/bin/run-clang-tidy.py -clang-tidy-binary $(VENV)/bin/clang-tidy -quiet -p $(BUILD) 'csrc/.*\.cpp$$' '_op\.cpp$$'

format: $(VENV)/.lint  ## reformat all sources
	scripts/lint.sh $(VENV)/bin --fix

docs: ready  ## the pages that are generated from the operators
	$(PY) -m trtplugins.docs

wheel: $(VENV)/.packages  ## a wheel for all architectures, in dist/
	$(PY) -m pip wheel --no-deps --wheel-dir dist .

torch: ready  ## PyTorch, for the tests and benchmarks beside it; TORCH="torch==2.13.0" for another one
	$(PY) -m pip install $(or $(TORCH),torch)

clean:  ## remove everything that was made here
	rm -rf build dist .venv .venv310 .venv-asan .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The environment. A step is done again only when what it depends on has changed.
ready: $(VENV)/.library $(VENV)/.tensorrt

$(VENV)/.packages: pyproject.toml scripts/environment.py
	@command -v $(PYTHON) >/dev/null || { echo "missing: $(PYTHON): install Python 3.9 or newer" >&2; exit 1; }
	@$(PYTHON) scripts/check_tools.py
	@$(SETUP) packages
	@touch $@

$(VENV)/.library: $(VENV)/.packages $(NATIVE)
	@$(SETUP) library
	@touch $@

$(VENV)/.tensorrt: | $(VENV)/.library
	@$(SETUP) tensorrt $(TENSORRT)
	@touch $@

$(VENV)/.lint: pyproject.toml | $(VENV)/.library
	@$(SETUP) lint
	@touch $@
