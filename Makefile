.DEFAULT_GOAL := help
BIN := .venv/bin
DATA ?= ../shared/data
REPORTS ?=
EVAL ?= ../shared/eval
SETS ?= all
SET ?= samples
PINNED ?= pinned_scores.json
TIMES ?= 100
STORE ?= sqlite
SEED ?= 1

.PHONY: help env demo test check format gate score errors bench growth faults lock

help: ## List these commands
	@echo "overt: news reports -> a ledger of incidents in which every value has a quote. Begin with: make demo"
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'
	@echo
	@echo "Your own reports: .venv/bin/overt run FOLDER, then .venv/bin/overt list. All else: README.md"

env: ## Make the locked environment in .venv
	@scripts/env

demo: env ## Read the sample reports and show the incidents they tell of
	@scripts/demo

test: env ## Run the tests and the quality gate
	@$(BIN)/pytest --numprocesses auto
	@$(BIN)/python -m bench.gate

check: env ## All that must hold before a commit: format, lint, imports, types, tests, gate
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/ruff check src tests bench
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

format: env ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet src tests bench || true
	@$(BIN)/ruff format src tests bench

gate: env ## Check the pinned floors on the project's own annotated reports
	@$(BIN)/python -m bench.gate

score: env ## Score on evaluation data: make score DATA=FOLDER SETS=retold_reports,names FULL=1; PIN=1: compare with this run
	@$(BIN)/python -m bench.score --data $(DATA) --eval $(EVAL) --sets $(SETS) --pinned $(PINNED) \
	  $(if $(REPORTS),--reports $(REPORTS)) $(if $(FULL),--full) $(if $(PIN),--pin) $(if $(VERBOSE),--verbose)

errors: env ## Browse what is wrong, by cause: make errors SET=retold_reports CAUSE=certainty OUT=/tmp/errors.html
	@$(BIN)/python -m bench.errors --set $(SET) --data $(DATA) --eval $(EVAL) $(if $(REPORTS),--reports $(REPORTS)) \
	  $(if $(CAUSE),--cause "$(CAUSE)") $(if $(CASE),--case $(CASE)) $(if $(OUT),--out $(OUT)) $(if $(ALL),--all)

bench: env ## Time the reading beside the bare parser, and what is asked of a million claims: make bench TEXTS=FOLDER LEDGER=FILE CLAIMS=100000
	@$(BIN)/python -m bench.speed $(if $(TEXTS),--data $(TEXTS)) $(if $(PROFILE),--profile)
	@$(BIN)/python -m bench.large.asking $(if $(CLAIMS),--claims $(CLAIMS)) $(if $(LEDGER),--ledger $(LEDGER))

growth: env ## Time and room that 100 more reports take in ledgers of 0 to 100,000 claims: make growth CLAIMS="0 1000 10000"
	@$(BIN)/python -m bench.growth.curve $(if $(CLAIMS),--claims $(CLAIMS))

faults: env ## Kill overt at random moments and look what is left: make faults TIMES=500 STORE=postgresql SEED=2
	@$(BIN)/python -m bench.faults --times $(TIMES) --store $(STORE) --seed $(SEED) $(if $(STAGES),--stages $(STAGES))

lock: env ## Lock the newest permitted packages (needs the package uv)
	@uv pip compile --quiet --extra dev --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
