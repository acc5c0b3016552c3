/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every unit test starts from: cmocka with the headers it needs, a main
   that checks the locale, and the way to the test data.  A test file is some
   'static void test_x(void **state)' functions and one line:

       UNIT_MAIN(cmocka_unit_test(test_x), cmocka_unit_test(test_y)) */

#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Prepares the process for a group of tests: enters the locale that the
   environment asks for and ends the process when it did not become the one in
   ATTUNE_TEST_LOCALE, since a test in the wrong locale proves nothing. */
void unit_prepare(void);

/* Returns the path of 'name' below tests/data of the source tree.  The
   string lives until the next call. */
const char *unit_data(const char *name);

/* How often something is killed: ATTUNE_KILLS in the environment, or so often.
 */
int unit_kills(int usually);

#define UNIT_MAIN(...)                                                         \
    int main(void)                                                             \
    {                                                                          \
        static const struct CMUnitTest tests[] = {__VA_ARGS__};                \
        unit_prepare();                                                        \
        return cmocka_run_group_tests(tests, NULL, NULL);                      \
    }

#endif
