/* The state: keys in order, their values, and what a step has changed of them. */
#ifndef TAO_STORE_H
#define TAO_STORE_H

#include "bytes.h"

typedef struct {
    Bytes key;
    Bytes value;
    Bytes before;    /* the value when the step began */
    bool is_there;
    bool was_there;
    bool is_touched; /* by the step */
} Entry;

typedef struct {
    Entry *entries; /* in the order of their keys */
    size_t count;
    size_t room;
} Store;

void store_clear(Store *store);
/* The value of a key; NULL where there is none. */
const Bytes *store_get(const Store *store, const Bytes *key);
/* Takes a copy of key and value; a value of NULL deletes. */
void store_set(Store *store, const Bytes *key, const Bytes *value);
/* The present values are those that a step begins with. */
void store_begin(Store *store);
/* The values are again those that the step began with. */
void store_undo(Store *store);
/* An object of every key whose value is another than when the step began, null where it is gone. */
void store_write_changes(const Store *store, Bytes *out);
/* An object of every key and its value. */
void store_write_state(const Store *store, Bytes *out);

#endif
