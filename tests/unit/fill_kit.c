/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms for tests; see fill_kit.h. */
#include "unit.h"
#include "fill_kit.h"

#include <string.h>
#include "base/utf8.h"

const char fill_body[] =
    "<notice>some are hard</notice>"
    "<choices id='r'><choice value='0'>Never</choice>"
    "<choice value='1'>Rarely</choice><choice value='2'>Sometimes</choice>"
    "<choice value='3'>Often</choice><choice value='4'>Always</choice>"
    "</choices>"
    "<choices id='some' multiple='yes'><choice value='1'>home</choice>"
    "<choice value='2'>work</choice><choice value='3'>walks</choice></choices>"
    "<range id='line' min='0' max='100' step='5'><low>far</low>"
    "<high>close</high></range>"
    "<free id='words' lines='3'/><date id='day'/>"
    "<missing code='-8' kind='unknown'/>"
    "<section id='talk' responses='r'><title>Talking</title>"
    "<instruction>Think of us.</instruction>"
    "<item id='a' required='yes'><text>I was heard.</text></item>"
    "<item id='b'><text>I hid.</text></item>"
    "<item id='c' relevant='b ge 2'><text>Why?</text></item></section>"
    "<section id='more' responses='r'>"
    "<item id='m' responses='some'><text>Where?</text></item>"
    "<item id='l' responses='line'><text>How close?</text></item>"
    "<item id='w' responses='words' private='no'><text>More?</text></item>"
    "<item id='d' responses='day'><text>When?</text></item></section>"
    "<section id='own' responses='r'>"
    "<item id='p' private='yes'><text>I was afraid.</text></item>"
    "<item id='q' relevant='p ge 1'><text>Often?</text></item>"
    "<item id='z'><text>I rested.</text></item></section>"
    "<scale id='s' method='sum' items='a b' min-answered='all' "
    "direction='higher-better'><title>S</title></scale>";

struct fill_kit
fill_open(const char *body, const char *release_code)
{
    struct fill_kit kit = {.scoring = scoring_open(body)};
    struct form_options options = {.instrument = kit.scoring->instrument,
                                   .language = LANG_EN,
                                   .release_code = release_code};

    kit.form = form_new(&options, kit.scoring->arena);
    return kit;
}

void
fill_close(struct fill_kit *kit)
{
    form_clear(kit->form);
    scoring_close(kit->scoring);
}

static const struct {
    const char *name;
    enum form_key_kind kind;
} names[] = {
    {"enter", FORM_KEY_ENTER},
    {"keep", FORM_KEY_KEEP},
    {"skip", FORM_KEY_SKIP},
    {"decline", FORM_KEY_DECLINE},
    {"unknown", FORM_KEY_UNKNOWN},
    {"back", FORM_KEY_BACK},
    {"overview", FORM_KEY_OVERVIEW},
    {"help", FORM_KEY_HELP},
    {"pause", FORM_KEY_PAUSE},
    {"leave", FORM_KEY_LEAVE},
    {"up", FORM_KEY_UP},
    {"down", FORM_KEY_DOWN},
    {"left", FORM_KEY_LEFT},
    {"right", FORM_KEY_RIGHT},
    {"pgup", FORM_KEY_PAGE_UP},
    {"pgdn", FORM_KEY_PAGE_DOWN},
    {"home", FORM_KEY_HOME},
    {"end", FORM_KEY_END},
    {"bs", FORM_KEY_BACKSPACE},
    {"del", FORM_KEY_DELETE},
    {"clear", FORM_KEY_CLEAR},
    {"nl", FORM_KEY_NEWLINE},
    {"keep", FORM_KEY_KEEP},
};

static void
press(struct fill_kit *kit, struct form_key key)
{
    kit->now_ms += 1000;
    form_press(kit->form, key, kit->now_ms);
}

static void
type(struct fill_kit *kit, struct str word)
{
    uint32_t character;

    if (word.bytes[0] == '\'')
        word = (struct str){word.bytes + 1, word.len - 1};
    while (utf8_next(&word, &character))
        press(kit, (struct form_key){FORM_KEY_CHARACTER,
                                     character == '_' ? ' ' : character, 0});
}

static void
press_word(struct fill_kit *kit, struct str word)
{
    for (size_t i = 0; i < N_ELEMENTS(names); i++) {
        if (str_is(word, names[i].name)) {
            press(kit, (struct form_key){.kind = names[i].kind});
            return;
        }
    }
    if (word.bytes[0] == '#' && word.len == 2)
        press(kit, (struct form_key){FORM_KEY_CHOOSE, 0,
                                     (size_t)(word.bytes[1] - '0')});
    else
        type(kit, word);
}

void
fill_press(struct fill_kit *kit, const char *keys)
{
    struct str rest = str_from(keys);
    struct str word;

    while (str_next_word(&rest, &word))
        press_word(kit, word);
}

static void
add_answer(struct buf *buf, struct recorded_answer answer)
{
    if (answer.kind == ANSWERED)
        buf_add(buf, answer.text);
    else if (answer.kind == ANSWER_BLANK)
        buf_add_char(buf, '.');
    else
        buf_add_text(buf, answer_kind_names[answer.kind]);
}

const char *
fill_where(struct fill_kit *kit, struct buf *buf)
{
    const struct instrument *instrument = kit->scoring->instrument;
    const struct item *item = form_item(kit->form);

    buf_empty(buf);
    buf_addf(buf, "%s%s%s |", form_page_name(form_page(kit->form)),
             item ? " " : "", item ? item->id : "");
    for (size_t i = 0; i < instrument->n_items; i++) {
        struct recorded_answer answer = answer_sheet_given(kit->form->sheet, i);
        if (answer.kind == ANSWER_BLANK)
            continue;
        buf_addf(buf, " %s=", instrument->items[i].id);
        add_answer(buf, answer);
    }
    return buf_text(buf);
}

const char *
fill_given(struct fill_kit *kit, struct buf *buf)
{
    buf_empty(buf);
    for (size_t i = 0; i < kit->scoring->instrument->n_items; i++) {
        if (i)
            buf_add_char(buf, ' ');
        add_answer(buf, answer_sheet_given(kit->form->sheet, i));
    }
    return buf_text(buf);
}
