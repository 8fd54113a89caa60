# Sporades: two commands are enough.
#
#   make demo                            the service, with a small cast of candidates
#   make demo AT="2024-11-08 16:59"      the same, at another instant (Paris)
#   make test                            everything that is proved
#   make bench                           what it costs, on both databases: six minutes

AT =
ONLY =
NEEDS = postgresql clamd chromium nginx java pdftoppm systemd-analyze tesseract vnu

.PHONY: demo test check drills bench lock clean

demo:
	@tools/bootstrap app
	@tools/needs --optional clamd tesseract
	@SPORADES_DEMO=1 .venv/bin/python -m sporades demo $(if $(AT),--at "$(AT)")

test: check
	@tools/needs $(NEEDS)
	@.venv/bin/python tools/suite.py

# Format, lint, types, layers, migrations, settings of production, HTML.
check:
	@tools/bootstrap dev
	@tools/needs java vnu
	@tools/check

# What is long: fuzzing, scales, crashes at every step, files in a bucket of a real S3 server, an export in
# LibreOffice, mails that a real Postfix brings back, and what SpamAssassin says of each.
drills:
	@tools/bootstrap dev
	@tools/needs $(NEEDS) swift spamassassin soffice postfix
	@.venv/bin/python tools/suite.py --drills

# Measured, never asserted: docs/performance.md keeps one run. ONLY="sqlite --no-load" takes one.
bench:
	@tools/bootstrap dev
	@tools/needs postgresql wrk
	@.venv/bin/python -m benchmarks $(ONLY)

# Exact versions and hashes, no address: after a change of the dependencies in pyproject.toml.
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

lock:
	@tools/bootstrap dev
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) pyproject.toml -o requirements/app.txt
	@$(COMPILE) pyproject.toml --extra s3 -o requirements/s3.txt
	@$(COMPILE) pyproject.toml --extra s3 --extra dev -o requirements/dev.txt

# What can be made again. The demonstration's data (var/) stay.
clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/tools/node_modules
	find . -name __pycache__ -prune -exec rm -rf {} +
