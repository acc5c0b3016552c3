#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, every command where its surroundings are odd: descriptors 0,
# 1, 2 closed in all eight ways, a full disk, outputs that cannot be made, a
# reader who goes away, control characters in files and their names, signals
# while input never ends, and memory that nothing may take a picture of.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-odd.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
. "$source_folder/tests/ways.sh"
export XDG_STATE_HOME="$work/state"

# nothing_left NAME: no hidden file may lie where outputs go.
nothing_left() {
    left=$(find "$work/out" -name '.*.attune-*' 2>/dev/null)
    [ -z "$left" ] || wrong "$1 left $left"
}

cd "$work" || exit 1
give
cp -Rp . "$work.given" && mv "$work.given" given
mkdir out home
mv state drafts
ways >ways

# run REDIRECTIONS: runs $arguments; leaves $status, out and err.
run() {
    rm -rf state; cp -R drafts state
    eval "\"\$attune\" $arguments <\$input >out/result 2>err $1"
    status=$?
}

# Failed as it should: with a message where there is something to say it on.
failed_aloud() {
    [ $status = 3 ] || wrong "$1: status $status, not 3"
    [ "${2:-open}" = closed ] || grep -q 'error: cannot' err ||
        wrong "$1: says nothing"
}

# closed_ones WAY: in all eight ways of closing.
closed_ones() {
    parse "$1"
    run ''
    [ $status = 0 ] || wrong "$1: status $status"
    cp out/result reference
    for in in '' '<&-'; do for out in '' '>&-'; do for err in '' '2>&-'; do
        run "$in $out $err"
        name="$1 $in $out $err"
        expected=reference
        [ -z "$out" ] || expected=/dev/null
        [ -z "$in" ] || [ "$input" = /dev/null ] || expected=/dev/null
        # A form that prints its row is shown on what is for errors.
        case $name in fill*'2>&-'*) expected=/dev/null ;; esac
        if [ $expected = reference ]; then
            [ $status = 0 ] || wrong "$name: status $status"
        else
            failed_aloud "$name" ${err:+closed}
        fi
        cmp -s $expected out/result || wrong "$name: printed other bytes"
    done; done; done
}

full_disk() {
    parse "$1"
    run '>/dev/full'
    failed_aloud "$1 >/dev/full"
    grep -q "standard output" err || wrong "$1: does not say what failed"
}

# The reader went away: an end without a word, as of other programs.
no_reader() {
    parse "$1"
    rm -rf state; cp -R drafts state
    eval "{ env --default-signal=PIPE \"\$attune\" $arguments <\$input 2>err
        echo \$? >status; } | sleep 0.01"
    case $1:$(cat status) in
    *:0 | fill*:3) return ;; # so short that it was written before
    *:141) ;;
    *) wrong "$1: status $(cat status) without a reader" ;;
    esac
    ! grep -qv ' to read$\|came in$' err || wrong "$1: has words for it"
}

# change WAY: what leaves more than what it prints.  It is all there, or it is
# said why not.
change() {
    parse "$1"
    for closed in '' '>&-' '>/dev/full' '<&- >&- 2>&-'; do
        rm -rf now && cp -Rp given now
        (cd now && eval "XDG_STATE_HOME=\$work/now/state \"\$attune\" $arguments \
            <\$input >result 2>../err $closed")
        status=$?
        case $closed in
        '') [ $status = 0 ] || wrong "$1: status $status"
            [ -s now/result ] && prints=yes || prints=no ;;
        '<'*)
            [ $input = /dev/null ] || prints=yes
            case $prints:$status in
            no:0 | yes:3) ;;
            *) wrong "$1 $closed: status $status" ;;
            esac ;;
        *)  [ $prints:$status = no:0 ] || failed_aloud "$1 $closed" ;;
        esac
    done
}

# for_each COMMAND CHECK: over the ways of that command; of such as change
# something, CHECK is 'change'.
for_each() {
    grep -E "^$1( |\$)" ways >these
    [ -s these ] || wrong "no way of '$1' is known to this test: add one"
    case $2 in change) grep '#' these ;; *) grep -v '#' these ;; esac >some
    while IFS= read -r way; do
        $2 "$way"
    done <some
}

"$attune" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
[ "$(wc -l <commands)" -gt 5 ] || wrong "help lists no commands"
judged "help lists the commands"
# What a command does on the casebook is said in its usage.
for command in casebook client; do
    "$attune" help $command | sed -n "s/^usage: attune $command \[OPTIONS\] //p" |
        tr '|' '\n' | sed "s/^\([a-z]*\).*/$command \1/"
done >actions
[ "$(wc -l <actions)" -gt 15 ] || wrong "help lists no actions"
for action in $(grep -v '^casebook init$\|^casebook open$' actions | tr ' ' :); do
    grep -q "^$(echo "$action" | tr : ' ') " ways ||
        wrong "no way of '$action' is known to this test: add one"
done
judged "and what they do on the casebook"
if command -v mandoc >/dev/null; then
    "$attune" help --man | mandoc -T lint -W warning >wrong
    judged "mandoc finds nothing in the manual page"
else
    skipped "mandoc finds nothing in the manual page" "no 'mandoc'"
fi
for command in $(cat commands) --version --help; do
    for_each "$command" closed_ones
    judged "$command: closed descriptors"
    for_each "$command" full_disk
    judged "$command: a full disk"
    for_each "$command" no_reader
    judged "$command: nobody reads"
    for_each "$command" change
    judged "$command: what it changes"
done

# Whatever takes a file to write: none of these can be one.
cat >outputs <<'END'
alerts answers.csv -o OUT
export sav -i communication c01.csv -o OUT
fill ./mood.xml --lines --into OUT < keys
items -i communication answers.csv -o OUT
merge part.csv -o OUT
fill ./mood.xml --lines -o OUT < keys
form communication -o OUT
draft map c01.csv -i communication -o OUT
new instrument my-form -o OUT
new wording communication fr -o OUT
report --from c01.csv -i communication -o OUT
score -i communication c01.csv -o OUT
score -i communication --format json c01.csv -o OUT
score -i communication --change c01.csv -o OUT
score -i communication --couples couples.csv -o OUT
score -i communication c01.csv -o out/scores.csv --manifest OUT
END
while IFS= read -r way; do
    for place in no-folder/out.csv folder mood.xml/out.csv /dev/full \
        "$(printf '%0300d' 1).csv"; do
        # A row goes into a file that is a file.
        case $way:$place in *--into*:/dev/full | *--into*:folder) continue ;; esac
        parse "$(echo "$way" | sed "s|OUT|$place|")"
        run ''
        failed_aloud "$arguments"
        nothing_left "$arguments"
    done
    judged "${way% < *} where it cannot be"
done <outputs
for command in $(cat commands); do
    "$attune" "$command" --help | grep -q '^ *\(-o, \)\?--output' || continue
    grep -q "^$command .*OUT" outputs ||
        wrong "no output of '$command' is known to this test: add one"
done
judged "every command with an output was tried"

# ---- a casebook that can only be read ----

# In a namespace of its own: the folder is another disk there.
read_only() {
    unshare -rm sh -c 'mount --bind casebook casebook &&
        mount -o remount,bind,ro casebook && exec "$@"' sh "$@"
}
if read_only true 2>/dev/null; then
    for way in 'client list' 'casebook log' 'casebook verify --deep' \
        'casebook status' 'casebook slot' 'note c01 --list' \
        'casebook backup out/copy' 'score -i ./mood.xml' \
        'export csv --with-private -o out/taken'; do
        read_only "$attune" $way $unlocked </dev/null >out/result 2>err
        [ $? = 0 ] && grep -q 'W249' err || wrong "$way: is not done, or silent"
    done
    grep -q 'c01' out/taken/*.csv || wrong "the export holds nothing"
    for way in 'note c01' 'client add c10' 'consent c01' \
        'client erase c01' 'import -i ./mood.xml later.csv'; do
        echo reason=x | read_only "$attune" $way $unlocked >out/result 2>err
        [ $? = 3 ] && grep -q 'it can only be read .E003' err ||
            wrong "$way: does not say why it is not done"
    done
    diff -r casebook given/casebook >err || wrong "the casebook is changed"
    # What this computer has seen of it is kept elsewhere, and told of once.
    rm -rf state
    for n in 1 0; do
        read_only "$attune" client list $unlocked >out/result 2>err
        [ "$(grep -c W243 err)" = $n ] || wrong "not seen before, $n"
    done
    judged "a casebook on a disk that can only be read is read"
else
    skipped "a casebook on a disk that can only be read is read" \
        "nothing can be mounted here"
fi
rm -rf out
mkdir out

# ---- what speaks to the terminal ----

# Escape, delete, C1 (as UTF-8) and right-to-left override.
marks=$(printf '\033\\|\177\\|\302\233\\|\342\200\256')
evil=$(printf 'a\033[31mb\177c\302\233d\342\200\256e')
grep -q "$marks" ways && wrong "the marks are everywhere"

# unmarked FILE NAME
unmarked() {
    [ -s "$1" ] || wrong "$2: says nothing"
    ! LC_ALL=C grep -q "$marks" "$1" || wrong "$2: speaks to the terminal"
}

for command in $(cat commands) "$evil"; do
    while IFS= read -r arguments; do
        input=/dev/null
        run ''
        cat out/result >>err
        unmarked err "$command $arguments"
    done <<END
$command "\$evil"
$command "--\$evil"
$command ./mood.xml c01.csv "\$evil/c" --from "\$evil" -i "\$evil" -o "\$evil/d"
END
done
cp mood.xml "$evil.xml"
sed 's/items="m1"/items="m2"/' mood.xml >"$evil-wrong.xml"
for arguments in 'check "$evil.xml" "$evil-wrong.xml"' \
    'show "$evil-wrong.xml"' 'score -i mood "$evil.csv"' \
    'explain --row 1 "$evil.csv"' 'report --from "$evil.csv"' \
    'fill "$evil.xml" --into "$evil/a"'; do
    run ''
    unmarked err "$arguments"
done
judged "no name speaks to the terminal"

{
    echo client,couple,session,note,communication.e1
    printf 'c%s,k,1,"%s\r\nf",1\n' "$evil" "$evil" 2 "$evil"
} >evil.csv
if command -v script >/dev/null; then
    for options in '' --details --long '--format tsv' '--format table' \
        --couples '-o /dev/tty'; do
        script -qec "'$attune' score -i communication evil.csv $options" \
            /dev/null </dev/null >err 2>&1
        grep -q 'a\\u{1b}\[31mb\\u{7f}c\\u{9b}d\\u{202e}e' err ||
            wrong "score $options: does not show what stands in the cells"
        unmarked err "score $options"
    done
    mkdir marked
    sed "s/<title>/&$(printf '\342\200\256')/; s/>High/&$(printf '\342\200\256')/" \
        mood.xml >marked/mood.xml
    for arguments in 'show ./marked/mood.xml' 'list --instruments marked' \
        'show --codebook ./marked/mood.xml' 'check ./marked/mood.xml'; do
        script -qec "'$attune' $arguments" /dev/null </dev/null >err 2>&1
        unmarked err "$arguments"
    done
    judged "no cell speaks to the terminal"
    arguments='score -q -i communication evil.csv'
    run ''
    LC_ALL=C grep -qF "$evil" out/result ||
        wrong "a file does not get the bytes that were read"
    judged "and a file gets them as they were"
else
    skipped "no cell speaks to the terminal" "no 'script'"
fi

# ---- signals, and what they may leave ----

# await WHAT...: until it is so; gives up after some seconds.
await() {
    n_looks=0
    until "$@" >/dev/null 2>&1 || [ $n_looks = 200 ]; do
        n_looks=$((n_looks + 1))
        sleep 0.05
    done
}

# rows N: of as many clients.
rows() {
    "${AWK:-awk}" -v n="$1" -v row="$(sed -n '2s/^c01//p' c01.csv)" \
        'BEGIN { while (n--) print "x" n row }'
}

# endless: rows without a pause into the fifo, more than any test waits for;
# 'begun' is there when the first of them have been read.
endless() {
    rm -f begun fifo
    mkfifo fifo
    {
        cat c01.csv
        rows 2000
        : >begun
        rows 2000000
    } >fifo 2>/dev/null &
}

# stopped SIGNAL STATUS ARGUMENT...: while input is always ready.  A shell sets
# aside, in what it runs in the background, what interrupts.
stopped() {
    signal=$1
    want=$2
    shift 2
    endless
    env --default-signal=HUP,INT,QUIT,TERM "$attune" "$@" <fifo >out/result 2>err &
    pid=$!
    await test -e begun
    kill -s "$signal" $pid
    wait $pid 2>/dev/null
    status=$?
    [ $status = "$want" ] || wrong "$signal of '$*': status $status"
    nothing_left "$signal of '$*'"
    wait
}

rm -f out/*
for ends in 'INT 130' 'TERM 143' 'HUP 129' 'QUIT 131'; do
    stopped $ends score -i communication - -o out/scores.csv \
        --manifest out/manifest.json
    grep -qx 'attune: stopped; nothing was written' err ||
        wrong "$ends: does not say that nothing was written"
    stopped $ends score -i communication --change - -o out/scores.csv
    stopped $ends score -i communication --format json -
    ! grep -q nothing err || wrong "$ends: says that nothing was written"
    stopped $ends explain -i communication --client c01 -
    stopped $ends report --from - -i communication --client c01 -o out/c.pdf
    [ ! -e out/scores.csv ] && [ ! -e out/c.pdf ] ||
        wrong "$ends: a file that is not whole"
done
judged "a signal ends what never would"

# Stopped at any change of a file, a command says whether what was asked for is
# done.  What the casebook says of itself, but for its being opened:
asked() {
    "$attune" client list $unlocked 2>/dev/null
    "$attune" casebook slot $unlocked 2>/dev/null
    "$attune" casebook log $unlocked 2>/dev/null | cut -d, -f 3- |
        grep -v '^unlock\|^read'
}
untouched() {
    rm -rf casebook state && cp -Rp given/casebook .
}
if ${CC:-cc} -shared -fPIC -o kill.so \
    "$source_folder/tests/faults/kill_at.c" -ldl 2>err; then
    untouched && asked >undone
    for way in 'client rename c03 c10' 'client erase c01' 'casebook slot remove ann'; do
        untouched
        echo reason=x | "$attune" $way $unlocked >out/result 2>err
        asked >done
        ! cmp -s done undone || wrong "$way: does nothing"
        status=143
        at=0
        while [ $status = 143 ] && [ $at -lt 100 ]; do
            at=$((at + 1))
            untouched
            echo reason=x | env --default-signal=TERM LD_PRELOAD=./kill.so \
                KILL="before $at" KILL_SIGNAL=15 \
                "$attune" $way $unlocked >out/result 2>err
            status=$?
            [ $status = 143 ] || break
            asked >found
            if grep -q '^attune: stopped; nothing was written' err; then
                cmp -s found undone || wrong "$way, at $at: says undone, and is not"
            elif grep -q '^attune: stopped; done before that' err; then
                cmp -s found done || wrong "$way, at $at: says done, and is not"
            else
                wrong "$way, at $at: does not say what was done"
            fi
        done
        [ $at -gt 2 ] || wrong "$way: was never stopped"
    done
    judged "whoever is stopped says whether it is done"
else
    skipped "whoever is stopped says whether it is done" "nothing can be preloaded"
fi
untouched

# What cannot be recorded in the end is refused before the first question.
name="a disk without locks is told of before a form, not behind it"
if ${CC:-cc} -shared -fPIC -o no_locks.so \
    "$source_folder/tests/faults/no_locks.c" -ldl 2>err; then
    cp answers.csv there.csv
    for file in new.csv there.csv; do
        LD_PRELOAD=./no_locks.so NO_LOCKS=.csv "$attune" fill ./mood.xml \
            --into $file --client c01 <keys >out/result 2>err
        [ $? = 3 ] || wrong "into $file: status $?"
        grep -q "hint: its disk cannot lock" err || wrong "into $file: no hint"
        [ ! -s out/result ] || wrong "into $file: asks first"
    done
    cmp -s answers.csv there.csv || wrong "there.csv is another"
    [ ! -e new.csv ] || wrong "new.csv is there"
    LD_PRELOAD=./no_locks.so NO_LOCKS=casebook "$attune" client list $unlocked \
        >out/result 2>err
    [ $? = 3 ] || wrong "the casebook: status $?"
    grep -q "hint: its disk cannot lock" err || wrong "the casebook: no hint"
    judged "$name"
else
    skipped "$name" "nothing can be preloaded"
fi

# A question is not asked again of who is gone.
rm -f fifo
mkfifo fifo
"$attune" fill ./mood.xml --clerk --into paper.csv <fifo >out/result 2>err &
pid=$!
exec 3>fifo
await grep -q "Type the edition" out/result
kill -s TERM $pid
wait $pid
status=$?
exec 3>&-
[ $status = 143 ] || wrong "TERM of a clerk: status $status"
[ "$(grep -o "Type the edition" out/result | wc -l)" = 1 ] || wrong "asks twice"
judged "a signal has no question asked again"

# slow_terminal NAME=VALUE COMMAND WAIT...: runs COMMAND on a terminal, with
# 'slow' for what nobody reads before WAIT has ended; what the terminal was sent
# is in err.
slow_terminal() {
    setting=$1
    command=$2
    shift 2
    rm -f slow err
    mkfifo slow
    { "$@"; cat >out/result; } <slow &
    env TERM=xterm "$setting" script -fqec "$command" /dev/null </dev/null \
        >err 2>&1
    wait
}
if command -v script >/dev/null; then
    { cat c01.csv; rows 40000; } >many.csv
    line='[0-9,]* rows, [0-9,]* a second'
    many="'$attune' score -i communication many.csv -o slow"
    slow_terminal A=1 "$many" await grep -q 'a second' err
    LC_ALL=C grep -q "^.\?$(printf '\r')\[=* *\] [0-9]* %, $line, [0-9]* [a-z]* left" err ||
        wrong "no share, rate and time left of a file"
    slow_terminal A=1 \
        "cat many.csv | '$attune' score -i communication - -o slow" \
        await grep -q 'a second' err
    LC_ALL=C grep -q "$(printf '\r')$line$(printf '\033')" err ||
        wrong "no rate of a pipe"
    slow_terminal A=1 "stty cols 20; $many" await grep -q ' rows' err
    LC_ALL=C grep -q "$(printf '\r')[0-9]* %, [0-9,]* rows$(printf '\033')" err ||
        wrong "a line does not fit into a narrow window"
    for plain in ATTUNE_PLAIN=1 TERM=dumb; do
        slow_terminal $plain "$many" sleep 1.3
        LC_ALL=C grep -q "^[0-9]* %, $line" err || wrong "$plain: no lines"
        ! LC_ALL=C grep -q "$(printf '\033')" err ||
            wrong "$plain: a line is drawn anew"
    done
    endless
    { await test -e begun; printf '\003'; } |
        script -qec "env --default-signal=INT '$attune' score -i communication -o out/scores.csv fifo" \
            /dev/null >err 2>&1
    status=$?
    wait
    [ $status = 130 ] || wrong "Ctrl-C ends with $status"
    grep -q '^attune: stopped; nothing was written' err ||
        wrong "Ctrl-C does not say that nothing was written"
    nothing_left Ctrl-C
    judged "a terminal shows how far it is, and what Ctrl-C leaves"
else
    skipped "a terminal shows how far it is" "no 'script'"
fi

# awaiting COMMAND...: runs it while its input waits for more.
awaiting() {
    rm -f released fifo
    mkfifo fifo
    { cat c01.csv; await test -e released; } >fifo &
    "$@" score -q -i communication - <fifo >out/result 2>err &
    pid=$!
}

# is_up NUMBER: the program runs there, and has set its house in order.
is_up() {
    grep -qx attune "/proc/$1/comm" &&
        grep -q '^SigCgt:.*[1-9a-f]' "/proc/$1/status"
}

awaiting env --ignore-signal=HUP "$attune"
await is_up $pid
kill -s HUP $pid
: >released
wait $pid
status=$?
[ $status = 0 ] || wrong "nohup: status $status"
judged "a hang-up that was set aside ends nothing"

# Where the system leaves cores at all; the shell says so.
cat >crash <<'END'
ulimit -c unlimited
sh -c 'echo $$ >crashing; exec "$@"' sh "$@"
exit $?
END
sh crash sh -c 'kill -s ABRT $$' 2>err
if grep -q 'core dumped' err; then
    rm -f crashing
    awaiting sh crash "$attune"
    await test -s crashing
    await is_up "$(cat crashing)"
    kill -s ABRT "$(cat crashing)"
    : >released
    wait
    grep -q 'Aborted$' err || wrong "a core was left"
    judged "no core holds an answer"
else
    skipped "no core holds an answer" "no program leaves one here"
fi

finish
