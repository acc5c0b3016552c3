/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dump_sav FILE: what a data file of SPSS holds, as ReadStat reads it back:
   each variable with its format, label and value labels, then each case. */
#include <config.h>

#include <stdio.h>

#ifdef HAVE_READSTAT

#include <math.h>
#include <readstat.h>

static const char *
shown(const char *text)
{
    return text ? text : "";
}

static int
on_variable(int idx, readstat_variable_t *variable, const char *labels,
            void *aux)
{
    int *n_variables = aux;

    *n_variables = idx + 1;
    printf("%s %s \"%s\" %s\n", readstat_variable_get_name(variable),
           shown(readstat_variable_get_format(variable)),
           shown(readstat_variable_get_label(variable)), shown(labels));
    return READSTAT_HANDLER_OK;
}

static int
on_label(const char *labels, readstat_value_t value, const char *label,
         void *aux)
{
    (void)aux;
    printf("%s %g = %s\n", labels, readstat_double_value(value), label);
    return READSTAT_HANDLER_OK;
}

static int
on_value(int idx, readstat_variable_t *variable, readstat_value_t value,
         void *aux)
{
    int last = *(int *)aux - 1;

    (void)idx;
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        printf("'%s'", readstat_string_value(value));
    else if (readstat_value_is_system_missing(value))
        printf(".");
    else
        printf("%.17g", readstat_double_value(value));
    printf(readstat_variable_get_index(variable) == last ? "\n" : " ");
    return READSTAT_HANDLER_OK;
}

int
main(int argc, char **argv)
{
    readstat_parser_t *parser = readstat_parser_init();
    int n_variables = 0;

    readstat_set_variable_handler(parser, on_variable);
    readstat_set_value_label_handler(parser, on_label);
    readstat_set_value_handler(parser, on_value);
    readstat_error_t error =
        argc == 2 ? readstat_parse_sav(parser, argv[1], &n_variables)
                  : READSTAT_ERROR_OPEN;
    readstat_parser_free(parser);
    if (error)
        printf("%s\n", readstat_error_message(error));
    return error != READSTAT_OK;
}

#else

int
main(void)
{
    printf("built without ReadStat\n");
    return 1;
}

#endif
