#include "wide.h"

#include <string.h>

enum { READ_BITS = 256 };

static bool limb_bit(const Wide *value, unsigned bit)
{
    return value->limb[bit / 32] >> (bit % 32) & 1;
}

static unsigned count_bits(const Wide *value)
{
    unsigned bits = WIDE_LIMBS * 32;
    while (bits && !limb_bit(value, bits - 1))
        bits--;
    return bits;
}

bool wide_is_zero(const Wide *value)
{
    return count_bits(value) == 0;
}

static Wide with_sign(Wide value, bool is_negative)
{
    value.is_negative = is_negative && !wide_is_zero(&value);
    return value;
}

Wide wide_negate(Wide value)
{
    return with_sign(value, !value.is_negative);
}

Wide wide_from(int64_t value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    Wide wide = {.limb = {(uint32_t)size, (uint32_t)(size >> 32)}};
    return with_sign(wide, value < 0);
}

static int compare_sizes(const Wide *a, const Wide *b)
{
    for (int i = WIDE_LIMBS; i-- > 0;)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

int wide_compare(const Wide *a, const Wide *b)
{
    if (a->is_negative != b->is_negative)
        return a->is_negative ? -1 : 1;
    return a->is_negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

static Wide add_sizes(const Wide *a, const Wide *b)
{
    Wide sum = {0};
    uint64_t carry = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint64_t)a->limb[i] + b->limb[i];
        sum.limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return sum;
}

/* a is not less than b, signs apart. */
static Wide subtract_sizes(const Wide *a, const Wide *b)
{
    Wide rest = {0};
    uint32_t borrow = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        uint64_t part = (uint64_t)a->limb[i] - b->limb[i] - borrow;
        rest.limb[i] = (uint32_t)part;
        borrow = part >> 32 ? 1 : 0;
    }
    return rest;
}

Wide wide_add(const Wide *a, const Wide *b)
{
    if (a->is_negative == b->is_negative)
        return with_sign(add_sizes(a, b), a->is_negative);
    if (compare_sizes(a, b) >= 0)
        return with_sign(subtract_sizes(a, b), a->is_negative);
    return with_sign(subtract_sizes(b, a), b->is_negative);
}

Wide wide_subtract(const Wide *a, const Wide *b)
{
    Wide other = wide_negate(*b);
    return wide_add(a, &other);
}

Wide wide_multiply(const Wide *a, const Wide *b)
{
    Wide product = {0};
    for (int i = 0; i < WIDE_LIMBS; i++) {
        uint64_t carry = 0;
        for (int j = 0; a->limb[i] && i + j < WIDE_LIMBS; j++) {
            carry += (uint64_t)a->limb[i] * b->limb[j] + product.limb[i + j];
            product.limb[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    return with_sign(product, a->is_negative != b->is_negative);
}

Wide wide_shift_left(const Wide *value, unsigned count)
{
    Wide shifted = {0};
    int limbs = (int)(count / 32);
    unsigned bits = count % 32;
    for (int i = WIDE_LIMBS; i-- > limbs;) {
        uint64_t pair = (uint64_t)value->limb[i - limbs] << 32 | (i > limbs ? value->limb[i - limbs - 1] : 0);
        shifted.limb[i] = (uint32_t)(pair >> (32 - bits));
    }
    return with_sign(shifted, value->is_negative);
}

static Wide shift_size_right(const Wide *value, unsigned count)
{
    Wide shifted = {0};
    int limbs = (int)(count / 32);
    unsigned bits = count % 32;
    for (int i = 0; i + limbs < WIDE_LIMBS; i++) {
        uint64_t high = i + limbs + 1 < WIDE_LIMBS ? value->limb[i + limbs + 1] : 0;
        shifted.limb[i] = (uint32_t)((high << 32 | value->limb[i + limbs]) >> bits);
    }
    return shifted;
}

Wide wide_shift_right(const Wide *value, unsigned count)
{
    Wide quotient = with_sign(shift_size_right(value, count), value->is_negative);
    Wide back = wide_shift_left(&quotient, count), one = wide_from(1);
    /* What was cut off a negative number takes it one further down. */
    if (value->is_negative && compare_sizes(&back, value) != 0)
        return wide_subtract(&quotient, &one);
    return quotient;
}

Wide wide_divide(const Wide *a, const Wide *b)
{
    Wide quotient = {0}, rest = {0};
    for (unsigned bit = count_bits(a); bit-- > 0;) {
        rest = wide_shift_left(&rest, 1);
        rest.limb[0] |= limb_bit(a, bit);
        if (compare_sizes(&rest, b) >= 0) {
            rest = subtract_sizes(&rest, b);
            quotient.limb[bit / 32] |= (uint32_t)1 << (bit % 32);
        }
    }
    return with_sign(quotient, a->is_negative != b->is_negative);
}

bool wide_read(const char *text, Wide *value)
{
    bool is_negative = *text == '-';
    Wide ten = wide_from(10);
    *value = (Wide){0};
    text += is_negative;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || count_bits(value) > READ_BITS)
            return false;
        Wide digit = wide_from(*text - '0');
        *value = wide_multiply(value, &ten);
        *value = wide_add(value, &digit);
    }
    *value = with_sign(*value, is_negative);
    return true;
}

void wide_write(const Wide *value, char *text)
{
    char digits[200];
    size_t count = 0;
    Wide rest = *value;
    do {
        uint64_t part = 0;
        for (int i = WIDE_LIMBS; i-- > 0;) {
            part = part << 32 | rest.limb[i];
            rest.limb[i] = (uint32_t)(part / 10);
            part %= 10;
        }
        digits[count++] = (char)('0' + part);
    } while (!wide_is_zero(&rest) && count < sizeof digits - 2);
    if (value->is_negative)
        *text++ = '-';
    while (count)
        *text++ = digits[--count];
    *text = 0;
}
