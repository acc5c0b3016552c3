/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal through ncursesw; see tui_screen.h.

   Characters are told apart by the locale of this thread, set to UTF-8 while
   the screen is open: that of the process, and so its numbers, stay as they
   are.  Signals are held back but while a key is waited for, so that none is
   lost between looking for one and waiting. */
#include <config.h>

#include "fill/tui_screen.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wctype.h>
#include "base/file.h"
#include "base/utf8.h"
#include "fill/rescue.h"
#include "fill/tui_layout.h"

enum {
    ESCAPE_WAIT_MS = 50, /* for what follows an escape in a key's code */
    ESCAPE = 27,
    LIMIT_SEQUENCE = 32,
    LIMIT_SIZE = 1000, /* rows and columns: no window is so large, and curses
                          holds every cell of it */
    PASTE_BEGINS = KEY_MAX + 1, /* codes of our own */
    PASTE_ENDS = KEY_MAX + 2
};

static const int held_signals[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                                   SIGTSTP, SIGCONT, SIGWINCH};

struct tui_screen {
    int in_fd;
    int out_fd;
    FILE *in;
    FILE *out;
    SCREEN *screen;
    locale_t locale;
    locale_t locale_before;
    sigset_t mask_before;
    struct sigaction actions_before[N_ELEMENTS(held_signals)];
    bool is_ascii;
    bool is_pasting;
    bool is_hung_up;
    bool was_disturbed; /* or something else may have written to it */
};

/* ---- emptying ---- */

/* Adds what a terminal's description holds, without its pauses. */
static void
add_capability(struct buf *buf, const char *capability)
{
    const char *at = capability;

    while (at && *at) {
        const char *end = at[0] == '$' && at[1] == '<' ? strchr(at, '>') : NULL;
        if (end)
            at = end + 1;
        else
            buf_add_char(buf, *at++);
    }
}

/* The end of a screen's memory is not in every description. */
static void
add_forget_all(struct buf *buf)
{
    char name[] = "E3";
    const char *known = tigetstr(name);
    bool is_known = known && known != (const char *)-1;

    add_capability(buf, clear_screen);
    if (is_known)
        add_capability(buf, known);
    else if (str_starts(str_from(clear_screen), "\033["))
        buf_add_text(buf, "\033[3J");
}

/* Of this screen and the one below it. */
static void
add_forget_both(struct buf *buf)
{
    if (enter_ca_mode && exit_ca_mode) {
        add_capability(buf, exit_ca_mode);
        add_forget_all(buf);
        add_capability(buf, enter_ca_mode);
    }
    add_forget_all(buf);
}

/* ---- opening ---- */

/* A locale whose characters are UTF-8, whatever the environment's is. */
static locale_t
open_locale(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "", "en_US.UTF-8"};

    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        locale_t locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
        if (!locale)
            continue;
        if (strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0)
            return locale;
        freelocale(locale);
    }
    return (locale_t)0;
}

/* Only its interrupting a wait is wanted: of a handler of its own curses would
   take a size beyond the limit. */
static void
on_other_size(int number)
{
    (void)number;
}

static void
hold_signals(struct tui_screen *screen)
{
    struct sigaction note = {.sa_handler = on_other_size};
    sigset_t held;

    sigemptyset(&held);
    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++) {
        sigaddset(&held, held_signals[i]);
        sigaction(held_signals[i], NULL, &screen->actions_before[i]);
    }
    sigprocmask(SIG_BLOCK, &held, &screen->mask_before);
    sigaction(SIGWINCH, &note, NULL);
}

/* Consoles whose fonts have few signs beyond ASCII. */
static bool
has_small_font(const char *name)
{
    static const char *const names[] = {"linux", "vt", "ansi",  "cons",
                                        "sun",   "wy", "dtterm"};

    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (str_starts(str_from(name), names[i])
            && !str_starts(str_from(name), "vte"))
            return true;
    return false;
}

static void
set_modes(struct tui_screen *screen)
{
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    leaveok(stdscr, FALSE);
    wtimeout(stdscr, 0);
    set_escdelay(ESCAPE_WAIT_MS);
    define_key("\033[200~", PASTE_BEGINS);
    define_key("\033[201~", PASTE_ENDS);
    screen->is_ascii = has_small_font(termname());
}

/* Terminals that know no bracketed paste pass over it. */
static void
mark_pastes(const struct tui_screen *screen, bool is_on)
{
    if (clear_screen && str_starts(str_from(clear_screen), "\033["))
        (void)!file_write_fully(screen->out_fd, is_on ? STR("\033[?2004h")
                                                      : STR("\033[?2004l"));
}

/* Whatever ends the process leaves nothing to see. */
static void
hold_rescue(const struct tui_screen *screen, const struct termios *before)
{
    struct buf bytes SCOPED(buf_clear) = {0};

    add_capability(&bytes, exit_attribute_mode);
    if (clear_screen && str_starts(str_from(clear_screen), "\033["))
        buf_add_text(&bytes, "\033[?2004l");
    add_forget_both(&bytes);
    add_capability(&bytes, exit_ca_mode);
    add_capability(&bytes, keypad_local);
    add_capability(&bytes, cursor_normal);
    rescue_hold(screen->in_fd, before, screen->out_fd, buf_str(&bytes));
}

/* As the terminal tells it, no more than the limit; false: it does not. */
static bool
find_size(const struct tui_screen *screen, int *n_rows, int *n_columns)
{
    struct winsize size;

    if (ioctl(screen->out_fd, TIOCGWINSZ, &size) || !size.ws_row
        || !size.ws_col)
        return false;
    *n_rows = size.ws_row < LIMIT_SIZE ? size.ws_row : LIMIT_SIZE;
    *n_columns = size.ws_col < LIMIT_SIZE ? size.ws_col : LIMIT_SIZE;
    return true;
}

static void
take_size(const struct tui_screen *screen)
{
    int n_rows;
    int n_columns;

    if (find_size(screen, &n_rows, &n_columns)
        && is_term_resized(n_rows, n_columns))
        resizeterm(n_rows, n_columns);
}

/* Curses asks by itself, and would hold any number of cells: of a window at the
   limit it begins with the size of the terminal's description. */
static void
let_ask_size(const struct tui_screen *screen)
{
    int n_rows;
    int n_columns;
    bool is_fine = !find_size(screen, &n_rows, &n_columns)
                   || (n_rows < LIMIT_SIZE && n_columns < LIMIT_SIZE);

    use_env(is_fine);
    use_tioctl(is_fine);
}

/* Ctrl-Z is the terminal's: only that can stop all that runs with a program
   that is confined. */
static void
let_suspend(const struct tui_screen *screen)
{
    struct termios modes;

    if (tcgetattr(screen->in_fd, &modes))
        return;
    modes.c_lflag |= (tcflag_t)ISIG;
    modes.c_cc[VINTR] = _POSIX_VDISABLE;
    modes.c_cc[VQUIT] = _POSIX_VDISABLE;
    if (tcsetattr(screen->in_fd, TCSADRAIN, &modes) == 0)
        def_prog_mode();
}

static bool
open_curses(struct tui_screen *screen, bool is_handed_over)
{
    struct termios before;
    int in_fd = dup(screen->in_fd);
    int out_fd = dup(screen->out_fd);

    screen->in = in_fd < 0 ? NULL : fdopen(in_fd, "r");
    screen->out = out_fd < 0 ? NULL : fdopen(out_fd, "w");
    if (!screen->in || !screen->out)
        return false;
    let_ask_size(screen);
    bool is_tty = tcgetattr(screen->in_fd, &before) == 0;
    screen->screen = newterm(NULL, screen->out, screen->in);
    if (!screen->screen)
        return false;
    take_size(screen);
    set_modes(screen);
    if (!is_handed_over)
        let_suspend(screen);
    if (is_tty)
        hold_rescue(screen, &before);
    return cursor_address && LINES >= TUI_LEAST_ROWS
           && COLS >= TUI_LEAST_COLUMNS;
}

struct tui_screen *
tui_screen_open(const struct face_options *options, struct arena *arena,
                struct diag *diag)
{
    struct tui_screen *screen = ARENA_NEW(arena, struct tui_screen);

    screen->in_fd = options->in_fd;
    screen->out_fd = options->out_fd;
    screen->locale = open_locale();
    if (screen->locale)
        screen->locale_before = uselocale(screen->locale);
    hold_signals(screen);
    if (screen->locale && open_curses(screen, options->is_handed_over)) {
        mark_pastes(screen, true);
        return screen;
    }
    tui_screen_close(screen);
    diag_add(diag, MSG_SCREEN_UNFIT, (struct place){0}, NULL);
    diag_hint(diag,
              "a window of %d columns and %d lines is needed; --lines "
              "asks in plain lines",
              TUI_LEAST_COLUMNS, TUI_LEAST_ROWS);
    return NULL;
}

void
tui_screen_close(struct tui_screen *screen)
{
    if (!screen)
        return;
    if (screen->screen) {
        mark_pastes(screen, false);
        curs_set(1);
        endwin();
        rescue_release();
        delscreen(screen->screen);
    }
    if (screen->in)
        fclose(screen->in);
    if (screen->out)
        fclose(screen->out);
    if (screen->locale) {
        uselocale(screen->locale_before);
        freelocale(screen->locale);
    }
    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        sigaction(held_signals[i], &screen->actions_before[i], NULL);
    sigprocmask(SIG_SETMASK, &screen->mask_before, NULL);
}

void
tui_screen_size(int *n_rows, int *n_columns)
{
    *n_rows = LINES;
    *n_columns = COLS;
}

bool
tui_screen_is_ascii(const struct tui_screen *screen)
{
    return screen->is_ascii;
}

bool
tui_screen_is_pasting(const struct tui_screen *screen)
{
    return screen->is_pasting;
}

/* ---- painting ---- */

static const attr_t attributes[N_LOOKS] = {
    [LOOK_PLAIN] = A_NORMAL,
    [LOOK_STRONG] = A_BOLD,
    [LOOK_ACCENT] = A_BOLD,
    [LOOK_LIT] = A_BOLD | A_REVERSE,
};

/* What the C library does not know would be spelled out by curses. */
static void
paint_text(struct str text)
{
    wchar_t *wide SCOPED(mem_drop) = mem_array(text.len + 1, sizeof *wide);
    size_t n = 0;
    uint32_t character;

    while (utf8_next(&text, &character))
        wide[n++] =
            iswprint((wint_t)character) ? (wchar_t)character : (wchar_t)0xfffd;
    addnwstr(wide, (int)n);
}

/* Curses ignores Ctrl-Z while it paints, and so throws away one that waits. */
static bool
refresh_and_stop(void)
{
    sigset_t waiting;
    bool stops = !sigpending(&waiting) && sigismember(&waiting, SIGTSTP) == 1;
    bool ok = refresh() != ERR;

    if (stops)
        raise(SIGTSTP);
    return ok;
}

bool
tui_screen_paint(struct tui_screen *screen, const struct canvas *canvas,
                 int lit_choice)
{
    if (screen->was_disturbed)
        clearok(curscr, TRUE);
    screen->was_disturbed = false;
    erase();
    for (size_t i = 0; i < canvas->n_pieces; i++) {
        const struct piece *piece = &canvas->pieces[i];
        bool is_lit =
            piece->choice != CANVAS_NO_CHOICE && piece->choice == lit_choice;
        attrset((int)attributes[is_lit ? LOOK_LIT : piece->look]);
        move(piece->row, piece->column);
        paint_text(canvas_piece_text(canvas, i));
    }
    attrset((int)A_NORMAL);
    curs_set(canvas->has_cursor && canvas->is_typed_at);
    move(canvas->has_cursor ? canvas->cursor_row : 0,
         canvas->has_cursor ? canvas->cursor_column : 0);
    return refresh_and_stop();
}

void
tui_screen_forget(struct tui_screen *screen)
{
    screen->was_disturbed = true;
}

void
tui_screen_blank(struct tui_screen *screen)
{
    struct buf bytes SCOPED(buf_clear) = {0};

    erase();
    curs_set(0);
    clearok(curscr, TRUE);
    refresh();
    add_forget_both(&bytes);
    (void)!file_write_fully(screen->out_fd, buf_str(&bytes));
    screen->was_disturbed = true;
}

/* ---- reading ---- */

static const struct {
    int code;
    enum keyboard_kind kind;
} function_keys[] = {
#define KEYBOARD(name, code, meaning, form_key) {code, KEYBOARD_##name},
#include "fill/keyboard.def"
#undef KEYBOARD
};

static enum keyboard_kind
kind_of_key(wint_t code)
{
    for (size_t i = 0; i < N_ELEMENTS(function_keys); i++)
        if ((wint_t)function_keys[i].code == code)
            return function_keys[i].kind;
    return KEYBOARD_OTHER;
}

/* A code that curses does not know is passed over as a whole: what it is made
   of was not typed. */
static void
pass_over_sequence(void)
{
    wint_t character;

    for (int i = 0; i < LIMIT_SEQUENCE; i++)
        if (get_wch(&character) != OK
            || (character >= 0x40 && character <= 0x7e))
            return;
}

/* Escape alone, or with what came in the same moment. */
static enum keyboard_kind
read_escape(void)
{
    wint_t character;

    if (get_wch(&character) != OK)
        return KEYBOARD_ESCAPE;
    if (character == '\r' || character == '\n')
        return KEYBOARD_ALT_ENTER;
    if (character == ESCAPE)
        return KEYBOARD_ESCAPE;
    if (character == '[' || character == 'O')
        pass_over_sequence();
    return KEYBOARD_OTHER;
}

/* Turns what curses read into a key; false: it is none by itself. */
static bool
take_key(struct tui_screen *screen, int result, wint_t code,
         struct keyboard_key *key)
{
    *key = (struct keyboard_key){.is_pasted = screen->is_pasting};
    if (result == KEY_CODE_YES && code == PASTE_BEGINS) {
        screen->is_pasting = true;
        return false;
    }
    if (result == KEY_CODE_YES && code == PASTE_ENDS) {
        screen->is_pasting = false;
        *key = (struct keyboard_key){.kind = KEYBOARD_OTHER};
        return true;
    }
    if (result == KEY_CODE_YES)
        key->kind = kind_of_key(code);
    else if (code == ESCAPE)
        key->kind = read_escape();
    else
        key->character = (uint32_t)code;
    return true;
}

/* FACE_KEY: there is something to read. */
static enum face_input
wait_for_input(struct tui_screen *screen, int wait_ms)
{
    struct pollfd poll_in = {.fd = screen->in_fd, .events = POLLIN};
    struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    sigset_t mask = screen->mask_before;

    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        sigdelset(&mask, held_signals[i]);
    int n = ppoll(&poll_in, 1, wait_ms < 0 ? NULL : &wait, &mask);
    if (n < 0 && errno == EINTR) {
        take_size(screen);
        screen->was_disturbed = true;
        return FACE_INTERRUPTED;
    }
    if (!n)
        return FACE_RESTS;
    screen->is_hung_up =
        (poll_in.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    return FACE_KEY;
}

enum face_input
tui_screen_read(struct tui_screen *screen, int wait_ms,
                struct keyboard_key *key)
{
    wint_t code;

    for (;;) {
        int result = get_wch(&code);
        if (result == KEY_CODE_YES && code == KEY_RESIZE)
            return FACE_INTERRUPTED;
        if (result != ERR && take_key(screen, result, code, key))
            return FACE_KEY;
        if (result != ERR)
            continue;
        if (screen->is_hung_up)
            return FACE_ENDED;
        enum face_input waited = wait_for_input(screen, wait_ms);
        if (waited != FACE_KEY)
            return waited;
    }
}

bool
tui_screen_has_key(const struct tui_screen *screen, int wait_ms)
{
    struct pollfd poll_in = {.fd = screen->in_fd, .events = POLLIN};

    return poll(&poll_in, 1, wait_ms) > 0;
}
