# Groundwork. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# The system's own before the first of the PATH: a distribution makes it with a profile of what it runs. One that was
# built by hand mostly is not, and takes a tenth to a third longer for everything, the tests foremost.
FIT := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach each,/usr/bin/python3 python3,$(shell $(each) -c '$(FIT)' 2>/dev/null && echo $(each))) python3)
BIN := .venv/bin
PY := $(BIN)/python
# Compiling all of every package takes as long as the rest of the installation; what is imported is compiled then.
QUIETLY := --quiet --no-compile --disable-pip-version-check

.PHONY: help setup setup-bench messages demo run backup restore test test-one screenshots chromium hooks check bench soak \
	lock sbom stop check-types check-style check-order check-pages check-texts check-migrations check-deployment

help: ## What there is
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install everything into .venv and node_modules; compile the translations
	@$(MAKE) --no-print-directory --jobs 2 .venv/ready node_modules/ready locale/ready

.venv/ready: requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Groundwork needs Python 3.11 or later.")'
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install $(QUIETLY) --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bench-ready: .venv/ready requirements-bench.txt
	$(PY) -m pip install $(QUIETLY) --require-hashes -r requirements-bench.txt
	@touch $@

node_modules/ready: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

locale/ready: .venv/ready $(wildcard locale/*/LC_MESSAGES/*.po)
	$(PY) manage.py messages compile
	@touch $@

messages: .venv/ready ## Find new and changed texts for the translations (locale/*/LC_MESSAGES/django.po)
	$(PY) manage.py messages update

demo: setup ## A fictional city, served on this machine until Ctrl-C; ONCE=1 builds its diagnosis and ends
	@$(PY) manage.py demo $(if $(ONCE),--once)

run: setup ## The site on your own code, started anew with every saved file, until Ctrl-C; PORT=8000
	@$(PY) -m config.development --port $(or $(PORT),8000)

backup: setup ## Everything into one encrypted file: TO=folder RECIPIENT=age1… (docs/deploy.md)
	@$(PY) manage.py backup "$(TO)" $(if $(RECIPIENT),--recipient "$(RECIPIENT)")

restore: setup ## A backup into an empty home, compared row by row: FROM=file KEY=file
	@$(PY) manage.py restore "$(FROM)" --key "$(KEY)"

# those of `make run` and of the tests stay up, too, for the next time
stop: ## Stop the built-in PostgreSQL and Redis: the site's, those of `make run` and of the tests
	@home=$${GROUNDWORK_HOME:-.groundwork}; for each in "$$home" "$$home/run" "$$home/test"; do \
		test ! -d "$$each" || GROUNDWORK_HOME=$$each $(PY) -m config.embedded stop || exit 1; done

test: setup chromium ## Every test, against real PostgreSQL, Redis and Celery workers
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --ledger tests

test-one: ## One test, files or folders, at once: T=tests/jobs/test_claims.py[::name] [K=words]; `make setup` has to be done
	@test -x $(PY) || { echo 'Nothing is installed yet: make setup' >&2; exit 1; }
	@test -n "$(T)" || { echo 'Which? make test-one T=tests/jobs/test_claims.py[::name]' >&2; exit 1; }
	@$(PY) -m pytest -q $(if $(K),-k '$(K)') $(if $(findstring [,$(T)),'$(T)',$(T))

screenshots: setup chromium ## Every page at two widths in two themes, for people to look at: TO=folder
	mkdir -p $(or $(TO),.groundwork/screenshots)
	GROUNDWORK_SCREENSHOTS=$(abspath $(or $(TO),.groundwork/screenshots)) $(PY) -m pytest -n 2 --dist loadfile tests/browser -k fit_to_be_seen

INSTALL := apt-get install -y -qq --no-install-recommends -o Acquire::Retries=0 -o Acquire::http::Timeout=20

chromium: ## The browser of the tests, by Debian's package: the Chromium without windows, or any that is there
	@there() { command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null; }; \
	may() { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; }; \
	command -v chromium-headless-shell >/dev/null || ! may || $(INSTALL) chromium-headless-shell >/dev/null 2>&1 || there \
		|| { apt-get update -qq && { $(INSTALL) chromium-headless-shell || $(INSTALL) chromium; } >/dev/null; } || true; \
	there || { echo 'The tests need a browser: sudo apt-get install chromium-headless-shell (or any Chromium).' >&2; exit 1; }

hooks: setup ## Let git call the fast ones of `make check` before each commit
	$(BIN)/pre-commit install

# The longest first: it takes as long as all the others.
CHECKS := types style order pages texts migrations deployment

check: setup ## Formatting, types, import order, scripts and sheets, translations, migrations, deployment settings
	@$(MAKE) --no-print-directory --keep-going --jobs 2 --output-sync $(addprefix check-,$(CHECKS))

check-types:
	$(BIN)/mypy .

check-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	node_modules/.bin/eslint --max-warnings 0 static/js
	node_modules/.bin/stylelint --max-warnings 0 'static/css/*.css'

check-order:
	$(BIN)/lint-imports

check-pages:
	$(BIN)/djlint --quiet --check --lint templates

check-texts:
	$(PY) manage.py messages check

check-migrations:
	$(PY) manage.py makemigrations --check --dry-run

check-deployment:
	GROUNDWORK_SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(PY) manage.py check --deploy --fail-level WARNING

bench: setup ## Speed as ratios against named references; ONLY=part-of-name selects
	@$(MAKE) --no-print-directory .venv/bench-ready || echo "Without these packages; what needs them is named below."
	@$(PY) -m tests.bench $(if $(ONLY),--only $(ONLY))

soak: setup ## The long tests: false alarms, killed workers
	$(PY) -m pytest -n 2 --dist loadfile -m soak -rP tests

lock: ## Pin the requirements again (needs uv)
	for set in 'requirements.txt' 'requirements-dev.txt --group dev' 'requirements-bench.txt --group dev --group bench'; do \
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
			--no-header -q pyproject.toml -o $$set; done

# that the lists are valid is shown by tests/deploy/test_sbom.py; the program would take half of its time for it
sbom: .venv/ready ## What the image installs, with versions and digests, as CycloneDX in sbom/
	@mkdir -p sbom
	@$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --no-validate --spec-version 1.6 \
		--of JSON --pyproject pyproject.toml --mc-type application -o sbom/python.json
	@npm sbom --package-lock-only --omit dev --sbom-format cyclonedx --sbom-type application > sbom/browser.json
	@echo 'sbom/python.json, sbom/browser.json'
