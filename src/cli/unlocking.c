/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to an open casebook; see unlocking.h. */
#include <config.h>

#include "cli/unlocking.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/child.h"
#include "base/date.h"
#include "base/file.h"
#include "base/num.h"
#include "base/utf8.h"
#include "casebook/people.h"
#include "casebook/rows.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "cli/prompt.h"
#include "cli/shell.h"
#include "response/facts.h"
#include "response/batch.h"

enum { LIMIT_PASSPHRASE = 4096 };

static bool
is_somebody(struct context *context, const char *code)
{
    return !fact_is_none(str_trim(str_from(code)))
           || context_refuse(context, "in answers it says why there is none",
                             "'%s' is nobody's code", code);
}

bool
unlocking_check_code(struct context *context, const char *code)
{
    struct str text = str_from(code);

    if (!text.len || text.len > CASEBOOK_LIMIT_CODE)
        return context_refuse(context, NULL,
                              "a code has 1 to %d bytes, not %zu",
                              CASEBOOK_LIMIT_CODE, text.len);
    if (!utf8_is_text(text))
        return context_refuse(context, NULL, "the code '%s' is not UTF-8",
                              code);
    if (str_trim(text).len != text.len)
        return context_refuse(context, NULL,
                              "the code '%s' has a blank around it", code);
    if (!casebook_is_code(text))
        return context_refuse(
            context, NULL, "the code '%s' has a control character in it", code);
    return is_somebody(context, code);
}

const char *
unlocking_folder(struct context *context, const struct unlock_args *args)
{
    const char *folder = args->folder ? args->folder : context->casebook_folder;

    if (!folder)
        context_refuse(context, NULL, "--casebook says where the casebook is");
    return folder;
}

static void
tell_of_wait(void)
{
    struct buf out = {0};

    buf_add_text(&out, "waiting for another program that has the casebook "
                       "open ...\n");
    print_said(&out);
}

bool
unlocking_place(struct context *context, const struct unlock_args *args,
                struct casebook_place *place)
{
    *place = (struct casebook_place){
        .folder = unlocking_folder(context, args),
        .state_folder = context->state_folder,
        .at = clock_text(context, context->arena),
        .by = args->by                               ? args->by
              : context->shell && context->shell->by ? context->shell->by
                                                     : "",
        .tell_of_wait = context->err_is_terminal ? tell_of_wait : NULL,
    };
    return place->folder;
}

/* ---- the passphrase ---- */

/* Only the first line counts. */
static struct secret *
first_line(struct context *context, struct secret **secret, size_t len)
{
    const char *bytes = secret_bytes(*secret);
    const char *end = memchr(bytes, '\n', len);

    if (!end && len == secret_size(*secret)) {
        context_refuse(context, NULL, "a passphrase has at most %d bytes",
                       LIMIT_PASSPHRASE - 1);
        return NULL;
    }
    if (end)
        len = (size_t)(end - bytes);
    if (len && bytes[len - 1] == '\r')
        len--;
    secret_cut(*secret, len);
    if (len)
        return secret_take(secret);
    context_refuse(context, NULL, "the passphrase is empty");
    return NULL;
}

static struct secret *
read_fd(struct context *context, int fd, const char *what)
{
    struct secret *secret SCOPED(secret_drop) = secret_new(LIMIT_PASSPHRASE);
    size_t len = 0;

    while (len < LIMIT_PASSPHRASE && !memchr(secret_bytes(secret), '\n', len)) {
        ssize_t n =
            read(fd, secret_bytes(secret) + len, LIMIT_PASSPHRASE - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            file_add_error(context->diag, MSG_CANNOT_READ, what);
            return NULL;
        }
        if (!n)
            break;
        len += (size_t)n;
    }
    return first_line(context, &secret, len);
}

static struct secret *
read_file(struct context *context, const char *path)
{
    struct file_reader *reader = file_reader_open(path, context->diag);
    struct secret *secret SCOPED(secret_drop) = secret_new(LIMIT_PASSPHRASE);
    ssize_t len = -1;

    if (reader)
        len = file_reader_read(reader, secret_bytes(secret), LIMIT_PASSPHRASE,
                               context->diag);
    file_reader_close(reader);
    return len >= 0 ? first_line(context, &secret, (size_t)len) : NULL;
}

static struct secret *
ask_command(struct context *context, const char *command)
{
    struct secret *secret SCOPED(secret_drop) = secret_new(LIMIT_PASSPHRASE);
    struct buf why SCOPED(buf_clear) = {0};
    size_t len = 0;
    bool ok =
        child_ask(command, secret_bytes(secret), LIMIT_PASSPHRASE, &len, &why);
    confine_enter(&context->confine);

    if (!ok)
        diag_add(context->diag, MSG_CANNOT_READ, (struct place){0},
                 "what the command of '--passphrase-command' prints: %s",
                 buf_text(&why));
    return ok ? first_line(context, &secret, len) : NULL;
}

struct secret *
unlocking_secret(struct context *context, const struct unlock_args *args,
                 const char *words)
{
    int32_t fd;

    if (args->file)
        return read_file(context, args->file);
    if (args->command)
        return ask_command(context, args->command);
    if (!args->fd)
        return prompt_secret(words, false, context->diag);
    if (whole_read(str_from(args->fd), &fd) && fd >= 0)
        return read_fd(context, fd, args->fd);
    context_refuse(context, NULL, "'--passphrase-fd' is a whole number");
    return NULL;
}

/* ---- what came in ---- */

struct arrived {
    size_t n_sessions;
    size_t n_drafts;
    size_t n_refused;
    struct buf new_codes; /* of clients that a form made */
};

static void
count_record(struct casebook *casebook, size_t idx, struct arena *arena,
             struct arrived *arrived)
{
    struct record_front front = casebook_front(casebook, idx);
    struct fields fields;

    arrived->n_sessions += front.kind == RECORD_SESSION;
    arrived->n_drafts += front.kind == RECORD_DRAFT;
    if (!casebook_read(casebook, idx, arena, &fields))
        return;
    if (front.kind == RECORD_LOG)
        arrived->n_refused +=
            str_is(fields_get(&fields, "what"), "refused passphrase");
    if (front.kind != RECORD_CLIENT)
        return;
    buf_add_text(&arrived->new_codes, arrived->new_codes.len ? ", '" : "'");
    utf8_add_shown(&arrived->new_codes, fields_get(&fields, "code"));
    buf_add_char(&arrived->new_codes, '\'');
}

static void
add_arrived(struct buf *out, const struct arrived *arrived)
{
    if (arrived->n_sessions)
        PRINT_ADD_COUNTS(out, "# filled [form|forms] came in\n",
                         arrived->n_sessions);
    if (arrived->n_drafts)
        PRINT_ADD_COUNTS(out, "# unfinished [form|forms] came in\n",
                         arrived->n_drafts);
    if (arrived->new_codes.len)
        buf_addf(out,
                 "codes that no client had, and have one now: %.*s; were they "
                 "mistyped?\n",
                 STR_ARGS(buf_str(&arrived->new_codes)));
    if (arrived->n_refused)
        PRINT_ADD_COUNTS(out,
                         "# [passphrase was|passphrases were] tried in vain "
                         "since it was unlocked last\n",
                         arrived->n_refused);
}

static void
tell_arrivals(struct context *context, struct casebook *casebook)
{
    struct arrived arrived = {0};
    struct buf out = {0};
    size_t first;
    size_t n = casebook_arrivals(casebook, &first);

    for (size_t i = 0; i < n; i++)
        count_record(casebook, first + i, context->arena, &arrived);
    add_arrived(&out, &arrived);
    print_said(&out);
    buf_clear(&arrived.new_codes);
}

/* The couple may be in the room: how many, and not a word more. */
static void
tell_unread(struct casebook *casebook)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct buf out = {0};
    size_t n;

    people_unread(casebook, scratch, &n);
    if (!n)
        return;
    PRINT_ADD_COUNTS(&out, "# to read\n", n);
    print_said(&out);
}

/* Without a passphrase where a shell has it open. */
static struct casebook *
open_place(struct context *context, const struct unlock_args *args,
           const struct casebook_place *place)
{
    const struct shell_key *shell = context->shell;

    if (shell && shell->key && strcmp(shell->folder, place->folder) == 0)
        return casebook_reopen(place, shell->key, context->diag);
    struct secret *secret SCOPED(secret_drop) =
        unlocking_secret(context, args, "Passphrase of the casebook: ");
    return secret ? casebook_open(place, secret, args->accepts_older,
                                  context->diag)
                  : NULL;
}

/* What is written now would stand before what was: by when the last was before
   this opening. */
static void
warn_of_clock(struct context *context, struct casebook *casebook)
{
    enum { DATE_LEN = 10 };
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = {0};
    size_t first;
    int32_t days;

    casebook_arrivals(casebook, &first);
    if (!first || !casebook_read(casebook, first - 1, scratch, &fields))
        return;
    struct str at = fields_get(&fields, ".at");
    at.len = at.len < DATE_LEN ? at.len : DATE_LEN;
    if (!date_read(at, &days) || !clock_is_ahead(context, days))
        return;
    diag_add(context->diag, MSG_CASEBOOK_CLOCK, (struct place){0},
             "it says %.*s, and the last that was written here is of %.*s",
             DATE_LEN, clock_text(context, scratch), STR_ARGS(at));
    diag_hint(context->diag,
              "set the clock first: sessions are kept with the day that it "
              "says; if it is right, it was ahead when that was written");
}

struct casebook *
unlocking_open(struct context *context, const struct unlock_args *args)
{
    struct casebook_place place;

    if (!unlocking_place(context, args, &place)
        || !casebook_check_there(place.folder, context->diag))
        return NULL;
    struct casebook *casebook = open_place(context, args, &place);
    if (casebook) {
        warn_of_clock(context, casebook);
        tell_arrivals(context, casebook);
        tell_unread(casebook);
    }
    return casebook;
}

/* ---- its sessions, for commands that read files ---- */

bool
unlocking_is_meant(const struct context *context,
                   const struct unlock_args *args)
{
    return args->folder || args->file || args->fd || args->command
           || context->casebook_is_named
           || (context->casebook_folder && isatty(STDIN_FILENO)
               && casebook_is_there(context->casebook_folder));
}

const char *
unlocking_for_fill(const struct context *context, const char *folder)
{
    if (folder)
        return folder;
    return context->casebook_folder
                   && (context->casebook_is_named
                       || casebook_is_there(context->casebook_folder))
               ? context->casebook_folder
               : NULL;
}

/* A file that no folder has: it goes with this process. */
static const char *
put_in_memory(struct context *context, struct str bytes)
{
    int fd = memfd_create("casebook", MFD_CLOEXEC);

    if (fd >= 0 && file_write_fully(fd, bytes))
        return arena_printf(context->arena, "%s%d", FILE_IN_MEMORY, fd);
    diag_add(context->diag, MSG_CANNOT_WRITE, (struct place){0},
             "'sessions in memory': %s", strerror(errno));
    return NULL;
}

/* Whether sessions name a couple for which the casebook knows of no other: any
   client's may be of it, too. */
static bool
says_couple(struct casebook *casebook, uint32_t client)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        struct record_front front = casebook_front(casebook, idx);
        if (front.client != client
            || (front.kind != RECORD_SESSION && front.kind != RECORD_AMENDMENT)
            || !casebook_read(casebook, idx, scratch, &fields))
            continue;
        if (fields_get(&fields, fact_names[FACT_COUPLE]).len
            || str_is(fields_get(&fields, "item"), fact_names[FACT_COUPLE]))
            return true;
    }
    return false;
}

static struct rows_wish
wish_of(struct context *context, struct casebook *casebook, const char *code)
{
    struct arena *arena = context->arena;
    uint32_t client = code ? casebook_find(casebook, str_from(code)) : 0;
    size_t n;
    const struct couple *couples = people_couples(casebook, arena, &n);
    const struct couple *couple = people_couple_of(couples, n, client);

    if (!client
        || (!people_were_linked(casebook, arena)[client]
            && says_couple(casebook, client)))
        return (struct rows_wish){0};
    return (struct rows_wish){
        .client = client,
        .partner = couple ? couple->of[couple->of[0] == client] : 0,
    };
}

static bool
add_sessions(struct context *context, struct casebook *casebook,
             const char *client, struct unlocked *out)
{
    size_t n;
    const struct rows_wish wish = wish_of(context, casebook, client);
    struct rows_file *rows =
        rows_write(casebook, &wish, context->arena, &n, &out->amendments);
    bool ok =
        n
        || context_refuse(context, "'attune fill' asks questions",
                          "there is no session%s%s%s in the casebook",
                          wish.client ? " of '" : "", wish.client ? client : "",
                          wish.client ? "'" : "");

    for (size_t i = 0; ok && i < n; i++) {
        const char *path = put_in_memory(context, buf_str(&rows[i].csv));
        ok = path;
        *vec_add(context->arena, &out->files) = (struct unlocked_file){
            path,
            arena_str(context->arena, rows[i].instrument),
            rows[i].records,
            rows[i].n_rows,
            rows[i].editions,
            rows[i].n_editions};
    }
    rows_free(rows, n);
    return ok;
}

static bool
add_consents(struct context *context, struct casebook *casebook,
             struct unlocked *out)
{
    struct buf csv SCOPED(buf_clear) = {0};

    people_add_consents(casebook, &csv);
    out->consents = put_in_memory(context, buf_str(&csv));
    return out->consents;
}

bool
unlocking_files(struct context *context, const struct unlock_args *args,
                const char *client, struct unlocked *out)
{
    if (!out->casebook)
        out->casebook = unlocking_open(context, args);
    if (!out->casebook)
        return false;
    casebook_put_log(out->casebook, "read", 0, context->command);
    casebook_commit_reading(out->casebook, context->diag);
    return add_sessions(context, out->casebook, client, out)
           && add_consents(context, out->casebook, out);
}
