/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune casebook: the encrypted folder as a whole: made, proved, copied, who
   may open it and who did. */
#include <config.h>

#include "cli/command.h"

#include <inttypes.h>
#include <string.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/action.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "cli/prompt.h"
#include "cli/shell.h"
#include "cli/unlocking.h"
#include "response/csv.h"

enum { LEAST_PASSPHRASE = 8, LIMIT_SLOT_NAME = 23 };

struct casebook_args {
    struct unlock_args unlock;
    struct unlock_args fresh; /* where a new passphrase comes from */
    const char *recovery_file;
    bool is_deep;
};

#define AT(member) offsetof(struct casebook_args, member)
#define UNLOCK(member) offsetof(struct casebook_args, unlock.member)
static const struct option_entry casebook_options[] = {
#include "cli/unlock_options.def"
    {"new-passphrase-file", 0, OPTION_TEXT, AT(fresh.file), "FILE", NULL,
     "of 'passwd' and 'slot add': the new passphrase is the first line of "
     "FILE"},
    {"recovery-file", 0, OPTION_OUTPUT, AT(recovery_file), "FILE", NULL,
     "of 'init': write the recovery code into FILE, which must not be there "
     "yet, and do not ask to have it typed"},
    {"deep", 0, OPTION_FLAG, AT(is_deep), NULL, NULL,
     "of 'verify': open every record"},
    {.name = NULL},
};

static const struct casebook_args *
args_of(const struct action_run *run)
{
    return run->args;
}

/* ---- passphrases ---- */

static bool
check_passphrase(struct context *context, const struct secret *passphrase)
{
    struct str text = secret_text(passphrase);

    if (!utf8_is_text(text))
        return context_refuse(context, NULL, "the passphrase is no UTF-8 text");
    return utf8_count(text) >= LEAST_PASSPHRASE
           || context_refuse(context,
                             "five words at random are easy to remember and "
                             "hard to guess",
                             "a passphrase has at least %d characters",
                             LEAST_PASSPHRASE);
}

/* A letter with an accent can be written in two ways, of which a keyboard knows
   one; the key is made of what was written. */
static void
tell_letters(const struct secret *passphrase)
{
    struct str text = secret_text(passphrase);
    struct buf out = {0};

    if (utf8_count(text) == text.len)
        return;
    buf_add_text(&out, "the passphrase has letters such as é, which not "
                       "every computer writes alike: one without them opens "
                       "the casebook everywhere\n");
    print_said(&out);
}

/* While the casebook is open, nobody may be there to answer. */
static struct secret *
ask_secret(const struct action_run *run, const char *words)
{
    return prompt_secret(words, run->casebook, run->context->diag);
}

/* Typed twice, unless it comes from somewhere else. */
static struct secret *
new_passphrase(const struct action_run *run, const struct unlock_args *from)
{
    struct context *context = run->context;
    bool is_typed = !from->file && !from->fd && !from->command;
    struct secret *secret SCOPED(secret_drop) =
        is_typed ? ask_secret(run, "New passphrase: ")
                 : unlocking_secret(context, from, NULL);

    if (!secret || !check_passphrase(context, secret))
        return NULL;
    tell_letters(secret);
    if (!is_typed)
        return secret_take(&secret);
    struct secret *again SCOPED(secret_drop) = ask_secret(run, "Once more: ");
    if (again && str_equal(secret_text(secret), secret_text(again)))
        return secret_take(&secret);
    if (again)
        context_refuse(context, "it is asked for twice, since it is not shown",
                       "the two were not the same: nothing was changed");
    return NULL;
}

static bool
type_back(const struct action_run *run, const struct secret *code)
{
    struct secret *typed SCOPED(secret_drop) =
        ask_secret(run, "Type the recovery code from the paper: ");

    if (!typed)
        return false;
    struct secret *given SCOPED(secret_drop) = recovery_read(typed);
    struct secret *wanted SCOPED(secret_drop) = recovery_read(code);
    return str_equal(secret_text(given), secret_text(wanted))
           || context_refuse(run->context, NULL,
                             "that is not the recovery code that was shown: "
                             "nothing was changed");
}

static bool
write_code(const struct action_run *run, const struct secret *code)
{
    struct secret *line SCOPED(secret_drop) = secret_new(secret_size(code) + 1);

    memcpy(secret_bytes(line), secret_text(code).bytes, secret_size(code));
    secret_bytes(line)[secret_size(code)] = '\n';
    return file_write_new(args_of(run)->recovery_file, secret_text(line),
                          run->context->diag);
}

/* A recovery code that is on paper, or in a file. */
static struct secret *
new_recovery(const struct action_run *run)
{
    struct diag *diag = run->context->diag;
    struct secret *code SCOPED(secret_drop) = recovery_new();

    if (args_of(run)->recovery_file)
        return write_code(run, code) ? secret_take(&code) : NULL;
    bool ok =
        prompt_show(STR("This recovery code opens the casebook when the "
                        "passphrase is forgotten.\nWrite it on paper now, and "
                        "keep it where you keep your keys to the practice:\n"),
                    diag)
        && prompt_show(secret_text(code), diag) && type_back(run, code);
    prompt_blank(run->context);
    return ok ? secret_take(&code) : NULL;
}

static bool
find_cost(struct context *context, struct seal_cost *cost)
{
    if (seal_calibrate(clock_seconds, cost))
        return true;
    return diag_add(context->diag, MSG_CASEBOOK_MEMORY, (struct place){0},
                    "%" PRIu32 " MiB are needed",
                    seal_cost_least.memory_kib / 1024);
}

/* ---- what there is to do ---- */

static bool
make(struct action_run *run)
{
    struct context *context = run->context;
    struct casebook_place place;
    struct seal_cost cost;

    if (!unlocking_place(context, &args_of(run)->unlock, &place))
        return false;
    if (casebook_is_there(place.folder))
        return context_refuse(context, NULL, "there is a casebook in '%s'",
                              place.folder);
    struct secret *passphrase SCOPED(secret_drop) =
        new_passphrase(run, &args_of(run)->unlock);
    struct secret *code SCOPED(secret_drop) =
        passphrase ? new_recovery(run) : NULL;
    if (!code || !find_cost(context, &cost)
        || !casebook_create(&place, passphrase, code, cost, context->diag))
        return false;
    buf_addf(&run->out, "the casebook is in '%s'\n", place.folder);
    return true;
}

static bool
restore(struct action_run *run)
{
    struct context *context = run->context;
    const char *folder = unlocking_folder(context, &args_of(run)->unlock);

    if (!folder
        || !casebook_restore(action_operand(run, 1), folder, context->diag))
        return false;
    buf_addf(&run->out, "the casebook of the backup is in '%s'\n", folder);
    return true;
}

static bool
set_slot(struct action_run *run, const char *name)
{
    struct context *context = run->context;
    bool is_code = strcmp(name, "recovery") == 0;

    if (!casebook_may_change(run->casebook, context->diag))
        return false;
    struct secret *fresh SCOPED(secret_drop) =
        is_code ? new_recovery(run) : new_passphrase(run, &args_of(run)->fresh);
    struct secret *code SCOPED(secret_drop) =
        fresh && is_code ? recovery_read(fresh) : NULL;
    struct seal_cost cost = seal_cost_recovery;

    return fresh && (is_code || find_cost(context, &cost))
           && casebook_set_slot(run->casebook, name, is_code ? code : fresh,
                                cost, context->diag);
}

static bool
change_passphrase(struct action_run *run)
{
    const char *slot = casebook_slot_used(run->casebook);

    return set_slot(run, strcmp(slot, "recovery") == 0 ? "own" : slot);
}

static bool
add_slot(struct action_run *run, const char *name)
{
    struct context *context = run->context;

    if (!*name || strlen(name) > LIMIT_SLOT_NAME
        || !utf8_is_text(str_from(name)))
        return context_refuse(context, NULL,
                              "the name of a slot has 1 to %d bytes",
                              LIMIT_SLOT_NAME);
    for (size_t i = 0; casebook_slot(run->casebook, i); i++)
        if (strcmp(casebook_slot(run->casebook, i), name) == 0)
            return context_refuse(context, "'remove' it first",
                                  "there is a slot '%s'", name);
    return set_slot(run, name);
}

static void
list_slots(struct action_run *run)
{
    const char *name;

    for (size_t i = 0; (name = casebook_slot(run->casebook, i)); i++) {
        utf8_add_shown(&run->out, str_from(name));
        buf_add_char(&run->out, '\n');
    }
}

static bool
manage_slots(struct action_run *run)
{
    const char *name = action_operand(run, 2);

    if (name && strcmp(action_operand(run, 1), "add") == 0)
        return add_slot(run, name);
    if (name)
        return casebook_remove_slot(run->casebook, name, run->context->diag);
    list_slots(run);
    return true;
}

static bool
verify(struct action_run *run)
{
    if (!casebook_verify(run->casebook, args_of(run)->is_deep,
                         run->context->diag))
        return false;
    PRINT_ADD_COUNTS(&run->out,
                     "# [record is as it was|records are as they were] written",
                     casebook_n_records(run->casebook));
    buf_add_text(&run->out, args_of(run)->is_deep ? ", and open\n" : "\n");
    return true;
}

static bool
back_up(struct action_run *run)
{
    if (!casebook_backup(run->casebook, action_operand(run, 1),
                         run->context->diag))
        return false;
    buf_add_text(&run->out, "the backup was written and read back: '");
    utf8_add_shown(&run->out, str_from(action_operand(run, 1)));
    buf_add_text(&run->out, "'\nit opens with the passphrase of today\n");
    return true;
}

/* ---- what it holds ---- */

struct counts {
    size_t n[256];
    struct str backup; /* when */
};

static void
count(struct action_run *run, struct counts *counts)
{
    for (size_t i = 0; i < casebook_n_records(run->casebook); i++) {
        struct record_front front = casebook_front(run->casebook, i);
        struct fields fields;
        if (front.client && casebook_is_erased(run->casebook, front.client))
            continue;
        counts->n[front.kind & 0xff]++;
        if (front.kind == RECORD_LOG
            && casebook_read(run->casebook, i, run->context->arena, &fields)
            && str_is(fields_get(&fields, "what"), "backup"))
            counts->backup = fields_get(&fields, ".at");
    }
}

static bool
tell_status(struct action_run *run)
{
    struct counts counts = {.backup = STR("never")};
    struct buf *out = &run->out;
    size_t n_erased = 0;
    size_t n_merged = 0;
    uint32_t n = casebook_n_clients(run->casebook);

    count(run, &counts);
    for (uint32_t i = 1; i <= n; i++)
        n_merged += casebook_person(run->casebook, i) != i;
    for (uint32_t i = 1; i <= n; i++)
        n_erased += casebook_is_erased(run->casebook, i)
                    && casebook_person(run->casebook, i) == i;
    buf_addf(out, "clients: %zu", n - n_erased - n_merged);
    if (n_erased)
        buf_addf(out, ", and %zu erased", n_erased);
    buf_addf(out,
             "\nsessions: %zu\ncorrections: %zu\nnotes: %zu\nbackup: %.*s\n"
             "opened with: ",
             counts.n[RECORD_SESSION], counts.n[RECORD_AMENDMENT],
             counts.n[RECORD_NOTE], STR_ARGS(counts.backup));
    utf8_add_shown(out, str_from(casebook_slot_used(run->casebook)));
    buf_add_char(out, '\n');
    return true;
}

/* ---- the log ---- */

/* Whose a record is, or whom one of nobody's is about. */
static uint32_t
client_of(const struct action_run *run, size_t idx, const struct fields *fields)
{
    uint32_t client = casebook_front(run->casebook, idx).client;

    return client ? client : (uint32_t)fields_number(fields, "number");
}

static struct str
whose(struct action_run *run, uint32_t client)
{
    if (!client || client > casebook_n_clients(run->casebook))
        return STR("");
    if (!casebook_is_erased(run->casebook, client))
        return casebook_code(run->casebook, client);
    return str_from(arena_printf(run->context->arena,
                                 "(erased, number %" PRIu32 ")", client));
}

/* When a passphrase was refused: the record is of the next unlock. */
static struct str
log_detail(const struct fields *fields)
{
    struct str at = fields_get(fields, "at");

    return at.len ? at : fields_get(fields, "detail");
}

static bool
print_log(struct action_run *run)
{
    struct arena *arena = run->context->arena;

    buf_add_text(&run->out, "at,by,what,client,detail\n");
    for (size_t i = 0; i < casebook_n_records(run->casebook); i++) {
        struct fields fields;
        enum record_kind kind = casebook_front(run->casebook, i).kind;
        const char *word = record_kind_word(kind);
        (void)!casebook_read(run->casebook, i, arena, &fields);
        action_add_cell(run, fields_get(&fields, ".at"), ',');
        action_add_cell(run, fields_get(&fields, ".by"), ',');
        action_add_cell(run,
                        kind == RECORD_LOG ? fields_get(&fields, "what")
                                           : str_from(word ? word : "?"),
                        ',');
        action_add_cell(run, whose(run, client_of(run, i, &fields)), ',');
        action_add_cell(run,
                        kind == RECORD_ERASURE ? fields_get(&fields, "reason")
                        : kind == RECORD_LOG   ? log_detail(&fields)
                                               : STR(""),
                        '\n');
    }
    print_rows(run->context, buf_str(&run->out));
    buf_empty(&run->out);
    return true;
}

/* ---- the command ---- */

static bool
open_shell(struct action_run *run)
{
    struct casebook *casebook = run->casebook;

    run->casebook = NULL;
    return shell_run(run->context, run->unlock, casebook);
}

/* Before a passphrase is asked for. */
static bool
fits_slot(const struct action_run *run)
{
    const char *what = action_operand(run, 1);

    return !what
           || (action_operand(run, 2)
               && (strcmp(what, "add") == 0 || strcmp(what, "remove") == 0))
           || context_refuse(run->context, NULL,
                             "slots are listed, or: add NAME, remove NAME");
}

static const struct action actions[] = {
    {"init", 0, 0, "no operand", true, NULL, make},
    {"open", 0, 0, "no operand", false, NULL, open_shell},
    {"status", 0, 0, "no operand", false, NULL, tell_status},
    {"passwd", 0, 0, "no operand", false, NULL, change_passphrase},
    {"slot", 0, 2, "add NAME or remove NAME", false, fits_slot, manage_slots},
    {"verify", 0, 0, "no operand", false, NULL, verify},
    {"log", 0, 0, "no operand", false, NULL, print_log},
    {"backup", 1, 1, "the name of a file", false, NULL, back_up},
    {"restore", 1, 1, "the name of a file", true, NULL, restore},
    {.name = NULL},
};

const struct command cmd_casebook = {
    .name = "casebook",
    .summary = "keep clients and their answers in one encrypted folder",
    .operands =
        "init|open|status|passwd|slot|slot add NAME|slot remove NAME|verify|"
        "log|backup FILE|restore FILE",
#include "cli/manual/casebook.inc"
    .options = casebook_options,
    .args_size = sizeof(struct casebook_args),
    .needs = WRITES_OPERANDS | WRITES_STATE,
    .actions = actions,
};
