#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that 'attune fill', and at the end 'attune correct' and what is
# typed for a casebook, are what they should be on a real terminal:
# a person's keys go in through tmux, and whole screens are read back and
# compared with tests/data/screens/, which somebody has looked at.  Nothing is
# timed: each step waits until something is so, or gives up.
#
# check-terminal.sh --accept writes the screens instead, to be looked at.
# By hand: SOURCE_FOLDER=. BUILD_FOLDER=build tests/check-terminal.sh
set -uf

accept=no
[ "${1:-}" = --accept ] && accept=yes
source_folder=$(cd "${SOURCE_FOLDER:-.}" && pwd)
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
screens=$source_folder/tests/data/screens
limit=200 # of looks, the first ones soon behind each other

if ! command -v tmux >/dev/null; then
    echo "1..0 # SKIP tmux drives the terminal, and is not there"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/attune-terminal.XXXXXX") || exit 1
n_tests=0
n_failed=0
n_terminals=0
n_servers=0

in_tmux() {
    env -u TMUX tmux -S "$work/socket.$n_servers" -f "$work/config" "$@"
}

# With it all its terminals are gone.
end_tmux() {
    in_tmux kill-server 2>/dev/null
    n_servers=$((n_servers + 1))
}
trap 'in_tmux kill-server 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
cat >"$work/config" <<'END'
set -s exit-empty off
set -g status off
set -g escape-time 0
set -g history-limit 10000
set -g default-terminal tmux-256color
END

verdict() {
    n_tests=$((n_tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n_tests - $2"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $2"
        sed 's/^/#   /' "$work/seen"
    fi
}

# What the program runs in: its number is in $work/pid; what ended it and
# whether the terminal was given back is said behind it.
cat >"$work/run" <<END
echo earlier work on this terminal
trap : INT
[ -z "\${UNSIZED:-}" ] || stty rows 0 columns 0
sh -c 'echo \$\$ >"$work/pid.new"; mv "$work/pid.new" "$work/pid"; exec "\$@"' \
    attune "$build_folder/attune" "\$@"
status=\$?
stty -a | grep -q ' icanon' && stty -a | grep -q ' echo ' && echo tidy
echo "ended \$status"
exec cat
END

# Whoever is to take notice of its end may be slow.
has_ended() {
    ! kill -0 "$(cat "$work/pid")" 2>/dev/null ||
        grep -q '^State:.Z' "/proc/$(cat "$work/pid")/status" 2>/dev/null
}

# start WIDTH HEIGHT [VARIABLE=VALUE...] -- ARGUMENT...: in a new terminal, when
# what ran in the last one has ended.
allocator= # what malloc is told
verb=fill
start() {
    width=$1
    height=$2
    shift 2
    variables=$allocator
    while [ "$1" != -- ]; do
        variables="$variables $1"
        shift
    done
    shift
    in_tmux kill-session -t "t$n_terminals" 2>/dev/null
    [ -e "$work/pid" ] && until_true has_ended
    n_terminals=$((n_terminals + 1))
    rm -f "$work/pid"
    mkdir -p "$work/home"
    in_tmux new-session -d -s "t$n_terminals" -x "$width" -y "$height" \
        "exec env -i HOME='$work/home' PATH='$PATH' TERM=tmux-256color \
        LANG=C ASAN_OPTIONS='${ASAN_OPTIONS:-}' \
        LSAN_OPTIONS='${LSAN_OPTIONS:-}' $variables sh '$work/run' $verb $*"
}

every_kind="$source_folder/tests/data/every-kind.xml -o $work/row.csv"

anew() {
    rm -rf "$work/home" "$work/row.csv"
}

press() {
    in_tmux send-keys "$@"
}

look() {
    in_tmux capture-pane -p "$@" >"$work/seen" 2>/dev/null
}

# until_true COMMAND...: false when it does not come to be.
until_true() {
    n_looks=0
    until "$@"; do
        n_looks=$((n_looks + 1))
        if [ $n_looks -gt $limit ]; then
            return 1
        elif [ $n_looks -lt 20 ]; then
            sleep 0.01
        else
            sleep 0.05
        fi
    done
}

shows() {
    look
    grep -q -e "$1" "$work/seen"
}

has_shown() {
    look -J -S -
    grep -q -e "$1" "$work/seen"
}

# until_seen PATTERN: false when it does not come.
until_seen() {
    until_true shows "$1"
}

sees() {
    until_seen "$1"
    verdict $? "$2"
}

is_screen() {
    look
    cmp -s "$work/seen" "$1"
}

# becomes FILE NAME: the screen comes to show what is in the file.
becomes() {
    until_true is_screen "$1"
    verdict $? "$2"
}

# stays: the screen is what it was a moment ago.
stays() {
    look
    cmp -s "$work/seen" "$work/before" && return
    cp "$work/seen" "$work/before"
    sleep 0.2
    return 1
}

# screen NAME: the screen becomes what is kept under that name.
screen() {
    want=$screens/$1.txt
    if [ $accept = yes ] && [ ! -e "$work/accepted.$1" ]; then
        : >"$work/before"
        until_true stays
        cp "$work/seen" "$want"
        : >"$work/accepted.$1"
        return
    fi
    becomes "$want" "screen $1"
}

# go KEYS PATTERN: pressed, and awaited, so that no key goes to another page.
go() {
    press $1
    until_seen "$2" || verdict 1 "after $1 there is '$2'"
}

to_question() {
    start 80 24 "$@" -- $every_kind
    until_seen 'Press Enter'
    go Enter 'The first part'
    go Enter '1 of 7'
}

# To the free text, leaving out what comes before it.
to_text() {
    to_question
    go F3 'would help'
    for at in 2 3 4 5 6; do
        go F3 "$at of 7"
    done
    go F3 'else see this'
    go 1 '7 of 8'
}

to_text_anew() {
    anew
    to_text
}

# again: the same command once more, going on where it stopped.
again() {
    start 80 24 -- $every_kind
    until_seen stopped
    press 1 Enter
}

# ---- every page in three sizes

for size in 40x12 80x24 120x40; do
    anew
    start "${size%x*}" "${size#*x}" -- $every_kind
    screen "readers-$size"
    go Enter 'The first part'
    screen "section-$size"
    go Enter '1 of 7'
    screen "choices-$size"
    press Down Down
    screen "choices-marked-$size"
    press -
    screen "asked-again-$size"
    go 2 '2 of 7'
    screen "long-text-$size"
    go 1 '3 of 7'
    screen "wide-$size"
    go '?' '4 of 7'
    screen "right-to-left-$size"
    go ! '5 of 7'
    press 1 3
    screen "several-$size"
    go Enter '6 of 7'
    screen "range-$size"
    press Right Right
    screen "range-marked-$size"
    go Enter 'else see this'
    screen "alone-$size"
    go 1 '7 of 8'
    press T w o Space l i n e s M-Enter 'cafe' "$(printf '\314\201')" ' -!?x 日本'
    screen "text-$size"
    go Enter '8 of 8'
    press 2 0 2 6 - 0 2 - 3 0 Enter
    screen "date-$size"
    go Tab Overview
    screen "overview-$size"
    go Tab Since
    go F1 Help
    screen "help-$size"
    go F1 Since
    go Escape Pause
    screen "pause-$size"
    go 1 Since
    press C-u
    go F3 'last question'
    screen "last-$size"
    go 1 'Thank you'
    screen "thanks-$size"
    press Enter
    sees 'ended 0' "filled in at $size"
    until_seen tidy
    verdict $? "the terminal is given back at $size"
done
if [ $accept = no ]; then
    tail -n 2 "$work/row.csv" >"$work/seen"
    grep -q ',2,1,unknown,declined,1 3,5.5,"Two lines$' "$work/seen" &&
        grep -q '^cafe.* -!?x 日本",skipped' "$work/seen"
    verdict $? "what was filled in is in the row"
fi

# What the variables say is not believed: 30,000 lines of as many columns.
anew
start 80 24 UNSIZED=yes COLUMNS=30000 LINES=30000 -- $every_kind
until_seen 'Esc pause'
sed -n 24p "$work/seen" | grep -q 'Esc pause'
verdict $? "a window that states no size has 80 columns and 24 lines"

# ---- the README's picture of a question is what is shown

awk '/^```/ { inside = 0 } inside { print }
    { if (was == "```" && /^  Finding my balance/) { inside = 1; print }
      was = $0 }' "$source_folder/README.md" >"$work/picture"
anew
start 80 24 -- "$source_folder/instruments/regulation.xml" --client c01 \
    --session 3 --into "$work/answers.csv"
until_seen 'plain text'
go Enter 'Who reads'
go Enter 'Before you begin'
go Enter 'Noticing and calming'
go Enter '1 of 18'
go 2 '2 of 18'
press Down Down Down Down
becomes "$work/picture" "the README shows a question as it is"

# ---- no letter is a command

anew
to_question
for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z \
    A B C D E F G H I J K L M N O P Q R S T U V W X Y Z; do
    press -l "$letter"
done
press -H 1b 5b 33 3b 35 5a # a sequence that no terminal description knows
in_tmux set-buffer "$(printf '3\n4\n')"
in_tmux paste-buffer -p
screen choices-80x24
verdict 0 "no letter, unknown sequence or paste answers a question"

# ---- another size in the middle

in_tmux resize-window -x 40 -y 12
screen choices-40x12
in_tmux resize-window -x 30 -y 8
sees 'make the window' "a window too small says so"
sees 'F12 leave now' "and names the way out"
press 1
in_tmux resize-window -x 80 -y 24
screen choices-80x24
tty=$(in_tmux display -p '#{pane_tty}')
stty -F "$tty" rows 65535 cols 65535
is_drawn_anew() { ! is_screen "$screens/choices-80x24.txt"; }
until_true is_drawn_anew
stty -F "$tty" rows 24 cols 80
screen choices-80x24

# ---- killed, and gone on with

go 2 '2 of 7'
kill -9 "$(cat "$work/pid")"
sees 'ended 137' "killed without a word"
again
sees '2 of 7' "a killed fill goes on where it was"
go Left '1 of 7'
sees '▸ 2  Disagree' "an acknowledged answer outlives kill -9"
go Right '1 of 7'

# ---- signals and stopping

for signal in TERM HUP; do
    kill -$signal "$(cat "$work/pid")"
    sees 'ended 1' "SIG$signal ends it"
    until_seen tidy
    verdict $? "SIG$signal leaves the terminal tidy"
    again
    until_seen '1 of 7'
done
press C-c
sees 'ended 130' "Ctrl-C ends it and keeps everything"
again
until_seen '1 of 7'

# ---- stopped by a shell that can go on with it, with the script around it

in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' PS1='ready: ' \
    TERM=tmux-256color XDG_STATE_HOME='$work/other' sh -i"
until_seen 'ready:'
cat >"$work/wrapper" <<'END'
echo $$ >"$1"
shift
"$@"
echo wrapped
END
press -l "sh '$work/wrapper' '$work/pid' '$build_folder/attune' fill $every_kind"
press Enter
until_seen 'Press Enter'
press C-z
sees 'ready:' "Ctrl-Z gives the terminal back to the shell"
press -l fg
press Enter
sees 'Who reads your answers' "and fg takes it again"
is_stopped() {
    grep -q '^State:.T' "/proc/$(cat "$work/pid")/status"
}
now_ms() {
    echo $(($(date +%s%N) / 1000000))
}
# takes_less QUESTION MS: by the draft.
takes_less() {
    grep -rho "answer $1 answered [0-9]*" "$work/other" |
        sed 's/.* //' >"$work/seen"
    [ -s "$work/seen" ] && [ "$(cat "$work/seen")" -le "$2" ]
}
go Enter 'The first part'
began=$(now_ms)
go Enter '1 of 7'
for face in screen lines; do
    press C-z
    until_true is_stopped
    stopped=$(now_ms)
    sleep 1 # a time that nobody spends on the question
    stopped=$(($(now_ms) - stopped))
    press -l fg
    press Enter
    if [ $face = screen ]; then
        until_seen '1 of 7'
        shown=$(now_ms)
        go 2 '2 of 7'
        spent=$(($(now_ms) - began - stopped))
        until_true takes_less q1 $spent
        verdict $? "the time that Ctrl-Z took is not counted ($face)"
        press F2
        until_seen 'Question 2 of 7'
    else
        press -l 2
        press Enter
        until_seen 'Question 3 of 7'
        spent=$(($(now_ms) - began - stopped))
        until_true takes_less q2 $spent
        verdict $? "the time that Ctrl-Z took is not counted ($face)"
    fi
    began=$shown
done
in_tmux kill-window

# Both come in one moment: what waits while a page is painted still counts.
in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' PS1='ready: ' \
    TERM=tmux-256color XDG_STATE_HOME='$work/third' sh -i"
until_seen 'ready:'
press -l "'$build_folder/attune' fill $every_kind"
press Enter
until_seen 'Press Enter'
press Enter C-z
sees 'ready:' "Ctrl-Z right behind a key stops, too"
in_tmux kill-window

# ---- the other face, with all answers

press F2
sees '^Answer:' "F2 goes on in plain lines"
sees 'So far: Disagree' "plain lines know the answer"
press -l us
press Enter
sees 'Question 2 of 7' "first letters answer in plain lines"

# ---- plain lines: keys that are no part of what is typed

# answer LINE PATTERN: typed, and what must come awaited.
answer() {
    press -l "$1"
    go Enter "$2"
}

# lines_to_private: from the first page past all questions but the private.
lines_to_private() {
    go Enter 'The first part'
    go Enter '1 of 7'
    answer /s 'would help'
    for at in 2 3 4 5 6; do
        answer /s "Question $at of 7"
    done
    answer /s 'else see this'
}

# lines_to_text: to the free text, leaving out what comes before it.
lines_to_text() {
    anew
    start 80 24 -- --lines $every_kind
    until_seen 'Press Enter'
    grep -q '^F12 or Ctrl-X leaves at once' "$work/seen" ||
        verdict 1 "the first thing to know is how to leave"
    lines_to_private
    answer 1 'Question 7 of 8'
}

for key in F12 C-x; do
    lines_to_text
    press DC
    press Up
    press F5
    press -l 'nobody may see this~'
    press BSpace
    until_seen 'see this$'
    press $key
    until_seen 'ended 0'
    look -S -
    grep -vE '^(tidy|ended 0)?$' "$work/seen" >"$work/rest"
    [ ! -s "$work/rest" ] && grep -q tidy "$work/seen"
    verdict $? "$key in a half typed line leaves nothing to see"
    again
    until_seen 'else see this'
    press 1
    sees 'nobody may see this$' "what was typed before $key is kept"
done

# ---- nothing is left to see of a private question, however it ends

# is_gone STATUS WHAT: once it ended so, nor is there by scrolling back.  Keys
# that come later are shown by the terminal: 'tidy' may stand at their line's end.
is_gone() {
    until_true has_shown "ended $1"
    grep -q tidy "$work/seen" &&
        ! grep -qE 'nobody may|Question|question|earlier' "$work/seen"
    verdict $? "$2 leaves nothing of a private question"
}

say_private() {
    lines_to_text
    answer 'nobody may see this' 'Question 8 of 8'
}

say_private
answer /s 'last question'
answer 1 'Press Enter to finish'
press Enter
is_gone 0 "handing in"
say_private
answer /q Pause
answer 2 ended
is_gone 0 "pausing"
say_private
press C-d
is_gone 1 "the end of the input"
for ending in HUP:129 INT:130 QUIT:131 TERM:143 SEGV:139 ABRT:134 USR1:138; do
    say_private
    kill -"${ending%:*}" "$(cat "$work/pid")"
    is_gone "${ending#*:}" "SIG${ending%:*} in plain lines"
    to_text_anew
    kill -"${ending%:*}" "$(cat "$work/pid")"
    is_gone "${ending#*:}" "SIG${ending%:*} on the full screen"
done
if command -v prlimit >/dev/null && [ "${SANITIZERS:-no}" = no ]; then
    # So that what was given back serves nothing that comes later.
    allocator="MALLOC_MMAP_THRESHOLD_=4096 MALLOC_TOP_PAD_=0"
    allocator="$allocator MALLOC_TRIM_THRESHOLD_=0"
    for face in lines_to_text to_text_anew; do
        $face
        prlimit --pid "$(cat "$work/pid")" --as=1 2>/dev/null || break
        head -c 20000 /dev/zero | tr '\0' x | in_tmux load-buffer -
        in_tmux paste-buffer -p
        press Enter
        is_gone 3 "a lack of memory ($face)"
    done
    allocator=
fi
# What shows no private question leaves what was there before.
anew
start 80 24 -- --lines $every_kind
until_seen 'Press Enter'
go Enter 'The first part'
go Enter '1 of 7'
kill -TERM "$(cat "$work/pid")"
until_seen 'ended 143'
look -S -
grep -q 'earlier work' "$work/seen" && grep -q 'Question 1 of 7' "$work/seen"
verdict $? "without one all stays in sight"

# What was begun in place of an answer is told apart from it.
lines_to_text
answer 'my first long answer' 'Question 8 of 8'
answer /b 'So far: my first long answer'
press -l xy
press F12
until_seen 'ended 0'
start 80 24 -- --lines $every_kind
until_seen stopped
press 1 Enter
until_seen 'else see this'
answer 1 'had begun: xy\.$'
sees 'So far: my first long answer. Enter alone' "what was said is kept apart"
go Enter 'Question 8 of 8'
answer /b 'So far: my first long answer'
look
[ "$(grep -c 'had begun' "$work/seen")" = 1 ]
verdict $? "Enter alone keeps it, and forgets what was begun"
lines_to_text
press -l xy
press F12
until_seen 'ended 0'
start 80 24 -- --lines $every_kind
until_seen stopped
press 1 Enter
until_seen 'else see this'
answer 1 'had begun: xy. Enter alone takes it'
go Enter 'Question 8 of 8'
answer /b 'So far: xy'
verdict $? "what was begun is taken where that is told"

# ---- half-typed texts are on the disk after a pause

is_in_draft() {
    grep -rqs "typing.* $1\$" "$work/home/.local/state/attune"
}

# is_kept TEXT: false when the draft does not come to hold it.
is_kept() {
    until_true is_in_draft "$1"
    kept=$?
    look
    return $kept
}
for face in screen lines; do
    anew
    if [ $face = screen ]; then
        to_text
    else
        lines_to_text
    fi
    press -l 'half'
    is_kept half
    verdict $? "a short text is kept in a pause ($face)"
    press BSpace
    press -l 'ls'
    is_kept halls && kill -9 "$(cat "$work/pid")"
    sees 'ended 137' "and each time it changed ($face)"
    again
    until_seen 'else see this'
    press 1
    sees 'halls$' "kill -9 does not lose it ($face)"
    press -l e
    press Enter
    sees 'Since when' "and typing goes on behind it ($face)"
done
lines_to_text
press -l 'half'
is_kept half
press -l ' and'
press BSpace BSpace BSpace BSpace
go Enter 'Question 8 of 8'
look
[ "$(grep -c 'Answer: half' "$work/seen")" = 1 ]
verdict $? "a pause leaves nothing to see in plain lines"
answer /b 'So far: half'
verdict $? "and changes no answer"

# Marked or not, a paste answers one question.
for marked in -p ''; do
    lines_to_text
    in_tmux set-buffer "$(printf 'First line\nno\n\nthird line')"
    in_tmux paste-buffer $marked
    until_seen 'third line'
    press -l ' and more'
    go Enter 'Question 8 of 8'
    answer 2026-02-30 'A date, please'
    verdict 0 "a paste ${marked:-without marks} answers no other question"
    press -l /b
    press Enter
    sees 'third line and more' "a paste ${marked:-without marks} is one answer"
done

# The kernel would cut a line at 4,095 bytes, without a word.
lines_to_text
in_tmux set-buffer "$(printf '%05000d END' 0)"
in_tmux paste-buffer -p
until_seen END
go Enter 'Question 8 of 8'
press -l /b
press Enter
sees '0 END' "a line of 5,000 characters is kept whole"

in_tmux resize-window -x 40 -y 24
press -l /o
press Enter
sees '^2 This question goes on for a while,$' \
    "the next page has the width of the window as it is now"

in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' PS1='ready: ' \
    TERM=tmux-256color XDG_STATE_HOME='$work/lines' sh -i"
until_seen 'ready:'
press -l "'$build_folder/attune' fill --lines $every_kind"
press Enter
until_seen 'Press Enter'
go Enter 'The first part'
go Enter '1 of 7'
press -l half
until_seen '^Answer: half' # the kernel drops unread keys at a stop
press C-z
sees 'ready:' "Ctrl-Z in plain lines gives the terminal back to the shell"
press -l 'clear; stty -a | grep -c " icanon"; fg'
press Enter
sees '^Answer: half' "and fg says again what is asked and what was typed"
sees '^1$' "the shell had the modes of its own"
press C-u
press -l us
press Enter
sees 'Question 2 of 7' "keys and lines go on as before"
press C-x
until_seen 'ready:'
in_tmux kill-window

# The page before private questions says what they are: it is one of them, and
# while a shell has the terminal, nothing of them is left either.
in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' PS1='ready: ' \
    TERM=tmux-256color XDG_STATE_HOME='$work/private' sh -i"
until_seen 'ready:'
press -l "'$build_folder/attune' fill --lines -o '$work/private.csv' \
'$source_folder/instruments/session-check.xml'"
press Enter
until_seen 'Press Enter'
go Enter 'Before you begin'
go Enter 'Since we last met'
go Enter 'Question 1 of 6'
for at in 2 3 4 5 6; do
    answer /s "Question $at of 6"
done
answer /s 'else see this'
answer 1 'Press Enter to go on'
look
grep -q 'your partner may see' "$work/seen" || verdict 1 "the page is there"
press C-z
until_seen 'ready:'
look -S -
! grep -qE 'partner may see|else see|Question' "$work/seen"
verdict $? "Ctrl-Z leaves nothing of what is private"
press -l 'fg'
press Enter
sees 'partner may see' "and fg says it again"
press C-x
until_seen 'ready:'
in_tmux kill-window

# ---- a clerk: a key an answer, and nothing else is one

anew
start 80 40 -- --clerk $every_kind
until_seen 'Type the edition'
press -l 1
go Enter '^1. I say'
press DC
press F5
press Up
press -H 1b 5b 33 3b 35 5a
press -l 2
sees '^Answer: 2 Disagree' "only the key that was meant is an answer"
sees '^2. This question' "and Enter is not needed"
in_tmux set-buffer '3 4'
in_tmux paste-buffer -p
press F12
until_seen 'ended 0'
look -S -
grep -vE '^(tidy|ended 0)?$' "$work/seen" >"$work/rest"
[ ! -s "$work/rest" ] && grep -q tidy "$work/seen"
verdict $? "F12 leaves the clerk's screen blank, and the terminal tidy"
start 80 40 -- --clerk $every_kind
until_seen stopped
press 1 Enter
sees '^2. This question' "and keeps what was typed, and nothing that was pasted"
kill -INT "$(cat "$work/pid")"
sees 'ended 130' "SIGINT ends it and keeps everything"
sees tidy "and leaves the terminal tidy"

in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' PS1='ready: ' \
    TERM=tmux-256color XDG_STATE_HOME='$work/clerk' sh -i"
until_seen 'ready:'
press -l "'$build_folder/attune' fill --clerk $every_kind"
press Enter
until_seen 'Type the edition'
press -l 1
go Enter '^1. I say'
press C-z
until_seen 'ready:'
press -l 'clear; fg'
press Enter
sees '^1. I say' "fg says again what is to be typed"
press -l 3
sees '^Answer: 3 Usually' "and keys need no Enter, as before"
press C-x
until_seen 'ready:'
in_tmux kill-window

anew
start 80 40 -- --clerk -o "$work/private.csv" \
    "$source_folder/instruments/session-check.xml"
until_seen 'Type the edition'
press -l 2
go Enter '^1. I felt heard'
for at in 2 3 4 5 6 7; do
    answer - "^$at. "
done
press -l 1
until_seen '^8. '
press C-c
until_seen 'ended 130'
look -S -
grep -q tidy "$work/seen" && ! grep -q '1 Yes' "$work/seen"
verdict $? "Ctrl-C leaves the clerk nothing of a private answer"

# ---- leaving, from a free text too

anew
to_text
press -l 'nobody may see this'
until_seen 'may see this'
press F12
until_seen 'ended 0'
look -S -
grep -vE '^(tidy|ended 0)?$' "$work/seen" >"$work/rest"
[ ! -s "$work/rest" ]
verdict $? "F12 in a free text leaves nothing to see or to scroll back to"
again
until_seen 'else see this'
press 1
sees 'nobody may see this' "what was typed before F12 is kept"
press C-x
sees 'ended 0' "Ctrl-X leaves as well"

# ---- pasting

anew
to_text
in_tmux set-buffer "$(printf 'first line\nsecond\030 line')"
in_tmux paste-buffer -p
sees '│ second line' "a pasted text is typed, and does nothing else"
sees '7 of 8' "a pasted newline does not go on"

anew
to_text
head -c 60100 /dev/zero | tr '\0' x >"$work/much"
in_tmux load-buffer "$work/much"
in_tmux paste-buffer -p
sees 'cannot be longer' "a paste that does not fit is not cut without a word"
press BSpace
until_seen 'Enter goes on'
press Escape
until_seen Pause
press 2
until_seen 'ended 0'
verdict $? "and what did fit is kept"

# ---- handed over

anew
start 80 24 -- --hand-over $every_kind
until_seen code
press -l sesame
press Enter
until_seen once
press -l sesame
press Enter
until_seen 'Press Enter'
press C-c C-z
go Enter 'The first part'
verdict 0 "Ctrl-C and Ctrl-Z do nothing once the screen is handed over"
press F12
is_blank() {
    look
    ! grep -q . "$work/seen"
}
until_true is_blank
verdict $? "left, a screen handed over is blank"
press -l wrong
press Enter
press -l sesame
press Enter
sees 'ended 0' "the release code gives it back"

# Ctrl-D is no way round: in plain lines, on the blank page, after a failure.
# hand_over ARGUMENT...: to the first page, with the code 'sesame'.
hand_over() {
    anew
    start 80 24 "$@"
    until_seen code
    press -l sesame
    press Enter
    until_seen once
    press -l sesame
    press Enter
    until_seen 'Press Enter'
}
# A blank page shows nothing to wait for: it is typed until it is taken.
is_released() {
    press -l sesame
    press Enter
    (limit=15 && until_true shows ended)
}
type_code() {
    until_true is_released
}
hand_over -- --hand-over $every_kind
go Enter 'The first part'
go Enter '1 of 7'
go F2 '^Answer:'
press C-d C-d
press -l us
press Enter
sees 'Question 2 of 7' "Ctrl-D does not end plain lines once handed over"
press -l /x
press Enter
press C-d C-d
type_code
sees 'ended 0' "nor the blank page behind them"
look -S -
! grep -q -e Answer -e Usually -e 'I say what' "$work/seen"
verdict $? "which leaves nothing to scroll back to"
hand_over TERM=dumb -- --hand-over $every_kind
press -l /x
press Enter
press C-d C-d
type_code
sees 'ended 0' "nor a dumb terminal's"
! grep -q -e kept -e Press "$work/seen"
verdict $? "on which no word is left"
hand_over -- --hand-over --lines \
    "$source_folder/tests/data/every-kind.xml" -o /dev/full
lines_to_private
answer 2 'Since when'
answer /s 'last question'
press -l 1
press Enter
sees 'hand the device back' "a failure does not give the screen away"
press C-d C-d
press -l wrong
press Enter
sees 'not the code' "and neither do Ctrl-D and a wrong code"
press -l sesame
press Enter
sees 'could not be put into their file yet' "the code does, and tells why"
sees 'ended 3' "with the status of a failure"
# What was answered in plain lines is not there for whoever takes the device.
# hands_back ENDING LOOK: once the code is asked for, no answer is seen.
hands_back() {
    until_seen 'hand the device back'
    look $2
    ! grep -q -e Usually -e 'nobody may see' -e 2026-02-03 -e 'Since when' \
        -e Press -e Question "$work/seen"
    verdict $? "$1 leaves no answer to see"
    type_code
    sees 'ended 0' "and the code gives the device back"
}
for term in tmux-256color dumb; do
    scrolled='-S -'
    [ $term = dumb ] && scrolled= # which knows no way to forget
    hand_over TERM=$term -- --hand-over --lines $every_kind
    lines_to_private
    answer 1 'Question 7 of 8'
    answer 'nobody may see this' 'Question 8 of 8'
    answer 2026-02-03 'last question'
    answer 1 'Thank you'
    press Enter
    hands_back "handing in on $term" "$scrolled"
done
hand_over -- --hand-over --lines $every_kind
go Enter 'The first part'
go Enter '1 of 7'
answer us 'Question 2 of 7'
answer /q Pause
press -l 2
press Enter
hands_back pausing '-S -'
# A signal ends it, and leaves nothing to see or to scroll back to.
for signal in TERM HUP; do
    for face in '' --lines; do
        hand_over -- --hand-over $face $every_kind
        press Enter
        until_seen 'The first part'
        press Enter
        until_seen '1 of 7'
        press 1
        [ -z "$face" ] || press Enter
        until_seen '2 of 7'
        kill -$signal "$(cat "$work/pid")"
        until_seen 'ended 1'
        look -S -
        grep -vE '^(tidy|ended 1(43|29))?$' "$work/seen" >"$work/rest"
        [ ! -s "$work/rest" ]
        verdict $? "SIG$signal blanks a screen handed over ${face:-}"
    done
done
# A terminal that is gone ends it; all is kept.  The signals that then come one
# after another can stop a search for leaks for ever.
hand_over "ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0" -- \
    --hand-over --lines $every_kind
press Enter
until_seen 'The first part'
press Enter
until_seen '1 of 7'
press 1 Enter
until_seen '2 of 7'
end_tmux
until_true has_ended
verdict $? "a terminal that is gone ends it"
again
sees '2 of 7' "and everything is kept"

# ---- before the form: what the person who starts it must know

anew
start 80 24 -- "$source_folder/tests/data/every-kind.xml" \
    --into "$work/plain.csv"
sees 'answers\.$' "that the file is plain text is seen"
go Enter 'Who reads your answers'
verdict 0 "and Enter goes on to the screen"
go Enter 'The first part'
go Enter '1 of 7'
go 1 '2 of 7'
in_tmux new-window "exec env -i HOME='$work/home' PATH='$PATH' LANG=C \
    TERM=tmux-256color sh '$work/run' fill \
    '$source_folder/tests/data/every-kind.xml' --into '$work/plain.csv'"
sees 'filled in elsewhere' "that it is being filled in elsewhere is seen"
go Enter 'Who reads your answers'
go Enter 'The first part'
go Enter '1 of 7'
go 3 '2 of 7'
press F12
until_seen 'ended 0'
in_tmux kill-window
press F12
until_seen 'ended 0'
# Both are offered.
start 80 24 -- "$source_folder/tests/data/every-kind.xml" \
    --into "$work/plain.csv"
until_seen stopped
press 3 Enter
sees 'Another one' "each of two that were begun is offered"
press C-c
sees 'ended 130' "Ctrl-C at the offer ends with its own status"
! grep -q 'Answer: *ended' "$work/seen"
verdict $? "on a new line"
# The keys that leave end it as they end the form.
for key in F12 C-x; do
    start 80 24 -- "$source_folder/tests/data/every-kind.xml" \
        --into "$work/plain.csv"
    until_seen stopped
    press $key
    sees 'ended 0' "$key leaves at the offer"
    look -S -
    ! grep -q begun "$work/seen"
    verdict $? "and nothing of it is left to see"
done
start 80 24 -- "$source_folder/tests/data/every-kind.xml" \
    --client new --into "$work/new.csv"
until_seen 'plain text'
press F12
sees 'ended 0' "F12 leaves before the first page"
look -S -
! grep -q -e 'plain text' -e kept "$work/seen"
verdict $? "and nothing is said of it"

# ---- a wording that lacks texts: no word of it to the person who answers

anew
sed '/<item ref="q2"/d' "$source_folder/tests/data/being-heard.es.xml" \
    >"$work/being-heard.es.xml"
cp "$source_folder/tests/data/being-heard.xml" "$work"
start 80 24 -- "$work/being-heard.xml" --lang es -o "$work/row.csv"
until_seen 'Quién lee'
! grep -q W063 "$work/seen"
verdict $? "what a wording lacks is no matter for the first page"
press F12
until_seen 'ended 0'
look -S -
grep -vE '^(tidy|ended 0)?$' "$work/seen" >"$work/rest"
[ ! -s "$work/rest" ]
verdict $? "nor for a screen that was left"

# ---- terminals of all kinds

anew
to_question TERM=linux
press Down
sees '  > 1  Sometimes' "a console without arrows shows a mark"
anew
to_question TERM=vt100
press Down
sees '  > 1  Sometimes' "and so does a terminal that needs pauses"
press -H 1b 5b 33 3b 35 5a
press -H 1b 4f 7a
press -H 1b 78
press Down
sees '  > 2  ' "codes that no key of it sends are no answers"
press C-c
sees 'ended 130' "and Ctrl-C ends it"
end_tmux
for case in '39 12 TERM=xterm' '40 11 TERM=xterm' '80 24 TERM=dumb' \
    '80 24 TERM=no-such-terminal' '80 24 ATTUNE_PLAIN=1'; do
    anew
    set -- $case
    start "$1" "$2" "$3" -- $every_kind
    sees '^Press Enter to go on' "plain lines with $case"
done

# Somebody who always wants it so has a file for it.
anew
mkdir -p "$work/home/.config/attune"
: >"$work/home/.config/attune/plain"
start 80 24 -- $every_kind
sees '^Press Enter to go on' "plain lines with the user's file 'plain'"

# ---- a file of before: columns are added where somebody wants it

older=client,session,date,time,instrument,edition,lang,started,finished,mode
older=$older,mine,q,q.ms,differences
for number in 2 1; do
    anew
    printf '%s\n' "$older" 'c02,,,,short,1,,,,,a,1,,' >"$work/older.csv"
    start 80 24 -- "$source_folder/tests/cases/fill/into-a-folder/short.xml" \
        --client c01 --couple k1 --into "$work/older.csv"
    until_seen 'without these columns: digest, couple'
    press $number Enter
    if [ $number = 2 ]; then
        sees "has no column 'couple'" "a file of before stays as it was"
        continue
    fi
    until_seen 'Who reads your answers'
    press F12
    until_seen 'ended 0'
    [ "$(sed 1d "$work/older.csv")" = 'c02,,,,short,1,,,,,a,1,,,,' ] &&
        [ "$(sed q "$work/older.csv")" = "$older,digest,couple" ]
    verdict $? "a file of before is given the columns that it lacks"
done

# ---- attune correct: what is wrong, what it should be, why, and whether

verb=correct
diary="-i $source_folder/tests/data/correct/diary.xml $work/diary.csv --client c01"
correct_diary() {
    cp "$source_folder/tests/data/correct/diary.csv" "$work/diary.csv"
    rm -f "$work/diary.csv.changes"
    anew
    start 80 24 -- $diary "$@"
    until_seen 'What is wrong'
}
# answer LINE PATTERN: typed, and what is asked next.
answer() {
    press "$1" Enter
    until_seen "$2" || verdict 1 "after '$1' comes '$2'"
}

# A day and a couple, an answer that is taken back, and a mind that is changed.
correct_diary
answer date 'What should it be'
answer 2026-13-01 'a date is written as'
press Enter
answer gate 'Have you quarrelled'
press Enter
until_seen 'What is wrong'
answer couple 'What should it be'
answer k07 'Enter when that is all'
press Enter
until_seen Why
press Enter
answer 'a note came' "'couple' is added"
until_seen 'Write it'
press n Enter
sees 'Nothing was changed' "whoever says no changes nothing"
cmp -s "$source_folder/tests/data/correct/diary.csv" "$work/diary.csv" &&
    [ ! -e "$work/diary.csv.changes" ]
verdict $? "and the file is as it was"
correct_diary
answer remove 'only a row that is doubled is removed'
answer gate 'Have you quarrelled'
press C-d
sees 'Nothing was changed' "the end of the input leaves all as it was, too"

correct_diary
answer gaet "did you mean 'gate'"
answer gate 'Have you quarrelled.'
answer 7 'one of 0 1'
answer 0 'Enter when that is all'
answer fear 'private: neither it nor its answer'
answer 1 'Enter when that is all'
press Enter
until_seen Why
press 'typed wrong' Enter
until_seen 'Write it'
press y Enter
sees 'ended 0' "a correction is made at the terminal"
look -S -
grep -q 'row 1 is corrected: gate, long, after' "$work/seen" &&
    ! grep -q 'How safe' "$work/seen" &&
    grep -q '^c01,1,2026-03-01,10:00,diary,1,0,not-applicable,not-asked,1 2,' \
        "$work/diary.csv" && grep -q ',typed wrong,' "$work/diary.csv.changes"
verdict $? "and it is what was typed, without a word of what is private"

# What a gate opens is asked at once; what was private is not left to see.
start 80 24 -- $diary --with-private
until_seen 'What is wrong'
answer gate 'Have you quarrelled'
answer 1 "'long' is asked of who answers so"
answer 3 "'after' is asked of who answers so"
answer 2 'Enter when that is all'
answer fear 'How safe do you feel'
answer 0 'Enter when that is all'
press Enter
until_seen Why
press r Enter
until_seen 'Write it'
press y Enter
until_seen 'ended 0'
look -S -
! grep -q 'How safe' "$work/seen" &&
    grep -q '^c01,1,2026-03-01,10:00,diary,1,1,3,2,1 2,.*,0$' "$work/diary.csv"
verdict $? "what a gate opens is asked, and nothing private is left to see"

# Whoever thinks better of it, or whose file moves meanwhile, changes nothing.
for way in n C-d F12 moved; do
    correct_diary
    answer mood 'How are you'
    answer 2 'Enter when that is all'
    [ $way != moved ] || echo 'c03,1,2026-03-01,10:00,diary,1,0,,,,,,' \
        >>"$work/diary.csv"
    press Enter
    until_seen Why
    press r Enter
    until_seen 'Write it'
    case $way in
    n) press n Enter ;;
    moved) press y Enter ;;
    *) press $way ;;
    esac
    until_seen 'ended [03]'
    head -n 3 "$work/diary.csv" |
        cmp -s - "$source_folder/tests/data/correct/diary.csv" &&
        [ ! -e "$work/diary.csv.changes" ]
    verdict $? "nothing is changed: $way"
done
sees 'the file changed while it was read' "and it is said that the file moved"

# ---- a text that does not fit is moved

verb=fill
anew
start 40 12 -- $every_kind
until_seen 'Who reads your answers'
press Down
sees '^ Questions: 7' "an arrow moves a text by a line where there is nothing to choose"
press NPage
sees '^ later' "Page Down moves it to its end"
press Up
until_seen '^ know who else'
press PPage
press PPage
sees 'Who reads your answers' "and Page Up to where it begins"
in_tmux send-keys -R
until_true eval '! shows answers'
press C-l
sees 'Who reads your answers' "Ctrl-L paints a page again that something else has wiped"

# ---- a passphrase that is typed

verb=casebook
cp -R "$source_folder/tests/data/casebook" "$work/casebook"
chmod -R u=rwX,go= "$work/casebook"
for typed in 'correct horse battery staple' 'correct horse battery' C-c; do
    case $typed in
    *staple) want=0 what="opens a casebook" ;;
    *battery) want=2 what="opens none when it is wrong" ;;
    *) want=130 what="is none that is begun, once Ctrl-C is pressed" ;;
    esac
    start 80 24 -- status --casebook "$work/casebook"
    until_seen 'Passphrase of the casebook:'
    press "$typed" Enter
    sees "ended $want" "a passphrase that is typed $what"
    look -S -
    grep -q '^tidy' "$work/seen" && ! grep -q 'horse' "$work/seen"
    verdict $? "and is not shown, and the terminal is given back"
done

for ending in SEGV:139 ABRT:134; do
    start 80 24 -- status --casebook "$work/casebook"
    until_seen 'Passphrase of the casebook:'
    kill -"${ending%:*}" "$(cat "$work/pid")"
    until_seen "ended ${ending#*:}" && shows '^tidy'
    verdict $? "SIG${ending%:*} gives it back while a passphrase is typed"
done

# ---- a casebook that is made by hand

verb=casebook
anew

# makes: to where the recovery code is shown, and awaited.
makes() {
    start 80 24 -- init --casebook "$work/mine"
    until_seen '^New passphrase:'
    press -l 'five words of my own'
    go Enter '^Once more:'
    press -l 'five words of my own'
    go Enter 'Type the recovery code'
}

# refused WORDS NAME: it ends with 2 and says so, and no casebook was made.
refused() {
    until_seen 'ended 2' && shows "$1" && shows tidy && [ ! -e "$work/mine" ]
    verdict $? "$2"
}

start 80 24 -- init --casebook "$work/mine"
until_seen '^New passphrase:'
press -l 'seven77'
press Enter
refused 'at least 8 characters' "a passphrase that is short makes no casebook"
start 80 24 -- init --casebook "$work/mine"
until_seen '^New passphrase:'
press Enter
refused 'no passphrase was typed' "nor does none"
start 80 24 -- init --casebook "$work/mine"
until_seen '^New passphrase:'
press -l 'five words of my own'
go Enter '^Once more:'
press -l 'five words of my one'
press Enter
refused 'the two were not the same' "nor do two"
makes
press -l 'WRONG-WRONG-WRONG-WRONG-WRONG-WROND'
press Enter
refused 'not the recovery code' "nor does a recovery code that was not written down"
makes
code=$(sed -n 's/^\([A-Z0-9-]\{30,\}\) *$/\1/p' "$work/seen")
[ -n "$code" ] || verdict 1 "the recovery code is shown"
press -l "$code"
press Enter
sees 'ended 0' "it is made once the recovery code was typed from the paper"
look -S -
! grep -q -e "$code" -e 'words of my own' "$work/seen"
verdict $? "and neither stays on the screen"
start 80 24 -- passwd --casebook "$work/mine"
until_seen '^Passphrase of the casebook:'
press -l "$code"
go Enter '^New passphrase:'
press -l 'five words and others'
go Enter '^Once more:'
press -l 'five words and others'
press Enter
sees 'ended 0' "the recovery code gives it a new passphrase"

# ---- what is asked about a client

verb=client
opened="--casebook '$work/casebook' --passphrase-file '$work/casebook/passphrase'"

# stopped_and_gone_on_with: by a shell, which leaves modes of its own.
stopped_and_gone_on_with() {
    kill -STOP "$(cat "$work/pid")"
    stty -F "$(in_tmux display -p '#{pane_tty}')" sane
    kill -CONT "$(cat "$work/pid")"
}
start 80 24 -- add c77 --casebook "'$work/casebook'"
until_seen '^Passphrase of the casebook:'
stopped_and_gone_on_with
sees '^Passphrase of the casebook: Passphrase of' "a passphrase is asked for again"
press -l "$(cat "$work/casebook/passphrase")"
press Enter
until_seen '^Name (Enter: none):'
! grep -q horse "$work/seen"
verdict $? "and is not shown"
stopped_and_gone_on_with
sees '^Name (Enter: none): Name (Enter' "and so is what is not secret"
press C-c
sees 'stopped; nothing was written' "whoever stops it learns that nothing is done"
start 80 24 -- add c77 "$opened"
until_seen '^Name (Enter: none):'
press -l 'Jo'
go Enter '^Born'
press -l '1980-02-31'
press Enter
sees "^'born' is a day, year-month-day. Born" "a day that never was is asked for again"
press -l '1980-02-29'
go Enter '^Answers must be kept until'
press C-d
sees "'retain-until' was not said" "whoever ends it before the last question wants nothing done"
start 80 24 -- add c77 "$opened"
until_seen '^Name (Enter: none):'
go Enter '^Born'
go Enter '^Answers must be kept until'
press Enter
sees 'ended 0' "and whoever says nothing adds a client"
verb=note
start 80 24 -- c77 "$opened"
sees '^The note; Ctrl-D' "a note is asked for"
press -l 'They met.'
press Enter C-d
sees 'ended 0' "and ends where the typing does"
verb=client
start 80 24 -- erase c77 "$opened"
until_seen '^Why is it erased?'
press -l 'as asked'
press Enter
sees 'ended 0' "a client is erased for a reason"

# ---- attune casebook open: nothing is left to see when it locks or ends

verb='casebook open'
anew

# Where a line is typed: what ran before has ended, and Ctrl-C is not for it.
is_at_prompt() {
    look
    [ "$(grep -v '^$' "$work/seen" | tail -n 1)" = 'attune>' ]
}

# unlocks: to the prompt, with something on the screen that others may not see.
unlocks() {
    until_seen 'Passphrase of the casebook'
    press -l 'correct horse battery staple'
    go Enter 'attune>'
    press -l 'client list'
    go Enter '^c01,'
    until_true is_at_prompt
}

start 80 24 -- --casebook "$work/casebook"
unlocks
press -l lock
press Enter
until_seen '^Passphrase of the casebook'
look -S -
! grep -q -e c01 -e earlier "$work/seen"
verdict $? "'lock' empties the screen and asks for the passphrase"
unlocks
press C-c
until_seen 'ended 130'
look -S -
grep -q tidy "$work/seen" && ! grep -q c01 "$work/seen"
verdict $? "Ctrl-C ends it, and leaves nothing to see"

# ---- nobody is there while something is asked of an open casebook

hasten=$work/hasten.so
passphrase="--passphrase-file $work/casebook/passphrase"
if [ "${SANITIZERS:-no}" = no ] &&
    ${CC:-cc} -shared -fPIC -o "$hasten" \
        "$source_folder/tests/faults/hasten.c" -ldl 2>"$work/err"; then
    verb=correct
    start 80 24 LD_PRELOAD="$hasten" -- --casebook "$work/casebook" \
        $passphrase -i "$source_folder/instruments/regulation.1.xml" \
        --client c01 --session 1
    sees 'Nothing was changed' "nobody corrects anything"
    look -S -
    ! grep -q 'What is wrong' "$work/seen" && grep -q 'Nobody' "$work/seen"
    verdict $? "and what was on the screen is gone"
    verb='casebook passwd'
    start 80 24 LD_PRELOAD="$hasten" -- --casebook "$work/casebook" $passphrase
    sees 'no passphrase was typed' "nobody gives a new passphrase"
fi

echo "1..$n_tests"
[ $n_failed = 0 ]
