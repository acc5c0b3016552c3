/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appends rows to a file that others may append to as well: one row at a time
   under a lock, on the disk before it counts; see csv_recorder.h. */
#include <config.h>

#include "exchange/csv_recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "exchange/amendments.h"
#include "response/answer.h"
#include "response/bind.h"
#include "response/csv.h"
#include "exchange/csv_edit.h"
#include "exchange/csv_survey.h"
#include "response/facts.h"

/* The last two columns, which a file of before may lack. */
enum {
    LACKS_COUPLE = CSV_LACKS_LAST,
    LACKS_DIGEST = CSV_LACKS_NEXT_TO_LAST,
    N_LAST = 2
};

struct recorder {
    const char *path;
    const struct instrument *instrument;
    struct arena *arena;
    unsigned int lacking;
    bool is_torn; /* its last row: the next one sets that aside */
    bool is_new;  /* nothing was there when it was opened */
};

/* The facts that a file of fills has a column for; the digest stands behind
   all else, since files of before lack it, and behind it the couple, where the
   first row that was recorded had one.  Others may have put the columns into
   another order, and added some. */
static const enum fact columns[] = {
    FACT_CLIENT,  FACT_SESSION, FACT_DATE,    FACT_TIME,     FACT_INSTRUMENT,
    FACT_EDITION, FACT_LANG,    FACT_STARTED, FACT_FINISHED, FACT_MODE,
};

/* ---- header and row ---- */

static const struct csv_style our_style = {',', "\n"};

static void
add_header(struct buf *buf, const struct instrument *instrument,
           bool with_couple)
{
    for (size_t i = 0; i < N_ELEMENTS(columns); i++)
        buf_addf(buf, "%s%s", i ? "," : "", fact_names[columns[i]]);
    for (size_t i = 0; i < instrument->n_items; i++)
        buf_addf(buf, ",%s", instrument->items[i].id);
    for (size_t i = 0; i < instrument->n_items; i++)
        buf_addf(buf, ",%s.ms", instrument->items[i].id);
    buf_addf(buf, ",%s,%s%s%s\n", bound_differences, fact_names[FACT_DIGEST],
             with_couple ? "," : "",
             with_couple ? fact_names[FACT_COUPLE] : "");
}

void
csv_recorder_add_header(struct buf *buf,
                        const struct administration *administration)
{
    add_header(buf, administration->instrument,
               administration->facts[FACT_COUPLE].len);
}

/* A text that would be read as something else gets a backslash. */
static void
add_free_text(struct buf *buf, const struct answer_rules *rules,
              struct str text, char delimiter)
{
    struct answer answer;
    struct answer_rules raw = *rules; /* the apostrophe comes behind this */
    struct buf escaped SCOPED(buf_clear) = {0};

    raw.keep_raw = true;
    bool is_plain = answer_read(&raw, text, &answer) == ANSWER_FINE
                    && kind_of_code(answer.code) == ANSWERED
                    && str_equal(answer.text, str_trim(text));

    if (!is_plain)
        buf_add_char(&escaped, '\\');
    buf_add(&escaped, text);
    csv_add_guarded(buf, buf_str(&escaped), delimiter);
}

/* A choice that says why there is no answer is written as that word: whoever
   reads the file without the instrument takes it for no number. */
static void
add_value(struct buf *buf, const struct answer_rules *rules, struct str text,
          char delimiter)
{
    struct answer answer;
    enum answer_kind kind = answer_read(rules, text, &answer) == ANSWER_FINE
                                ? kind_of_code(answer.code)
                                : ANSWERED;

    if (kind != ANSWERED && kind != ANSWER_BLANK)
        buf_add_text(buf, answer_kind_names[kind]);
    else
        csv_add_cell(buf, text, delimiter);
}

static void
add_answer(struct buf *buf, const struct instrument *instrument,
           const struct item *item, const struct recorded_answer *answer,
           char delimiter)
{
    struct answer_rules rules = answer_rules_of(instrument, item->response);

    if (answer->kind == ANSWER_BLANK)
        return;
    if (answer->kind != ANSWERED)
        buf_add_text(buf, answer_kind_names[answer->kind]);
    else if (item->response->kind == RESPONSE_FREE)
        add_free_text(buf, &rules, answer->text, delimiter);
    else
        add_value(buf, &rules, answer->text, delimiter);
}

/* The cell of a column, counted as add_header() has them. */
static void
add_cell(struct buf *buf, const struct administration *administration,
         size_t column, char delimiter)
{
    const struct instrument *instrument = administration->instrument;
    const struct recorded_answer *answers = administration->answers;
    size_t n_items = instrument->n_items;
    size_t item = column - N_ELEMENTS(columns);

    if (column < N_ELEMENTS(columns)) {
        csv_add_guarded(buf, administration->facts[columns[column]], delimiter);
    } else if (item < n_items) {
        add_answer(buf, instrument, &instrument->items[item], &answers[item],
                   delimiter);
    } else if (item < 2 * n_items) {
        if (answers[item - n_items].time_ms >= 0)
            buf_addf(buf, "%" PRId64, answers[item - n_items].time_ms);
    } else if (item == 2 * n_items) {
        csv_add_guarded(buf, administration->differences, delimiter);
    } else {
        csv_add_guarded(
            buf,
            administration
                ->facts[item == 2 * n_items + 1 ? FACT_DIGEST : FACT_COUPLE],
            delimiter);
    }
}

/* Of a file that it begins. */
static size_t
n_columns_of(const struct administration *administration)
{
    return N_ELEMENTS(columns) + 2 * administration->instrument->n_items + 1
           + (administration->facts[FACT_COUPLE].len ? N_LAST : N_LAST - 1);
}

/* 'wanted' as a survey has it; NULL: the columns of a file that it begins. */
static void
add_row(struct buf *buf, const struct administration *administration,
        const struct csv_style *style, const size_t *wanted, size_t n_columns)
{
    for (size_t i = 0; i < n_columns; i++) {
        size_t column = wanted ? wanted[i] : i;
        if (i)
            buf_add_char(buf, style->delimiter);
        if (column != SIZE_MAX)
            add_cell(buf, administration, column, style->delimiter);
    }
    buf_add_text(buf, style->row_end);
}

void
csv_recorder_add_row(struct buf *buf,
                     const struct administration *administration)
{
    add_row(buf, administration, &our_style, NULL,
            n_columns_of(administration));
}

/* ---- the file ---- */

static bool
check_header(const struct recorder *recorder, const struct csv_survey *survey,
             bool with_couple, struct diag *diag)
{
    if (survey->header == CSV_HEADER_OURS && with_couple
        && (survey->lacking & LACKS_COUPLE)) {
        diag_add(diag, MSG_RECORD_HEADER,
                 (struct place){.file = recorder->path, .line = 1},
                 "it has no column 'couple'");
        return diag_hint(diag, "at a terminal 'attune fill' offers to add it; "
                               "or name another file or folder for rows of "
                               "couples");
    }
    if (survey->header != CSV_HEADER_OTHER)
        return true;
    diag_add(diag, MSG_RECORD_HEADER,
             (struct place){.file = recorder->path, .line = 1},
             "not that of '%s'", recorder->instrument->id);
    return diag_hint(diag,
                     "each questionnaire has a file of its own: --into FOLDER "
                     "keeps one for each, and 'attune score FOLDER' takes them "
                     "together");
}

/* Looks at the header of an open file, and lets nothing be appended to
   another. */
static bool
survey_header(const struct recorder *recorder, int fd, bool with_couple,
              struct csv_survey *survey, struct diag *diag)
{
    struct buf header SCOPED(buf_clear) = {0};

    add_header(&header, recorder->instrument, true);
    if (!csv_survey_header(fd, buf_str(&header), survey))
        return file_add_error(diag, MSG_CANNOT_READ, recorder->path);
    return check_header(recorder, survey, with_couple, diag);
}

static bool
survey_rows(const struct recorder *recorder, int fd, struct str row,
            struct csv_survey *survey, struct diag *diag)
{
    return csv_survey_rows(fd, row, survey)
           || file_add_error(diag, MSG_CANNOT_READ, recorder->path);
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
        return file_add_error(diag, MSG_CANNOT_READ, path);
    return S_ISREG(found.st_mode)
           || diag_add(diag, MSG_NOT_REGULAR, (struct place){0}, "'%s'", path);
}

static bool
fail_open(struct diag *diag, const char *path)
{
    int error = errno;

    file_add_error(diag, MSG_CANNOT_OPEN, path);
    if (error == ELOOP)
        diag_hint(diag, "it leads to another file: name that one");
    else if (error == EISDIR)
        diag_hint(diag, "it is a folder: name a file in it");
    return false;
}

bool
csv_recorder_check(const char *path, bool *is_new, struct diag *diag)
{
    int fd SCOPED(file_drop) = open_file(path, false);

    *is_new = fd < 0 && errno == ENOENT;
    if (*is_new)
        return file_check_place(path, diag) && file_check_new_lock(path, diag);
    return fd < 0 ? fail_open(diag, path)
                  : check_regular(fd, path, diag)
                        && file_check_lock(fd, path, diag);
}

struct recorder *
csv_recorder_open(const char *path, const struct instrument *instrument,
                  bool with_couple, struct arena *arena, struct diag *diag)
{
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);
    struct csv_survey survey SCOPED(csv_survey_clear) = {0};
    int fd SCOPED(file_drop) = open_file(path, false);

    *recorder = (struct recorder){
        .path = path, .instrument = instrument, .arena = arena};
    recorder->is_new = fd < 0 && errno == ENOENT;
    if (recorder->is_new)
        return recorder;
    if (fd < 0) {
        fail_open(diag, path);
        return NULL;
    }
    bool ok = check_regular(fd, path, diag)
              && survey_header(recorder, fd, with_couple, &survey, diag)
              && survey_rows(recorder, fd, STR(""), &survey, diag);
    if (survey.header == CSV_HEADER_OURS)
        recorder->lacking = survey.lacking;
    recorder->is_torn = survey.tail_kind == CSV_TAIL_TORN;
    return ok ? recorder : NULL;
}

bool
csv_recorder_lacks_digest(const struct recorder *recorder)
{
    return recorder->lacking & LACKS_DIGEST;
}

/* ---- columns that lack ---- */

static bool
lacks(const struct recorder *recorder, unsigned int column, bool with_couple)
{
    return !recorder->is_torn && (recorder->lacking & column)
           && (column == LACKS_DIGEST || with_couple);
}

const char *
csv_recorder_lacking(const struct recorder *recorder, bool with_couple)
{
    bool digest = lacks(recorder, LACKS_DIGEST, with_couple);
    bool couple = lacks(recorder, LACKS_COUPLE, with_couple);

    return arena_printf(
        recorder->arena, "%s%s%s", digest ? fact_names[FACT_DIGEST] : "",
        digest && couple ? ", " : "", couple ? fact_names[FACT_COUPLE] : "");
}

/* Of a file that had more columns nobody could tell any more that a correction
   is pending; and it may bring one of them. */
bool
csv_recorder_add_columns(struct recorder *recorder, bool with_couple,
                         struct diag *diag)
{
    static const struct {
        unsigned int lacks;
        enum fact fact;
    } added[] = {{LACKS_DIGEST, FACT_DIGEST}, {LACKS_COUPLE, FACT_COUPLE}};
    struct csv_edit edit;

    if (!amendments_open(recorder->path, &edit, recorder->arena, diag))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(added); i++) {
        struct str name = str_from(fact_names[added[i].fact]);
        if (lacks(recorder, added[i].lacks, with_couple)
            && csv_edit_find(&edit, name) == edit.n_columns)
            csv_edit_add_column(&edit, name, 0, STR(""));
    }
    if (!csv_edit_save(&edit, recorder->path, NULL, NULL, diag))
        return false;
    recorder->lacking &= with_couple ? 0 : LACKS_COUPLE;
    return true;
}

/* ---- a session that is there ---- */

struct search {
    const struct str *facts;
    const struct csv_survey *survey;
    bool is_found;
};

static bool
is_naming(enum fact fact)
{
    return fact == FACT_CLIENT || fact == FACT_SESSION || fact == FACT_DATE
           || fact == FACT_INSTRUMENT;
}

static void
look_at_row(void *aux, const struct csv_record *row, struct arena *arena)
{
    struct search *search = aux;

    for (size_t i = 0; i < search->survey->n_columns; i++) {
        size_t column = search->survey->wanted[i];
        if (column >= N_ELEMENTS(columns) || !is_naming(columns[column]))
            continue;
        if (i >= row->n_cells)
            return;
        enum fact fact = columns[column];
        struct str cell = csv_unguarded(csv_cell_text(row->cells[i], arena));
        if (!fact_is_same(fact, str_trim(cell), str_trim(search->facts[fact])))
            return;
    }
    search->is_found = true;
}

bool
csv_recorder_has_session(const struct recorder *recorder,
                         const struct str facts[N_FACTS])
{
    struct search search = {.facts = facts};
    struct csv_survey survey SCOPED(csv_survey_clear) = {.look = look_at_row,
                                                         .aux = &search};
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    int fd SCOPED(file_drop) =
        facts[FACT_CLIENT].len ? open_file(recorder->path, false) : -1;

    search.survey = &survey;
    return fd >= 0 && survey_header(recorder, fd, false, &survey, unsaid)
           && survey_rows(recorder, fd, STR(""), &survey, unsaid)
           && search.is_found;
}

/* ---- recording ---- */

/* Puts the torn row into a file of its own, and only then cuts it off. */
static bool
set_aside(const struct recorder *recorder, int fd, struct csv_survey *survey,
          struct diag *diag)
{
    const char *aside = file_set_aside(
        recorder->path, "torn", buf_str(&survey->tail), recorder->arena, diag);

    if (!aside)
        return false;
    if (ftruncate(fd, survey->size))
        return file_add_error(diag, MSG_CANNOT_WRITE, recorder->path);
    buf_empty(&survey->tail);
    diag_add(diag, MSG_RECORD_TORN, (struct place){0}, "'%s'", recorder->path);
    diag_hint(diag, "the part that is there now stands in '%s'", aside);
    return true;
}

/* What the last row lacks; of CRLF the half may be there. */
static const char *
missing_end(const struct csv_survey *survey)
{
    struct str tail = buf_str(&survey->tail);

    if (!tail.len)
        return "";
    return tail.bytes[tail.len - 1] == '\r' ? "\n" : survey->style.row_end;
}

/* Writes at the end, or leaves the file as it was; who waits for one that is
   gone makes another. */
static bool
append(const struct recorder *recorder, int fd, struct str bytes,
       const struct csv_survey *survey, struct diag *diag)
{
    off_t size = survey->size + (off_t)survey->tail.len;
    bool ok = file_write_fully(fd, bytes) && file_sync(fd);

    if (ok && !size)
        ok = file_sync_folder(recorder->path);
    if (!ok) {
        file_add_error(diag, MSG_CANNOT_WRITE, recorder->path);
        if (!size && recorder->is_new ? unlink(recorder->path)
                                      : ftruncate(fd, size))
            diag_hint(diag, "a part of the row may stand at its end");
    }
    return ok;
}

static bool
append_row(const struct recorder *recorder, int fd, struct str row,
           bool with_couple, struct csv_survey *survey, struct diag *diag)
{
    struct buf out SCOPED(buf_clear) = {0};

    if (survey->tail_kind == CSV_TAIL_TORN
        && !set_aside(recorder, fd, survey, diag))
        return false;
    if (survey->header == CSV_HEADER_NONE || survey->header == CSV_HEADER_TORN)
        add_header(&out, recorder->instrument, with_couple);
    buf_add_text(&out, missing_end(survey));
    if (!survey->has_row)
        buf_add(&out, row);
    return !out.len || append(recorder, fd, buf_str(&out), survey, diag);
}

static bool
record_locked(struct recorder *recorder, int fd,
              const struct administration *administration, struct diag *diag)
{
    struct csv_survey survey SCOPED(csv_survey_clear) = {0};
    struct buf row SCOPED(buf_clear) = {0};
    bool with_couple = administration->facts[FACT_COUPLE].len;

    if (!survey_header(recorder, fd, with_couple, &survey, diag))
        return false;
    bool is_ours = survey.header == CSV_HEADER_OURS;
    add_row(&row, administration, &survey.style, is_ours ? survey.wanted : NULL,
            is_ours ? survey.n_columns : n_columns_of(administration));
    struct str wanted = administration->is_again ? buf_str(&row) : STR("");
    return survey_rows(recorder, fd, wanted, &survey, diag)
           && append_row(recorder, fd, buf_str(&row), with_couple, &survey,
                         diag);
}

/* The file, locked; a correction may have put another in its place while it was
   waited for.  -1 after adding an error. */
static int
open_locked(const char *path, struct diag *diag)
{
    int fd = open_file(path, true);

    while (fd >= 0 && file_lock(fd, path, diag)) {
        if (file_is_at(fd, path))
            return fd;
        int error = errno;
        close(fd);
        fd = error ? -1 : open_file(path, true);
        if (error)
            errno = error;
    }
    if (fd < 0)
        file_add_error(diag, MSG_CANNOT_OPEN, path);
    else
        close(fd);
    return -1;
}

static bool
csv_record(struct recorder *recorder,
           const struct administration *administration, struct diag *diag)
{
    int fd SCOPED(file_drop) = open_locked(recorder->path, diag);

    return fd >= 0 && check_regular(fd, recorder->path, diag)
           && record_locked(recorder, fd, administration, diag);
}

const struct recorder_class csv_recorder = {
    .record = csv_record,
};
