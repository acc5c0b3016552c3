/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schema: a small grammar of every kind of thing, files that keep to it and
   files that do not. */
#include "unit.h"

#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "xml/schema.h"

#define NS "urn:attune:test:1"

struct leaf {
    const struct xml_element *at;
    const char *id;
    struct decimal number;
    int32_t whole;
    int32_t positive;
    bool yes;
    int colour;
    const char *lang;
    const char *words;
    const char *maybe;
    const char *label;
    size_t order;
};

struct head {
    const struct xml_element *at;
    const char *title;
    const char *const *authors;
    size_t n_authors;
};

struct tree {
    const struct xml_element *at;
    const char *id;
    const struct head *head;
    const char *notice;
    const struct leaf *leaves;
    size_t n_leaves;
    const struct leaf *others;
    size_t n_others;
};

static const char *const colours[] = {"red", "green", "blue", NULL};

#define AT(member) offsetof(struct leaf, member)
static const struct schema_attribute leaf_attributes[] = {
    {"id", SCHEMA_ID, AT(id), true, NULL},
    {"number", SCHEMA_NUMBER, AT(number), false, NULL},
    {"whole", SCHEMA_WHOLE, AT(whole), false, NULL},
    {"positive", SCHEMA_POSITIVE, AT(positive), false, NULL},
    {"yes", SCHEMA_YES_NO, AT(yes), false, NULL},
    {"colour", SCHEMA_NAME, AT(colour), false, colours},
    {"xml:lang", SCHEMA_LANGUAGE, AT(lang), false, NULL},
    {"words", SCHEMA_TEXT, AT(words), false, NULL},
    {"maybe", SCHEMA_OPTIONAL_TEXT, AT(maybe), false, NULL},
    {0}};
static const struct schema_element leaf_rule = {
    .name = "leaf",
    .size = sizeof(struct leaf),
    .attributes = leaf_attributes,
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = AT(label),
    .order_offset = AT(order),
};
static const struct schema_element bud_rule = {
    .name = "bud",
    .size = sizeof(struct leaf),
    .attributes = leaf_attributes,
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = AT(label),
};
static const struct schema_element fruit_rule = {
    .name = "fruit",
    .size = sizeof(struct leaf),
    .attributes = leaf_attributes,
};
#undef AT

static const struct schema_element title_rule = {.name = "title",
                                                 .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element author_rule = {.name = "author",
                                                  .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element notice_rule = {.name = "notice",
                                                  .text = SCHEMA_TEXT_ALLOWED};
static const struct schema_child head_children[] = {
    {&title_rule, SCHEMA_ONE, offsetof(struct head, title), 1, false},
    {&author_rule, SCHEMA_ANY, offsetof(struct head, authors), 1, false},
    {0}};
static const struct schema_element head_rule = {
    .name = "head", .size = sizeof(struct head), .children = head_children};

static const struct schema_attribute tree_attributes[] = {
    {"id", SCHEMA_ID, offsetof(struct tree, id), false, NULL}, {0}};
/* The first is of a high rank on purpose: the order of the table is free. */
static const struct schema_child tree_children[] = {
    {&leaf_rule, SCHEMA_SOME, offsetof(struct tree, leaves), 3, false},
    {&head_rule, SCHEMA_OPTIONAL, offsetof(struct tree, head), 1, false},
    {&notice_rule, SCHEMA_OPTIONAL, offsetof(struct tree, notice), 2, false},
    {&bud_rule, SCHEMA_ANY, offsetof(struct tree, others), 4, false},
    {&fruit_rule, SCHEMA_OPTIONAL, offsetof(struct tree, others), 4, true},
    {0}};
static const struct schema_element tree_rule = {
    .name = "tree",
    .size = sizeof(struct tree),
    .attributes = tree_attributes,
    .children = tree_children,
};

struct world {
    struct arena *arena;
    struct diag *diag;
    struct tree tree;
    bool read;
};

static struct world
world_read(const char *xml)
{
    struct world world = {.arena = arena_new(), .diag = diag_new()};
    const struct xml_element *root =
        xml_read("t.xml", str_from(xml), NS, world.arena, world.diag);
    assert_non_null(root);
    world.read =
        schema_read(&tree_rule, root, &world.tree, world.arena, world.diag);
    return world;
}

static void
world_free(struct world *world)
{
    diag_free(world->diag);
    arena_free(world->arena);
}

#define TREE "<tree xmlns='" NS "'>\n"

static void
test_everything_is_stored(void **state)
{
    (void)state;
    struct world world = world_read(
        "<tree xmlns='" NS "' xmlns:o='urn:o' id='oak' o:x='1'>\n"
        "<head><author>A</author><title> The\n oak </title>"
        "<author>B</author></head><notice/>\n"
        "<leaf id='l1' number='-1.50' whole='0' positive='7' yes='yes' "
        "colour='blue' xml:lang='pt-BR' words='a b' maybe=''>one</leaf>"
        "<leaf id='l-2_b'/>"
        "<bud id='b1'>x</bud><fruit id='f'/><bud id='b2'>y</bud></tree>");
    assert_true(world.read);
    assert_int_equal(diag_total(world.diag), 0);
    const struct tree *tree = &world.tree;
    assert_string_equal(tree->at->name, "tree");
    assert_string_equal(tree->id, "oak");
    assert_string_equal(tree->head->title, "The oak");
    assert_int_equal(tree->head->n_authors, 2);
    assert_string_equal(tree->head->authors[0], "A");
    assert_string_equal(tree->head->authors[1], "B");
    assert_string_equal(tree->notice, "");
    assert_int_equal(tree->n_leaves, 2);
    const struct leaf *leaf = tree->leaves;
    assert_ptr_equal(leaf->at, &tree->at->children[2]);
    assert_string_equal(leaf->id, "l1");
    assert_ptr_equal(leaf->id, xml_attribute_find(leaf->at, "id")->value.bytes);
    assert_true(decimal_value(leaf->number) == -1.5);
    assert_int_equal(leaf->whole, 0);
    assert_int_equal(leaf->positive, 7);
    assert_true(leaf->yes);
    assert_int_equal(leaf->colour, 2);
    assert_string_equal(leaf->lang, "pt-BR");
    assert_string_equal(leaf->words, "a b");
    assert_string_equal(leaf->maybe, "");
    assert_string_equal(leaf->label, "one");
    assert_int_equal(leaf->order, 2);
    assert_null(leaf[1].label);
    assert_null(leaf[1].lang);
    assert_int_equal(leaf[1].order, 3);
    assert_int_equal(tree->n_others, 3);
    assert_string_equal(tree->others[1].at->name, "fruit");
    assert_string_equal(tree->others[2].label, "y");
    world_free(&world);
}

/* All problems of a file, a line each: place, code, detail, hint. */
static void
check_problems(const char *xml, const char *wanted)
{
    struct world world = world_read(xml);
    struct buf buf = {0};
    for (size_t i = 0; i < diag_total(world.diag); i++) {
        const struct diagnostic *problem = diag_get(world.diag, i);
        buf_addf(&buf, "%d:%d+%d %s %s", problem->place.line,
                 problem->place.column, problem->place.width,
                 message_code(problem->message), problem->detail);
        if (problem->hint)
            buf_addf(&buf, " (%s)", problem->hint);
        buf_add_char(&buf, '\n');
    }
    assert_false(world.read);
    assert_string_equal(buf_text(&buf), wanted);
    buf_clear(&buf);
    world_free(&world);
}

#define TEN "1234567890"

static void
test_departures(void **state)
{
    static const struct {
        const char *xml;
        const char *problems;
    } cases[] = {
        {"<bush xmlns='" NS "'/>", "1:2+4 E016 'bush' where 'tree' belongs\n"},
        {TREE "</tree>", "1:2+4 E021 'leaf' in 'tree'\n"},
        {TREE "<lead/><leaf id='a'/></tree>",
         "2:2+4 E017 'lead' in 'tree' (did you mean 'leaf'?)\n"},
        {TREE "<leaf id='a'/><mountain/></tree>",
         "2:16+8 E017 'mountain' in 'tree' (allowed here: 'leaf', 'head', "
         "'notice', 'bud' and 'fruit')\n"},
        {TREE "<leaf id='a'>so <b>big</b></leaf></tree>",
         "2:18+1 E017 'b' in 'leaf' ('leaf' holds plain text, without "
         "markup)\n"},
        {TREE "<leaf id='a'/><fruit id='b'><seed/></fruit></tree>",
         "2:30+4 E017 'seed' in 'fruit' ('fruit' holds no other elements)\n"},
        {TREE "<leaf id='a'/><fruit id='b'><leaf id='c'/></fruit></tree>",
         "2:30+4 E017 'leaf' in 'fruit' (it stands in 'tree', behind "
         "'notice')\n"},
        {TREE "<head><title>x</title><bud id='b'>y</bud></head>"
              "<leaf id='a'/></tree>",
         "2:24+3 E017 'bud' in 'head' (it stands in 'tree', behind 'leaf')\n"},
        {TREE "<leaf id='a'/><title>y</title></tree>",
         "2:16+5 E017 'title' in 'tree' (it stands in 'head')\n"},
        {TREE "<o:leaf xmlns:o='urn:o' id='x'/><leaf id='a'/></tree>",
         "2:2+6 E018 'o:leaf' in 'tree'\n"},
        {TREE "<head><title>x</title></head><head><titel/></head>"
              "<leaf id='a'/></tree>",
         "2:31+4 E019 'head' in 'tree'\n"
         "2:37+5 E017 'titel' in 'head' (did you mean 'title'?)\n"
         "2:31+4 E021 'title' in 'head'\n"},
        {TREE "<head><title>x</title><title>y</title></head>"
              "<leaf id='a'/></tree>",
         "2:24+5 E019 'title' in 'head'\n"},
        {TREE "<leaf id='a'/><fruit id='b'/><fruit id='c'/></tree>",
         "2:31+5 E019 'fruit' in 'tree'\n"},
        {TREE "<leaf id='a'/><notice>x</notice><leaf id='b'/></tree>",
         "2:16+6 E020 'notice' after 'leaf' ('notice' stands before "
         "'leaf')\n"},
        {TREE "<leaf id='a' color='red'/></tree>",
         "2:14+5 E022 'color' of 'leaf' (did you mean 'colour'?)\n"},
        {TREE "<head x='1'><title>x</title></head><leaf id='a'/></tree>",
         "2:7+1 E022 'x' of 'head' (this element has no attributes)\n"},
        {TREE "<head><title x='1'>x</title></head><leaf id='a'/></tree>",
         "2:14+1 E022 'x' of 'title' (this element has no attributes)\n"},
        {"<tree xmlns='" NS "' nonsense='1'>\n<leaf id='a'/></tree>",
         "1:33+8 E022 'nonsense' of 'tree' (allowed here: 'id')\n"},
        {TREE "<leaf/></tree>", "2:2+4 E023 'id' of 'leaf'\n"},
        {TREE "<leaf id='A'/></tree>",
         "2:11+1 E024 'A' for 'id' (in small letters: 'a')\n"},
        {TREE "<leaf id='1'/></tree>",
         "2:11+1 E024 '1' for 'id' (a name of at most 64 characters a-z, "
         "0-9, '_' and '-' that begins with a letter, such as 'q1' is "
         "needed)\n"},
        {TREE "<leaf id='a' number='" TEN TEN TEN TEN TEN TEN TEN
              "123456789\u00e9'/></tree>",
         "2:22+80 E024 '" TEN TEN TEN TEN TEN TEN TEN "123456789...' for "
         "'number' (a number such as 2 or -1.5, of at most 15 digits is "
         "needed)\n"},
        {TREE "<leaf id='a' number='1,5'/></tree>",
         "2:22+3 E024 '1,5' for 'number' (a number such as 2 or -1.5, of at "
         "most 15 digits is needed)\n"},
        {TREE "<leaf id='a' whole='-1'/></tree>",
         "2:21+2 E024 '-1' for 'whole' (a whole number from 0 on is "
         "needed)\n"},
        {TREE "<leaf id='a' positive='0'/></tree>",
         "2:24+1 E024 '0' for 'positive' (a whole number from 1 on is "
         "needed)\n"},
        {TREE "<leaf id='a' yes='true'/></tree>",
         "2:19+4 E024 'true' for 'yes' ('yes' or 'no' is needed)\n"},
        {TREE "<leaf id='a' colour='gren'/></tree>",
         "2:22+4 E024 'gren' for 'colour' (did you mean 'green'?)\n"},
        {TREE "<leaf id='a' colour=''/></tree>",
         "2:22+0 E024 '' for 'colour' (one of 'red', 'green' and 'blue' is "
         "needed)\n"},
        {TREE "<leaf id='a' words=' '/></tree>",
         "2:21+1 E024 ' ' for 'words' (some text is needed)\n"},
        {TREE "<leaf id='a' xml:lang='en_GB'/></tree>",
         "2:24+5 E024 'en_GB' for 'xml:lang' (a language tag such as 'en' or "
         "'pt-BR' is needed)\n"},
        {TREE "<leaf id='a'/><bud id='b'> </bud></tree>",
         "2:16+3 E025 in 'bud'\n"},
        {TREE "\n oops <leaf id='a'/></tree>", "3:2+4 E026 in 'tree'\n"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        print_message("# %s\n", cases[i].problems);
        check_problems(cases[i].xml, cases[i].problems);
    }
}

/* What was understood is there, and every departure is told in one run. */
static void
test_goes_on(void **state)
{
    (void)state;
    struct world world =
        world_read(TREE "<leaf id='a' whole='x' yes='yes'/><twig/><leaf id='b' "
                        "whole='3'/><bud id='c'/></tree>");
    assert_false(world.read);
    assert_int_equal(diag_total(world.diag), 3);
    assert_int_equal(world.tree.n_leaves, 2);
    assert_true(world.tree.leaves[0].yes);
    assert_int_equal(world.tree.leaves[0].whole, 0);
    assert_int_equal(world.tree.leaves[1].whole, 3);
    assert_int_equal(world.tree.leaves[1].order, 2);
    world_free(&world);
}

static void
test_ids_and_languages(void **state)
{
    static const struct {
        const char *text;
        bool is_id;
    } ids[] = {
        {"a", true},
        {"q1", true},
        {"a-b_c9", true},
        {"", false},
        {"1a", false},
        {"-a", false},
        {"_a", false},
        {"aB", false},
        {"a.b", false},
        {"a b", false},
        {"\u00e9", false},
        {"a\u00e9", false},
        {"abcd" TEN TEN TEN TEN TEN TEN, true},
        {"abcde" TEN TEN TEN TEN TEN TEN, false},
    };
    static const struct {
        const char *tag;
        bool is_language;
    } tags[] = {
        {"en", true},         {"fil", true},           {"pt-BR", true},
        {"zh-Hant-TW", true}, {"es-419", true},        {"e", false},
        {"", false},          {"en-", false},          {"-en", false},
        {"en--x", false},     {"12", false},           {"en_GB", false},
        {"arabic", false},    {"en-abcdefghi", false},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(ids); i++)
        assert_int_equal(schema_is_id(str_from(ids[i].text)), ids[i].is_id);
    for (size_t i = 0; i < N_ELEMENTS(tags); i++) {
        struct arena *arena = arena_new();
        struct world world = world_read(arena_printf(
            arena, TREE "<leaf id='a' xml:lang='%s'/></tree>", tags[i].tag));
        assert_int_equal(world.read, tags[i].is_language);
        world_free(&world);
        arena_free(arena);
    }
}

UNIT_MAIN(cmocka_unit_test(test_everything_is_stored),
          cmocka_unit_test(test_departures), cmocka_unit_test(test_goes_on),
          cmocka_unit_test(test_ids_and_languages))
