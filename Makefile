# What developers and CI run; `make` alone lists the goals.
.DEFAULT_GOAL := help
.PHONY: help build test format check-format up down demo images clean bench-ingest bench-fairness bench-overload bench-check bench-infer bench-search bench-bulk bench-roll bench-query

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

RUN_BENCHMARK = java=$$(for home in "$$JAVA_HOME" /usr/lib/jvm/*; do grep -qs '^JAVA_VERSION="2[5-9]' "$$home/release" && echo "$$home/bin/java" && break; done); \
	"$${java:-java}" -cp 'benchmarks/target/benchmarks.jar:benchmarks/target/lib/*' io.sensormine.benchmarks

# a build would replace the jars of the instance that is measured, so these do not build
bench-ingest: ## Measure every way in against its ceiling (after make build and ./sensormine up --detach, rates off: docs/benchmarks.md)
	@$(RUN_BENCHMARK).IngestBenchmark $(ARGS)

bench-fairness: ## Measure a device that sends little beside a gateway that floods (as bench-ingest)
	@$(RUN_BENCHMARK).FairnessBenchmark $(ARGS)

bench-overload: ## Measure what gateways that never pause are answered, for ten minutes (as bench-ingest)
	@$(RUN_BENCHMARK).OverloadBenchmark $(ARGS)

bench-check: ## Measure the check of messages, compiled and by the library (after make build)
	@$(RUN_BENCHMARK).CheckBenchmark $(ARGS)

bench-infer: ## Measure schema inference against reading the samples (after make build)
	@$(RUN_BENCHMARK).InferBenchmark $(ARGS)

bench-search: ## Measure the search of a million devices (after make build and ./sensormine up --detach, rates off: docs/benchmarks.md)
	@$(RUN_BENCHMARK).SearchBenchmark $(ARGS)

bench-bulk: ## Measure bulk writes of devices against the raw insert (as bench-ingest)
	@$(RUN_BENCHMARK).BulkBenchmark $(ARGS)

bench-roll: ## Measure the roller against the same aggregate alone (after make build)
	@$(RUN_BENCHMARK).RollupBenchmark $(ARGS)

bench-query: ## Measure queries against the database alone (as bench-ingest)
	@$(RUN_BENCHMARK).QueryBenchmark $(ARGS)
