/* What a call works on: the state, the events, and the refusals. */
#ifndef TAO_CHAIN_H
#define TAO_CHAIN_H

#include "json.h"
#include "store.h"

enum { ACCOUNT = 32 };

typedef struct {
    uint8_t id[ACCOUNT];
} AccountId;

/* A refusal, as JSON; NULL where there is none. */
typedef const char *Refusal;

typedef enum { BY_NOBODY, BY_ROOT, BY_ACCOUNT } OriginKind;

typedef struct {
    OriginKind kind;
    AccountId who;
} Origin;

typedef struct {
    Store state;
    Bytes events; /* the elements of an array in JSON */
} Chain;

/* Adds an event, whose fields are encoded; nothing is told in block 0. */
void tell(Chain *chain, const char *pallet, const char *name, uint8_t index, const Bytes *fields);

/* The key of an item: twox128 of its pallet and of its name. */
Bytes item_key(const char *pallet, const char *item);
/* The key of an item for an account, hashed with blake2_128_concat. */
Bytes account_key(const char *pallet, const char *item, const AccountId *who);

/* Reading SCALE: a cursor that fails once and for all where there is too little. */
typedef struct {
    const uint8_t *at;
    size_t left;
    bool failed;
} Scale;

uint64_t scale_int(Scale *scale, size_t width);
/* A compact integer of up to 64 bits, written no longer than it need be. */
uint64_t scale_compact(Scale *scale);
bool scale_bool(Scale *scale);
void scale_bytes(Scale *scale, void *into, size_t size);
/* Passes bytes over, and gives where they begin. */
const uint8_t *scale_skip(Scale *scale, size_t size);
/* Whether all was read and nothing is left. */
bool scale_is_done(const Scale *scale);

#endif
