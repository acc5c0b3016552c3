/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems as bytes, from a process to another of the same program.  Declared
   in diag.h. */
#include "base/diag.h"

#include <string.h>
#include "base/buf.h"

enum { N_TEXTS = 6 };

/* The numbers of a problem; N_TEXTS strings follow, each ended by its NUL. */
struct head {
    enum message message;
    struct place place; /* its file is the first of the strings */
    bool has[N_TEXTS];
};

static void
pack(const struct diagnostic *problem, struct buf *bytes)
{
    const char *texts[N_TEXTS] = {
        problem->place.file, problem->detail, problem->secret,
        problem->excerpt,    problem->hint,   problem->working,
    };
    struct head head = {.message = problem->message, .place = problem->place};

    for (size_t i = 0; i < N_TEXTS; i++)
        head.has[i] = texts[i] != NULL;
    buf_add(bytes, (struct str){(const char *)&head, sizeof head});
    for (size_t i = 0; i < N_TEXTS; i++)
        if (texts[i])
            buf_add(bytes, (struct str){texts[i], strlen(texts[i]) + 1});
}

void
diag_pack(const struct diag *diag, struct buf *bytes)
{
    for (size_t i = 0; i < diag_total(diag); i++)
        pack(diag_get(diag, i), bytes);
}

/* NULL where there is none, or where the bytes end before it does. */
static const char *
take_text(struct str *rest, bool is_there)
{
    const char *text = rest->bytes;
    const char *end = is_there ? memchr(text, '\0', rest->len) : NULL;

    if (!end)
        return NULL;
    rest->bytes = end + 1;
    rest->len -= (size_t)(end + 1 - text);
    return text;
}

static bool
unpack(struct str *rest, struct diag *diag)
{
    const char *texts[N_TEXTS];
    struct head head;

    if (rest->len < sizeof head)
        return false;
    memcpy(&head, rest->bytes, sizeof head);
    rest->bytes += sizeof head;
    rest->len -= sizeof head;
    for (size_t i = 0; i < N_TEXTS; i++) {
        texts[i] = take_text(rest, head.has[i]);
        if (head.has[i] && !texts[i])
            return false;
    }
    if (head.message >= N_MESSAGES)
        return false;
    head.place.file = texts[0];
    diag_add_copy(diag, &(struct diagnostic){
                            .message = head.message,
                            .place = head.place,
                            .detail = texts[1],
                            .secret = texts[2],
                            .excerpt = texts[3],
                            .hint = texts[4],
                            .working = texts[5],
                        });
    return true;
}

bool
diag_unpack(struct str bytes, struct diag *diag)
{
    while (bytes.len)
        if (!unpack(&bytes, diag))
            return false;
    return true;
}
