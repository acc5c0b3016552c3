/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of a progress chart: its title line, the full range with its ticks,
   the zone, the cut-off, the ribbon of phases, the sessions and the calendar,
   practices below, and the words beside all of it. */
#ifndef ATTUNE_CHART_PLOT_H
#define ATTUNE_CHART_PLOT_H

#include "chart/axis.h"
#include "chart/labels.h"
#include "chart/progress.h"
#include "chart/ticks.h"

/* Sizes that differ between a large chart and a small one. */
struct plot_style {
    struct font title;
    struct font text; /* ticks, words at the ends, bands, calendar */
    struct font note; /* cut-off, phases, sessions */
    struct font value;
    struct font end_value; /* the first and the latest */
    double mark_pt;        /* radius of a point at most */
    double line_pt;
    double title_gap_pt; /* from the last line of the title to the data */
    double foot_pt;      /* for sessions and the calendar */
    bool is_large;
};

enum { PLOT_PHASE_LINES = 4 };

struct plot {
    const struct progress_chart *chart;
    const struct plot_style *style;
    struct drawing *drawing;
    struct labels labels;
    struct ticks ticks;
    const char *tick_texts[MAX_TICKS];
    struct box area; /* where the data lies */
    struct axis values;
    struct axis times;
    double *xs;     /* of the timeline's sessions */
    bool *is_named; /* which of them have room for their name */
    struct progress_need need;
    /* Where names of phases have no room: a letter for each instead, and above
       them what letters stand for. */
    const size_t *phase_letters; /* 0 is A, 26 AA; NULL: they have */
    const char *phase_lines[PLOT_PHASE_LINES];
    size_t n_phase_lines;
};

#define PLOT_TICK_GAP_PT 5.0
#define PLOT_BESIDE_PT 9.0 /* from the plot to the words beside it */
#define PLOT_LINE 1.2      /* the height of a line, in sizes */
#define PLOT_RIBBON_PT 18.0
#define PLOT_RIBBON_UP_PT                                                      \
    10.0 /* its line above the data: values stand                              \
            between */

/* Sets the frame out, writes the title line and fills the zone. */
void plot_begin(struct plot *plot, const struct progress_chart *chart,
                struct drawing *drawing, const struct measure *measure);

/* ---- a line of points on the frame (plot_line.c) ---- */

struct plot_line {
    struct progress_line data;
    struct point *places; /* of the points; x alone where there is no score */
    /* Of a line that is drawn as a dense one; else NULL: the running medians,
       and where they lie. */
    double *medians;
    struct point *median_places;
    size_t reach; /* scores on either side that a median is of */
    size_t first; /* scored point; SIZE_MAX: none */
    size_t latest;
};

struct plot_line plot_line_of(const struct plot *plot,
                              const struct progress_line *data, bool is_dense);
bool plot_line_is_scored(const struct plot_line *line, size_t idx);

/* The next points that are joined, from '*end' on, one alone as well: they come
   to be those from '*from' to before '*end'.  False: there are none left. */
bool plot_line_next(const struct plot_line *line, size_t *from, size_t *end);

/* The same of running medians: a few sessions without a score do not part them,
   as those on either side are of much the same scores. */
bool plot_line_next_medians(const struct plot_line *line, size_t *from,
                            size_t *end);

/* Draws them. */
void plot_line_draw_medians(const struct plot_line *line,
                            struct drawing *drawing, struct stroke stroke);

/* Tells the labels where it runs. */
void plot_line_tell(const struct plot_line *line, struct labels *labels);

/* ---- the frame ---- */

/* In plot_words.c: place the words of the frame; of the ticks, and of the rest
   once it is known where the data lies. */
void plot_place_ticks(struct plot *plot);
void plot_place_words(struct plot *plot);

struct plot_value {
    struct point at; /* its point, */
    double reach_pt; /* of which it stays so far away; */
    double value;
    int decimals; /* where these are more than the chart's */
    uint32_t color;
    bool is_end;      /* the first or the latest: in bold */
    bool is_latest;   /* never left out for what it might be taken for */
    bool is_of_lower; /* of two points of a session */
    bool is_of_higher;
};

/* Puts a value at its point: that of an end somewhere, others where they cross
   nothing; of two points rather on the outer side. */
void plot_place_value(struct plot *plot, const struct plot_value *value);

/* Draws rules, ticks and practices, around all words placed so far. */
void plot_draw_frame(struct plot *plot);

bool plot_has_cutoff(const struct plot *plot); /* within the range */
bool plot_has_zone(const struct plot *plot);

/* A value's height, within the range. */
double plot_clipped_y(const struct plot *plot, double value);

/* Where a phase begins and ends, half way between two sessions. */
double plot_phase_begin(const struct plot *plot, size_t idx);
double plot_phase_end(const struct plot *plot, size_t idx);

/* In plot_words.c: gives phases letters; returns how many lines tell what they
   stand for. */
size_t plot_tell_phases(struct plot *plot);

/* The foot of a practice's bars. */
double plot_practice_y(const struct plot *plot, size_t idx);

/* The edge at which the language begins a line (or ends it). */
struct spot plot_edge(const struct plot *plot, bool is_end, double baseline);

double plot_text_pt(const struct plot *plot, struct font font,
                    const char *text);

/* "cut-off 2.5"; of a small chart the number alone. */
const char *plot_cutoff_text(const struct plot *plot);

/* A number in the chart's language, in the drawing's arena. */
const char *plot_number(const struct plot *plot, double number,
                        int decimals) MUST_USE;

#endif
