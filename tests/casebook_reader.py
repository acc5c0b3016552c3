#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a casebook from src/casebook/FORMAT.md alone: prints its records.
    casebook_reader.py FOLDER PASSPHRASE"""
import hashlib
import struct
import sys
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id

folder, passphrase = sys.argv[1], sys.argv[2].encode()
keys, vault, inbox, head = (
    open(f"{folder}/{name}", "rb").read() for name in ("keys", "vault", "inbox", "head"))
ident = keys[16:32]
assert keys[:16] == b"attune keys 1\n\0\0" and vault[:32] == b"attune vault 1\n\0" + ident
u32 = lambda b, at=0: struct.unpack_from("<I", b, at)[0]
unpad = lambda b: b[:b.rindex(b"\x80")]
unseal = lambda key, bound, b: decrypt(b[24:], bound, b[:24], key)

def open_slot(cell):
    passes, memory = struct.unpack_from("<II", cell, 24)
    k = argon2id.kdf(32, passphrase, cell[32:48], passes, memory * 1024)
    try:
        return unseal(k, ident + cell[:48], cell[48:120])
    except CryptoError:
        return None

cells = [keys[at:at + 128] for at in range(0, len(keys), 128)]
master = next(filter(None, (open_slot(c) for c in cells[1:16] if any(c))))
derive = lambda word: hashlib.blake2b(word, key=master, digest_size=32).digest()
assert head[128:] == hashlib.blake2b(head[:128], key=derive(b"head"), digest_size=32).digest()
client_key = lambda n: unseal(derive(b"cells"), ident + struct.pack("<I", n), cells[15 + n][:72])

def fields(b):
    texts, at = [], 0
    while at < len(b):
        texts.append(b[at + 4:at + 4 + u32(b, at)].decode())
        at += 4 + u32(b, at)
    return " ".join(f"{name}={text}" for name, text in zip(texts[::2], texts[1::2]))

at, number, tag = 32, 0, bytes(16)
while at < len(vault):
    size = u32(vault, at)
    sealed = vault[at + 4:at + 4 + size]
    plain = unpad(unseal(derive(b"vault"), ident + struct.pack("<Q", number) + tag + vault[at:at + 4], sealed))
    index = 0
    while plain:
        kind, client, length = struct.unpack_from("<BII", plain)
        body, plain = plain[9:9 + length], plain[9 + length:]
        if client and any(cells[15 + client]):
            body = unseal(client_key(client), struct.pack("<QIBI", number, index, kind, client), body)
        print(number, index, kind, client, fields(body) if not client or any(cells[15 + client]) else "erased")
        index += 1
    at, number, tag = at + 4 + size, number + 1, sealed[-16:]
assert struct.unpack_from("<Q", head, 64)[0] == number and head[72:88] == tag
at, box = 0, SealedBox(PrivateKey.from_seed(derive(b"inbox")))
while at < len(inbox):
    line = unpad(box.decrypt(inbox[at + 44:at + 44 + u32(inbox, at + 32)]))
    print("line", struct.unpack_from("<Q", line)[0], line[40], u32(line, 57), fields(line[61:]))
    at += 44 + u32(inbox, at + 32)
