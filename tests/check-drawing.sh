#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that a page is right or is not there: fonts that are missing,
# torn or hollow, memory refused to the process that draws at many points, its
# sudden end, and a signal to its parent.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-drawing.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"

report() {
    "$attune" report --from answers.csv -i core-10 -o out/page.pdf "$@" 2>err
}

# whole_or_not NAME STATUS: the page is that of a good day and the status 0, or
# there is nothing, one error says why, and the status is 3.
whole_or_not() {
    if [ "$2" = 0 ]; then
        cmp -s page.pdf out/page.pdf || wrong "$1: another page, with status 0"
    else
        not_there "$1" "$2"
    fi
    rm -rf out
    mkdir out
}

not_there() {
    [ "$2" = 3 ] || wrong "$1: status $2"
    [ -z "$(ls -A out)" ] || wrong "$1: left $(ls -A out)"
    [ "$(grep -c '^attune: error: ' err)" = 1 ] || wrong "$1: not one error"
    rm -rf out
    mkdir out
}

# fonts_in FOLDER: a configuration that knows the fonts of a folder alone.
fonts_in() {
    mkdir -p "$1"
    cat >"$1.conf" <<CONF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$work/$1</dir><cachedir>$work/$1.cache</cachedir></fontconfig>
CONF
}

# report_with FOLDER
report_with() {
    FONTCONFIG_FILE=$work/$1.conf report ${2:+"$2"}
}

cd "$work" || exit 1
: >err
mkdir out home
sed -n '1p; /^c01,/p' "$source_folder/instruments/samples/practice.csv" \
    >answers.csv
report || wrong "status $?"
mv out/page.pdf . || exit 1
judged "a page is there on a good day"

fonts_in none
report_with none
not_there "no font" $?
for format in svg png; do
    report_with none --format=$format
    not_there "no font for $format" $?
done
judged "without any font there is no page"

report_with none --format=text || wrong "status $?"
grep -q '^session: Distress; 1, 14 Jan: 22.0; ' out/page.pdf ||
    wrong "no line of numbers"
rm -f out/page.pdf
judged "without any font its words are there"

# One that stands elsewhere does not find what draws, unless that is linked in or
# installed.
cp "$attune" alone
alone() {
    ./alone report --from answers.csv -i core-10 -o out/page.pdf "$@" 2>err
}
if alone; then
    rm out/page.pdf
    skipped "without what draws it no page is there" "it is there"
else
    not_there "no press" $?
    alone --format=text || wrong "words: status $?"
    rm -f out/page.pdf
    judged "without what draws it no page is there, but its words"
fi

# What draws cut off within a page of memory and at its end, and that of a build
# whose number is another.
press=$build_folder/press.so
if [ -e "$press" ] && ${CC:-cc} -shared -fPIC -o other.so \
    "$source_folder/tests/faults/other_press.c" -ldl 2>err; then
    size=$(stat -c %s "$press")
    number=$(sed 's/.*"\(.*\)"/\1/' "$build_folder/src/render/press_build.inc")
    LC_ALL=C sed "s/$number/$(echo "$number" | tr 0-9 1-90)/" "$press" >elder
    for cut in 0 100 4096 30000 $((size / 2)) $((size - 1)); do
        head -c $cut "$press" >cut-$cut
    done
    for other in cut-* elder; do
        export PRESS="$work/$other"
        LD_PRELOAD=$work/other.so report
        not_there "$other" $?
        grep -q 'hint: .* is attune installed whole?' err || wrong "$other: no hint"
        LD_PRELOAD=$work/other.so "$attune" check \
            "$source_folder/reports/progress.xml" >said 2>err
        [ $? = 3 ] || wrong "check by $other: another status"
        grep -q 'hint: .* is attune installed whole?' err ||
            wrong "check by $other: no hint"
    done
    grep -q 'press.so. is of another build of attune' err || wrong elder
    PRESS=$press LD_PRELOAD=$work/other.so report || wrong "status $?"
    whole_or_not "its own" 0
    judged "what draws is of this build and whole, or no page is there"
else
    skipped "what draws is whole" "it is linked in, or nothing can be preloaded"
fi

regular=$(fc-match -f '%{file}' Inter 2>err)
if [ -r "$regular" ]; then
    fonts_in torn
    for size in 0 3 100 1000 20000 200000; do
        rm -rf torn torn.cache
        mkdir torn
        head -c $size "$regular" >torn/font.otf
        report_with torn
        not_there "the first $size bytes of a font" $?
    done
    judged "with a torn font there is no page"

    # Zeros where the outlines, or the widths, of an OpenType font stand.
    for table in 'CFF ' glyf hmtx; do
        at=$("$source_folder/tests/font_table" "$regular" "$table") || continue
        fonts_in hollow
        rm -rf hollow.cache
        cp "$regular" hollow/font.otf
        chmod u+w hollow/font.otf
        dd if=/dev/zero of=hollow/font.otf bs=1 conv=notrunc status=none \
            seek="${at% *}" count="${at#* }"
        report_with hollow
        not_there "a font with zeros in its $table" $?
    done
    judged "with a hollow font there is no page"

    fonts_in kept
    cp "$regular" kept/font.otf
    cp "$regular" kept/unwanted.otf
    : >kept/hollow.ttf
    : >kept.cache
    sed -i 's|kept\.cache|kept.cache/none|
        s|</fontconfig>|<selectfont><rejectfont><glob>*/unwanted.otf</glob></rejectfont></selectfont>&|' kept.conf
    report_with kept || wrong "status $?"
    ! grep -i fontconfig err || wrong "words of another"
    rm -f out/page.pdf
    judged "where what is known of fonts cannot be kept, nobody says so"

    # Beside a font that would do: one that comes after what is known of its
    # folder was written, and one whose disk fails.
    for bad in late failing; do
        fonts_in $bad
        cp "$regular" $bad/font.otf
        touch -d 2020-01-01 $bad
        report_with $bad || wrong "status $? with one font"
        [ "$(id -u)" != 0 ] ||
            [ -z "$(find $bad.cache -type f ! -perm -044)" ] ||
            wrong "what root remembers of fonts is hidden from others"
        rm -f out/page.pdf
        if [ $bad = late ]; then
            cp "$regular" $bad/other.otf
        else
            ln -s /proc/self/mem $bad/other.otf
        fi
        touch -d 2020-01-01 $bad
        report_with $bad
        not_there "a font that is $bad" $?
        grep -q "the fonts of '.*$bad/other.otf' were passed over" err ||
            wrong "a font that is $bad"
    done
    judged "where a font was passed over there is no page in another"
else
    skipped "with a torn font there is no page" "fc-match finds no font"
    skipped "with a hollow font there is no page" "fc-match finds no font"
    skipped "words of fontconfig" "fc-match finds no font"
    skipped "a font that was passed over" "fc-match finds no font"
fi

# Sanitizers have a heap of their own.
if [ "${SANITIZERS:-no}" = no ] &&
    ${CC:-cc} -shared -fPIC -o fault.so \
        "$source_folder/tests/faults/in_child.c" -ldl 2>err; then
    # faulty WHAT: a report where the drawing process has that fault.
    faulty() {
        LD_PRELOAD=$work/fault.so FAULT=$1 report
    }
    FAULT_COUNT=$work/count faulty "count 1"
    whole_or_not "no fault" $?
    n_asked=$(cat count 2>/dev/null || echo 0)
    [ "$n_asked" -gt 1000 ] || wrong "memory was asked for $n_asked times"
    judged "faults are let into the process that draws"

    # Closer together where fonts are found and opened, and at the end.
    points=$("${AWK:-awk}" -v n="$n_asked" 'BEGIN {
        for (i = 1; i <= n; i = int(i * 1.6) + 1) print i
        for (i = 1; i < n; i = int(i * 1.9) + 1) print n - i
        for (i = 1; i < 10; i++) print int(n * i / 10) }')
    for at in $points; do
        faulty "refuse $at"
        whole_or_not "refuse $at" $?
    done
    judged "where memory is refused once there is no page, or all of it"
    for at in 1 10 100 1000 $((n_asked / 2)); do
        faulty "starve $at"
        not_there "starve $at" $?
        grep -q 'cannot draw the pages: out of memory' err ||
            wrong "starve $at: no word of memory"
    done
    judged "where memory runs out there is no page"
    for at in 1 1000 $((n_asked / 2)); do
        faulty "abort $at"
        not_there "abort $at" $?
        grep -q 'ended by the signal ABRT' err || wrong "abort $at: not said"
    done
    judged "where the process that draws ends there is no page"

    for signal in TERM HUP KILL; do
        LD_PRELOAD=$work/fault.so FAULT="stall 1000" "$attune" report \
            --from answers.csv -i core-10 -o out/page.pdf 2>err &
        pid=$!
        n=0
        child=
        while [ -z "$child" ] && [ $n -lt 500 ]; do
            child=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null)
            [ -n "$child" ] || sleep 0.02
            n=$((n + 1))
        done
        [ -n "$child" ] || wrong "$signal: no process that draws"
        kill -s $signal $pid
        wait $pid 2>/dev/null
        n=0
        while [ -d "/proc/${child% }" ] && [ $n -lt 500 ]; do
            sleep 0.02
            n=$((n + 1))
        done
        [ ! -d "/proc/${child% }" ] || wrong "$signal: the child lives on"
        [ -z "$(ls -A out)" ] || wrong "$signal: left $(ls -A out)"
    done
    judged "the process that draws ends with its parent"
else
    for name in "faults let in" "refused" "runs out" "ends" "signal"; do
        skipped "$name" "no fault can be preloaded here"
    done
fi

finish
