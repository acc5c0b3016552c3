/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sealed and packed for a casebook: whatever is not as it was written
   is read by nobody, and nothing is read beyond its end. */
#include "unit.h"

#include "casebook/fields.h"
#include "casebook/head.h"
#include "casebook/sealing.h"

/* ---- texts with names ---- */

static void
test_fields(void **state)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct buf bytes SCOPED(buf_clear) = {0};
    struct fields fields = {0};
    size_t n_whole = 0;

    (void)state;
    fields_put(arena, &fields, STR("code"), STR("c1"));
    fields_put(arena, &fields, STR("name"), STR(""));
    fields_put(arena, &fields, STR("note"), STR("two\nlines"));
    fields_add(&bytes, &fields);
    for (size_t n = 0; n <= bytes.len; n++) {
        char *part = arena_text(arena, (struct str){bytes.bytes, n});
        struct fields read = {0};

        if (fields_read((struct str){part, n}, arena, &read))
            n_whole += read.n + 1;
    }
    assert_int_equal(n_whole, 1 + 2 + 3 + 4); /* none, one, two, all three */
}

static void
test_numbers(void **state)
{
    static const struct {
        const char *text;
        uint64_t want;
    } cases[] = {{"0", 0},
                 {"", 0},
                 {"12", 12},
                 {"999999999999999999", 999999999999999999},
                 {"1000000000000000000", 0},
                 {"99999999999999999999999999", 0},
                 {"12x", 0},
                 {"-1", 0}};
    struct arena *arena SCOPED(arena_drop) = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fields fields = {0};

        fields_put(arena, &fields, STR("n"), str_from(cases[i].text));
        if (fields_number(&fields, "n") != cases[i].want)
            fail_msg("'%s'", cases[i].text);
        assert_int_equal(fields_number(&fields, "m"), 0);
    }
}

static void
test_hex(void **state)
{
    static const char *const bad[] = {"",     "00",   "0009a", "0009aff",
                                      "zz9f", "0x9f", "9F00",  "9f0 ",
                                      ":f00", "9`00", "9g00",  "/f00"};
    struct arena *arena SCOPED(arena_drop) = arena_new();
    const uint8_t wanted[] = {0x09, 0xaf};
    uint8_t got[2];

    (void)state;
    assert_true(str_is(hex_of(wanted, 2, arena), "09af"));
    assert_true(hex_read(STR("09af"), got, 2));
    assert_memory_equal(got, wanted, 2);
    for (size_t i = 0; i < N_ELEMENTS(bad); i++)
        if (hex_read(str_from(bad[i]), got, 2))
            fail_msg("'%s'", bad[i]);
}

/* ---- padding ---- */

static void
test_padding(void **state)
{
    static const struct {
        size_t len;
        size_t at; /* of a byte among zeros */
        int byte;
    } bad[] = {
        {0, 0, 0},
        {SEAL_PAD - 1, 3, 0x80},
        {SEAL_PAD, 0, 0},
        {SEAL_PAD, SEAL_PAD - 1, 1},
        {2 * SEAL_PAD, SEAL_PAD - 1, 0x80}, /* a whole block of padding */
    };

    (void)state;
    for (size_t n = 0; n <= 2 * SEAL_PAD; n++) {
        struct buf plain SCOPED(buf_clear) = {0};
        size_t len = 0;

        for (size_t i = 0; i < n; i++)
            buf_add_char(&plain, i % 3 ? '\0' : (char)0x80);
        seal_pad(&plain);
        assert_int_equal(plain.len % SEAL_PAD, 0);
        assert_true(plain.len > n && plain.len <= n + SEAL_PAD);
        assert_true(seal_unpad(buf_str(&plain), &len));
        assert_int_equal(len, n);
    }
    for (size_t i = 0; i < N_ELEMENTS(bad); i++) {
        char bytes[2 * SEAL_PAD] = {0};
        size_t len;

        bytes[bad[i].at] = (char)bad[i].byte;
        if (seal_unpad((struct str){bytes, bad[i].len}, &len))
            fail_msg("%zu", i);
    }
}

/* ---- seals ---- */

static struct keyring *
ring_of(uint8_t first)
{
    struct keyring *ring = keyring_new();

    ring->master[0] = first;
    keyring_derive(ring);
    return ring;
}

/* 'opens' of what was sealed, cut short anywhere, or with a bit of any byte
   turned over. */
static void
check_spoilt(const struct buf *sealed,
             bool (*opens)(const struct keyring *ring, struct str bytes),
             const struct keyring *ring)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();

    assert_true(opens(ring, buf_str(sealed)));
    for (size_t n = 0; n < sealed->len; n++) {
        char *bytes = arena_text(arena, buf_str(sealed));

        if (opens(ring, (struct str){bytes, n}))
            fail_msg("its first %zu bytes open", n);
        bytes[n] = (char)(bytes[n] ^ 4);
        if (opens(ring, (struct str){bytes, sealed->len}))
            fail_msg("byte %zu may be another", n);
    }
}

static bool
opens_seal(const struct keyring *ring, struct str bytes)
{
    char plain[256];

    return seal_open(ring->vault, STR("bound"), bytes, plain);
}

static bool
opens_box(const struct keyring *ring, struct str bytes)
{
    char plain[256];

    return seal_box_open(ring, bytes, plain);
}

static void
test_seals(void **state)
{
    struct keyring *ring = ring_of(1);
    struct keyring *other = ring_of(2);
    struct buf sealed SCOPED(buf_clear) = {0};
    struct buf box SCOPED(buf_clear) = {0};
    char plain[256];

    (void)state;
    seal_add(&sealed, ring->vault, STR("bound"), STR("said"));
    assert_int_equal(sealed.len, 4 + SEAL_EXTRA);
    check_spoilt(&sealed, opens_seal, ring);
    assert_false(opens_seal(other, buf_str(&sealed)));
    assert_false(seal_open(ring->vault, STR("other"), buf_str(&sealed), plain));
    assert_true(seal_open(ring->vault, STR("bound"), buf_str(&sealed), plain));
    assert_memory_equal(plain, "said", 4);

    seal_box_add(&box, ring->inbox_public, STR("said"));
    assert_int_equal(box.len, 4 + SEAL_BOX_EXTRA);
    check_spoilt(&box, opens_box, ring);
    assert_false(opens_box(other, buf_str(&box)));
    assert_true(seal_box_open(ring, buf_str(&box), plain));
    assert_memory_equal(plain, "said", 4);
    keyring_free(other);
    keyring_free(ring);
}

static bool
is_head(const struct keyring *ring, struct str bytes)
{
    struct head head;

    return head_is_ours(bytes, ring) && head_read(bytes, &head)
           && head.n_frames == 7;
}

static void
test_heads(void **state)
{
    struct keyring *ring = ring_of(1);
    struct keyring *other = ring_of(2);
    struct buf bytes SCOPED(buf_clear) = {0};
    struct head head = {.n_frames = 7};

    (void)state;
    head_add(&bytes, &head, ring);
    assert_int_equal(bytes.len, HEAD_SIZE);
    check_spoilt(&bytes, is_head, ring);
    assert_false(head_is_ours(buf_str(&bytes), other));
    assert_false(head_read((struct str){bytes.bytes, HEAD_SIZE - 1}, &head));
    bytes.bytes[0] = 'x';
    assert_false(head_read(buf_str(&bytes), &head));
    keyring_free(other);
    keyring_free(ring);
}

/* ---- passphrases and codes ---- */

/* Of costs that no slot has no passphrase has a key. */
static void
test_costs(void **state)
{
    static const struct seal_cost costs[] = {
        {0, 8}, {1001, 8}, {1, 7}, {1, UINT32_MAX}};
    struct secret *word = secret_of(STR("a word"));
    const uint8_t salt[SEAL_SALT] = {0};
    uint8_t one[SEAL_KEY];
    uint8_t two[SEAL_KEY];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(costs); i++) {
        assert_true(seal_stretch(word, salt, costs[i], one));
        assert_true(seal_stretch(word, salt, costs[i], two));
        assert_memory_not_equal(one, two, SEAL_KEY);
    }
    assert_true(seal_stretch(word, salt, (struct seal_cost){1, 8}, one));
    assert_true(seal_stretch(word, salt, (struct seal_cost){1, 8}, two));
    assert_memory_equal(one, two, SEAL_KEY);
    secret_free(word);
}

static void
test_recovery(void **state)
{
    static const char *const typed[][2] = {
        {"0123-ABCD", "0123ABCD"}, {" 0123 abcd\t", "0123ABCD"},
        {"o1Oi-lLzZ", "010111ZZ"}, {"", ""},
        {"{[`@", "{[`@"},
    };
    struct secret *code = recovery_new();
    struct secret *read = recovery_read(code);

    (void)state;
    assert_int_equal(secret_size(code), 31); /* 26 letters in groups of 5 */
    assert_int_equal(secret_size(read), 26);
    secret_free(read);
    secret_free(code);
    for (size_t i = 0; i < N_ELEMENTS(typed); i++) {
        code = secret_of(str_from(typed[i][0]));
        read = recovery_read(code);
        if (!str_is(secret_text(read), typed[i][1]))
            fail_msg("'%s': '%s'", typed[i][0], secret_bytes(read));
        secret_free(read);
        secret_free(code);
    }
}

UNIT_MAIN(cmocka_unit_test(test_fields), cmocka_unit_test(test_numbers),
          cmocka_unit_test(test_hex), cmocka_unit_test(test_padding),
          cmocka_unit_test(test_seals), cmocka_unit_test(test_heads),
          cmocka_unit_test(test_costs), cmocka_unit_test(test_recovery))
