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
sources += src/instrument/check.h
sources += src/instrument/expr.h
sources += src/instrument/instrument.h
sources += src/instrument/library.h
sources += src/instrument/methods.def
sources += src/instrument/read.h
sources += src/instrument/wording.h
sources += src/xml/schema.h
sources += src/xml/xml.h
