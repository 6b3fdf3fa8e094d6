# make test            everything that this machine can run; ends by naming what it could not
# make test STRICT=1   the same, and what could not run is a failure
# make header          regenerates the committed C headers
# make install PREFIX= installs the C library, its header and its pkg-config file
# make bench-peers     scipy, GraphBLAS, petgraph and others on the same tables; ASSETS=100000 for more than 10,000 assets
# make bench-growth    what each question costs at 10,000, 100,000 and a million assets; writes benches/README.md and its chart

.PHONY: test header install bench-peers bench-growth

test:
	@STRICT=$(STRICT) bash .ci/test

header install:
	$(MAKE) -C bindings-c $@

bench-peers: target/peers/venv/installed
	cargo build --release --quiet -p nhi-benches --bin peers
	target/peers/venv/bin/python benches/peers/run.py $(ASSETS)

target/peers/venv/installed: benches/peers/requirements.txt
	python3 -m venv target/peers/venv
	target/peers/venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

bench-growth:
	cargo build --release --quiet -p nhi-benches --bin growth --bin monitor
	python3 benches/growth.py $(SIZES)
