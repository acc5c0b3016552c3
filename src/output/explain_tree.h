/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation as a tree of what is told, for those who tell it: one function
   for each kind of node and teller, as explain_nodes.def lists them.  A new
   kind does not compile until each teller has said what it does with it.

   The tree for a client has no node that a client is not told, so that no
   teller can tell it. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_TREE_H
#define ATTUNE_OUTPUT_EXPLAIN_TREE_H

#include "output/explain.h"

enum node_kind {
#define NODE(KIND, within, reader, text, client, line) NODE_##KIND,
#include "output/explain_nodes.def"
    N_NODES
};

struct node {
    enum node_kind kind;
    enum reader reader;            /* for whom the tree is */
    const struct explanation *row; /* all of it */
    /* What it is of, or within; NULL: nothing of that sort. */
    const struct explained_scale *scale;
    const struct contribution *part;
    const struct explained_class *class;
    const struct explained_alert *alert;
    const struct node *within; /* NULL: the row */
    const struct node *inside; /* the first; NULL: none */
    const struct node *next;
};

/* Lives in 'arena', borrows from the explanation. */
const struct node *explain_tree(const struct explanation *explanation,
                                enum reader reader,
                                struct arena *arena) MUST_USE;

/* The first of that kind inside a node; NULL: none, or not told. */
const struct node *node_find(const struct node *node, enum node_kind kind);

/* Whether it is told what a scale is made of. */
bool node_tells_parts(const struct node *scale);

/* Whether its formula is told with values put in: a client is not told where a
   score stands in a norm. */
bool node_tells_filled(const struct node *scale);

#endif
