# SPDX-License-Identifier: GPL-3.0-or-later
# From what gcov -t -b -c says of all of src/: how much of each room is run, and
# of the files that are run least.  Each line that is never run goes to the file
# 'missed' as FILE:LINE:TEXT, and each that never goes one of its ways, too.

function percent(part, whole) {
    return whole ? sprintf("%5.1f %% of %6d", 100 * part / whole, whole) : "-"
}

function told(name, key) {
    printf "%-36s lines %s   branches %s\n", name,
        percent(lines[key] - lines_missed[key], lines[key]),
        percent(ways[key] - ways_missed[key], ways[key])
}

function count(what) {
    what[""]++
    what[room]++
    what[file]++
}

function way_is_missed() {
    count(ways_missed)
    if (!was_told)
        print place ": (a way)" text >missed
    was_told = 1
}

/^ +-: +0:Source:/ {
    file = $0
    sub(/^.*:0:Source:|^.*: +0:Source:/, "", file)
    is_ours = file ~ /(^|\/)src\/[a-z]+\/[a-z_0-9]+\.c$/
    sub(/^.*src\//, "src/", file)
    room = file
    sub(/\/[^\/]*$/, "/", room)
    if (is_ours && !(file in lines))
        files[++n_files] = file
    next
}
!is_ours { next }
/^branch / {
    count(ways)
    if (/never executed/ || $4 == 0)
        way_is_missed()
    next
}
/^ *[-#=0-9*]+: *[0-9]+:/ {
    split($0, part, ":")
    text = $0
    sub(/^[^:]*:[^:]*:/, "", text)
    place = file ":" part[2] + 0
    was_told = 0
    if (part[1] ~ /-/)
        next
    count(lines)
    if (part[1] ~ /[#=]/) {
        count(lines_missed)
        print place ":" text >missed
        was_told = 1
    }
}

END {
    for (key in lines)
        if (key ~ /\/$/)
            rooms[++n_rooms] = key
    for (i = 1; i <= n_rooms; i++)
        told(rooms[i], rooms[i])
    print "the least:"
    for (i = 1; i <= n_files && i <= 20; i++) {
        least = ""
        for (j = 1; j <= n_files; j++)
            if (!done[files[j]] && (least == "" ||
                lines_missed[files[j]] > lines_missed[least]))
                least = files[j]
        done[least] = 1
        told("  " least, least)
    }
    told("all of src/", "")
}
