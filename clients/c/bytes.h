/* Bytes that grow, and the failures that end a program. */
#ifndef TAO_BYTES_H
#define TAO_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t *data;
    size_t size;
    size_t room;
} Bytes;

/* Memory that is there; where there is none the program says so and ends. */
void *take_memory(size_t size);
void *grow_memory(void *old, size_t size);

void bytes_add(Bytes *bytes, const void *data, size_t size);
void bytes_add_byte(Bytes *bytes, uint8_t byte);
void bytes_add_text(Bytes *bytes, const char *text);
/* A little-endian integer of 1 to 8 bytes. */
void bytes_add_int(Bytes *bytes, uint64_t value, size_t width);
/* "0x" and two digits for each byte. */
void bytes_add_hex(Bytes *bytes, const void *data, size_t size);
void bytes_free(Bytes *bytes);

/* Reads "0x" and pairs of hex digits; false where the text is anything else. */
bool read_hex(const char *text, Bytes *into);

#endif
