# make test            everything that this machine can run; ends by naming what it could not
# make test STRICT=1   the same, and what could not run is a failure
# make header          regenerates the committed C headers
# make install PREFIX= installs the C library, its header and its pkg-config file

.PHONY: test header install

test:
	@STRICT=$(STRICT) bash .ci/test

header install:
	$(MAKE) -C bindings-c $@
