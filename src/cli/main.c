/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's entrance: finds the command, reads its options, runs it. */
#include <config.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/child.h"
#include "base/file.h"
#include "cli/action.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/print.h"
#include "cli/shell.h"
#include "fill/rescue.h"

/* The number of a closed one would go to the next file that is opened, and
   whatever is printed into that file.  Opened the wrong way round it fails as
   a closed one does, so that nothing is thought written, nor read to its end.
 */
static void
hold_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0
            && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(EXIT_FAILED);
}

/* No picture of a memory that holds answers: not on the disk, not for a core
   handler, not for other processes of the same user.  The leak sanitizer looks
   at the process from outside, and could not. */
static void
forbid_core(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
#ifndef WITH_SANITIZERS
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* Files appear whole or not at all, also when somebody presses Ctrl-C. */
static void
on_interrupt(int number)
{
    static const char nothing[] = "attune: stopped; nothing was written\n";
    static const char before[] =
        "attune: stopped; done before that, and stays so: ";
    const char *done = mem_done();
    bool is_undone = file_abandon_all() || mem_is_pending();

    rescue_now();
    if ((done || is_undone) && number != SIGPIPE) {
        /* Behind the ^C that the terminal shows. */
        if (isatty(STDERR_FILENO))
            (void)!write(STDERR_FILENO, "\n", 1);
        if (!done)
            (void)!write(STDERR_FILENO, nothing, sizeof nothing - 1);
        else if (write(STDERR_FILENO, before, sizeof before - 1) > 0
                 && write(STDERR_FILENO, done, strlen(done)) > 0)
            (void)!write(STDERR_FILENO, "\n", 1);
    }
    /* Not counted for coverage: the signal may have come within malloc(). */
    _exit(128 + number); /* of SIGINT it is EXIT_STOPPED */
}

static void
on_memory_exhausted(void)
{
    static const char message[] =
        "attune: error: out of memory; nothing half-written is left\n";
    static const char before[] = "    hint: done before that, and stays so: ";
    const char *done = mem_done();

    file_abandon_all();
    rescue_now();
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    if (done && write(STDERR_FILENO, before, sizeof before - 1) > 0
        && write(STDERR_FILENO, done, strlen(done)) > 0)
        (void)!write(STDERR_FILENO, "\n", 1);
    child_leave(EXIT_FAILED);
}

/* What nohup, or a shell for what runs in the background, has set aside stays
   so. */
static void
end_at(int number)
{
    const struct sigaction end = {.sa_handler = on_interrupt};
    struct sigaction before;

    sigaction(number, NULL, &before);
    if (before.sa_handler != SIG_IGN)
        sigaction(number, &end, NULL);
}

static void
prepare_process(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

    hold_standard_descriptors();
    forbid_core();
    umask(077);
    for (size_t i = 0; i < N_ELEMENTS(ends); i++)
        end_at(ends[i]);
    sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    mem_on_exhausted(on_memory_exhausted);
}

static void
print_text(struct context *context, void (*add)(struct buf *out))
{
    struct buf out SCOPED(buf_clear) = {0};

    add(&out);
    print_out(context, buf_str(&out));
}

/* What was built in of what need not be. */
static const char formats_read[] = "csv"
#ifdef HAVE_JANSSON
                                   " qsf"
#endif
#ifdef HAVE_READSTAT
                                   " sav"
#endif
#ifdef ZIP_LIBRARY
                                   " xlsx"
#endif
    ;

static void
add_version(struct buf *out)
{
    buf_addf(out, "%s\n%s\nreads: %s\nconfined by: ", PACKAGE_STRING,
             program_purpose, formats_read);
    confine_add_about(out);
    buf_add_char(out, '\n');
}

static bool
asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

static enum exit_status
run_command(struct context *context, const struct command *command, int argc,
            char **argv)
{
    struct text_list operands = {0};
    void *args = arena_alloc(context->arena, 1, command->args_size);

    context->command = command->name;
    if (asks_for_help(argc, argv)) {
        struct buf out SCOPED(buf_clear) = {0};
        help_add_command(&out, command);
        print_out(context, buf_str(&out));
        return EXIT_DONE;
    }
    if (!context_take_vector(context)
        || !option_parse(command->options, argc, argv, args, &operands,
                         context->arena, context->diag)
        || !option_ask_codes(command->options, args,
                             context->shell ? vigil_await : NULL,
                             context->arena, context->diag))
        return EXIT_DONE;
    mem_note_pending(command->needs & WRITES_STATE);
    if (!command_confine(context, command, args, &operands))
        return EXIT_FAILED;
    if (!command->actions)
        return command->run(context, args, &operands);
    action_do(context, command->actions, args, &operands);
    return EXIT_DONE;
}

static enum exit_status
run(struct context *context, int argc, char **argv)
{
    if (argc < 2) {
        struct buf out = {0};
        help_add(&out);
        print_said(&out);
        return EXIT_USAGE;
    }
    const struct command *command = command_find(argv[1]);
    if (command)
        return run_command(context, command, argc - 1, argv + 1);
    if (strcmp(argv[1], "--version") == 0)
        print_text(context, add_version);
    else if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        print_text(context, help_add);
    else
        help_unknown_command(argv[1], context->diag);
    return EXIT_DONE;
}

/* What a command that ended with 'status' ends the program with, its last
   problems printed. */
static enum exit_status
end(struct context *context, enum exit_status status)
{
    if (context->in_error)
        diag_add(context->diag, MSG_CANNOT_READ, (struct place){0},
                 "'standard input': %s", strerror(context->in_error));
    if (context->out_error)
        diag_add(context->diag, MSG_CANNOT_WRITE, (struct place){0},
                 "'standard output': %s", strerror(context->out_error));
    if (context->out_error && mem_done())
        diag_hint(context->diag, "done before that, and stays so: %s",
                  mem_done());
    print_problems(context);
    return status_graver(status_of_problems(context->diag), status);
}

static int
run_again(const struct context *parent, int argc, char **argv)
{
    struct context context;

    context_init(&context);
    context.again = run_again;
    context.shell = parent->shell;
    context.casebook_folder = parent->shell->folder;
    context.casebook_is_named = true;
    enum exit_status status = end(&context, run(&context, argc, argv));
    context_clear(&context);
    return (int)status;
}

int
main(int argc, char **argv)
{
    struct context context;

    prepare_process();
    context_init(&context);
    context.again = run_again;
    enum exit_status status = end(&context, run(&context, argc, argv));
    context_clear(&context);
    return (int)status;
}
