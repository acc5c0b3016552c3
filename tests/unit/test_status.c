/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each problem makes the program end with. */
#include "unit.h"

#include <string.h>
#include "base/diag.h"
#include "cli/status.h"

/* Every error of the catalogue, once. */
static const struct {
    enum exit_status status;
    const char *codes;
} wanted[] = {
    {EXIT_USAGE, "E006 E065 E066 E067 E128 E129 E131 E137 E138 E139 E210 E211 "
                 "E234 E235 E236"},
    {EXIT_FAILED,
     "E001 E002 E003 E004 E005 E007 E008 E027 E115 E116 E120 E121 "
     "E122 E123 E124 E125 E130 E132 E133 E134 E160 E161 E162 E163 E164 "
     "E180 "
     "E181 E186 E187 E188 E190 E191 E192 E193 E194 E195 E196 E197 "
     "E198 E199 E230 E231 E232 E233 E252 E253"},
    {EXIT_INVALID,
     "E010 E011 E012 E013 E014 E015 E016 E017 E018 E019 E020 E021 E022 E023 "
     "E024 E025 E026 E030 E031 E032 E033 E034 E035 E036 E037 E038 E039 E040 "
     "E041 E042 E043 E044 E045 E046 E047 E048 E049 E050 E051 E052 E053 E054 "
     "E056 E058 E060 E061 E062 E064 E068 E069 E070 E071 E072 E074 E075 E076 "
     "E077 E078 E079 E080 E081 E082 E083 E084 E085 E086 E087 E140 E141 E142 "
     "E150 E151 E152 "
     "E200 "
     "E201 "
     "E202 E203 E206 E240 E241 E242"},
    {EXIT_FAILED, "E260 E261 E262 E263 E264"},
    {EXIT_DATA, "E266 E269 E270 E271 E275"},
    {EXIT_USAGE, "E290 E291"},
    {EXIT_FAILED, "E292"},
    {EXIT_DATA, "E100 E101 E102 E103 E104 E105 E106 E107 E108 E109 E110 E111 "
                "E112 E113 E183 E189 E212 E215 E250 E251 E257"},
};

static enum exit_status
status_wanted(enum message message)
{
    if (message_severity(message) != SEVERITY_ERROR)
        return EXIT_DONE;
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        if (strstr(wanted[i].codes, message_code(message)))
            return wanted[i].status;
    fail_msg("%s: what does it end with?", message_code(message));
    return EXIT_DONE;
}

static void
test_every_message(void **state)
{
    (void)state;
    for (int i = 0; i < N_MESSAGES; i++) {
        enum message message = (enum message)i;
        struct diag *diag = diag_new();
        diag_add(diag, message, (struct place){0}, NULL);
        enum exit_status status = status_of_problems(diag);
        if (status != status_wanted(message))
            fail_msg("%s ends with %d", message_code(message), (int)status);
        diag_free(diag);
    }
}

static void
test_gravest_wins(void **state)
{
    static const enum exit_status ranked[] = {
        EXIT_DONE,   EXIT_DATA,  EXIT_INVALID,
        EXIT_FAILED, EXIT_USAGE, EXIT_STOPPED,
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(ranked); i++)
        for (size_t j = 0; j <= i; j++) {
            assert_int_equal(status_graver(ranked[i], ranked[j]), ranked[i]);
            assert_int_equal(status_graver(ranked[j], ranked[i]), ranked[i]);
        }
}

UNIT_MAIN(cmocka_unit_test(test_every_message),
          cmocka_unit_test(test_gravest_wins))
