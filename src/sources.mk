# SPDX-License-Identifier: GPL-3.0-or-later
# Every source and header but src/cli/main.c: a module a line, sorted.
sources =
sources += src/base/arena.h
sources += src/base/buf.h
sources += src/base/date.h
sources += src/base/diag.h
sources += src/base/digest.h
sources += src/base/file.h
sources += src/base/map.h
sources += src/base/mem.h
sources += src/base/messages.def
sources += src/base/num.h
sources += src/base/str.h
sources += src/base/utf8.h
sources += src/base/vec.h
sources += src/base/words.def
sources += src/base/words.h
sources += src/base/workers.h
