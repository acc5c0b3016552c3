#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that no object of the program holds state that outlives a
# call: nothing in a writable section but tables of addresses, which the loader
# fills in and then makes read-only (.data.rel.ro).
set -u

# Object and name of what may stay, each with its reason.
allowed() {
    cat <<'END'
file_writer.o pending
mem.o done
mem.o ends_libraries
mem.o exhausted
mem.o is_pending
prompt.o shown
rescue.o held
stop.o signal_number
clock.o before
clock.o is_watching
clock.o stopped_ms
END
# file_writer.o: the unfinished files, for a signal handler, which is given
# nothing.
# rescue.o: the terminal to give back, likewise.
# stop.o: the signal that came, likewise.
# prompt.o: what is asked for, likewise.
# clock.o: how long a signal stopped the process, for a handler.
# mem.o: what to do when memory ends is the process's, not a caller's, and so is
# what was done before, or is to be; a library that is refused some has no caller of ours.
}

if [ "${SANITIZERS:-no}" != no ]; then
    echo "1..0 # SKIP sanitizers keep state of their own in every object"
    exit 0
fi
echo "1..2"
cd "${BUILD_FOLDER:-.}" || exit 1
dump=$(objdump -t libattune.a src/cli/main.o \
    src/base/mem_libraries.o) || exit 1
count=$(echo "$dump" | grep -c 'file format')
if [ "$count" -gt 0 ]; then
    echo "ok 1 - the program's objects are read"
else
    echo "not ok 1 - the program's objects are read"
fi
allow=$(allowed)
problems=$(echo "$dump" | "${AWK:-awk}" '
    /file format/ { object = $1; sub(/:$/, "", object); sub(/^.*\//, "", object) }
    $NF !~ /^\.|^__gcov/ &&
    / (\.(t?data|t?bss)|\.data\.rel(\.local)?|\*COM\*)[ \t]/ {
        print object, $NF
    }' | grep -vxF "$allow")
if [ -z "$problems" ]; then
    echo "ok 2 - no state outlives a call"
else
    echo "not ok 2 - no state outlives a call"
    echo "$problems" | sed 's/^/#   /'
fi
