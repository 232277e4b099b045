# What developers and CI run; `make` alone lists the goals.
.DEFAULT_GOAL := help
.PHONY: help build test format check-format up down demo images clean

help: ## List the goals
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

build: ## Build all modules without running tests
	mvn -B package -DskipTests

test: ## Run every test against real databases
	mvn -B verify

format: ## Format the code (Maven itself must run on JDK 25)
	mvn -B spotless:apply

check-format: ## Fail where the code is not formatted (Maven itself must run on JDK 25)
	mvn -B spotless:check

up: ## Start everything and show the log
	./sensormine up

demo: ## Send real readings and query them
	./sensormine demo

down: ## Stop everything
	./sensormine down

images: build ## Build the five services' images
	docker compose build

clean: ## Remove what was built
	mvn -B -q clean

bench-ingest: ## Measure ingestion against the raw insert, on the instance that is up
	mvn -B -q package -DskipTests -pl benchmarks -am
	java -cp 'benchmarks/target/benchmarks.jar:benchmarks/target/lib/*' io.sensormine.benchmarks.IngestBenchmark
