# marrow: what one usually wants, in one word. CMake does the work (CMakeLists.txt); tools/ has the scripts.
#
#   make           the program build/marrow, libmarrow.a, libmarrow.so (header: include/marrow.h)
#   make demo      installs what is missing, builds, reads the example story
#   make check     the same for the tests, with the sanitizers and with the release flags
#   make test      builds and runs the tests in BUILD only;  T=PATTERN  those whose name matches
#   make eval, make bench, make train     accuracy; speed and memory; the models from data
#   make deps, make deps-check            what the build (the tests) need;  NO_INSTALL=1 never installs
#   make format, make install PREFIX=DIR, make clean
#
# BUILD=DIR builds elsewhere; ROOMS="base source" builds some rooms and their tests; SANITIZE=1; CC=clang; JOBS=2.

BUILD ?= build
PREFIX ?= /usr/local
JOBS ?= 2
PYTHON ?= python3
export PREFIX JOBS ROOMS SANITIZE NO_INSTALL PYTHON
ifneq ($(origin CC),default)
export CC
endif

.PHONY: all demo check test eval bench train deps deps-check format install clean

all:
	@tools/build.sh $(BUILD)

demo: deps
	@tools/build.sh $(BUILD)
	@tools/demo.sh $(BUILD)

check: deps-check
	@tools/check.sh $(BUILD)

test:
	@tools/build.sh $(BUILD) all tests
	@ctest --test-dir $(BUILD) -j $(JOBS) --output-on-failure $(if $(T),-R '$(T)')

eval: all
	@MARROW_EXE=$(abspath $(BUILD))/marrow $(PYTHON) eval/eval.py

bench: all
	@MARROW_EXE=$(abspath $(BUILD))/marrow $(PYTHON) bench/bench.py

train:
	@tools/train.sh

deps:
	@tools/deps.sh build

deps-check:
	@tools/deps.sh build check

format:
	@tools/format.sh

install: all
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	@rm -rf $(BUILD)
