# SPDX-License-Identifier: GPL-3.0-or-later
# What commands do, for checks that have each of them fail: read in behind
# checks.sh.

unlocked="--casebook casebook --passphrase-file word"

# give: makes in the current folder what the ways read.
give() {
    mkdir folder casebook pages
    cp "$source_folder/instruments/samples/practice.csv" answers.csv
    sed -n '1p; /^c01,/p' answers.csv >c01.csv
    cp "$source_folder/instruments/communication.xml" .
    cp "$source_folder"/tests/data/correct/diary.* .
    {
        echo client,couple,session,communication.e1
        echo "c1,k1,1,2"
        echo "c2,k1,1,3"
    } >couples.csv
    cat >mood.xml <<'END'
<instrument xmlns="urn:attune:instrument:1" id="mood" edition="1"
            xml:lang="en" status="unvalidated">
  <title>Mood</title>
  <about>
    <author>the attune authors</author>
    <licence spdx="CC0-1.0"/>
    <citation>Made up for this test.</citation>
    <minutes>1</minutes>
  </about>
  <choices id="how"><choice value="0">Low</choice><choice value="1">High</choice></choices>
  <section id="now" responses="how">
    <instruction>Think of today.</instruction>
    <item id="m1"><text>How are you?</text></item>
  </section>
  <scale id="mood" method="sum" items="m1" min-answered="1"
         direction="higher-better"><title>Mood</title></scale>
</instrument>
END
    printf '%s\n' '' '' 1 1 '' >keys
    printf '%s\n' 1 1 1 1 >paper
    printf '%s\n' gate=0 'reason: typed wrong' >correction
    printf '%s\n' m1=1 'reason: typed wrong' >amendment
    printf '%s\n' asked-alone=yes seen-own=yes consent=no >said
    printf '%s\n' name=Jo born=1990-01-02 retain-until= >who
    echo reason=asked >reason
    echo action= >action
    printf '%s\n' client,session,instrument,m1 c01,8,mood,0 c02,9,mood,1 >moods.csv
    printf '%s\n' client,session,instrument,m1 c01,10,mood,0 c07,9,mood,1 >later.csv
    echo 'no one can guess this' >new-word
    echo 'nor what Ann says' >ann-word
    "$attune" score -q -i communication --shard 1/1 c01.csv -o part.csv
    cp "$source_folder"/tests/data/casebook/* casebook && chmod 700 casebook &&
        chmod 600 casebook/*
    cp casebook/passphrase word
    {
        "$attune" import -i ./mood.xml moods.csv $unlocked
        "$attune" client add c03 $unlocked
        "$attune" client add c06 $unlocked
        "$attune" client link c01 c02 k1 $unlocked
        "$attune" casebook slot add ann $unlocked --new-passphrase-file ann-word
        "$attune" casebook backup copy $unlocked
        "$attune" fill ./mood.xml --client c01 --casebook casebook <keys
        printf '%s\n' '' 1 | "$attune" fill ./mood.xml --client c09 --into c09.csv
    } </dev/null >/dev/null 2>&1
}

# ways: one a line; behind '<' what it reads.  Behind '#', where it leaves more
# than what it prints, what of it is the same each time: 'result' is what it
# prints, 'answers' the answers in a row, 'kept' what the casebook says of
# itself, '.' all.
ways() {
    cat <<END
--version
--help
alerts answers.csv
alerts --format csv answers.csv
alerts --format json c01.csv
alerts $unlocked -i ./mood.xml --acknowledge < action # kept
casebook backup copy-2 $unlocked # kept
casebook log $unlocked # kept
casebook passwd $unlocked --new-passphrase-file new-word # kept
casebook restore copy --casebook again --passphrase-file word # kept
casebook slot $unlocked # result
casebook slot add bob $unlocked --new-passphrase-file new-word # kept
casebook slot remove ann $unlocked # kept
casebook status $unlocked # result
casebook verify --deep $unlocked # result
check communication.xml
client add c04 $unlocked < who # kept
client change c03 $unlocked < who # kept
client erase c02 $unlocked < reason # kept
client hold k1 $unlocked # kept
client link c03 c06 k2 $unlocked # kept
client list --with-names $unlocked # result
client merge c03 c01 $unlocked # kept
client release k1 $unlocked # kept
client rename c03 c05 $unlocked # kept
client unlink k1 $unlocked # kept
consent c01 $unlocked < said # kept
correct -i diary.xml diary.csv --client c01 < correction # diary.csv
correct -i ./mood.xml --client c01 --session 8 $unlocked < amendment # kept
draft map c01.csv -i communication -o -
drafts # result
explain c01.csv --row 1 -i communication
explain c01.csv --row 1 -i communication --for client
explain -i communication --client c01 --session 4 --format json c01.csv
export csv -i ./mood.xml $unlocked --with-private -o taken # taken
export json -i ./mood.xml --client c01 $unlocked --with-private -o - # result
export sav -i communication c01.csv -o -
fill ./mood.xml --lines -o - < keys
fill ./mood.xml --lines --client c01 --into out.csv < keys # answers
fill ./mood.xml --lines --client c01 --casebook casebook < keys # kept
fill ./mood.xml --clerk --client c01 --into out.csv < paper # answers
form communication -o -
form communication.xml -o out.svg --format svg # .
help
help score
help --man
help --completion bash
help --completion zsh
help --completion fish
import -i ./mood.xml later.csv $unlocked # kept
items -i communication answers.csv
items -i communication --format csv answers.csv
items -i communication --format json answers.csv
items -i communication --format pdf -o - answers.csv
list
merge -q part.csv
new instrument my-form -o -
new wording communication fr -o -
note c01 $unlocked < reason # kept
note c01 --list $unlocked # result
report --from c01.csv -i communication -o -
report clinician --from c01.csv -i communication -o -
report session --from c01.csv -i communication -o -
report cohort --from answers.csv -i communication -o out.pdf # .
report -i communication --client c01 --from c01.csv -o out.pdf # .
report -i communication --client c01 --from c01.csv --format png -o out.png # .
report -i communication --all --from answers.csv -o pages # .
report -i ./mood.xml --client c01 $unlocked -o - # result
score -q -i communication c01.csv
score -q -i communication < c01.csv
score -q -i communication --long c01.csv
score -q -i communication --change c01.csv
score -q -i communication --details --change c01.csv
score -q -i communication --format json c01.csv
score -q -i communication --format table c01.csv
score -q -i communication --format table --long c01.csv
score -q -i communication --couples couples.csv
score -q -i communication c01.csv -o out.csv --manifest out.json # .
score -q -i ./mood.xml $unlocked # result
show communication
show --codebook communication
today -i ./mood.xml $unlocked # result
END
}

# parse WAY: its $arguments, its standard $input, and the $same.
parse() {
    arguments=${1%%[<#]*}
    input=/dev/null
    same=.
    case $1 in *'#'*) same=${1##*# } ;; esac
    case $1 in *'< '*) input=${1##*< } input=${input%% *} ;; esac
}
