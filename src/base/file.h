/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: read whole with a limit, read in pieces, and written so that they
   appear whole or not at all. */
#ifndef ATTUNE_BASE_FILE_H
#define ATTUNE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/digest.h"
#include "base/str.h"

/* Paths reach people through the detail of a diagnostic: 'path': reason.  Adds
   one with the reason that errno says; false. */
bool file_add_error(struct diag *diag, enum message message, const char *path);

void file_drop(int *fd); /* SCOPED: closes what is open, which is not -1 */

/* Reads a regular file of at most 'limit_size' bytes into the arena.  False
   after adding an error that names the file. */
bool file_read_whole(const char *path, size_t limit_size, struct arena *arena,
                     struct str *bytes, struct diag *diag) MUST_USE;

/* A regular file, or what cannot be told: whoever opens it learns why. */
bool file_exists(const char *path);
/* Whether a file could be made there, which is not, and its name made to last:
   its folder can be written to and read.  False after adding an error. */
bool file_check_place(const char *path, struct diag *diag) MUST_USE;
/* Makes the folder, and those that it lies in, where they are not there; for
   its owner alone, and to last.  False after adding an error that names the
   one. */
bool file_make_folder(const char *path, struct diag *diag) MUST_USE;
/* Standard input ("-"), a pipe or a device: what is read from it is gone. */
bool file_is_stream(const char *path);
/* Its first bytes, 'size' of them or fewer; returns how many.  None of what is
   no regular file, or cannot be read. */
size_t file_peek(const char *path, char *bytes, size_t size);
/* How the path of a file in memory begins, behind which its descriptor stands:
   people do not see it by that name. */
#define FILE_IN_MEMORY "/proc/self/fd/"
/* What people see it by: the path, or "standard input" or "casebook". */
const char *file_called(const char *path);
/* The folder that a path lies in, "." where it names none; borrows. */
struct str file_folder(const char *path);
bool file_is_folder(const char *path);
/* Symbolic, wherever it leads; or what cannot be told. */
bool file_is_link(const char *path);
/* The paths FOLDER/NAME of what is in a folder and has a name that ends so, in
   the order of their names, without the hidden ones.  None where it cannot be
   read; errno says why, 0: it was read to its end. */
const char **file_names(const char *folder, const char *suffix, size_t *n,
                        struct arena *arena);
/* Whether two paths, "-" for standard output and input, lead to one regular
   file.  False with errno 0: they do not, or one is not there; else it could
   not be told. */
bool file_is_same(const char *output, const char *input);

/* A file, a pipe or "-" (standard input), read in order. */
struct file_reader;
struct file_reader *file_reader_open(const char *path,
                                     struct diag *diag) MUST_USE;
void file_reader_close(struct file_reader *reader); /* NULL is allowed */
/* Up to 'size' bytes; 0 at the end; -1 after adding an error.  Never a short
   read before the end.  Starts over after EINTR. */
ssize_t file_reader_read(struct file_reader *reader, void *bytes, size_t size,
                         struct diag *diag) MUST_USE;

/* In bytes, as it was when it was opened; 0: it is no regular file. */
size_t file_reader_size(const struct file_reader *reader);

/* Lets the reader hash all that it reads from now on. */
void file_reader_hash(struct file_reader *reader);
/* Of what was read so far; NULL without file_reader_hash(). */
const struct digester *file_reader_digester(const struct file_reader *reader);

/* A file that replaces the one of its name when it is finished; only its owner
   may read it.  "-" (standard output), and what is there but is not a regular
   file, are written straight away.  Sticky: after the first failure writes do
   nothing, and finish reports it once.  What goes to a terminal is spelt out
   as utf8_add_shown_lines() does; each piece is whole characters.  At most 16
   are open at once. */
struct file_writer;
struct file_writer *file_writer_open(const char *path,
                                     struct diag *diag) MUST_USE;
void file_writer_add(struct file_writer *writer, struct str bytes);
bool file_writer_failed(const struct file_writer *writer);
/* Has all that was added on the disk, under the rights of the open file that it
   is to replace, whose place it does not take yet.  False after adding an
   error: then abandon it. */
bool file_writer_sync(struct file_writer *writer, int like_fd,
                      struct diag *diag) MUST_USE;
/* Flushes, syncs and renames; frees the writer either way.  False after
   adding an error; then no file is left behind. */
bool file_writer_finish(struct file_writer *writer, struct diag *diag) MUST_USE;
/* Opens, adds and finishes at once. */
bool file_write_whole(const char *path, struct str bytes,
                      struct diag *diag) MUST_USE;
/* Throws away what was written and frees the writer; NULL is allowed. */
void file_writer_abandon(struct file_writer *writer);

/* Adds the next line of an open file, without the newline that ends it, a byte
   at a time: what stands behind it is somebody else's to read.  False with
   errno 0: there is none; EOVERFLOW: it is longer than 'limit' bytes, and is
   passed over; EFBIG: it seems to have no end; else the read failed. */
bool file_read_line(int fd, size_t limit, struct buf *line) MUST_USE;

/* All that stands in an open file, whatever interrupts and wherever it is read
   or written next.  False with errno set, as of one of more than 'limit'
   bytes. */
bool file_read_open(int fd, size_t limit, struct arena *arena,
                    struct str *bytes) MUST_USE;
/* All of it, whatever interrupts; false with errno set. */
bool file_write_fully(int fd, struct str bytes) MUST_USE;
/* Has what was written on the disk, whatever interrupts; false with errno
   set. */
bool file_sync(int fd) MUST_USE;
/* Likewise the bytes and the size alone, which takes less time. */
bool file_sync_data(int fd) MUST_USE;
/* Locks an open file for writing, until it is closed.  Somebody may be waiting
   for an answer: a file that another holds is given up after two seconds.
   False after adding an error. */
bool file_lock(int fd, const char *path, struct diag *diag) MUST_USE;
/* Whether a lock failed with 'error' since the disk knows none. */
bool file_knows_no_locks(int error);
/* Whether a file that is open for writing can be locked at all; another may
   hold it.  Locked, where none does.  False after adding an error. */
bool file_check_lock(int fd, const char *path, struct diag *diag) MUST_USE;
/* Likewise one that is not there yet: tried with a hidden file in its place. */
bool file_check_new_lock(const char *path, struct diag *diag) MUST_USE;
/* Whether an open file still is the one of that name: another may have taken
   its place before it was locked.  False with errno 0: so it is; else it could
   not be looked at. */
bool file_is_at(int fd, const char *path);
/* Writes a file that is not there yet, whole or not at all.  False after
   adding an error, as of one that is there. */
bool file_write_new(const char *path, struct str bytes,
                    struct diag *diag) MUST_USE;
/* Makes the name of a new file last: syncs its folder, where the file system
   can.  False with errno set. */
bool file_sync_folder(const char *path) MUST_USE;
/* Puts bytes on the disk in a new file PATH.WORD-N beside another, which only
   its owner may read; the name is the arena's.  NULL after adding an error:
   then nothing of it is left. */
const char *file_set_aside(const char *path, const char *word, struct str bytes,
                           struct arena *arena, struct diag *diag) MUST_USE;

/* Removes the unfinished files of all writers; for a process about to end.
   May be called from a signal handler.  True: there were some, and no writer
   has finished before, so that nothing was written at all. */
bool file_abandon_all(void);

#endif
