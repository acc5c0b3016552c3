/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landlock by its system calls, which no C library wraps; seccomp by
   libseccomp, which knows the numbers of calls on each processor. */
#include <config.h>

#include "base/confine.h"

#ifdef WITH_CONFINEMENT
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/mem.h"
#endif
#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#ifdef WITH_CONFINEMENT

/* ---- Landlock ---- */

/* As the kernel has it by now: its header may be older.  What a kernel does
   not know of it is left 0, which it takes. */
struct all_rights {
    uint64_t on_files;
    uint64_t on_network;
    uint64_t beyond; /* sockets without a path, and signals */
};

enum {
    SINCE_REFER = 2,
    SINCE_TRUNCATE = 3,
    SINCE_NETWORK = 4,
    SINCE_BEYOND = 6
};

#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)

/* All of the first version; to run a program is kept by nobody. */
static const uint64_t first_rights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE
    | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
    | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
    | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR
    | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK
    | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK
    | LANDLOCK_ACCESS_FS_MAKE_SYM;

static const uint64_t rights_on_a_file = LANDLOCK_ACCESS_FS_WRITE_FILE
                                         | LANDLOCK_ACCESS_FS_READ_FILE
                                         | RIGHT_TRUNCATE;

#define RIGHTS_TO_PUT                                                          \
    (LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE               \
     | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE          \
     | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | RIGHT_REFER \
     | RIGHT_TRUNCATE)

static const uint64_t kept_rights[] = {
    [CONFINE_READ] = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    [CONFINE_LIST] = LANDLOCK_ACCESS_FS_READ_DIR,
    [CONFINE_PUT] = RIGHTS_TO_PUT,
    [CONFINE_WRITE] = RIGHTS_TO_PUT | LANDLOCK_ACCESS_FS_READ_FILE,
};

/* 0: this kernel has none, or it is off. */
static long
landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
                           LANDLOCK_CREATE_RULESET_VERSION);

    return version < 0 ? 0 : version;
}

static uint64_t
file_rights(long version)
{
    return first_rights | (version >= SINCE_REFER ? RIGHT_REFER : 0)
           | (version >= SINCE_TRUNCATE ? RIGHT_TRUNCATE : 0);
}

void
confine_begin(struct confine *confine)
{
    enum { BIND_AND_CONNECT = 3, SOCKETS_AND_SIGNALS = 3 };
    long version = landlock_version();
    const struct all_rights all = {
        .on_files = file_rights(version),
        .on_network = version >= SINCE_NETWORK ? BIND_AND_CONNECT : 0,
        .beyond = version >= SINCE_BEYOND ? SOCKETS_AND_SIGNALS : 0,
    };

    *confine = (struct confine){.ruleset = -1, .is_begun = true};
    if (version)
        confine->ruleset =
            (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
}

/* Of what is not there, or not ours to see, nothing is kept. */
static bool
is_out_of_reach(int error)
{
    return error != EIO && error != EMFILE && error != ENFILE
           && error != ENOMEM;
}

bool
confine_keep(struct confine *confine, const char *path,
             enum confine_right right)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = kept_rights[right] & file_rights(landlock_version()),
    };
    struct stat found;

    if (confine->ruleset < 0)
        return true;
    do
        rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    while (rule.parent_fd < 0 && errno == EINTR);
    if (rule.parent_fd < 0)
        return is_out_of_reach(errno);
    bool is_known = !fstat(rule.parent_fd, &found);
    if (is_known) {
        if (!S_ISDIR(found.st_mode))
            rule.allowed_access &= rights_on_a_file;
        syscall(SYS_landlock_add_rule, confine->ruleset,
                LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    int error = errno;
    close(rule.parent_fd);
    errno = error;
    return is_known;
}

static void
enter_landlock(struct confine *confine)
{
    if (confine->ruleset < 0)
        return;
    syscall(SYS_landlock_restrict_self, confine->ruleset, 0);
    close(confine->ruleset);
    confine->ruleset = -1;
}

/* ---- seccomp ---- */

#ifdef HAVE_SECCOMP

/* What reading, scoring, drawing and asking never do.  Landlock does not know
   rights and times of files, so changing them by path is among it. */
static const int given_up[] = {
    /* the network; no socket, no call on one */
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(socketcall),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    /* other programs */
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(uselib),
    /* other processes */
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(kcmp),
    SCMP_SYS(process_madvise),
    SCMP_SYS(tkill),
    SCMP_SYS(migrate_pages),
    SCMP_SYS(move_pages),
    /* rights, owners and times of files, by their path */
    SCMP_SYS(chmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
    SCMP_SYS(futimesat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(truncate),
    SCMP_SYS(truncate64),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(fanotify_init),
    /* the computer */
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_tree),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount),
    SCMP_SYS(fspick),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(reboot),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(syslog),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(iopl),
    SCMP_SYS(ioperm),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(keyctl),
    SCMP_SYS(personality),
    SCMP_SYS(lookup_dcookie),
    SCMP_SYS(vhangup),
};

/* A call that this processor does not have needs no rule, and gets none.

   A new space of users would be a way to rights; what a clone3 asks for cannot
   be seen, and where there is none the C library goes on with clone.  What is
   typed into the terminal behind us would be a way to the shell. */
static void
add_filters(scmp_filter_ctx filter)
{
    const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);

    for (size_t i = 0; i < N_ELEMENTS(given_up); i++)
        seccomp_rule_add(filter, refuse, given_up[i], 0);
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    seccomp_rule_add(filter, refuse, SCMP_SYS(clone), 1,
                     SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER));
    seccomp_rule_add(filter, refuse, SCMP_SYS(ioctl), 1,
                     SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, TIOCSTI));
}

/* The library frees what it was refused. */
static void
enter_seccomp(void)
{
    mem_end_libraries(true);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

    if (filter) {
        add_filters(filter);
        seccomp_load(filter);
        seccomp_release(filter);
    }
    mem_end_libraries(false);
}
#endif

void
confine_enter(struct confine *confine)
{
    if (!confine->is_begun)
        return;
    confine->is_begun = false;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return;
    enter_landlock(confine);
#ifdef HAVE_SECCOMP
    enter_seccomp();
#endif
}

void
confine_add_about(struct buf *out)
{
    size_t from = out->len;

    if (landlock_version())
        buf_add_text(out, "Landlock");
#ifdef HAVE_SECCOMP
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0)
        buf_add_text(out, out->len > from ? ", seccomp" : "seccomp");
#endif
    if (out->len == from)
        buf_add_text(out, "nothing");
}

#else

void
confine_begin(struct confine *confine)
{
    *confine = (struct confine){.ruleset = -1};
}

bool
confine_keep(struct confine *confine, const char *path,
             enum confine_right right)
{
    (void)confine;
    (void)path;
    (void)right;
    return true;
}

void
confine_enter(struct confine *confine)
{
    (void)confine;
}

void
confine_add_about(struct buf *out)
{
    buf_add_text(out, "nothing");
}

#endif
