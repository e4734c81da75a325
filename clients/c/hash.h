/* The two hash functions of storage: Blake2b (RFC 7693) and XXH64. */
#ifndef TAO_HASH_H
#define TAO_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A Blake2b hash of 1 to 64 bytes, without a key. */
void blake2b(const void *data, size_t size, uint8_t *out, size_t out_size);
/* twox128: two XXH64 with the seeds 0 and 1, each little-endian. */
void twox128(const void *data, size_t size, uint8_t out[16]);

#endif
