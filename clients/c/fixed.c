/*
 * A fixed-point number is a whole number of bits, read as that number over two to the `fraction`. Every function computes the exact
 * result first, rounds it as its rule says, and only then asks whether the type can hold it.
 */
#include "fixed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wide.h"

typedef struct {
    const char *name;
    unsigned whole;    /* bits before the point, the sign among them */
    unsigned fraction; /* bits behind it */
    bool is_signed;
} Kind;

static const Kind KINDS[] = {
    {"I32F32", 32, 32, true},   {"I64F64", 64, 64, true},   {"I96F32", 96, 32, true},  {"I110F18", 110, 18, true},
    {"U64F64", 64, 64, false},  {"U96F32", 96, 32, false},  {"U110F18", 110, 18, false},
};

/* Whole numbers, to which and from which numbers are converted. */
static const Kind INTEGERS[] = {
    {"u16", 16, 0, false}, {"u64", 64, 0, false}, {"i64", 64, 0, true}, {"u128", 128, 0, false}, {"i32", 32, 0, true},
};

typedef enum { IS_NUMBER, IS_NOTHING, IS_PANIC, IS_UNKNOWN } Outcome;

typedef struct {
    Outcome outcome;
    Wide bits;
} Result;

enum { MAX_ARGS = 3 };

typedef struct {
    Wide arg[MAX_ARGS];
    size_t count;
} Call;

static const Result NOTHING = {.outcome = IS_NOTHING};
static const Result PANIC = {.outcome = IS_PANIC};
static const Result UNKNOWN = {.outcome = IS_UNKNOWN};

static const Kind *find_kind(const Kind *kinds, size_t count, const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(kinds[i].name) == size && strncmp(kinds[i].name, name, size) == 0)
            return &kinds[i];
    return NULL;
}

static const Kind *find_fixed(const char *name, size_t size)
{
    return find_kind(KINDS, sizeof KINDS / sizeof *KINDS, name, size);
}

static const Kind *find_integer(const char *name)
{
    return find_kind(INTEGERS, sizeof INTEGERS / sizeof *INTEGERS, name, strlen(name));
}

/* Bounds */

static Wide power_of_two(unsigned exponent)
{
    Wide one = wide_from(1);
    return wide_shift_left(&one, exponent);
}

static Wide greatest(const Kind *kind)
{
    Wide one = wide_from(1), bound = power_of_two(kind->whole + kind->fraction - kind->is_signed);
    return wide_subtract(&bound, &one);
}

static Wide least(const Kind *kind)
{
    Wide bound = power_of_two(kind->whole + kind->fraction - 1);
    return kind->is_signed ? wide_negate(bound) : wide_from(0);
}

static bool fits(const Kind *kind, const Wide *bits)
{
    Wide low = least(kind), high = greatest(kind);
    return wide_compare(bits, &low) >= 0 && wide_compare(bits, &high) <= 0;
}

static Result number(Wide bits)
{
    return (Result){IS_NUMBER, bits};
}

static Result checked(const Kind *kind, Wide bits)
{
    return fits(kind, &bits) ? number(bits) : NOTHING;
}

static Wide saturated(const Kind *kind, Wide bits)
{
    Wide low = least(kind), high = greatest(kind);
    if (wide_compare(&bits, &low) < 0)
        return low;
    return wide_compare(&bits, &high) > 0 ? high : bits;
}

static Wide one_of(const Kind *kind)
{
    return power_of_two(kind->fraction);
}

/* The exact operations */

static Wide multiply(const Kind *kind, const Wide *a, const Wide *b)
{
    Wide product = wide_multiply(a, b);
    return wide_shift_right(&product, kind->fraction);
}

static Wide divide(const Kind *kind, const Wide *a, const Wide *b)
{
    Wide dividend = wide_shift_left(a, kind->fraction);
    return wide_divide(&dividend, b);
}

/* A quotient that there is not, or that does not fit, is zero. */
static Wide safe_divide(const Kind *kind, const Wide *a, const Wide *b)
{
    Wide quotient = wide_from(0);
    if (!wide_is_zero(b))
        quotient = divide(kind, a, b);
    return fits(kind, &quotient) ? quotient : wide_from(0);
}

static Wide floor_of(const Kind *kind, const Wide *a)
{
    Wide whole = wide_shift_right(a, kind->fraction);
    return wide_shift_left(&whole, kind->fraction);
}

static Wide ceiling_of(const Kind *kind, const Wide *a)
{
    Wide opposite = wide_negate(*a);
    return wide_negate(floor_of(kind, &opposite));
}

/* The nearest whole number, ties away from zero. */
static Wide rounded(const Kind *kind, const Wide *a)
{
    Wide half = power_of_two(kind->fraction - 1), size = *a;
    size.is_negative = false;
    size = wide_add(&size, &half);
    size = floor_of(kind, &size);
    return a->is_negative ? wide_negate(size) : size;
}

/* A number of one kind in the digits of another, rounded down and held at the bounds. */
static Wide converted(const Kind *from, const Kind *to, const Wide *bits)
{
    Wide aligned = to->fraction >= from->fraction ? wide_shift_left(bits, to->fraction - from->fraction)
                                                  : wide_shift_right(bits, from->fraction - to->fraction);
    return saturated(to, aligned);
}

/* Power and root */

static Result power(const Kind *kind, const Wide *base, const Wide *exponent)
{
    Wide result = one_of(kind), square = *base, rest = *exponent, one = result;
    if (wide_is_zero(base) && exponent->is_negative)
        return NOTHING;
    rest.is_negative = false;
    while (!wide_is_zero(&rest)) {
        if (rest.limb[0] & 1)
            result = saturated(kind, multiply(kind, &result, &square));
        square = saturated(kind, multiply(kind, &square, &square));
        rest = wide_shift_right(&rest, 1);
    }
    return number(exponent->is_negative ? safe_divide(kind, &one, &result) : result);
}

static Wide middle_of(const Kind *kind, const Wide *low, const Wide *high)
{
    Wide sum = saturated(kind, wide_add(low, high));
    return wide_shift_right(&sum, 1);
}

/* Bisection, until the root and the number over it differ by no more than epsilon, or 129 times. */
static Result square_root(const Kind *kind, const Wide *a, const Wide *epsilon)
{
    enum { STEPS = 129 };
    Wide one = one_of(kind), low = wide_from(0), high = *a;
    if (a->is_negative)
        return NOTHING;
    if (wide_compare(a, &one) <= 0) {
        low = *a;
        high = one;
    }
    Wide middle = middle_of(kind, &low, &high);
    for (int step = 0; step < STEPS; step++) {
        Wide quotient = safe_divide(kind, a, &middle), distance = wide_subtract(&quotient, &middle);
        bool is_below = distance.is_negative;
        distance.is_negative = false;
        if (wide_compare(&distance, epsilon) <= 0)
            break;
        if (is_below)
            high = middle;
        else
            low = middle;
        middle = middle_of(kind, &low, &high);
    }
    return number(middle);
}

/* Exponential and logarithm; the constants of the library have 23 digits behind the point. */

static Wide library_constant(const Kind *kind, int64_t bits)
{
    Wide value = wide_from(bits);
    return wide_shift_left(&value, kind->fraction - 23);
}

/* The power series up to the term before the one whose degree is the number of digits behind the point. */
static Result exponential(const Kind *kind, const Wide *a)
{
    Wide one = one_of(kind), size = *a, top = greatest(kind);
    size.is_negative = false;
    if (wide_compare(a, &one) == 0)
        return number(library_constant(kind, 0x15bf0a8));
    if (!fits(kind, &size))
        return NOTHING;
    Wide total = wide_add(&one, &size), term = size;
    for (unsigned degree = 2; degree < kind->fraction; degree++) {
        Wide divisor = wide_from(degree);
        term = multiply(kind, &term, &size);
        if (wide_compare(&term, &top) > 0)
            return NOTHING;
        term = wide_divide(&term, &divisor);
        total = wide_add(&total, &term);
    }
    if (!fits(kind, &total))
        return NOTHING;
    return a->is_negative ? checked(kind, divide(kind, &one, &total)) : number(total);
}

/* Half, where a last digit of one is rounded up. */
static Wide half_up(const Wide *a)
{
    Wide one = wide_from(1), sum = wide_add(a, &one);
    return wide_shift_right(&sum, 1);
}

/* Digit by digit, of a number that is not below one. */
static Wide logarithm_digits(const Kind *kind, Wide a)
{
    Wide one = one_of(kind), two = wide_shift_left(&one, 1), unit = wide_from(1), result = wide_from(0);
    for (; wide_compare(&a, &two) >= 0; a = half_up(&a))
        result = wide_add(&result, &unit);
    if (wide_compare(&a, &one) == 0)
        return wide_shift_left(&result, kind->fraction);
    for (unsigned digit = 0; digit < kind->fraction; digit++) {
        a = multiply(kind, &a, &a);
        result = wide_shift_left(&result, 1);
        if (wide_compare(&a, &two) >= 0) {
            result = wide_add(&result, &unit);
            a = half_up(&a);
        }
    }
    return result;
}

static Result binary_logarithm(const Kind *kind, const Wide *a)
{
    Wide one = one_of(kind);
    if (a->is_negative || wide_is_zero(a))
        return NOTHING;
    if (wide_compare(a, &one) >= 0)
        return number(logarithm_digits(kind, *a));
    Wide inverse = divide(kind, &one, a);
    return fits(kind, &inverse) ? number(wide_negate(logarithm_digits(kind, inverse))) : NOTHING;
}

static Result natural_logarithm(const Kind *kind, const Wide *a)
{
    Result binary = binary_logarithm(kind, a);
    Wide scale = library_constant(kind, 0xb8aa3b);
    return binary.outcome == IS_NUMBER ? number(saturated(kind, divide(kind, &binary.bits, &scale))) : binary;
}

/* The exponential of a number that is first held between -20 and 20. */
static Wide safe_exponential(const Kind *kind, const Wide *a)
{
    Wide bound = wide_from(20), held = *a;
    bound = wide_shift_left(&bound, kind->fraction);
    Wide low = wide_negate(bound);
    if (wide_compare(&held, &low) < 0)
        held = low;
    if (wide_compare(&held, &bound) > 0)
        held = bound;
    return exponential(kind, &held).bits;
}

static Wide safe_sigmoid(const Kind *kind, const Wide *a, const Wide *rho, const Wide *kappa)
{
    Wide one = one_of(kind), minus = wide_negate(one);
    Wide steepness = saturated(kind, multiply(kind, rho, &minus));
    Wide distance = saturated(kind, wide_subtract(a, kappa));
    Wide exponent = saturated(kind, multiply(kind, &steepness, &distance));
    Wide grown = safe_exponential(kind, &exponent);
    Wide divisor = saturated(kind, wide_add(&grown, &one));
    return safe_divide(kind, &one, &divisor);
}

/* A double, by its bits: the nearest number, ties to even. */
static Result from_double(const Kind *kind, uint64_t bits)
{
    bool is_negative = bits >> 63;
    int exponent = (int)(bits >> 52 & 2047);
    uint64_t digits = bits & 0xfffffffffffff;
    if (exponent == 2047)
        return number(is_negative ? least(kind) : greatest(kind));
    /* The client takes the greatest exponent of a finite number for no number. */
    if (exponent == 2046 && digits)
        return PANIC;
    Wide value = wide_from((int64_t)(exponent ? digits | (uint64_t)1 << 52 : digits));
    int shift = (exponent ? exponent : 1) - 1075 + (int)kind->fraction;
    if (shift > 200)
        value = wide_shift_left(&value, 200);
    else if (shift >= 0)
        value = wide_shift_left(&value, (unsigned)shift);
    else if (shift < -60)
        value = wide_from(0);
    else {
        Wide floor = wide_shift_right(&value, (unsigned)-shift), back = wide_shift_left(&floor, (unsigned)-shift);
        Wide rest = wide_subtract(&value, &back), half = power_of_two((unsigned)-shift - 1), one = wide_from(1);
        int side = wide_compare(&rest, &half);
        value = side > 0 || (side == 0 && floor.limb[0] & 1) ? wide_add(&floor, &one) : floor;
    }
    return number(saturated(kind, is_negative ? wide_negate(value) : value));
}

/* Functions by name */

static Result apply_binary(const Kind *kind, const char *name, const Wide *a, const Wide *b)
{
    bool is_checked = strncmp(name, "checked_", 8) == 0;
    const char *operation = strchr(name, '_') + 1;
    Wide exact;
    if (strcmp(operation, "add") == 0)
        exact = wide_add(a, b);
    else if (strcmp(operation, "sub") == 0)
        exact = wide_subtract(a, b);
    else if (strcmp(operation, "mul") == 0)
        exact = multiply(kind, a, b);
    else if (wide_is_zero(b))
        return is_checked ? NOTHING : PANIC;
    else
        exact = divide(kind, a, b);
    return is_checked ? checked(kind, exact) : number(saturated(kind, exact));
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static Result apply_to_two(const Kind *kind, const char *name, const Wide *a, const Wide *b)
{
    if (!fits(kind, a) || !fits(kind, b))
        return PANIC;
    if (strcmp(name, "safe_div") == 0)
        return number(safe_divide(kind, a, b));
    if (strcmp(name, "checked_sqrt") == 0)
        return square_root(kind, a, b);
    return apply_binary(kind, name, a, b);
}

static Result apply_to_one(const Kind *kind, const char *name, const Wide *a)
{
    if (!fits(kind, a))
        return PANIC;
    if (strcmp(name, "floor_checked") == 0)
        return checked(kind, floor_of(kind, a));
    if (strcmp(name, "ceil_checked") == 0)
        return checked(kind, ceiling_of(kind, a));
    if (strcmp(name, "round_checked") == 0)
        return checked(kind, rounded(kind, a));
    if (strcmp(name, "exp") == 0)
        return exponential(kind, a);
    if (strcmp(name, "ln") == 0)
        return natural_logarithm(kind, a);
    if (strcmp(name, "log2") == 0)
        return binary_logarithm(kind, a);
    if (strcmp(name, "exp_safe") == 0)
        return number(safe_exponential(kind, a));
    return UNKNOWN;
}

static Result apply_conversion(const Kind *to, const Kind *from, const Wide *a)
{
    if (!from || !to)
        return UNKNOWN;
    return fits(from, a) ? number(converted(from, to, a)) : PANIC;
}

static Result apply(const Kind *kind, const char *name, const Call *call)
{
    static const char *const binary[] = {
        "saturating_add", "saturating_sub", "saturating_mul", "saturating_div", "checked_add",  "checked_sub",
        "checked_mul",    "checked_div",    "safe_div",       "checked_sqrt",   NULL,
    };
    const Wide *a = &call->arg[0], *b = &call->arg[1], *c = &call->arg[2];
    bool is_plain = kind == find_fixed("I32F32", 6);
    if (call->count == 2 && is_one_of(name, binary))
        return apply_to_two(kind, name, a, b);
    if (call->count == 2 && strcmp(name, "checked_pow") == 0)
        return fits(kind, a) && fits(find_integer("i32"), b) ? power(kind, a, b) : PANIC;
    if (call->count == 3 && is_plain && strcmp(name, "sigmoid_safe") == 0)
        return fits(kind, a) && fits(kind, b) && fits(kind, c) ? number(safe_sigmoid(kind, a, b, c)) : PANIC;
    if (call->count != 1)
        return UNKNOWN;
    if (strncmp(name, "saturating_from_", 16) == 0) {
        const Kind *from = find_fixed(name + 16, strlen(name + 16));
        return apply_conversion(kind, from ? from : find_integer(name + 16), a);
    }
    if (strncmp(name, "saturating_to_", 14) == 0)
        return apply_conversion(find_integer(name + 14), kind, a);
    /* Of the transcendental functions the chain uses those of I32F32, and log2 of I96F32. */
    bool is_rounding = strstr(name, "_checked") != NULL;
    bool is_wide_logarithm = kind == find_fixed("I96F32", 6) && strcmp(name, "log2") == 0;
    return is_rounding || is_plain || is_wide_logarithm ? apply_to_one(kind, name, a) : UNKNOWN;
}

static bool read_args(const Json *request, Call *call)
{
    const Json *args = json_member(request, "args");
    if (!args || args->kind != JSON_ARRAY)
        return false;
    for (const Json *arg = args->child; arg; arg = arg->next) {
        bool has_text = arg->kind == JSON_TEXT || arg->kind == JSON_NUMBER;
        if (call->count == MAX_ARGS || !has_text || !wide_read(arg->text, &call->arg[call->count++]))
            return false;
    }
    return true;
}

/* The 64 bits of a double, which stand as hex. */
static bool read_double(const Json *request, uint64_t *bits)
{
    const Json *args = json_member(request, "args");
    const char *text = args && args->kind == JSON_ARRAY && args->child ? args->child->text : NULL;
    char *end = NULL;
    if (!text || strncmp(text, "0x", 2) != 0 || strlen(text) > 18 || !text[2] || args->child->next)
        return false;
    *bits = strtoull(text + 2, &end, 16);
    return !*end;
}

static Result evaluate(const Json *request, const char *function)
{
    const char *dot = strncmp(function, "fixed.", 6) == 0 ? strchr(function + 6, '.') : NULL;
    const Kind *kind = dot ? find_fixed(function + 6, (size_t)(dot - function - 6)) : NULL;
    Call call = {0};
    uint64_t bits;
    if (!kind)
        return UNKNOWN;
    if (strcmp(dot + 1, "saturating_from_f64") == 0)
        return read_double(request, &bits) ? from_double(kind, bits) : UNKNOWN;
    return read_args(request, &call) ? apply(kind, dot + 1, &call) : UNKNOWN;
}

void answer_function(const Json *request, Bytes *reply)
{
    const char *function = json_text(request, "function");
    Result result = function ? evaluate(request, function) : UNKNOWN;
    char text[200];
    switch (result.outcome) {
    case IS_NUMBER:
        wide_write(&result.bits, text);
        bytes_add_text(reply, "{\"result\":\"");
        bytes_add_text(reply, text);
        bytes_add_text(reply, "\"}");
        break;
    case IS_NOTHING:
        bytes_add_text(reply, "{\"result\":null}");
        break;
    case IS_PANIC:
        bytes_add_text(reply, "{\"result\":{\"error\":\"panic\"}}");
        break;
    case IS_UNKNOWN:
        bytes_add_text(reply, "{\"unsupported\":");
        json_write_text(reply, function ? function : "a function without a name");
        bytes_add_byte(reply, '}');
        break;
    }
}
