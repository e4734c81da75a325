/* The state root: a base-16 trie over the state and the key `:code`, in layout version 1. */
#ifndef TAO_TRIE_H
#define TAO_TRIE_H

#include "store.h"

void compute_root(const Store *store, uint8_t root[32]);

#endif
