/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands. */
#include "cli/command.h"

#include <string.h>

const struct command *const commands[] = {
    &cmd_fill,    &cmd_form,     &cmd_score,  &cmd_merge,   &cmd_export,
    &cmd_explain, &cmd_alerts,   &cmd_report, &cmd_items,   &cmd_correct,
    &cmd_check,   &cmd_list,     &cmd_show,   &cmd_new,     &cmd_draft,
    &cmd_drafts,  &cmd_casebook, &cmd_client, &cmd_consent, &cmd_note,
    &cmd_today,   &cmd_import,   &cmd_help,   NULL,
};

const char *const program_purpose =
    "attune scores questionnaires and draws progress.  It supports a "
    "conversation; it does not diagnose or decide.";

const struct command *
command_find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

const char *
command_nearest(const char *name)
{
    const char *names[N_ELEMENTS(commands)];
    size_t n = 0;

    for (; commands[n]; n++)
        names[n] = commands[n]->name;
    return str_nearest(str_from(name), names, n);
}
