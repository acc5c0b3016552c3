/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may open the casebook: its key slots, of which the vault keeps a list. */
#include <config.h>

#include "casebook/casebook.h"

#include <string.h>
#include "casebook/unlocked.h"

const char *
casebook_slot(const struct casebook *casebook, size_t idx)
{
    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        const char *name = cells_slot(&casebook->cells, slot);
        if (name && !idx--)
            return name;
    }
    return NULL;
}

const char *
casebook_slot_used(const struct casebook *casebook)
{
    return cells_slot(&casebook->cells, casebook->slot);
}

/* The slot of that name; NULL: a free one.  -1: there is none. */
static int
find_slot(const struct casebook *casebook, const char *name)
{
    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        const char *found = cells_slot(&casebook->cells, slot);
        if (name ? found && strcmp(found, name) == 0 : !found)
            return slot;
    }
    return -1;
}

/* Puts down which slots there may be: those that there are. */
static bool
list_slots(struct casebook *casebook, struct diag *diag)
{
    struct arena *arena = casebook->arena;
    struct fields fields = {0};

    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        uint8_t link[SEAL_LINK];
        const char *name = cells_slot(&casebook->cells, slot);
        if (!name)
            continue;
        cells_slot_link(&casebook->cells, slot, link);
        fields_put(arena, &fields, str_from(name),
                   hex_of(link, sizeof link, arena));
    }
    casebook_put(casebook, RECORD_SLOTS, 0, &fields);
    return casebook_commit(casebook, diag);
}

/* Of two that are the same only the first: whoever has lost a slot could have
   laid another by before. */
static bool
is_listed(const struct casebook *casebook, int slot)
{
    uint8_t link[SEAL_LINK];
    uint8_t other[SEAL_LINK];

    cells_slot_link(&casebook->cells, slot, link);
    for (int earlier = 0; earlier < slot; earlier++) {
        cells_slot_link(&casebook->cells, earlier, other);
        if (memcmp(link, other, sizeof link) == 0)
            return false;
    }
    struct str hex = hex_of(link, sizeof link, casebook->arena);
    for (size_t i = 0; i < casebook->slots.n; i++)
        if (str_equal(casebook->slots.items[i].text, hex))
            return true;
    return false;
}

/* A slot that is not listed was put there by somebody else, changed, or not
   written whole when the machine stopped: it opens nothing that it should, and
   goes. */
static bool
drop_slot(struct casebook *casebook, int slot, struct diag *diag)
{
    if (slot == casebook->slot)
        return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                        "nobody with its keys has made the key slot %d that "
                        "opened it",
                        slot + 1);
    diag_add(diag, MSG_CASEBOOK_SLOT, (struct place){0},
             "slot %d was not as it was written, and is erased", slot + 1);
    return cells_slot_erase(&casebook->cells, slot, diag);
}

bool
slots_check(struct casebook *casebook, struct diag *diag)
{
    size_t n_there = 0;

    for (int slot = 0; slot < N_KEY_SLOTS; slot++) {
        if (!cells_slot(&casebook->cells, slot))
            continue;
        if (is_listed(casebook, slot))
            n_there++;
        else if (!drop_slot(casebook, slot, diag))
            return false;
    }
    if (n_there + 2 < casebook->slots.n)
        diag_add(diag, MSG_CASEBOOK_SLOT, (struct place){0},
                 "%zu of %zu are left", n_there, casebook->slots.n - 2);
    return true;
}

static bool
set_slot(struct casebook *casebook, const char *name,
         const struct secret *passphrase, struct seal_cost cost,
         struct diag *diag)
{
    int older = find_slot(casebook, name);
    int slot = find_slot(casebook, NULL);

    if (!casebook_may_change(casebook, diag))
        return false;
    if (slot < 0)
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "there are no more than 15");
    if (!cells_slot_lay(&casebook->cells, slot, name, passphrase, cost,
                        casebook->ring))
        return diag_add(diag, MSG_CASEBOOK_MEMORY, (struct place){0},
                        "for a new passphrase");
    /* Announced, written, and only then is the one of before gone. */
    if (!list_slots(casebook, diag)) {
        cells_slot_forget(&casebook->cells, slot);
        return false;
    }
    if (!cells_slot_write(&casebook->cells, slot, diag)) {
        diag_hint(diag, "what opened the casebook before still does");
        struct diag *unsaid SCOPED(diag_drop) = diag_new();
        (void)!cells_slot_erase(&casebook->cells, slot, unsaid);
        return false;
    }
    mem_note_done("the new passphrase opens the casebook");
    if (casebook->slot == older || casebook->slot < 0)
        casebook->slot = slot;
    if (older < 0)
        return true;
    if (!cells_slot_erase(&casebook->cells, older, diag))
        return diag_hint(diag, "the new passphrase opens the casebook; so may "
                               "the one before: give the command again");
    return list_slots(casebook, diag)
           || diag_hint(diag, "the new passphrase opens the casebook, and the "
                              "one before does not any more");
}

bool
casebook_set_slot(struct casebook *casebook, const char *name,
                  const struct secret *passphrase, struct seal_cost cost,
                  struct diag *diag)
{
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = set_slot(casebook, name, passphrase, cost, diag);
    disk_let_stops(&before);
    return ok;
}

static bool
remove_slot(struct casebook *casebook, const char *name, struct diag *diag)
{
    int slot = find_slot(casebook, name);

    if (!casebook_may_change(casebook, diag))
        return false;
    if (slot < 0)
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "there is none of that name");
    if (!casebook_slot(casebook, 1))
        return diag_add(diag, MSG_CASEBOOK_SLOTS, (struct place){0},
                        "the last one stays");
    if (!cells_slot_erase(&casebook->cells, slot, diag))
        return diag_hint(diag, "it may be erased all the same: 'attune "
                               "casebook slot' lists those that are there");
    mem_note_done("the slot is erased");
    return list_slots(casebook, diag)
           || diag_hint(diag, "the slot is erased all the same");
}

bool
casebook_remove_slot(struct casebook *casebook, const char *name,
                     struct diag *diag)
{
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = remove_slot(casebook, name, diag);
    disk_let_stops(&before);
    return ok;
}
