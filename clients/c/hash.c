#include "hash.h"

#include <string.h>

static uint64_t read_le(const uint8_t *from, size_t width)
{
    uint64_t value = 0;
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)from[i] << (8 * i);
    return value;
}

/* Blake2b */

static const uint64_t START[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

static const uint8_t ORDER[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t turn_right(uint64_t value, unsigned count)
{
    return value >> count | value << (64 - count);
}

static void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = turn_right(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = turn_right(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = turn_right(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = turn_right(v[b] ^ v[c], 63);
}

static void compress(uint64_t state[8], const uint8_t block[128], uint64_t count, int is_last)
{
    uint64_t v[16], m[16];
    memcpy(v, state, 64);
    memcpy(v + 8, START, 64);
    v[12] ^= count;
    if (is_last)
        v[14] = ~v[14];
    for (int i = 0; i < 16; i++)
        m[i] = read_le(block + 8 * i, 8);
    for (int round = 0; round < 12; round++) {
        const uint8_t *o = ORDER[round % 10];
        for (int i = 0; i < 4; i++)
            mix(v, i, 4 + i, 8 + i, 12 + i, m[o[2 * i]], m[o[2 * i + 1]]);
        for (int i = 0; i < 4; i++)
            mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[o[8 + 2 * i]], m[o[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++)
        state[i] ^= v[i] ^ v[i + 8];
}

void blake2b(const void *data, size_t size, uint8_t *out, size_t out_size)
{
    const uint8_t *from = data;
    uint64_t state[8], count = 0;
    uint8_t last[128] = {0};
    memcpy(state, START, sizeof state);
    state[0] ^= 0x01010000 ^ (uint64_t)out_size;
    for (; size > 128; from += 128, size -= 128)
        compress(state, from, count += 128, 0);
    if (size)
        memcpy(last, from, size);
    compress(state, last, count + size, 1);
    for (size_t i = 0; i < out_size; i++)
        out[i] = (uint8_t)(state[i / 8] >> (8 * (i % 8)));
}

/* XXH64 */

static const uint64_t P1 = 0x9e3779b185ebca87, P2 = 0xc2b2ae3d27d4eb4f, P3 = 0x165667b19e3779f9, P4 = 0x85ebca77c2b2ae63,
                      P5 = 0x27d4eb2f165667c5;

static uint64_t turn_left(uint64_t value, unsigned count)
{
    return value << count | value >> (64 - count);
}

static uint64_t take_lane(uint64_t lane, uint64_t word)
{
    return turn_left(lane + word * P2, 31) * P1;
}

static uint64_t xxh64(const uint8_t *from, size_t size, uint64_t seed)
{
    const uint8_t *end = from + size;
    uint64_t hash = seed + P5;
    if (size >= 32) {
        uint64_t lanes[4] = {seed + P1 + P2, seed + P2, seed, seed - P1};
        for (; end - from >= 32; from += 32)
            for (int i = 0; i < 4; i++)
                lanes[i] = take_lane(lanes[i], read_le(from + 8 * i, 8));
        hash = turn_left(lanes[0], 1) + turn_left(lanes[1], 7) + turn_left(lanes[2], 12) + turn_left(lanes[3], 18);
        for (int i = 0; i < 4; i++)
            hash = (hash ^ take_lane(0, lanes[i])) * P1 + P4;
    }
    hash += size;
    for (; end - from >= 8; from += 8)
        hash = turn_left(hash ^ take_lane(0, read_le(from, 8)), 27) * P1 + P4;
    if (end - from >= 4) {
        hash = turn_left(hash ^ read_le(from, 4) * P1, 23) * P2 + P3;
        from += 4;
    }
    for (; from < end; from++)
        hash = turn_left(hash ^ *from * P5, 11) * P1;
    hash = (hash ^ hash >> 33) * P2;
    hash = (hash ^ hash >> 29) * P3;
    return hash ^ hash >> 32;
}

void twox128(const void *data, size_t size, uint8_t out[16])
{
    for (uint64_t seed = 0; seed < 2; seed++) {
        uint64_t hash = xxh64(data, size, seed);
        for (int i = 0; i < 8; i++)
            out[8 * seed + (uint64_t)i] = (uint8_t)(hash >> (8 * i));
    }
}
