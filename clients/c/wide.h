/* Whole numbers of any sign, of up to 640 bits: no product or quotient of two numbers of the chain is cut off. */
#ifndef TAO_WIDE_H
#define TAO_WIDE_H

#include <stdbool.h>
#include <stdint.h>

enum { WIDE_LIMBS = 20 };

typedef struct {
    bool is_negative; /* never of zero */
    uint32_t limb[WIDE_LIMBS];
} Wide;

Wide wide_from(int64_t value);
/* Reads decimal digits, with a sign or without; false where the text is anything else, or beyond 2^256. */
bool wide_read(const char *text, Wide *value);
/* Writes decimal digits; 200 bytes are enough. */
void wide_write(const Wide *value, char *text);

bool wide_is_zero(const Wide *value);
/* Less than zero, zero, or greater than zero, as a is to b. */
int wide_compare(const Wide *a, const Wide *b);
Wide wide_negate(Wide value);
Wide wide_add(const Wide *a, const Wide *b);
Wide wide_subtract(const Wide *a, const Wide *b);
Wide wide_multiply(const Wide *a, const Wide *b);
/* The quotient towards zero; the divisor is not zero. */
Wide wide_divide(const Wide *a, const Wide *b);
Wide wide_shift_left(const Wide *value, unsigned count);
/* Divided by a power of two, downwards. */
Wide wide_shift_right(const Wide *value, unsigned count);

#endif
