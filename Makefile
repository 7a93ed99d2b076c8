# Every target can be run again without harm. It uses only what GNU make 3.81 understands, which macOS ships.
PORT ?= 8000
export BARE_TEST ?= make test
PYTHON = .venv/bin/python
NEXT_DJANGO = 6.1
NEXT_PYTHON = .venv-next/bin/python
BENCH_PYTHON = .venv-bench/bin/python
FIXTURES = roles references glossary
SHELL = /bin/sh
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check
# For every supported Python and platform; whoever installs brings the address of a package index.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --custom-compile-command "make lock"

# The demo's whole configuration: nothing in the caller's environment may send mail or reach a real database.
DEMO = env -u SECRET_KEY_FILE -u DATABASE_URL_FILE -u EMAIL_URL_FILE -u ERROR_REPORTING_DSN_FILE -u OIDC_CLIENT_SECRET_FILE \
	ERROR_REPORTING_DSN= OIDC_ISSUER= LOCAL_PASSWORDS=1 DEBUG=1 EMAIL_URL=console: ALLOWED_HOSTS=127.0.0.1,localhost \
	DATABASE_URL=sqlite:///var/demo.sqlite3 SITE_URL=http://127.0.0.1:$(PORT) \
	SITE_NAME="Monograph demo: sample content, not medical advice" SECRET_KEY="$$(cat var/demo-secret-key)"

.DELETE_ON_ERROR:
.PHONY: help demo test test-next bare lint format coverage mutants lock upgrade bench bench-desks bench-texts bench-guessers check-pages messages pictures
.PHONY: audit sbom clean-demo clean

help:
	@echo "Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: .venv/.requirements ## Serve the site with sample guides on http://127.0.0.1:8000 (PORT=8080 for another port).
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is in use. Choose another: make demo PORT=8001" >&2; exit 2; }
	@mkdir -p var
	@test -s var/demo-secret-key || (umask 077; \
		$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > var/demo-secret-key)
	@echo "Preparing the database var/demo.sqlite3 ..."
	@$(DEMO) $(PYTHON) manage.py migrate --verbosity 0
	@echo "Loading section kinds, roles, references and glossary ..."
	@$(DEMO) $(PYTHON) manage.py load_catalogue --verbosity 0
	@$(DEMO) $(PYTHON) manage.py loaddata --verbosity 0 $(FIXTURES:%=fixtures/%.json)
	@echo "Writing, reviewing and publishing the sample guides (half a minute the first time) ..."
	@$(DEMO) $(PYTHON) manage.py load_sample
	@$(DEMO) $(PYTHON) manage.py render_pages --verbosity 0
	@echo
	@echo "  What patients see:   http://127.0.0.1:$(PORT)/"
	@echo "  Where it is written: http://127.0.0.1:$(PORT)/admin/"
	@echo "  Stop with Ctrl+C. To start over: make clean-demo demo"
	@echo
	@$(DEMO) $(PYTHON) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/.requirements-dev node_modules/.installed ## Check style and types, then run all tests on SQLite and, where one is found, PostgreSQL.
	@$(PYTHON) -m tests

test-next: .venv-next/.requirements-dev ## Run the same tests on Django 6.1 (needs Python 3.12 or newer).
	@$(NEXT_PYTHON) -m tests --only checks --only sqlite --only postgresql

bare: ## Try the demo and the tests on a bare Debian 12 (needs root, debootstrap; BARE_TEST="make lint" for other tests).
	@bash .ci/bare

lint: .venv/.requirements-dev node_modules/.installed ## Check style, types, imports, templates, scripts, sizes and words.
	@$(PYTHON) -m tests --only lint

audit: .venv/.requirements-dev ## Write the SBOM, then ask which vulnerabilities of locked packages are known (needs network).
	@$(PYTHON) -m tests.audit

sbom: .venv/.requirements-dev ## Write var/sbom.cdx.json, the packages that the product runs on (CycloneDX).
	@$(PYTHON) -m tests.audit --sbom

format: .venv/.requirements-dev node_modules/.installed ## Format the code and fix what can be fixed automatically.
	@$(PYTHON) -m ruff check --fix --quiet
	@$(PYTHON) -m ruff format --quiet
	@$(PYTHON) -m tests.lint.templates --fix
	@$(PYTHON) -m tests.lint.scripts_and_styles --fix

mutants: .venv/.requirements-mutants ## Break the code on purpose, list what no test notices (hours; SAMPLE=300 takes a part, SEED=… the same again).
	@$(PYTHON) -m tests.mutants $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

coverage: .venv/.requirements-dev ## Run the tests on SQLite and list the lines of monograph/ that they never reach.
	@$(PYTHON) -m tests --only sqlite -- --cov --cov-report=term-missing

lock: .venv/.requirements-dev ## Lock the packages that the requirements.in files name, keeping the versions locked so far.
	@$(LOCK) $(UPGRADE) requirements.in --output-file requirements.txt
	@$(LOCK) $(UPGRADE) requirements-dev.in --output-file requirements-dev.txt
	@$(LOCK) $(UPGRADE) tests/mutants/requirements.in --output-file tests/mutants/requirements.txt
	@$(LOCK) $(UPGRADE) bench/requirements.in --override bench/overrides.txt --output-file bench/requirements.txt

upgrade: ## Lock the newest versions that the requirements.in files allow.
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade
	@echo 'Locked. To see what changed: git diff -U0 -- "*requirements*.txt" | grep "=="'

bench-desks: .venv/.requirements .venv-bench/.requirements ## Compare the desks' speed with Wagtail's (ten minutes; needs PostgreSQL).
	@$(PYTHON) -m bench.desks

bench-texts: .venv/.requirements-dev ## Measure how long intake, preflight and comparison take, also for hostile texts (ten minutes).
	@$(PYTHON) -m bench.compare
	@$(PYTHON) -m bench.preflight
	@$(PYTHON) -m bench.hostile

bench: .venv/.requirements-dev .venv-bench/.requirements ## Measure how fast guides are served and found (half an hour; needs PostgreSQL, wrk, nginx).
	@$(PYTHON) -m bench.reading
	@$(PYTHON) -m bench.search

bench-guessers: .venv/.requirements-dev ## Measure what guessers at the login take from readers (a minute).
	@$(PYTHON) -m bench.guessers

check-pages: .venv/.requirements-dev ## Check the public pages with the Nu HTML checker and Lighthouse (needs npm, Java, Chromium).
	@mkdir -p var/node
	@cp bench/pages/package.json var/node/package.json && npm install --silent --no-audit --no-fund --prefix var/node
	@$(PYTHON) -m bench.pages

messages: .venv/.requirements-dev ## Collect the public pages' texts and compile their translations.
	@$(PYTHON) -m tests.translations

pictures: .venv/.requirements-dev ## Take the pictures of docs/pictures again (needs Chromium).
	@$(PYTHON) docs/take_pictures.py

clean-demo: ## Remove the demo's database and key.
	@rm -f var/demo.sqlite3 var/demo.sqlite3-shm var/demo.sqlite3-wal var/demo-secret-key

clean: clean-demo ## Remove everything these targets made: virtual environments, caches, the demo.
	@rm -rf .venv .venv-next .venv-bench .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* node_modules
	@find bench config monograph tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A link to the interpreter it was made with: when that one goes, the link dangles and the environment is made again.
.venv/bin/python:
	@python=$$(sh .ci/find-python 3.11) && echo "Making .venv with $$python ..." && "$$python" -m venv --clear .venv

.venv-next/bin/python:
	@python=$$(sh .ci/find-python 3.12) && echo "Making .venv-next with $$python ..." && \
		"$$python" -m venv --clear .venv-next

.venv/.requirements: requirements.txt .venv/bin/python
	@echo "Installing requirements.txt into .venv ..."
	@$(PYTHON) $(PIP_INSTALL) --require-hashes -r requirements.txt
	@touch $@

.venv/.requirements-dev: requirements-dev.txt .venv/bin/python
	@echo "Installing requirements-dev.txt into .venv ..."
	@$(PYTHON) $(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@ .venv/.requirements

.venv/.requirements-mutants: tests/mutants/requirements.txt .venv/.requirements-dev
	@echo "Installing tests/mutants/requirements.txt into .venv ..."
	@$(PYTHON) $(PIP_INSTALL) --require-hashes -r tests/mutants/requirements.txt
	@touch $@

# Without npm there is nothing to make: the lint step says what is not checked.
node_modules/.installed: package-lock.json package.json
	@command -v npm >/dev/null || exit 0; echo "Installing package-lock.json into node_modules ..."; \
		npm ci --silent --no-audit --no-fund && touch $@

.venv-next/.requirements-dev: requirements-dev.txt .venv-next/bin/python
	@echo "Installing requirements-dev.txt and Django $(NEXT_DJANGO) into .venv-next ..."
	@$(NEXT_PYTHON) $(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@$(NEXT_PYTHON) $(PIP_INSTALL) "Django~=$(NEXT_DJANGO).0"
	@touch $@

.venv-bench/bin/python:
	@python=$$(sh .ci/find-python 3.11) && echo "Making .venv-bench with $$python ..." && \
		"$$python" -m venv --clear .venv-bench

.venv-bench/.requirements: bench/requirements.txt .venv-bench/bin/python
	@echo "Installing bench/requirements.txt into .venv-bench ..."
	@# The lock names every package, so pip needs no opinion of its own on bench/overrides.txt.
	@$(BENCH_PYTHON) $(PIP_INSTALL) --require-hashes --no-deps -r bench/requirements.txt
	@touch $@
