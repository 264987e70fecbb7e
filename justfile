# Short names for what CONTRIBUTING.md describes; `just` itself is optional.

# List the recipes.
default:
    @just --list

# A sync server and two tablets with sample data, in the browser.
demo:
    uv run floorwalk demo

# Everything CI runs, as it runs it.
ci:
    .ci/run

# The tests; arguments go on to pytest: `just test tests/checklists -x`.
test *ARGS:
    uv run pytest {{ARGS}}

# The tests that need no browser.
quick:
    uv run pytest -m "not browser"

# Put the code in the house's form.
format:
    uv run ruff check --fix
    uv run ruff format

# Linter and types.
check:
    uv run ruff check
    uv run ruff format --check
    uv run mypy
