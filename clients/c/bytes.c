#include "bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *grow_memory(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory) {
        fputs("there is no memory left\n", stderr);
        exit(1);
    }
    return memory;
}

void *take_memory(size_t size)
{
    return grow_memory(NULL, size);
}

void bytes_add(Bytes *bytes, const void *data, size_t size)
{
    if (bytes->room - bytes->size < size) {
        bytes->room = (bytes->size + size) * 2 + 16;
        bytes->data = grow_memory(bytes->data, bytes->room);
    }
    if (size)
        memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

void bytes_add_byte(Bytes *bytes, uint8_t byte)
{
    bytes_add(bytes, &byte, 1);
}

void bytes_add_text(Bytes *bytes, const char *text)
{
    bytes_add(bytes, text, strlen(text));
}

void bytes_add_int(Bytes *bytes, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        bytes_add_byte(bytes, (uint8_t)(value >> (8 * i)));
}

void bytes_add_hex(Bytes *bytes, const void *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = data;
    bytes_add_text(bytes, "0x");
    for (size_t i = 0; i < size; i++) {
        bytes_add_byte(bytes, (uint8_t)digits[from[i] >> 4]);
        bytes_add_byte(bytes, (uint8_t)digits[from[i] & 15]);
    }
}

void bytes_free(Bytes *bytes)
{
    free(bytes->data);
    *bytes = (Bytes){0};
}

static int digit_of(char mark)
{
    if (mark >= '0' && mark <= '9')
        return mark - '0';
    if (mark >= 'a' && mark <= 'f')
        return mark - 'a' + 10;
    if (mark >= 'A' && mark <= 'F')
        return mark - 'A' + 10;
    return -1;
}

bool read_hex(const char *text, Bytes *into)
{
    if (text[0] != '0' || text[1] != 'x')
        return false;
    for (text += 2; *text; text += 2) {
        int high = digit_of(text[0]);
        int low = high < 0 ? -1 : digit_of(text[1]);
        if (low < 0)
            return false;
        bytes_add_byte(into, (uint8_t)(high << 4 | low));
    }
    return true;
}
