#include "store.h"

#include <stdlib.h>
#include <string.h>

static int compare(const Bytes *a, const Bytes *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int order = size ? memcmp(a->data, b->data, size) : 0;
    if (order)
        return order;
    return a->size < b->size ? -1 : a->size > b->size;
}

/* The place of a key, or the one where it belongs. */
static size_t find(const Store *store, const Bytes *key)
{
    size_t low = 0, high = store->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&store->entries[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const Store *store, size_t place, const Bytes *key)
{
    return place < store->count && compare(&store->entries[place].key, key) == 0;
}

static Bytes copy_of(const Bytes *bytes)
{
    Bytes copy = {0};
    bytes_add(&copy, bytes->data, bytes->size);
    return copy;
}

void store_clear(Store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        bytes_free(&store->entries[i].key);
        bytes_free(&store->entries[i].value);
        bytes_free(&store->entries[i].before);
    }
    free(store->entries);
    *store = (Store){0};
}

const Bytes *store_get(const Store *store, const Bytes *key)
{
    size_t place = find(store, key);
    return is_at(store, place, key) && store->entries[place].is_there ? &store->entries[place].value : NULL;
}

static Entry *insert(Store *store, size_t place, const Bytes *key)
{
    if (store->count == store->room) {
        store->room = store->room * 2 + 64;
        store->entries = grow_memory(store->entries, store->room * sizeof *store->entries);
    }
    Entry *entry = &store->entries[place];
    memmove(entry + 1, entry, (store->count - place) * sizeof *entry);
    *entry = (Entry){.key = copy_of(key)};
    store->count++;
    return entry;
}

void store_set(Store *store, const Bytes *key, const Bytes *value)
{
    size_t place = find(store, key);
    Entry *entry = is_at(store, place, key) ? &store->entries[place] : insert(store, place, key);
    if (!entry->is_touched) {
        entry->before = entry->value;
        entry->was_there = entry->is_there;
        entry->value = (Bytes){0};
        entry->is_touched = true;
    }
    bytes_free(&entry->value);
    entry->is_there = value != NULL;
    if (value)
        entry->value = copy_of(value);
}

/* Ends a step: the values that stay are those that are there now. */
void store_begin(Store *store)
{
    size_t kept = 0;
    for (size_t i = 0; i < store->count; i++) {
        Entry entry = store->entries[i];
        if (entry.is_touched)
            bytes_free(&entry.before);
        entry.is_touched = false;
        if (entry.is_there) {
            store->entries[kept++] = entry;
        } else {
            bytes_free(&entry.key);
            bytes_free(&entry.value);
        }
    }
    store->count = kept;
}

void store_undo(Store *store)
{
    for (size_t i = 0; i < store->count; i++) {
        Entry *entry = &store->entries[i];
        if (!entry->is_touched)
            continue;
        bytes_free(&entry->value);
        entry->value = entry->before;
        entry->before = (Bytes){0};
        entry->is_there = entry->was_there;
        entry->is_touched = false;
    }
    store_begin(store);
}

static void write_entry(Bytes *out, const Entry *entry)
{
    if (out->data[out->size - 1] != '{')
        bytes_add_byte(out, ',');
    bytes_add_byte(out, '"');
    bytes_add_hex(out, entry->key.data, entry->key.size);
    bytes_add_text(out, "\":");
    if (!entry->is_there) {
        bytes_add_text(out, "null");
        return;
    }
    bytes_add_byte(out, '"');
    bytes_add_hex(out, entry->value.data, entry->value.size);
    bytes_add_byte(out, '"');
}

static bool has_changed(const Entry *entry)
{
    if (!entry->is_touched || (!entry->was_there && !entry->is_there))
        return false;
    return entry->was_there != entry->is_there || compare(&entry->before, &entry->value) != 0;
}

void store_write_changes(const Store *store, Bytes *out)
{
    bytes_add_byte(out, '{');
    for (size_t i = 0; i < store->count; i++)
        if (has_changed(&store->entries[i]))
            write_entry(out, &store->entries[i]);
    bytes_add_byte(out, '}');
}

void store_write_state(const Store *store, Bytes *out)
{
    bytes_add_byte(out, '{');
    for (size_t i = 0; i < store->count; i++)
        if (store->entries[i].is_there)
            write_entry(out, &store->entries[i]);
    bytes_add_byte(out, '}');
}
