# Two commands do everything on a fresh machine with git, make and Python with venv: make run, make test.
.PHONY: run test check format bench spark lock clean

run: ## starts Chefforum with the demo municipality on http://127.0.0.1:8000
	@scripts/bootstrap run
	@.venv/bin/chefforum serve --demo

test: ## everything: house rules, all tests on SQLite and PostgreSQL, and in a real browser
	@scripts/bootstrap test
	@scripts/test

check: ## the house rules alone: style, types, directions of imports, migrations, locks
	@scripts/bootstrap test
	@scripts/check

format:
	@scripts/bootstrap test
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

bench: ## measures beside peers; results in bench/results
	@scripts/bootstrap bench
	@.venv/bin/python -m bench

spark: ## the ledger's sums on Spark as on DuckDB; fetches PySpark (half a gigabyte) and needs Java 17
	@scripts/bootstrap spark
	@.venv/bin/pytest -rs tests/modules/ledger/test_sums_on_spark.py

lock: ## makes the lock files anew
	@scripts/bootstrap test
	@scripts/lock

clean: ## removes what was built; the data in var/ stay
	@rm -rf .venv node_modules src/chefforum/web/static/vendor test-results staticfiles bench/work \
	  .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
