#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Presses Tab in bash, fish and zsh themselves and checks, as TAP, what they
# offer.  By hand, from the build tree: SOURCE_FOLDER=.. check-completion.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
export PATH="$build_folder:$PATH" HOME="$work" TERM=dumb

# What a client is called is whatever stands in a file: no shell may run it.
cat >"$work/odd.csv" <<'END'
client,session
$(touch ran),1
`touch ran`,1
a b,1
END
printf 'couple;client\nk1;c01\nk1;c02\nk2;c03\n' >"$work/couples.csv"
printf 'client\nc01\n' >"$work/one.csv"
mkdir "$work/folder" && printf 'couple\nk1,an answer\n' >"$work/folder/a.csv"

# SHELL_offers WORD...: what it offers behind these words, one a line; the last
# is being typed.
bash_offers() {
    bash --norc -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _attune; printf "%s\n" "${COMPREPLY[@]}"' "$work/script" "$@"
}
fish_offers() {
    line=$*
    fish -N -c "source $work/script; complete -C '$line'" | cut -f 1
}

# zsh completes on a terminal only: it is given one.  Of each line and what Tab
# is to make of it, prints what the terminal shows in the end.
cat >"$work/press" <<'END'
zmodload zsh/zpty
setopt extendedglob
zpty z zsh -f -i
zpty -w z 'fpath=($HOME $fpath); autoload -U compinit; compinit -u -D; PS1='
zpty -w z 'print rea""dy'
zpty -r -m z out '*ready*'
for line whole; do
    zpty -n -w z "$line"$'\t'
    seen=
    for ((i = 0; i < 100; i++)) {
        while zpty -rt z out; do seen+=$out; done
        shown=${${seen//$'\e'\[[0-9;?]#[a-zA-Z]/}//[^[:print:]]/}
        [[ $shown == *$whole* ]] && break
        sleep 0.05
    }
    [[ $shown == *$whole* ]] && print -r -- $whole || print -r -- $shown
    zpty -n -w z $'\x15'
done
END

# as_wanted NAME: one test, passed when what was found is what was wanted.
as_wanted() {
    cmp -s "$work/wanted" "$work/found" && [ ! -s "$work/err" ]
    status=$?
    diff "$work/wanted" "$work/found" | cat - "$work/err" >"$work/said"
    verdict $status "$shell: $1"
}

# offers WANTED WORD...: Tab behind the words offers these, in any order.
offers() {
    printf '%s\n' $1 | grep . | LC_ALL=C sort >"$work/wanted"
    shift
    (cd "$work" && "${shell}_offers" "$@") 2>"$work/err" |
        grep . | LC_ALL=C sort >"$work/found"
    as_wanted "$*"
}

shell_is_there() {
    command -v "$shell" >/dev/null && return
    skipped "$shell" "it is not installed"
    return 1
}

for shell in bash fish; do
    shell_is_there || continue
    attune help --completion "$shell" >"$work/script"
    offers 'explain export' attune ex
    offers 'c01 c02 c03' attune report --from couples.csv --client ''
    offers 'k1' attune report couple --from folder --couple ''
    offers '' attune report --from folder --client ''
    offers 'cohort couple couples.csv' attune report co
    offers 'regulation' attune show regu
    offers 'en es de ar' attune fill regulation --lang ''
    offers 'couples.csv' attune score -i coup
    offers 'couples.csv' attune score --instrument coup
    offers 'csv tsv json table' attune score --format ''
    offers 'show' attune help sh
    offers 'slot' attune casebook sl
    offers 'add remove' attune casebook slot ''
    offers 'add remove' attune casebook --casebook log slot ''
    offers '' attune casebook slot add ''
    offers '' attune casebook status ''
    offers 'couples.csv' attune casebook backup coup
    offers 'link list' attune client li
    offers '' attune client erase ''
    offers 'map wording instrument' attune draft ''
    offers 'couples.csv' attune draft map one.csv coup
    offers '' attune new instrument ''
    offers 'regulation' attune new wording regu
    offers 'en es' attune new wording regulation e
    offers 'json' attune export js
    offers '' attune export json ''
    offers 'couples.csv' attune export sav coup
    offers 'couples.csv' attune report couple coup
    offers 'couples.csv' attune correct coup
    offers '' attune drafts ''
    (cd "$work" && "${shell}_offers" attune report odd.csv --client '') \
        2>"$work/err" | grep -c touch >"$work/found"
    echo 2 >"$work/wanted"
    as_wanted "a code of a client that is a command elsewhere"
done

shell=zsh
if shell_is_there; then
    attune help --completion zsh >"$work/_attune"
    set -- 'attune expl' 'attune explain ' \
        'attune report --from one.csv --client ' 'client c01 ' \
        'attune report --from folder --couple k' 'couple k1 ' \
        'attune report coh' 'report cohort ' \
        'attune show regu' 'show regulation ' \
        'attune fill regulation --lang d' 'lang de ' \
        'attune score --format js' 'format json ' \
        'attune casebook sl' 'casebook slot ' \
        'attune casebook slot re' 'slot remove ' \
        'attune casebook slot remove st' 'slot remove st' \
        'attune client --casebook log era' 'log erase ' \
        'attune client erase re' 'erase re' \
        'attune draft wo' 'draft wording ' \
        'attune draft wording regu' 'wording regulation ' \
        'attune draft map one' 'map one.csv ' \
        'attune export js' 'export json ' \
        'attune new wording regulation d' 'regulation de '
    (cd "$work" && zsh -f press "$@" 'attune report odd.csv --client ' touch) \
        >"$work/found" 2>"$work/err"
    for whole; do
        printf '%s\n' "$whole"
    done | sed -n 'n;p' >"$work/wanted"
    echo touch >>"$work/wanted"
    as_wanted "each of these lines goes on as it should"
fi

shell=all
[ ! -e "$work/ran" ]
echo $? >"$work/found"
echo 0 >"$work/wanted"
: >"$work/err"
as_wanted "no shell ran what a client is called"
finish
