# Trame, from the command line. `make` alone lists the targets.
# A line « target: ## words » is what the list shows.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
UPGRADE ?=
export PYTHON UPGRADE

BIN := .venv/bin
# Tests and the single machine never use the servers that a shell happens to name. What Python compiled
# is kept: each process would compile it all again.
ALONE := env -u DATABASE_URL -u CELERY_BROKER_URL -u DJANGO_SETTINGS_MODULE -u PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install install-test system run demo check test test-services test-browser lock

help: ## Cette liste
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Installe Trame dans .venv (versions verrouillées)
	@.ci/install base

install-test: ## Installe en plus les outils de vérification
	@.ci/install test

system: ## Vérifie, et installe s'il se peut, ce que demandent les PDF
	@.ci/system pdf

run: install system ## Démarre tout : site, travaux de fond, démonstration (PORT=8000)
	@$(ALONE) $(BIN)/python manage.py start --host $(HOST) --port $(PORT)

demo: install ## Charge ou remet à jour les données de la démonstration
	@$(ALONE) $(BIN)/python manage.py migrate --verbosity 0
	@$(ALONE) $(BIN)/python manage.py demo

check: install-test ## Style, couches, migrations, gabarits, réglages de production
	@$(ALONE) .ci/check

test: install-test system ## Les essais qui ne demandent aucun serveur
	@$(ALONE) $(BIN)/python -m pytest -n 2 --dist loadfile -m "not services and not browser"

test-services: install-test system ## Les essais sur PostgreSQL, Redis et Celery
	@$(ALONE) .ci/services

test-browser: install-test system ## Les essais dans un navigateur
	@.ci/system browser
	@$(ALONE) $(BIN)/python -m pytest -n 2 --dist worksteal -m browser

lock: install ## Verrouille à nouveau les versions (UPGRADE=--upgrade pour monter)
	@.ci/lock
