# What people type. `make run` and `make test` set up what they need by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

CARGO ?= cargo
NPM ?= npm
# Options for `lotse demo`, such as ARGS="--port 8090".
ARGS ?=
SEED ?= 1
RUNS ?= 30
MINUTES ?= 5
PEER ?= janus
PEOPLE ?= 100

# The world that joins the session machine and the media core.
WORLD := $(wildcard cli/tests/world.rs cli/tests/world/main.rs)
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' 2>/dev/null)

.PHONY: help run test check bench bench-baseline load load-api compare sim fuzz measure-end setup-test web

help: ## Lists the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: web ## Builds everything and starts the demo on http://localhost:8080.
	$(CARGO) build --release -p lotse-cli
	exec target/release/lotse demo $(ARGS)

test: setup-test web ## Runs every test: pages, Rust, and real browsers. Installs what is missing.
	.ci/test

check: web ## Format, lints, walls, words, docs, licences: everything a machine can judge without running the product.
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(CARGO) test -p lotse-tidy
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --workspace
	cd web && $(NPM) run check

bench: ## Runs the benchmarks, and counts instructions where valgrind is installed: what moved is printed.
	rm -rf target/criterion
	$(CARGO) bench -p lotse-benches --benches
	$(CARGO) run --release -q -p lotse-benches --bin moved -- target/criterion benches/baseline.txt
	if command -v valgrind >/dev/null; then benches/instructions; fi

bench-baseline: ## Writes down what `make bench` compares with from now on: the figures of its last run.
	$(CARGO) run --release -q -p lotse-benches --bin moved -- target/criterion benches/baseline.txt --write
	if command -v valgrind >/dev/null; then benches/instructions --write; fi

load: web ## Starts a demo and puts load on it: ARGS="pairs-30", or any other of config/loadtest (short).
	$(CARGO) build --release -p lotse-cli -p lotse-loadtest
	loadtest/against-demo target/release/lotse target/release/lotse-loadtest $(ARGS)

load-api: web ## Starts an instance with PEOPLE (100) and loads its control plane: sign-ins, sessions a second, live WebSockets.
	$(CARGO) build --release -p lotse-cli -p lotse-loadtest
	PEOPLE=$(PEOPLE) loadtest/against-plane target/release/lotse target/release/lotse-loadtest $(ARGS)

compare: web ## Loads Lotse and PEER (janus, naive) in turn on the same cores, and prints the ratios: ARGS="fanout-30 pairs-30".
	PEER=$(PEER) loadtest/setup-compare
	$(CARGO) build --release -p lotse-cli -p lotse-loadtest $(if $(filter naive,$(PEER)),-p lotse-benches --bins --example naive)
	PEER=$(PEER) NAIVE=target/release/examples/naive loadtest/side-by-side target/release/lotse target/release/lotse-loadtest target/compare $(ARGS)

sim: ## Replays one simulated world: make sim SEED=7.
	LOTSE_SIM_SEED=$(SEED) $(CARGO) test -p lotse-sfu-core --test world in_no_world -- --nocapture
	$(if $(WORLD),LOTSE_SIM_SEED=$(SEED) $(CARGO) test -p lotse-cli --test world -- --nocapture)

fuzz: ## Feeds parsers and cores with chance for MINUTES (5): property tests with many cases, and worlds from new seeds.
	MINUTES=$(MINUTES) .ci/fuzz

measure-end: web setup-test ## Measures in real Chromium how soon the other side knows the end; RUNS (30) of each kind.
	$(CARGO) build -p lotse-cli
	cd web/e2e && RUNS=$(RUNS) LOTSE_BIN=$(CURDIR)/target/debug/lotse $(NPM) run measure-end

setup-test: web/node_modules/.installed web/e2e/node_modules/.installed ## Installs what the tests need: browsers and tools (apt-get), npm packages.
	.ci/setup-test

web: web/dist/.built ## Builds the pages.

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES)
	cd web && $(NPM) run build
	touch $@ control-plane/src/http/pages.rs # which holds the built pages, and cannot know that there are new ones

%/node_modules/.installed: %/package.json %/package-lock.json
	cd $* && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM) ci --no-audit --no-fund
	touch $@
