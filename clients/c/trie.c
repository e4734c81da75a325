/*
 * A node is a header with the length of its partial key, the partial key, for a branch two bytes that say which children there are, the
 * value, and the children. A value of more than 32 bytes, and a node of 32 bytes or more, stand as their hashes.
 */
#include "trie.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"

enum { HASH = 32, MAX_INLINE_VALUE = 32 };

typedef struct {
    const Bytes *key;
    const Bytes *value;
} Pair;

static unsigned nibble(const Bytes *key, size_t place)
{
    uint8_t byte = key->data[place / 2];
    return place % 2 ? byte & 15u : byte >> 4;
}

static size_t shared_nibbles(const Bytes *a, const Bytes *b, size_t from)
{
    size_t size = 2 * (a->size < b->size ? a->size : b->size), place = from;
    while (place < size && nibble(a, place) == nibble(b, place))
        place++;
    return place;
}

static void add_compact(Bytes *out, size_t size)
{
    if (size < 64)
        bytes_add_int(out, size << 2, 1);
    else if (size < 1 << 14)
        bytes_add_int(out, size << 2 | 1, 2);
    else
        bytes_add_int(out, size << 2 | 2, 4);
}

/* The kind of a node in the highest bits, and the number of nibbles of its partial key in those that are left. */
static void add_header(Bytes *node, unsigned kind, unsigned kind_bits, size_t count)
{
    size_t most = 255u >> kind_bits;
    if (count < most) {
        bytes_add_byte(node, (uint8_t)(kind | count));
        return;
    }
    bytes_add_byte(node, (uint8_t)(kind | most));
    for (count -= most; count >= 255; count -= 255)
        bytes_add_byte(node, 255);
    bytes_add_byte(node, (uint8_t)count);
}

static void add_partial_key(Bytes *node, const Bytes *key, size_t from, size_t to)
{
    if ((to - from) % 2)
        bytes_add_byte(node, (uint8_t)nibble(key, from++));
    for (; from < to; from += 2)
        bytes_add_byte(node, (uint8_t)(nibble(key, from) << 4 | nibble(key, from + 1)));
}

static void add_value(Bytes *node, const Bytes *value)
{
    uint8_t hash[HASH];
    if (value->size > MAX_INLINE_VALUE) {
        blake2b(value->data, value->size, hash, HASH);
        bytes_add(node, hash, HASH);
        return;
    }
    add_compact(node, value->size);
    bytes_add(node, value->data, value->size);
}

static Bytes encode_node(const Pair *pairs, size_t count, size_t from);

static void add_child(Bytes *node, const Pair *pairs, size_t count, size_t from)
{
    Bytes child = encode_node(pairs, count, from);
    uint8_t hash[HASH];
    if (child.size >= HASH) {
        blake2b(child.data, child.size, hash, HASH);
        add_compact(node, HASH);
        bytes_add(node, hash, HASH);
    } else {
        add_compact(node, child.size);
        bytes_add(node, child.data, child.size);
    }
    bytes_free(&child);
}

static size_t count_with(const Pair *pairs, size_t count, size_t place, unsigned digit)
{
    size_t with = 0;
    while (with < count && nibble(pairs[with].key, place) == digit)
        with++;
    return with;
}

/* The node over keys in order, which all agree before the nibble `from`. */
static Bytes encode_node(const Pair *pairs, size_t count, size_t from)
{
    Bytes node = {0}, children = {0};
    size_t to = shared_nibbles(pairs[0].key, pairs[count - 1].key, from);
    const Bytes *key = pairs[0].key;
    /* The shortest key comes first, and has its value here where it ends here. */
    const Bytes *value = 2 * key->size == to ? pairs[0].value : NULL;
    bool is_hashed = value && value->size > MAX_INLINE_VALUE;
    if (value && count == 1) {
        add_header(&node, is_hashed ? 0x20 : 0x40, is_hashed ? 3 : 2, to - from);
        add_partial_key(&node, key, from, to);
        add_value(&node, value);
        return node;
    }
    add_header(&node, !value ? 0x80 : is_hashed ? 0x10 : 0xc0, is_hashed ? 4 : 2, to - from);
    add_partial_key(&node, key, from, to);
    unsigned bitmap = 0;
    for (size_t at = value ? 1 : 0; at < count;) {
        unsigned digit = nibble(pairs[at].key, to);
        size_t with = count_with(pairs + at, count - at, to, digit);
        add_child(&children, pairs + at, with, to + 1);
        bitmap |= 1u << digit;
        at += with;
    }
    bytes_add_int(&node, bitmap, 2);
    if (value)
        add_value(&node, value);
    bytes_add(&node, children.data, children.size);
    bytes_free(&children);
    return node;
}

void compute_root(const Store *store, uint8_t root[32])
{
    static uint8_t code[] = ":code";
    Bytes code_key = {.data = code, .size = 5}, nothing = {0};
    Store whole = {0};
    store_set(&whole, &code_key, &nothing);
    for (size_t i = 0; i < store->count; i++)
        if (store->entries[i].is_there)
            store_set(&whole, &store->entries[i].key, &store->entries[i].value);
    Pair *pairs = take_memory(whole.count * sizeof *pairs);
    for (size_t i = 0; i < whole.count; i++)
        pairs[i] = (Pair){&whole.entries[i].key, &whole.entries[i].value};
    Bytes node = encode_node(pairs, whole.count, 0);
    blake2b(node.data, node.size, root, HASH);
    bytes_free(&node);
    free(pairs);
    store_clear(&whole);
}
