# SPDX-License-Identifier: GPL-3.0-or-later
# The tests.  A unit test is one line here and tests/unit/test_NAME.c; a golden
# topic is a folder tests/cases/TOPIC and needs no line.

# One a line, sorted: unit_tests += tests/unit/test_NAME
unit_tests =
unit_tests += tests/unit/test_adaptive
unit_tests += tests/unit/test_agreement
unit_tests += tests/unit/test_alerts
unit_tests += tests/unit/test_arena
unit_tests += tests/unit/test_attainable
unit_tests += tests/unit/test_axis
unit_tests += tests/unit/test_batch
unit_tests += tests/unit/test_bind
unit_tests += tests/unit/test_buf
unit_tests += tests/unit/test_care
unit_tests += tests/unit/test_casebook
unit_tests += tests/unit/test_casebook_attacks
unit_tests += tests/unit/test_casebook_power
unit_tests += tests/unit/test_change
unit_tests += tests/unit/test_charstrings
unit_tests += tests/unit/test_child
unit_tests += tests/unit/test_choice_keys
unit_tests += tests/unit/test_choice_labels
unit_tests += tests/unit/test_classes
unit_tests += tests/unit/test_clerk
unit_tests += tests/unit/test_clerking
unit_tests += tests/unit/test_cohort
unit_tests += tests/unit/test_content
unit_tests += tests/unit/test_counter
unit_tests += tests/unit/test_couple
unit_tests += tests/unit/test_course
unit_tests += tests/unit/test_csv
unit_tests += tests/unit/test_csv_recorder
unit_tests += tests/unit/test_date
unit_tests += tests/unit/test_diag
unit_tests += tests/unit/test_dictionary
unit_tests += tests/unit/test_digest
unit_tests += tests/unit/test_draw
unit_tests += tests/unit/test_drawing
unit_tests += tests/unit/test_editing
unit_tests += tests/unit/test_exact
unit_tests += tests/unit/test_examples
unit_tests += tests/unit/test_explain
unit_tests += tests/unit/test_expr
unit_tests += tests/unit/test_expr_oracle
unit_tests += tests/unit/test_expr_problems
unit_tests += tests/unit/test_expr_random
unit_tests += tests/unit/test_file
unit_tests += tests/unit/test_fingerprint
unit_tests += tests/unit/test_flow
unit_tests += tests/unit/test_fold
unit_tests += tests/unit/test_irt
unit_tests += tests/unit/test_json
unit_tests += tests/unit/test_inbox
unit_tests += tests/unit/test_judged
unit_tests += tests/unit/test_fillings
unit_tests += tests/unit/test_partner_difference
unit_tests += tests/unit/test_draft
unit_tests += tests/unit/test_filling
unit_tests += tests/unit/test_form
unit_tests += tests/unit/test_form_walks
unit_tests += tests/unit/test_kernel
unit_tests += tests/unit/test_keyboard
unit_tests += tests/unit/test_keystrokes
unit_tests += tests/unit/test_labels
unit_tests += tests/unit/test_library
unit_tests += tests/unit/test_lines_input
unit_tests += tests/unit/test_links
unit_tests += tests/unit/test_map
unit_tests += tests/unit/test_measure
unit_tests += tests/unit/test_mem
unit_tests += tests/unit/test_moments
unit_tests += tests/unit/test_near
unit_tests += tests/unit/test_norm
unit_tests += tests/unit/test_norm_score
unit_tests += tests/unit/test_normal
unit_tests += tests/unit/test_num
unit_tests += tests/unit/test_orders
unit_tests += tests/unit/test_outlines
unit_tests += tests/unit/test_outcome
unit_tests += tests/unit/test_pairs
unit_tests += tests/unit/test_palette
unit_tests += tests/unit/test_pdf
unit_tests += tests/unit/test_pdf_pass
unit_tests += tests/unit/test_plan
unit_tests += tests/unit/test_profile
unit_tests += tests/unit/test_private_pages
unit_tests += tests/unit/test_progress
unit_tests += tests/unit/test_published
unit_tests += tests/unit/test_quantile
unit_tests += tests/unit/test_rci
unit_tests += tests/unit/test_reach
unit_tests += tests/unit/test_read
unit_tests += tests/unit/test_recoding
unit_tests += tests/unit/test_reliability
unit_tests += tests/unit/test_report
unit_tests += tests/unit/test_schema
unit_tests += tests/unit/test_score_text
unit_tests += tests/unit/test_sealing
unit_tests += tests/unit/test_sem
unit_tests += tests/unit/test_sentences
unit_tests += tests/unit/test_series
unit_tests += tests/unit/test_shelves
unit_tests += tests/unit/test_sinks
unit_tests += tests/unit/test_small_sums
unit_tests += tests/unit/test_source
unit_tests += tests/unit/test_status
unit_tests += tests/unit/test_str
unit_tests += tests/unit/test_surface_text
unit_tests += tests/unit/test_template
unit_tests += tests/unit/test_ticks
unit_tests += tests/unit/test_traps
unit_tests += tests/unit/test_traps_change
unit_tests += tests/unit/test_trend
unit_tests += tests/unit/test_tui_layout
unit_tests += tests/unit/test_twin
unit_tests += tests/unit/test_typed_date
unit_tests += tests/unit/test_units
unit_tests += tests/unit/test_utf8
unit_tests += tests/unit/test_vec
unit_tests += tests/unit/test_verdict
unit_tests += tests/unit/test_wording
unit_tests += tests/unit/test_words
unit_tests += tests/unit/test_workers
unit_tests += tests/unit/test_wrap
unit_tests += tests/unit/test_xlsx_number
unit_tests += tests/unit/test_xml
unit_tests += tests/unit/test_xsd
unit_tests += tests/unit/test_xsd_spoilt

# One a line, sorted; what they share is in tests/checks.sh.
script_tests =
script_tests += tests/check-bfi.sh
script_tests += tests/check-casebook.sh
script_tests += tests/check-clinic.sh
script_tests += tests/check-completion.sh
script_tests += tests/check-confined.sh
script_tests += tests/check-correct.sh
script_tests += tests/check-couples.sh
script_tests += tests/check-drawing.sh
script_tests += tests/check-frame.sh
script_tests += tests/check-items.sh
script_tests += tests/check-kills.sh
script_tests += tests/check-layers.sh
script_tests += tests/check-odd.sh
script_tests += tests/check-shards.sh
script_tests += tests/check-shelf.sh
script_tests += tests/check-statics.sh
script_tests += tests/check-terminal.sh
script_tests += tests/check-traps.sh

check_LIBRARIES = libunit.a
# One a line, sorted: what several tests share.
libunit_a_SOURCES =
libunit_a_SOURCES += tests/unit/casebook_kit.c
libunit_a_SOURCES += tests/unit/casebook_kit.h
libunit_a_SOURCES += tests/unit/drawing_dump.c
libunit_a_SOURCES += tests/unit/drawing_dump.h
libunit_a_SOURCES += tests/unit/expr_kit.c
libunit_a_SOURCES += tests/unit/expr_kit.h
libunit_a_SOURCES += tests/unit/fill_kit.c
libunit_a_SOURCES += tests/unit/fill_kit.h
libunit_a_SOURCES += tests/unit/json_reader.c
libunit_a_SOURCES += tests/unit/json_reader.h
libunit_a_SOURCES += tests/unit/keys.c
libunit_a_SOURCES += tests/unit/keys.h
libunit_a_SOURCES += tests/unit/measure_fixed.c
libunit_a_SOURCES += tests/unit/measure_fixed.h
libunit_a_SOURCES += tests/unit/model_dump.c
libunit_a_SOURCES += tests/unit/model_dump.h
libunit_a_SOURCES += tests/unit/rational.c
libunit_a_SOURCES += tests/unit/rational.h
libunit_a_SOURCES += tests/unit/reference.c
libunit_a_SOURCES += tests/unit/reference.h
libunit_a_SOURCES += tests/unit/said.c
libunit_a_SOURCES += tests/unit/said.h
libunit_a_SOURCES += tests/unit/scoring.c
libunit_a_SOURCES += tests/unit/scoring.h
libunit_a_SOURCES += tests/unit/twin.h
libunit_a_SOURCES += tests/unit/twin_make.c
libunit_a_SOURCES += tests/unit/twin_score.c
libunit_a_SOURCES += tests/unit/unit.c
libunit_a_SOURCES += tests/unit/unit.h
libunit_a_SOURCES += tests/unit/xsd_kit.c
libunit_a_SOURCES += tests/unit/xsd_kit.h
libunit_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

# A fuzzer for each parser, one a line and tests/fuzz/fuzz_NAME.c; without
# --enable-fuzzing it runs its corpus, tests/fuzz/corpus/NAME/.
fuzzers =
fuzzers += tests/fuzz/fuzz_csv
fuzzers += tests/fuzz/fuzz_draft
fuzzers += tests/fuzz/fuzz_expression
fuzzers += tests/fuzz/fuzz_instrument
fuzzers += tests/fuzz/fuzz_map
fuzzers += tests/fuzz/fuzz_table
fuzzers += tests/fuzz/fuzz_template
fuzzers += tests/fuzz/fuzz_wording
fuzz_common = tests/fuzz/fuzz.c tests/fuzz/fuzz.h
if FUZZING
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_common += tests/fuzz/replay.c
fuzz_ldflags = $(AM_LDFLAGS)
fuzz_tests = $(fuzzers)
endif
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c $(fuzz_common)
tests_fuzz_fuzz_csv_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_draft_SOURCES = tests/fuzz/fuzz_draft.c $(fuzz_common)
tests_fuzz_fuzz_draft_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_expression_SOURCES = tests/fuzz/fuzz_expression.c $(fuzz_common)
tests_fuzz_fuzz_expression_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_instrument_SOURCES = tests/fuzz/fuzz_instrument.c $(fuzz_common)
tests_fuzz_fuzz_instrument_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_map_SOURCES = tests/fuzz/fuzz_map.c $(fuzz_common)
tests_fuzz_fuzz_map_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_table_SOURCES = tests/fuzz/fuzz_table.c $(fuzz_common)
tests_fuzz_fuzz_table_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz_template.c $(fuzz_common)
tests_fuzz_fuzz_template_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_wording_SOURCES = tests/fuzz/fuzz_wording.c $(fuzz_common)
tests_fuzz_fuzz_wording_LDFLAGS = $(fuzz_ldflags)

# dump_sav shows golden cases what 'attune export sav' wrote.
check_PROGRAMS = $(unit_tests) $(fuzzers) tests/dump_sav
LDADD = libunit.a libattune.a $(CMOCKA_LIBS) $(LIBXML_LIBS) \
    $(CAIRO_LIBS) $(QPDF_LIBS) $(SODIUM_LIBS) $(GSL_LIBS) $(CURSES_LIBS) \
    $(READSTAT_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) -lm

TESTS = $(unit_tests) $(fuzz_tests) $(GOLDEN_TOPICS) $(script_tests)
TEST_EXTENSIONS = .golden .sh

# Every case of cmocka and every golden case counts as one test.
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
    $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
GOLDEN_LOG_DRIVER = $(tap_driver)
SH_LOG_DRIVER = $(tap_driver)
# A failed test also ends its script with 1, which must not count twice; a
# script that dies is known by its missing plan.
SH_LOG_DRIVER_FLAGS = --ignore-exit

in_each_locale = $(SHELL) $(srcdir)/tests/in-each-locale
LOG_COMPILER = $(in_each_locale)
GOLDEN_LOG_COMPILER = $(in_each_locale) $(SHELL) $(srcdir)/tests/golden
SH_LOG_COMPILER = $(SHELL)

# Arithmetic and files: what reads and prints no number and folds no letter, or
# chooses its own locale, is tested in one, everything else in three.
one_locale_tests = adaptive agreement arena attainable axis casebook \
    casebook_attacks casebook_power child cohort counter digest \
    draft drawing expr_oracle expr_random form_walks inbox irt map measure mem moments \
    norm_score normal orders outcome pairs palette private_pages quantile rci reach \
    reliability sealing sem ticks trend twin vec workers xsd xsd_spoilt

# What the scripts and the unit tests need to know.
AM_TESTS_ENVIRONMENT = \
    SOURCE_FOLDER='$(abs_top_srcdir)'; export SOURCE_FOLDER; \
    BUILD_FOLDER='$(abs_top_builddir)'; export BUILD_FOLDER; \
    mkdir -p tests/scratch; \
    LOCPATH='$(abs_top_builddir)/tests/locale'; export LOCPATH; \
    CC='$(CC)'; export CC; \
    AWK='$(AWK)'; export AWK; \
    ONE_LOCALE_TESTS='$(addprefix tests/unit/test_,$(one_locale_tests)) \
        tests/check-shards.sh'; \
    export ONE_LOCALE_TESTS; \
    HEADER_CFLAGS='$(LIBXML_CFLAGS) $(CAIRO_CFLAGS) $(SODIUM_CFLAGS) $(GSL_CFLAGS)'; \
    export HEADER_CFLAGS; \
    SANITIZERS='$(SANITIZERS)'; export SANITIZERS; \
    ASAN_OPTIONS=detect_stack_use_after_return=1; export ASAN_OPTIONS; \
    UBSAN_OPTIONS=print_stacktrace=1; export UBSAN_OPTIONS; \
    LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; \
    export LSAN_OPTIONS;

# The locales that the tests run under besides C.UTF-8.
test_locales = de_DE tr_TR
check_DATA = tests/locale/made
tests/locale/made:
	$(AM_V_GEN)rm -rf tests/locale && $(MKDIR_P) tests/locale && \
	for name in $(test_locales); do \
	  $(LOCALEDEF) --no-archive -i $$name -f UTF-8 \
	    tests/locale/$$name.UTF-8 || { \
	      echo "cannot make the locale '$$name': are localedef and its" \
	        "sources (Debian: locales) installed?" >&2; exit 1; }; \
	done && touch $@

# Automake wants a file for each test; a topic is a folder.
$(GOLDEN_TOPICS): attune$(EXEEXT)
	@$(MKDIR_P) $(@D) && touch $@

# Our own memory is zeroed, and sanitizers see what is done with it; valgrind also
# sees what libraries do.  It leaves out what hands them nothing and takes minutes
# under it, and what draws in a process of its own: that one ends with all that it
# was given, which is no leak of it.  The slowest begin first, so that none is
# alone at the end.
not_for_valgrind = $(addprefix tests/unit/test_, choice_keys draw expr_oracle \
    expr_random fillings links num orders private_pages twin xsd xsd_spoilt)
slow_tests = $(addprefix tests/unit/test_, source draft inbox report)
valgrind_tests = $(slow_tests) \
    $(filter-out $(slow_tests) $(not_for_valgrind),$(unit_tests)) $(fuzz_tests)

check-valgrind: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(valgrind_tests)' \
	  ATTUNE_TEST_LOCALES=C.UTF-8 LOG_COMPILER="$(in_each_locale) \
	    $(VALGRIND) --quiet --leak-check=full --errors-for-leak-kinds=definite \
	    --error-exitcode=99 --suppressions=$(abs_top_srcdir)/tests/valgrind.supp"

# One file on many machines, as instruments/large-files.md tells it: a cluster of
# two nodes on this one.
check-cluster: all
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/check-cluster.sh

# What commands do when a call or memory fails them: see tests/faults/README.md.
FAULTS = 300
check-faults: all
	$(AM_TESTS_ENVIRONMENT) FAULTS=$(FAULTS) \
	  $(SHELL) $(srcdir)/tests/check-faults.sh

# Whatever is killed, KILLS times each.
KILLS = 2000
check-kills: all tests/unit/test_draft tests/unit/test_clerking
	$(AM_TESTS_ENVIRONMENT) ATTUNE_KILLS=$(KILLS) tests/unit/test_draft
	$(AM_TESTS_ENVIRONMENT) ATTUNE_KILLS=$(KILLS) tests/unit/test_clerking
	$(AM_TESTS_ENVIRONMENT) ATTUNE_KILLS=$(KILLS) \
	  $(SHELL) $(srcdir)/tests/check-kills.sh

# What a raw disk holds of a casebook: mounts an image, as root.
check-erased: all
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/check-erased.sh

# How much of src/ is run by all tests and a part of check-faults, in a build with
# --enable-coverage.  Counts add up until 'make clean'; 'make coverage-told' tells
# what is there already.
coverage: all
	@test $(COVERAGE) != no || { \
	  echo "configure with --enable-coverage for this" >&2; exit 1; }
	-ATTUNE_TEST_LOCALES=C.UTF-8 $(MAKE) $(AM_MAKEFLAGS) check
	-$(MAKE) $(AM_MAKEFLAGS) check-faults FAULTS=8
	@$(MAKE) $(AM_MAKEFLAGS) coverage-told

coverage-told:
	@find src -name '*.gcda' | sort | xargs $(GCOV) -t -b -c | \
	  $(AWK) -v missed=tests/missed -f $(srcdir)/tests/coverage.awk
	@echo "what is never run: tests/missed"

# Each fuzzer for so many seconds, or for so many runs from one seed;
# as many at once as make runs jobs, and each counts as one test.
FUZZ_SECONDS = 20
FUZZ_RUNS =
fuzz:
	FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_RUNS=$(FUZZ_RUNS) \
	  $(MAKE) $(AM_MAKEFLAGS) check \
	  TESTS='$(fuzzers)' check_PROGRAMS='$(fuzzers)' check_DATA= \
	  LOG_COMPILER='$(SHELL) $(srcdir)/tests/fuzz/search'

clean-tests:
	find . -name '*.gc??' -type f -exec rm -f {} +
	rm -rf tests/missed tests/fuzzed tests/locale tests/scratch tests/topics

EXTRA_DIST += $(script_tests) tests/a-casebook tests/casebook_reader.py tests/bench tests/check-cluster.sh tests/check-erased.sh tests/check-faults.sh tests/checks.sh tests/coverage.awk tests/cases tests/data tests/faults tests/font_table tests/fuzz/corpus tests/fuzz/search tests/golden \
    tests/in-each-locale tests/lsan.supp tests/sentences tests/tutorial-files tests/unit/read_cases.def \
    tests/unit/wording_cases.def tests/unit/xsd_cases.def \
    tests/valgrind.supp tests/ways.sh

.PHONY: check-cluster check-erased check-faults check-kills check-valgrind clean-tests coverage coverage-told fuzz
