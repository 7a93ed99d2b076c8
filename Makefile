# Every target can be run again without harm. Kept to what GNU make 3.81 understands, which macOS ships.
PORT ?= 8000
PYTHON = .venv/bin/python
NEXT_DJANGO = 6.1
NEXT_PYTHON = .venv-next/bin/python
BENCH_PYTHON = .venv-bench/bin/python
FIXTURES = section-kinds roles references glossary
SHELL = /bin/sh
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

# The demo's whole configuration: nothing of the caller's own environment may send mail or reach a real database.
DEMO = env DEBUG=1 EMAIL_URL=console: ALLOWED_HOSTS=127.0.0.1,localhost \
	DATABASE_URL=sqlite:///var/demo.sqlite3 SITE_URL=http://127.0.0.1:$(PORT) \
	SITE_NAME="Monograph demo: sample content, not medical advice" SECRET_KEY="$$(cat var/demo-secret-key)"

.DELETE_ON_ERROR:
.PHONY: help demo test test-next lint format coverage upgrade-check bench bench-desks check-pages messages pictures clean-demo clean

help:
	@echo "Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: .venv/.requirements ## Show the site with sample guides on http://127.0.0.1:8000 (PORT=8080 for another port).
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
		{ echo "Port $(PORT) is in use. Choose another: make demo PORT=8001" >&2; exit 2; }
	@mkdir -p var
	@test -s var/demo-secret-key || (umask 077; \
		$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > var/demo-secret-key)
	@echo "Preparing the database var/demo.sqlite3 ..."
	@$(DEMO) $(PYTHON) manage.py migrate --verbosity 0
	@echo "Loading section kinds, roles, references and glossary ..."
	@$(DEMO) $(PYTHON) manage.py loaddata --verbosity 0 $(FIXTURES:%=fixtures/%.json)
	@echo "Writing, reviewing and publishing the sample guides (half a minute the first time) ..."
	@$(DEMO) $(PYTHON) manage.py load_sample
	@$(DEMO) $(PYTHON) manage.py render_pages --verbosity 0
	@echo
	@echo "  What patients see:   http://127.0.0.1:$(PORT)/"
	@echo "  Where it is written: http://127.0.0.1:$(PORT)/admin/"
	@echo "  Stop with Ctrl+C. To begin anew: make clean-demo demo"
	@echo
	@$(DEMO) $(PYTHON) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/.requirements-dev ## Check style and types, then run all tests on SQLite and, where there is one, PostgreSQL.
	@$(PYTHON) -m tests

test-next: .venv-next/.requirements-dev ## Run the same tests on the newest Django, for which Python 3.12 is needed.
	@$(NEXT_PYTHON) -m tests --only checks --only sqlite --only postgresql

lint: .venv/.requirements-dev ## Check style and types.
	@$(PYTHON) -m tests --only lint

format: .venv/.requirements-dev ## Put the code into the one format, and mend what can be mended without thought.
	@$(PYTHON) -m ruff check --fix --quiet
	@$(PYTHON) -m ruff format

coverage: .venv/.requirements-dev ## Run the tests on SQLite and list the lines of monograph/ they never reach.
	@$(PYTHON) -m tests --only sqlite -- --cov --cov-report=term-missing

upgrade-check: .venv/.requirements-dev ## List the packages that have a newer version.
	@$(PYTHON) -m pip list --outdated --disable-pip-version-check

bench-desks: .venv/.requirements .venv-bench/.requirements ## Measure the desks beside Wagtail's (ten minutes; needs PostgreSQL).
	@$(PYTHON) -m bench.desks

bench: .venv/.requirements-dev .venv-bench/.requirements ## Measure how fast guides are served and found (half an hour, most of it making 10,000 guides twice; needs PostgreSQL, wrk, nginx).
	@$(PYTHON) -m bench.reading
	@$(PYTHON) -m bench.finding

check-pages: .venv/.requirements-dev ## Let the Nu HTML checker and Lighthouse look at the public pages (needs npm, Java, Chromium).
	@mkdir -p var/node
	@cp bench/pages/package.json var/node/package.json && npm install --silent --no-audit --no-fund --prefix var/node
	@$(PYTHON) -m bench.pages

messages: .venv/.requirements-dev ## Find new words of the public pages and compile their translations.
	@$(PYTHON) -m tests.translations

pictures: .venv/.requirements-dev ## Take the pictures in docs/pictures anew (needs Chromium).
	@$(PYTHON) docs/take_pictures.py

clean-demo: ## Remove the demo's database and key.
	@rm -f var/demo.sqlite3 var/demo.sqlite3-shm var/demo.sqlite3-wal var/demo-secret-key

clean: clean-demo ## Remove what these targets made: virtual environments, caches, the demo.
	@rm -rf .venv .venv-next .venv-bench .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	@find bench config monograph tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A link to the interpreter it was made with: when that one goes, the link dangles and the environment is made anew.
.venv/bin/python:
	@python=$$(sh .ci/find-python 3.11) && echo "Making .venv with $$python ..." && "$$python" -m venv --clear .venv

.venv-next/bin/python:
	@python=$$(sh .ci/find-python 3.12) && echo "Making .venv-next with $$python ..." && \
		"$$python" -m venv --clear .venv-next

.venv/.requirements: requirements.txt .venv/bin/python
	@echo "Installing requirements.txt into .venv ..."
	@$(PYTHON) $(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/.requirements-dev: requirements-dev.txt requirements.txt .venv/bin/python
	@echo "Installing requirements-dev.txt into .venv ..."
	@$(PYTHON) $(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ .venv/.requirements

.venv-next/.requirements-dev: requirements-dev.txt requirements.txt .venv-next/bin/python
	@echo "Installing requirements-dev.txt and Django $(NEXT_DJANGO) into .venv-next ..."
	@$(NEXT_PYTHON) $(PIP_INSTALL) -r requirements-dev.txt
	@$(NEXT_PYTHON) $(PIP_INSTALL) "Django~=$(NEXT_DJANGO).0"
	@touch $@

.venv-bench/bin/python:
	@python=$$(sh .ci/find-python 3.11) && echo "Making .venv-bench with $$python ..." && \
		"$$python" -m venv --clear .venv-bench

.venv-bench/.requirements: bench/requirements.txt requirements.txt .venv-bench/bin/python
	@echo "Installing bench/requirements.txt into .venv-bench ..."
	@$(BENCH_PYTHON) $(PIP_INSTALL) -r bench/requirements.txt
	@# It names no Wagtail from 8 on, and runs with it.
	@$(BENCH_PYTHON) $(PIP_INSTALL) --no-deps wagtail-cache==3.0.0
	@touch $@
