# SPDX-License-Identifier: GPL-3.0-or-later
# Makes of the manual of a command, NAME.txt, two members of its struct command:
# .description, paragraphs parted by blank lines, and .examples, the lines
# behind "Examples:".  Lines of a paragraph are joined, behind the end of a
# sentence with two blanks; those of the preprocessor stay as they are.
function quoted(before, text) {
    gsub(/["\\]/, "\\\\&", text)
    return "\"" before text "\""
}
NR == 1 { print ".description =" }
/^Examples:$/ {
    print ", .examples ="
    is_example = 1
    next
}
is_example {
    print quoted("", $0) " \"\\n\""
    next
}
/^#(define|include|undef) / {
    if (gap)
        print quoted(gap, "")
    gap = ""
    print
    next
}
/^$/ {
    gap = "\\n\\n"
    next
}
{
    print quoted(gap, $0)
    gap = /[.?!]$/ ? "  " : " "
}
END { print "," }
