/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appends rows to a file that others may append to as well: one row at a time
   under a lock, on the disk before it counts; see csv_recorder.h. */
#include <config.h>

#include "response/csv_recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "response/answer.h"
#include "response/bind.h"
#include "response/csv.h"

enum { READ_SIZE = 1 << 16, N_ASIDE = 1000 };

struct recorder {
    const char *path;
    const struct instrument *instrument;
    struct arena *arena;
};

/* The facts that a file of fills has a column for. */
static const enum fact columns[] = {
    FACT_CLIENT,  FACT_SESSION, FACT_DATE,    FACT_TIME,     FACT_INSTRUMENT,
    FACT_EDITION, FACT_LANG,    FACT_STARTED, FACT_FINISHED, FACT_MODE,
};

/* ---- header and row ---- */

void
csv_recorder_add_header(struct buf *buf, const struct instrument *instrument)
{
    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        buf_addf(buf, "%s%s", i ? "," : "", fact_names[columns[i]]);
    for (size_t i = 0; i < instrument->n_items; i++)
        buf_addf(buf, ",%s", instrument->items[i].id);
    for (size_t i = 0; i < instrument->n_items; i++)
        buf_addf(buf, ",%s.ms", instrument->items[i].id);
    buf_addf(buf, ",%s\n", bound_differences);
}

/* A text that would be read as something else gets a backslash. */
static void
add_free_text(struct buf *buf, const struct answer_rules *rules,
              struct str text)
{
    struct answer answer;
    struct answer_rules raw = *rules; /* the apostrophe comes behind this */
    struct buf escaped = {0};

    raw.keep_raw = true;
    bool is_plain = answer_read(&raw, text, &answer) == ANSWER_FINE
                    && kind_of_code(answer.code) == ANSWERED
                    && str_equal(answer.text, str_trim(text));

    if (!is_plain)
        buf_add_char(&escaped, '\\');
    buf_add(&escaped, text);
    csv_add_guarded(buf, buf_str(&escaped), ',');
    buf_clear(&escaped);
}

static void
add_answer(struct buf *buf, const struct instrument *instrument,
           const struct item *item, const struct recorded_answer *answer)
{
    struct answer_rules rules = answer_rules_of(instrument, item->response);

    if (answer->kind == ANSWER_BLANK)
        return;
    if (answer->kind != ANSWERED)
        buf_add_text(buf, answer_kind_names[answer->kind]);
    else if (item->response->kind == RESPONSE_FREE)
        add_free_text(buf, &rules, answer->text);
    else
        csv_add_cell(buf, answer->text, ',');
}

void
csv_recorder_add_row(struct buf *buf,
                     const struct administration *administration)
{
    const struct instrument *instrument = administration->instrument;

    for (size_t i = 0; i < N_ELEMENTS(columns); i++) {
        if (i)
            buf_add_char(buf, ',');
        csv_add_guarded(buf, administration->facts[columns[i]], ',');
    }
    for (size_t i = 0; i < instrument->n_items; i++) {
        buf_add_char(buf, ',');
        add_answer(buf, instrument, &instrument->items[i],
                   &administration->answers[i]);
    }
    for (size_t i = 0; i < instrument->n_items; i++) {
        int64_t time_ms = administration->answers[i].time_ms;
        buf_add_char(buf, ',');
        if (time_ms >= 0)
            buf_addf(buf, "%" PRId64, time_ms);
    }
    buf_add_char(buf, ',');
    csv_add_guarded(buf, administration->differences, ',');
    buf_add_char(buf, '\n');
}

/* ---- the file ---- */

static bool
fail(struct diag *diag, enum message message, const char *path)
{
    diag_add(diag, message, (struct place){0}, "'%s': %s", path,
             strerror(errno));
    return false;
}

static bool
write_fully(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.bytes, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = (struct str){bytes.bytes + n, bytes.len - (size_t)n};
    }
    return true;
}

/* What is in the file already. */
struct content {
    off_t size;      /* of the whole rows, the header among them */
    struct buf tail; /* behind them: a row that was torn off */
    bool has_header; /* it begins with ours */
    bool has_row;    /* ... and holds the row that was looked for */
};

static void
look_at_rows(struct content *content, struct str rows, struct str header,
             struct str row)
{
    if (!content->size)
        content->has_header =
            rows.len >= header.len
            && memcmp(rows.bytes, header.bytes, header.len) == 0;
    if (row.len && memmem(rows.bytes, rows.len, row.bytes, row.len))
        content->has_row = true;
    content->size += (off_t)rows.len;
}

/* Reads through the file.  False and errno: it cannot be read, or (EFBIG) holds
   a row beyond every limit. */
static bool
survey(int fd, struct str header, struct str row, struct content *content)
{
    char *bytes = mem_alloc(READ_SIZE);
    off_t at = 0;
    ssize_t n;

    while ((n = pread(fd, bytes, READ_SIZE, at)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        at += n;
        buf_add(&content->tail, (struct str){bytes, (size_t)n});
        size_t len = csv_whole_rows(buf_str(&content->tail), ',');
        if (!len && content->tail.len > CSV_LIMIT_RECORD_SIZE) {
            errno = EFBIG;
            n = -1;
            break;
        }
        if (!len)
            continue;
        struct buf *tail = &content->tail;
        look_at_rows(content, (struct str){tail->bytes, len}, header, row);
        memmove(tail->bytes, tail->bytes + len, tail->len - len);
        tail->len -= len;
    }
    mem_free(bytes);
    return n == 0;
}

static bool
is_empty(const struct content *content)
{
    return !content->size && !content->tail.len;
}

/* Whether nothing but a part of our header, or of it and a row, was ever
   written. */
static bool
is_torn_header(const struct content *content, struct str header)
{
    size_t len =
        content->tail.len < header.len ? content->tail.len : header.len;

    return !content->size
           && memcmp(content->tail.bytes, header.bytes, len) == 0;
}

static bool
check_header(const struct recorder *recorder, const struct content *content,
             struct str header, struct diag *diag)
{
    if (is_empty(content) || content->has_header
        || is_torn_header(content, header))
        return true;
    diag_add(diag, MSG_RECORD_HEADER, (struct place){recorder->path, 1, 0, 0},
             "not that of '%s'", recorder->instrument->id);
    diag_hint(diag, "name another file: 'attune score' takes several at once");
    return false;
}

/* 'create': makes the file when it is not there.  -1 and errno. */
static int
open_file(const char *path, bool create)
{
    return open(path,
                O_RDWR | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
                    | O_CLOEXEC | (create ? O_CREAT : 0),
                0600);
}

static bool
check_regular(int fd, const char *path, struct diag *diag)
{
    struct stat found;

    if (fstat(fd, &found))
        return fail(diag, MSG_CANNOT_READ, path);
    if (S_ISREG(found.st_mode))
        return true;
    diag_add(diag, MSG_NOT_REGULAR, (struct place){0}, "'%s'", path);
    return false;
}

struct recorder *
csv_recorder_open(const char *path, const struct instrument *instrument,
                  struct arena *arena, bool *is_new, struct diag *diag)
{
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);
    struct content content = {0};
    struct buf header = {0};
    int fd = open_file(path, false);

    *recorder = (struct recorder){path, instrument, arena};
    *is_new = fd < 0 && errno == ENOENT;
    if (*is_new)
        return recorder;
    if (fd < 0) {
        fail(diag, MSG_CANNOT_OPEN, path);
        return NULL;
    }
    csv_recorder_add_header(&header, instrument);
    bool ok = check_regular(fd, path, diag);
    if (ok && !survey(fd, buf_str(&header), STR(""), &content))
        ok = fail(diag, MSG_CANNOT_READ, path);
    ok = ok && check_header(recorder, &content, buf_str(&header), diag);
    buf_clear(&header);
    buf_clear(&content.tail);
    close(fd);
    return ok ? recorder : NULL;
}

/* ---- recording ---- */

static bool
lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    while (fcntl(fd, F_OFD_SETLKW, &whole))
        if (errno != EINTR)
            return false;
    return true;
}

static bool
sync_folder_of(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash ? arena_printf(arena, "%.*s", (int)(slash + 1 - path), path)
              : ".";
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

/* A new file beside the answers, which only their owner may read. */
static const char *
create_aside(const struct recorder *recorder, int *fd)
{
    for (int i = 1; i <= N_ASIDE; i++) {
        const char *path =
            arena_printf(recorder->arena, "%s.torn-%d", recorder->path, i);
        *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                   0600);
        if (*fd >= 0 || errno != EEXIST)
            return path;
    }
    return recorder->path;
}

/* Puts the torn row into a file of its own, and only then cuts it off. */
static bool
set_aside(const struct recorder *recorder, int fd,
          const struct content *content, struct diag *diag)
{
    int aside;
    const char *path = create_aside(recorder, &aside);

    if (aside < 0)
        return fail(diag, MSG_CANNOT_WRITE, path);
    bool ok = write_fully(aside, buf_str(&content->tail)) && fsync(aside) == 0
              && sync_folder_of(path, recorder->arena)
              && ftruncate(fd, content->size) == 0;
    if (!ok)
        fail(diag, MSG_CANNOT_WRITE, path);
    close(aside);
    if (ok) {
        diag_add(diag, MSG_RECORD_TORN, (struct place){0}, "'%s'",
                 recorder->path);
        diag_hint(diag, "the part that is there now stands in '%s'", path);
    }
    return ok;
}

static bool
append(const struct recorder *recorder, int fd, struct str header,
       struct str row, const struct content *content, struct diag *diag)
{
    struct buf out = {0};

    if (!content->size)
        buf_add(&out, header);
    buf_add(&out, row);
    bool ok = write_fully(fd, buf_str(&out)) && fsync(fd) == 0;
    if (ok && !content->size)
        ok = sync_folder_of(recorder->path, recorder->arena);
    if (!ok) {
        fail(diag, MSG_CANNOT_WRITE, recorder->path);
        if (ftruncate(fd, content->size))
            diag_hint(diag, "a part of the row may stand at its end");
    }
    buf_clear(&out);
    return ok;
}

static bool
record_locked(struct recorder *recorder, int fd, struct str header,
              struct str row, bool is_again, struct diag *diag)
{
    struct content content = {0};
    bool ok = true;

    if (!survey(fd, header, is_again ? row : STR(""), &content))
        ok = fail(diag, MSG_CANNOT_READ, recorder->path);
    ok = ok && check_header(recorder, &content, header, diag);
    if (ok && content.tail.len)
        ok = set_aside(recorder, fd, &content, diag);
    if (ok && !content.has_row)
        ok = append(recorder, fd, header, row, &content, diag);
    buf_clear(&content.tail);
    return ok;
}

static bool
csv_record(struct recorder *recorder,
           const struct administration *administration, struct diag *diag)
{
    struct buf header = {0};
    struct buf row = {0};
    bool ok = false;
    int fd = open_file(recorder->path, true);

    if (fd < 0)
        return fail(diag, MSG_CANNOT_OPEN, recorder->path);
    csv_recorder_add_header(&header, recorder->instrument);
    csv_recorder_add_row(&row, administration);
    if (!lock(fd))
        fail(diag, MSG_CANNOT_WRITE, recorder->path);
    else if (check_regular(fd, recorder->path, diag))
        ok = record_locked(recorder, fd, buf_str(&header), buf_str(&row),
                           administration->is_again, diag);
    close(fd);
    buf_clear(&header);
    buf_clear(&row);
    return ok;
}

static void
csv_close(struct recorder *recorder)
{
    (void)recorder;
}

const struct recorder_class csv_recorder = {
    .record = csv_record,
    .close = csv_close,
};
