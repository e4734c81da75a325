#include "chain.h"

#include <string.h>

#include "hash.h"

static bool is_block_zero(const Chain *chain)
{
    Bytes key = item_key("System", "Number");
    const Bytes *number = store_get(&chain->state, &key);
    bool is_zero = true;
    for (size_t i = 0; number && i < number->size; i++)
        is_zero = is_zero && !number->data[i];
    bytes_free(&key);
    return is_zero;
}

void tell(Chain *chain, const char *pallet, const char *name, uint8_t index, const Bytes *fields)
{
    Bytes encoded = {0};
    if (is_block_zero(chain))
        return;
    bytes_add_byte(&encoded, index);
    bytes_add(&encoded, fields->data, fields->size);
    bytes_add_text(&chain->events, chain->events.size ? ",{\"pallet\":" : "{\"pallet\":");
    json_write_text(&chain->events, pallet);
    bytes_add_text(&chain->events, ",\"name\":");
    json_write_text(&chain->events, name);
    bytes_add_text(&chain->events, ",\"encoded\":\"");
    bytes_add_hex(&chain->events, encoded.data, encoded.size);
    bytes_add_text(&chain->events, "\"}");
    bytes_free(&encoded);
}

Bytes item_key(const char *pallet, const char *item)
{
    Bytes key = {0};
    uint8_t hash[16];
    twox128(pallet, strlen(pallet), hash);
    bytes_add(&key, hash, sizeof hash);
    twox128(item, strlen(item), hash);
    bytes_add(&key, hash, sizeof hash);
    return key;
}

Bytes account_key(const char *pallet, const char *item, const AccountId *who)
{
    Bytes key = item_key(pallet, item);
    uint8_t hash[16];
    blake2b(who->id, ACCOUNT, hash, sizeof hash);
    bytes_add(&key, hash, sizeof hash);
    bytes_add(&key, who->id, ACCOUNT);
    return key;
}

const uint8_t *scale_skip(Scale *scale, size_t size)
{
    static const uint8_t nothing[1];
    const uint8_t *at = scale->at;
    if (scale->failed || scale->left < size) {
        scale->failed = true;
        return nothing;
    }
    scale->at += size;
    scale->left -= size;
    return at;
}

void scale_bytes(Scale *scale, void *into, size_t size)
{
    const uint8_t *from = scale_skip(scale, size);
    if (scale->failed)
        memset(into, 0, size);
    else
        memcpy(into, from, size);
}

uint64_t scale_int(Scale *scale, size_t width)
{
    uint8_t bytes[8] = {0};
    uint64_t value = 0;
    scale_bytes(scale, bytes, width);
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

uint64_t scale_compact(Scale *scale)
{
    uint64_t value = scale_int(scale, 1);
    unsigned mode = value & 3;
    uint64_t least[] = {0, 64, 1 << 14, 1 << 30};
    if (mode == 3) {
        size_t width = (size_t)(value >> 2) + 4;
        scale->failed = scale->failed || width > 8;
        value = scale->failed ? 0 : scale_int(scale, width);
        if (width > 4)
            least[3] = (uint64_t)1 << (8 * ((width > 8 ? 8 : width) - 1));
    } else if (mode) {
        value |= scale_int(scale, mode == 1 ? 1 : 3) << 8;
        value >>= 2;
    } else {
        value >>= 2;
    }
    scale->failed = scale->failed || value < least[mode];
    return value;
}

bool scale_bool(Scale *scale)
{
    uint64_t value = scale_int(scale, 1);
    scale->failed = scale->failed || value > 1;
    return value == 1;
}

bool scale_is_done(const Scale *scale)
{
    return !scale->failed && scale->left == 0;
}
