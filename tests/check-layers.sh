#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what holds the house of src/ together: which room may include
# which, where a library may be used, what only one room may do.  Grep is
# enough: comments and strings are blanked first.
#
# Run by make check; by hand: SOURCE_FOLDER=. CC=gcc tests/check-layers.sh
set -u

rooms="base stats xml instrument response exchange score change proof output
casebook chart report render fill cli"

build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
cd "${SOURCE_FOLDER:-.}" || exit 1
mkdir -p "$build_folder/tests/scratch"
work=$(mktemp -d "$build_folder/tests/scratch/layers.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n_tests=0
n_failed=0

# verdict NAME: one test, passed when $work/problems is empty.
verdict() {
    n_tests=$((n_tests + 1))
    if [ -s "$work/problems" ]; then
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $1"
        sed 's/^/#   /' "$work/problems"
    else
        echo "ok $n_tests - $1"
    fi
}

find src -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort >"$work/files"

# $work/code: FILE:LINE:TEXT of all C, comments and strings blanked.
xargs "${AWK:-awk}" '
    FNR == 1 { inside = 0 }
    {
        text = ""
        for (line = $0; line != ""; ) {
            if (inside) {
                at = index(line, "*/")
                line = at ? substr(line, at + 2) : ""
                inside = !at
            } else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"|\047[^\047]*\047/)) {
                found = substr(line, RSTART, RLENGTH)
                text = text substr(line, 1, RSTART - 1)
                line = substr(line, RSTART + RLENGTH)
                if (found == "//")
                    line = ""
                else if (found == "/*")
                    inside = 1
                else
                    text = text "\"\""
            } else {
                text = text line
                line = ""
            }
        }
        print FILENAME ":" FNR ":" text
    }' <"$work/files" >"$work/code"

# $work/includes: FILE:LINE:#include ...
xargs grep -nE '^ *# *include' /dev/null <"$work/files" >"$work/includes"

find src -mindepth 1 -maxdepth 1 -type d | sed 's|^src/||' |
    grep -vxF "$(printf '%s\n' $rooms)" >"$work/problems"
verdict "every folder of src is a room of the house"

"${AWK:-awk}" -v rooms="$rooms" '
    BEGIN { n = split(rooms, room); for (i = 1; i <= n; i++) rank[room[i]] = i }
    match($0, /"[^"]*"/) {
        name = substr($0, RSTART + 1, RLENGTH - 2)
        split($0, from, "/")
        split(name, to, "/")
        if (name !~ /\// || !(to[1] in rank))
            print $0 ": a quoted include names its room"
        else if (rank[to[1]] > rank[from[2]])
            print $0 ": " from[2] " stands before " to[1]
    }' "$work/includes" >"$work/problems"
verdict "a room includes only from itself and from earlier rooms"

# fence LIBRARY ALLOWED-FILES: the header pattern is seen in these files only.
fence() {
    grep -E "# *include *[<\"]($1)" "$work/includes" |
        grep -vE "^src/($2)" >"$work/problems"
    verdict "only $2 includes <$1>"
}
fence 'libxml/' 'xml/'
fence 'cairo|pango|glib|fontconfig' 'render/'
fence 'qpdf' 'render/pdf_pass\.'
fence 'dlfcn' 'exchange/xlsx_zip\.|cli/press_apart\.'
fence 'readstat' 'exchange/sav_file\.|output/sink_sav\.'
fence 'jansson' 'exchange/dictionary_qualtrics\.'
fence 'zip\.h' 'exchange/xlsx_zip\.'
fence 'sodium' 'base/digest\.|casebook/sealing\.'
fence 'gsl/' 'stats/'
fence 'n?curses|term\.h' 'fill/tui_screen\.'
fence 'seccomp|linux/landlock' 'base/confine\.'
fence 'termios' 'fill/|cli/prompt\.'
fence 'cmocka' 'none'
fence 'exchange/(source_format|csv_file|held_table|xlsx_file)' 'exchange/'
fence 'pthread|stdatomic' 'base/'
fence 'locale\.h|langinfo' 'cli/|fill/tui_screen\.'

# only FILES NAMES WHY: these functions and names are used in these files only.
only() {
    grep -E "(^|[^A-Za-z0-9_.>])($2)" "$work/code" |
        grep -vE "^src/($1)" >"$work/problems"
    verdict "$3"
}
only 'base/child\.' '(fork|vfork|_Fork|clone|posix_spawnp?|exec[lv]p?e?|system|popen) *\(' \
    "a process is started in base/child"
only 'base/mem(_libraries)?\.' '(malloc|calloc|realloc|reallocarray|free|strdup|strndup|v?asprintf) *\(' \
    "the heap has one door, base/mem"
only 'none' '(strcpy|strcat|strncpy|strncat|v?sprintf|gets|strtok|atoi|atol|atof|alloca|sscanf|scanf|fscanf) *\(' \
    "no function that runs over its buffer or hides an error"
only 'base/num\.' '(strto(d|f|ld|l|ll|ul|ull|imax|umax)(_l)?) *\(' \
    "numbers are read in base/num, whatever the locale"
xargs grep -nE '"[^"]*%[-+#0-9.*]*[aefgAEFG]([^a-zA-Z]|$)' /dev/null \
    <"$work/files" | grep -v '^src/base/num\.' >"$work/problems"
verdict "numbers are printed by base/num, whatever the locale"
only 'cli/|base/(mem|child)\.|render/press\.' 'stderr\b|(exit|_exit|_Exit|abort|quick_exit) *\(' \
    "only cli speaks on stderr and ends the process"
only 'cli/' '(stdout|stdin)\b|(printf|puts|putchar) *\(' \
    "only cli knows the standard streams"
only 'cli/' '(getenv|secure_getenv|setenv|putenv|setlocale) *\(' \
    "only cli asks the environment"
only 'cli/' '(time|clock_gettime|gettimeofday|localtime|localtime_r) *\(' \
    "only cli asks the clock"
only 'none' '(rand|srand|random|drand48) *\(' \
    "no random number without a source that a test can set"
only 'none' 'typedef +(struct|union)' "no struct hides behind a typedef"

sed -n 's|^src/\([a-z]*\)/.*|&|p' "$work/files" | sed 's|^src/||; s|\.[a-z]*$||' |
    sort -u | "${AWK:-awk}" -F/ '
        seen[$NF] && seen[$NF] != $0 { print $0 " and " seen[$NF] }
        { seen[$NF] = $0 }' >"$work/problems"
verdict "no module's name is used twice"

xargs grep -L '^/\* SPDX-License-Identifier: GPL-3.0-or-later' \
    <"$work/files" >"$work/problems"
verdict "every file of src says its licence"

# A header that one file alone includes, its own .c apart, is a door too many;
# unless that file is in another room or a header itself, a test holds it, or
# the two modules would pass 600 lines as one.
"${AWK:-awk}" -F'[:"]' '
    $4 ~ /\.h$/ {
        header = "src/" $4
        own = substr(header, 1, length(header) - 1) "c"
        if ($1 != own && users[header]++ == 0) user[header] = $1
    }
    END { for (h in users) if (users[h] == 1) print h, user[h] }
    ' "$work/includes" | LC_ALL=C sort | while read -r header user; do
    name=${header#src/}
    [ "${header%/*}" = "${user%/*}" ] && [ "$user" = "${user%.h}" ] &&
        ! grep -rqF "\"$name\"" tests --include='*.[ch]' &&
        [ $(($(cat "${header%.h}".[ch] "${user%.[ch]}".[ch] 2>/dev/null |
            wc -l))) -le 600 ] && echo "$header is included by $user alone"
done >"$work/problems"
verdict "no header has one user without a reason"

while read -r file; do
    grep -q "[ =]$file\( \|\$\)" src/sources.mk ||
        grep -q "^attune_SOURCES.* $file\( \|\$\)" Makefile.am ||
        echo "$file"
done <"$work/files" >"$work/problems"
verdict "every file of src is listed in src/sources.mk, or as the program's"

for file in tests/unit/test_*.c; do
    [ ! -e "$file" ] || grep -q "[ =]${file%.c}\( \|\$\)" tests/tests.mk ||
        echo "$file"
done >"$work/problems"
verdict "every unit test is listed in tests/tests.mk"

# Each header alone, and twice: it brings what it needs and guards itself.
: >"$work/problems"
grep '\.h$' "$work/files" | while read -r file; do
    printf '#include "%s"\n#include "%s"\n' "${file#src/}" "${file#src/}" |
        ${CC:-cc} -fsyntax-only -Wall -Wextra -Werror -std=gnu11 -Isrc \
            ${HEADER_CFLAGS:-} -x c - >"$work/said" 2>&1 || {
        echo "$file:"
        cat "$work/said"
    }
done >"$work/problems"
verdict "every header compiles alone"

echo "1..$n_tests"
[ $n_failed = 0 ]
