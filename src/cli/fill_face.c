/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the face; see fill_face.h. */
#include "cli/fill_face.h"

#include <unistd.h>
#include "cli/suspended.h"

bool
fill_face_is_screen(const struct fill_face *choice)
{
    return !choice->is_lines && !choice->context->is_plain
           && !choice->context->terminal_is_dumb
           && isatty(choice->options.in_fd) && isatty(choice->options.out_fd);
}

/* A terminal that cannot be a screen is none the worse for plain lines. */
static struct face *
open_screen(const struct fill_face *choice)
{
    struct diag *unsaid = diag_new();
    struct face *face =
        tui_face.open(&choice->options, choice->context->arena, unsaid);

    diag_free(unsaid);
    return face;
}

/* A face may have given Ctrl-Z a meaning of its own: it is watched while the
   face is open. */
static enum filling_end
run_face(const struct face_class *face_class, struct face *face,
         struct filling *filling, struct diag *diag)
{
    suspended_watch();
    enum filling_end end = filling_run(filling, face_class, face, diag);
    suspended_unwatch();
    face_class->close(face);
    return end;
}

enum filling_end
fill_face_run(const struct fill_face *choice, struct filling *filling,
              struct diag *diag)
{
    enum filling_end end = FILLING_OTHER;
    struct face *face =
        fill_face_is_screen(choice) ? open_screen(choice) : NULL;

    if (face)
        end = run_face(&tui_face, face, filling, diag);
    if (end != FILLING_OTHER)
        return end;
    face = lines_face.open(&choice->options, choice->context->arena, diag);
    if (!face)
        return FILLING_FAILED;
    return run_face(&lines_face, face, filling, diag);
}
