/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around the typing in of a paper form; see fill_clerk.h. */
#include "cli/fill_clerk.h"

#include "base/num.h"
#include "cli/fill_say.h"
#include "cli/prompt.h"
#include "cli/stop.h"

bool
fill_clerk_ask_edition(const struct offer_io *io,
                       const struct instrument *instrument, int32_t *edition)
{
    struct buf number = {0};
    struct buf words = {0};
    struct buf line = {0};
    bool ok = false;
    int n_times = 0;

    buf_addf(&number, "%d", (int)instrument->edition);
    struct str texts[] = {buf_str(&number), str_from(instrument->title)};
    words_add(&words, io->language, WORD_CLERK_EDITION, texts, 2);
    while (
        !ok && prompt_again(io->in_fd, &n_times)
        && prompt_line(io->in_fd, io->out_fd, buf_text(&words), false, &line))
        ok = whole_read(str_trim(buf_str(&line)), edition) && *edition > 0;
    buf_clear(&number);
    buf_clear(&words);
    buf_clear(&line);
    return ok;
}

enum exit_status
fill_clerk(const struct clerking *clerking, const char *path, struct diag *diag)
{
    enum language language = clerking->options.language;

    switch (clerking_run(clerking, diag)) {
    case CLERKING_DONE:
        if (path)
            fill_say(language, WORD_FILL_RECORDED, path);
        return EXIT_DONE;
    case CLERKING_LEFT: /* the screen stays blank */
        return EXIT_DONE;
    case CLERKING_STOPPED:
        fill_say_below(language, WORD_FILL_KEPT, NULL);
        return stop_signal() ? (enum exit_status)(128 + stop_signal())
                             : EXIT_DATA;
    case CLERKING_FAILED:
        break;
    }
    fill_say_below(language, WORD_FILL_KEPT, NULL);
    return EXIT_FAILED;
}
