# make run    build everything and serve on http://127.0.0.1:8080
# make test   everything: checks, Rust on SQLite and PostgreSQL, browser tests in Chromium
# make check  the fast inner loop: format, clippy, unit tests, the web app's types and unit tests
# make soak   the long and large versions
# make bench  speed, side by side with its floors
# make gen    what is generated from the code: docs, OpenAPI, TypeScript types
# make fmt    formats the code

SHELL := bash
CARGO ?= cargo
NPM := npm --prefix web --no-audit --no-fund
# Tests of the server need no web app; the browser tests build it.
BACKEND := --no-default-features
DEBUG := $(or $(CARGO_TARGET_DIR),target)/debug

.PHONY: run build whole test check check-rust check-web unit rust browser schemathesis soak bench gen fmt deny

run: build
	target/release/guildhall serve

build:
	$(CARGO) build --release --package guildhall-server

check: check-rust check-web

check-rust:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets $(BACKEND) -- --deny warnings
	$(CARGO) test --workspace $(BACKEND) --exclude guildhall-tests --exclude guildhall-bench --lib --quiet

check-web: web/node_modules/.ready
	$(NPM) run check
	$(NPM) test

web/node_modules/.ready: web/package.json web/package-lock.json
	$(NPM) ci
	touch $@

test: check rust browser schemathesis deny

rust:
	scripts/deps.sh postgresql
	scripts/with-postgres.sh $(CARGO) test --workspace $(BACKEND) --features guildhall-store/testing

# The whole product unoptimized, with the web app: it counts overflows as errors, and is built in a tenth of the time.
whole: web/node_modules/.ready
	$(CARGO) build --package guildhall-server

browser: whole
	scripts/deps.sh chromium
	scripts/browser-tests.sh $(DEBUG)/guildhall

schemathesis: whole
	scripts/schemathesis.sh $(DEBUG)/guildhall

deny:
	scripts/deny.sh

soak:
	scripts/soak.sh

bench:
	scripts/bench.sh

gen:
	mkdir -p docs
	$(CARGO) run --quiet --package guildhall-server $(BACKEND) -- openapi > docs/openapi.json.new
	$(CARGO) run --quiet --package guildhall-server $(BACKEND) -- permissions > docs/PERMISSIONS.md.new
	mv docs/openapi.json.new docs/openapi.json
	mv docs/PERMISSIONS.md.new docs/PERMISSIONS.md
	GUILDHALL_WRITE_DOCS=1 $(CARGO) test --quiet --workspace $(BACKEND) --features guildhall-store/testing --test it -- \
	  --exact rules::models::no_model_has_a_hole::sqlite
	$(MAKE) web/node_modules/.ready
	$(NPM) run gen

fmt:
	$(CARGO) fmt --all
