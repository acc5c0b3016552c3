/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seals and opens; see sealing.h. */
#include "casebook/sealing.h"

#include <assert.h>
#include <string.h>
#include <sodium.h>

static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
static_assert(SEAL_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
              "nonce");
static_assert(SEAL_TAG == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
static_assert(SEAL_BOX_EXTRA == crypto_box_SEALBYTES, "sealed box");
static_assert(SEAL_SALT == crypto_pwhash_argon2id_SALTBYTES, "salt");

struct secret {
    size_t size;
    char bytes[];
};

/* Before anything else of the library: the same as often as it is asked. */
static void
need_library(void)
{
    if (sodium_init() < 0)
        mem_exhausted();
}

/* What sodium_malloc() gives is filled with bytes that are no zeros. */
static void *
lock_memory(size_t size)
{
    need_library();
    void *bytes = sodium_malloc(size);
    if (!bytes)
        mem_exhausted();
    sodium_memzero(bytes, size);
    return bytes;
}

struct secret *
secret_new(size_t size)
{
    size_t whole = sizeof(struct secret) + size + 1;
    struct secret *secret = lock_memory((whole + 15) / 16 * 16);

    secret->size = size;
    return secret;
}

void
secret_free(struct secret *secret)
{
    sodium_free(secret);
}

void
secret_drop(struct secret **secret)
{
    secret_free(*secret);
}

struct secret *
secret_take(struct secret **secret)
{
    struct secret *taken = *secret;

    *secret = NULL;
    return taken;
}

char *
secret_bytes(struct secret *secret)
{
    return secret->bytes;
}

size_t
secret_size(const struct secret *secret)
{
    return secret->size;
}

void
secret_cut(struct secret *secret, size_t size)
{
    assert(size <= secret->size);
    sodium_memzero(secret->bytes + size, secret->size - size);
    secret->size = size;
}

void
secret_lock_anew(struct secret *secret)
{
    (void)sodium_mlock(secret, sizeof *secret + secret->size);
}

struct str
secret_text(const struct secret *secret)
{
    return (struct str){secret->bytes, secret->size};
}

struct secret *
secret_of(struct str text)
{
    struct secret *secret = secret_new(text.len);

    if (text.len)
        memcpy(secret->bytes, text.bytes, text.len);
    return secret;
}

/* ---- the recovery code ---- */

enum { CODE_LETTERS = 26, CODE_GROUP = 5 };

static const char code_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct secret *
recovery_new(void)
{
    size_t n_groups = (CODE_LETTERS + CODE_GROUP - 1) / CODE_GROUP;
    struct secret *code = secret_new(CODE_LETTERS + n_groups - 1);
    char *out = code->bytes;

    for (int i = 0; i < CODE_LETTERS; i++) {
        if (i && i % CODE_GROUP == 0)
            *out++ = '-';
        *out++ = code_letters[randombytes_uniform(32)];
    }
    return code;
}

struct secret *
recovery_read(const struct secret *typed)
{
    struct secret *code = secret_new(typed->size);
    size_t len = 0;

    for (size_t i = 0; i < typed->size; i++) {
        char c = typed->bytes[i];
        if (c == ' ' || c == '-' || c == '\t')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c == 'O')
            c = '0';
        if (c == 'I' || c == 'L')
            c = '1';
        code->bytes[len++] = c;
    }
    secret_cut(code, len);
    return code;
}

/* ---- what a passphrase costs ---- */

const struct seal_cost seal_cost_recovery = {1, 8};
const struct seal_cost seal_cost_least = {3, 256 * 1024};

enum { LIMIT_PASSES = 1000, LIMIT_MEMORY_KIB = 4 * 1024 * 1024 };

bool
seal_stretch(const struct secret *passphrase, const uint8_t salt[SEAL_SALT],
             struct seal_cost cost, uint8_t key[SEAL_KEY])
{
    /* A slot that was edited must not keep the machine busy for a year; and it
       opens nothing, lest somebody make one that every passphrase opens. */
    if (!cost.n_passes || cost.n_passes > LIMIT_PASSES || cost.memory_kib < 8
        || cost.memory_kib > LIMIT_MEMORY_KIB) {
        seal_random(key, SEAL_KEY);
        return true;
    }
    return crypto_pwhash(key, SEAL_KEY, passphrase->bytes, passphrase->size,
                         salt, cost.n_passes, (size_t)cost.memory_kib * 1024,
                         crypto_pwhash_ALG_ARGON2ID13)
           == 0;
}

bool
seal_calibrate(double (*seconds)(void), struct seal_cost *cost)
{
    const double enough_s = 0.5;
    struct secret *key SCOPED(secret_drop) = secret_new(SEAL_KEY);
    struct secret *word SCOPED(secret_drop) = secret_of(STR("calibration"));
    uint8_t salt[SEAL_SALT] = {0};

    *cost = seal_cost_least;
    double begun = seconds();
    bool ok = seal_stretch(word, salt, *cost, (uint8_t *)key->bytes);
    double took_s = seconds() - begun;
    if (ok && took_s < enough_s) {
        double per_pass = took_s / cost->n_passes;
        double needed = per_pass > 0 ? enough_s / per_pass : LIMIT_PASSES / 2.0;
        cost->n_passes = needed < 100 ? (uint32_t)needed + 1 : 100;
    }
    return ok;
}

/* ---- keys ---- */

struct keyring *
keyring_new(void)
{
    return lock_memory((sizeof(struct keyring) + 15) / 16 * 16);
}

void
keyring_free(struct keyring *ring)
{
    sodium_free(ring);
}

static void
derive(uint8_t key[SEAL_KEY], const struct keyring *ring, const char *label)
{
    seal_link(key, ring->master, str_from(label));
}

void
keyring_derive(struct keyring *ring)
{
    derive(ring->vault, ring, "vault");
    derive(ring->cells, ring, "cells");
    derive(ring->head, ring, "head");
    derive(ring->wrap, ring, "inbox");
    crypto_box_seed_keypair(ring->inbox_public, ring->inbox_secret, ring->wrap);
    sodium_memzero(ring->wrap, SEAL_KEY);
    sodium_memzero(ring->client, SEAL_KEY);
    ring->client_number = 0;
}

void
seal_random(void *bytes, size_t size)
{
    need_library();
    randombytes_buf(bytes, size);
}

/* ---- sealing ---- */

static const uint8_t *
bytes_of(struct str text)
{
    return (const uint8_t *)text.bytes;
}

void
seal_add(struct buf *out, const uint8_t key[SEAL_KEY], struct str bound,
         struct str plain)
{
    buf_reserve(out, plain.len + SEAL_EXTRA);
    uint8_t *nonce = (uint8_t *)out->bytes + out->len;

    seal_random(nonce, SEAL_NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + SEAL_NONCE, NULL, bytes_of(plain), plain.len, bytes_of(bound),
        bound.len, NULL, nonce, key);
    out->len += plain.len + SEAL_EXTRA;
}

bool
seal_open(const uint8_t key[SEAL_KEY], struct str bound, struct str sealed,
          void *plain)
{
    return sealed.len >= SEAL_EXTRA
           && crypto_aead_xchacha20poly1305_ietf_decrypt(
                  plain, NULL, NULL, bytes_of(sealed) + SEAL_NONCE,
                  sealed.len - SEAL_NONCE, bytes_of(bound), bound.len,
                  bytes_of(sealed), key)
                  == 0;
}

void
seal_box_add(struct buf *out, const uint8_t public_key[SEAL_KEY],
             struct str plain)
{
    need_library();
    buf_reserve(out, plain.len + SEAL_BOX_EXTRA);
    /* It fails with keys that nobody can have made; the box is then one that
       does not open. */
    (void)!crypto_box_seal((uint8_t *)out->bytes + out->len, bytes_of(plain),
                           plain.len, public_key);
    out->len += plain.len + SEAL_BOX_EXTRA;
}

bool
seal_box_open(const struct keyring *ring, struct str box, void *plain)
{
    return box.len >= SEAL_BOX_EXTRA
           && crypto_box_seal_open(plain, bytes_of(box), box.len,
                                   ring->inbox_public, ring->inbox_secret)
                  == 0;
}

void
seal_link(uint8_t link[SEAL_LINK], const uint8_t *key, struct str bytes)
{
    int failed = crypto_generichash(link, SEAL_LINK, bytes_of(bytes), bytes.len,
                                    key, key ? SEAL_KEY : 0);

    /* Only sizes that it does not know make it fail. */
    assert(!failed);
    (void)failed;
}

bool
seal_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

void
seal_pad(struct buf *plain)
{
    size_t more = SEAL_PAD - plain->len % SEAL_PAD;

    buf_reserve(plain, more);
    memset(plain->bytes + plain->len, 0, more);
    plain->bytes[plain->len] = (char)0x80;
    plain->len += more;
}

bool
seal_unpad(struct str padded, size_t *len)
{
    size_t at = padded.len;

    if (!at || at % SEAL_PAD)
        return false;
    while (at && !padded.bytes[at - 1])
        at--;
    if (!at || (uint8_t)padded.bytes[at - 1] != 0x80
        || padded.len - at >= SEAL_PAD)
        return false;
    *len = at - 1;
    return true;
}

void
seal_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}
