* SPDX-License-Identifier: GPL-3.0-or-later
* Run by PSPP in tests/cases/tables/sav: writes answers.sav, answers.zsav.
DATA LIST LIST NOTABLE /client (F4) session (F4) date (DATE11)
  when (DATETIME20) clock (TIME8) q1 q2 q3 q4 (F8.0) sex (A1) age (F3)
  site (A8) remark (A300) share (F8.4).
BEGIN DATA
12 1 05-JAN-2026 '05-JAN-2026 14:30:15' '09:05:00' 4 0 3 59 f 34 north 'ein längerer Satz' 0.3
7 1 31-DEC-1999 '31-DEC-1999 23:59:59' '23:59:59' 98 0 -3 60 m 999 south '' 12.5
7 2 07-JAN-2000 '07-JAN-2000 00:00:00' '00:00:00' 99 9 4 999 m 41 none '' .
15 1 . . . 4 5 . 33.5 x 20 south 'beyond the scale' 1
END DATA.
FORMATS client (N4).
VARIABLE LABELS q1 "My partner took time to hear me out.".
VALUE LABELS q1 q2 q3 0 "Never" 4 "Always" 9 "Machine fault" 98 "Refused"
  99 "DON'T  KNOW".
MISSING VALUES q1 q2 (9, 98, 99) /q3 (-9 THRU -1) /q4 age (999)
  /site ('none').
SAVE OUTFILE='answers.sav'.
SAVE OUTFILE='answers.zsav' /ZCOMPRESSED.

* Labels that are coded from 1, and in q3 as the questionnaire is.
NEW FILE.
DATA LIST LIST NOTABLE /client (A2) q1 q2 q3 q4 (F8.0).
BEGIN DATA
c1 5 1 3 59
c2 2 3 0 10
END DATA.
VALUE LABELS q1 q2 1 "never" 2 "Seldom" 3 "Sometimes" 4 "Often" 5 "ALWAYS"
  /q3 0 "Never" 4 "Always" 9 "Something else".
SAVE OUTFILE='from-one.sav'.
