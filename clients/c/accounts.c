/* The rules ACC-1 to ACC-81 of spec/accounts.md, as far as the plain calls of Balances need them; each stands under its number. */
#include "accounts.h"

#include <string.h>

#include "hash.h"

#define EXISTENTIAL_DEPOSIT UINT64_C(500)
#define MODULE(error, code) "{\"module\":{\"pallet\":\"Balances\",\"error\":\"" error "\",\"index\":5,\"code\":" code "}}"
#define TOKEN(error) "{\"token\":\"" error "\"}"
#define ARITHMETIC(error) "{\"arithmetic\":\"" error "\"}"

enum { MAX_CONSUMERS = 16, ACCOUNT_INFO = 56, CURRENT_FORM = 0x80 };

typedef struct {
    uint64_t free, reserved, frozen;
    uint8_t flags[16];
} Holding;

typedef struct {
    bool is_there;
    uint32_t consumers, providers, sufficients, nonce;
    Holding holds;
} Account;

typedef enum { EXPENDABLE, PROTECT, PRESERVE } Preservation;

/* A change of what an account holds by an amount, which it lowers to what can be changed. */
typedef Refusal (*Change)(Holding *holds, uint64_t *amount);

static uint64_t sum(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t rest(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Storage */

static Account read_account(const Chain *chain, const AccountId *who)
{
    Bytes key = account_key("System", "Account", who);
    const Bytes *raw = store_get(&chain->state, &key);
    Account account = {.holds.flags[15] = CURRENT_FORM};
    bytes_free(&key);
    if (!raw)
        return account;
    Scale scale = {raw->data, raw->size, false};
    account.is_there = true;
    account.nonce = (uint32_t)scale_int(&scale, 4);
    account.consumers = (uint32_t)scale_int(&scale, 4);
    account.providers = (uint32_t)scale_int(&scale, 4);
    account.sufficients = (uint32_t)scale_int(&scale, 4);
    account.holds.free = scale_int(&scale, 8);
    account.holds.reserved = scale_int(&scale, 8);
    account.holds.frozen = scale_int(&scale, 8);
    scale_bytes(&scale, account.holds.flags, sizeof account.holds.flags);
    return account;
}

static void store_account(Chain *chain, const AccountId *who, const Account *account)
{
    Bytes key = account_key("System", "Account", who), raw = {0};
    bytes_add_int(&raw, account->nonce, 4);
    bytes_add_int(&raw, account->consumers, 4);
    bytes_add_int(&raw, account->providers, 4);
    bytes_add_int(&raw, account->sufficients, 4);
    bytes_add_int(&raw, account->holds.free, 8);
    bytes_add_int(&raw, account->holds.reserved, 8);
    bytes_add_int(&raw, account->holds.frozen, 8);
    bytes_add(&raw, account->holds.flags, sizeof account->holds.flags);
    store_set(&chain->state, &key, &raw);
    bytes_free(&key);
    bytes_free(&raw);
}

static void delete_account(Chain *chain, const AccountId *who)
{
    Bytes key = account_key("System", "Account", who);
    store_set(&chain->state, &key, NULL);
    bytes_free(&key);
}

/* Stored where something lets it exist, else deleted. */
static void keep_account(Chain *chain, const AccountId *who, const Account *account)
{
    if (account->providers || account->sufficients)
        store_account(chain, who, account);
    else
        delete_account(chain, who);
}

static uint64_t read_balance(const Chain *chain, const char *item)
{
    Bytes key = item_key("Balances", item);
    const Bytes *raw = store_get(&chain->state, &key);
    Scale scale = {raw ? raw->data : NULL, raw ? raw->size : 0, false};
    bytes_free(&key);
    return raw ? scale_int(&scale, 8) : 0;
}

static void set_issuance(Chain *chain, uint64_t amount)
{
    Bytes key = item_key("Balances", "TotalIssuance"), raw = {0};
    bytes_add_int(&raw, amount, 8);
    store_set(&chain->state, &key, &raw);
    bytes_free(&key);
    bytes_free(&raw);
}

/* Events: accounts first, then amounts */

static void tell_of(Chain *chain, const char *pallet, const char *name, uint8_t index, const AccountId *a, const AccountId *b,
                    const uint64_t *amounts, size_t count)
{
    Bytes fields = {0};
    if (a)
        bytes_add(&fields, a->id, ACCOUNT);
    if (b)
        bytes_add(&fields, b->id, ACCOUNT);
    for (size_t i = 0; i < count; i++)
        bytes_add_int(&fields, amounts[i], 8);
    tell(chain, pallet, name, index, &fields);
    bytes_free(&fields);
}

static void tell_account(Chain *chain, const char *pallet, const char *name, uint8_t index, const AccountId *who)
{
    tell_of(chain, pallet, name, index, who, NULL, NULL, 0);
}

static void tell_amount(Chain *chain, const char *name, uint8_t index, const AccountId *who, uint64_t amount)
{
    tell_of(chain, "Balances", name, index, who, NULL, &amount, 1);
}

/* Why an account exists */

/* ACC-1 */
static void count_provider(Chain *chain, const AccountId *who)
{
    Account account = read_account(chain, who);
    bool is_new = !account.providers && !account.sufficients;
    if (account.providers < UINT32_MAX)
        account.providers++;
    store_account(chain, who, &account);
    if (is_new)
        tell_account(chain, "System", "NewAccount", 3, who);
}

/* ACC-2 */
static Refusal drop_provider(Chain *chain, const AccountId *who)
{
    Account account = read_account(chain, who);
    bool is_last = account.providers <= 1;
    if (!account.is_there)
        return NULL;
    if (is_last && account.consumers)
        return "\"ConsumerRemaining\"";
    if (is_last && !account.sufficients) {
        delete_account(chain, who);
        tell_account(chain, "System", "KilledAccount", 4, who);
        return NULL;
    }
    account.providers -= account.providers > 0;
    store_account(chain, who, &account);
    return NULL;
}

/* ACC-3 */
static Refusal count_consumer(Chain *chain, const AccountId *who)
{
    Account account = read_account(chain, who);
    if (!account.providers)
        return "\"NoProviders\"";
    if (account.consumers >= MAX_CONSUMERS)
        return "\"TooManyConsumers\"";
    account.consumers++;
    store_account(chain, who, &account);
    return NULL;
}

/* ACC-4 */
static void drop_consumer(Chain *chain, const AccountId *who)
{
    Account account = read_account(chain, who);
    account.consumers -= account.consumers > 0;
    store_account(chain, who, &account);
}

/* ACC-7 */
static bool may_lose_provider(const Account *account)
{
    return !account->consumers || account->providers > 1;
}

/* The ledger */

/* ACC-14 */
static void grow_issuance(Chain *chain, uint64_t amount)
{
    set_issuance(chain, sum(read_balance(chain, "TotalIssuance"), amount));
}

/* ACC-15 */
static void shrink_issuance(Chain *chain, uint64_t amount)
{
    set_issuance(chain, rest(read_balance(chain, "TotalIssuance"), amount));
}

/* ACC-13 */
static bool upgrade_account(Chain *chain, const AccountId *who)
{
    Account account = read_account(chain, who);
    if (account.holds.flags[15] & CURRENT_FORM)
        return false;
    account.holds.flags[15] |= CURRENT_FORM;
    if (account.holds.reserved && !account.holds.frozen) {
        if (!account.providers) {
            if (account.holds.free < EXISTENTIAL_DEPOSIT)
                account.holds.free = EXISTENTIAL_DEPOSIT;
            Holding holds = account.holds;
            count_provider(chain, who);
            account = read_account(chain, who);
            account.holds = holds;
        }
        if (account.consumers < UINT32_MAX)
            account.consumers++;
    }
    keep_account(chain, who, &account);
    tell_account(chain, "Balances", "Upgraded", 14, who);
    return true;
}

static bool is_default(const Holding *holds)
{
    Holding none = {.flags[15] = CURRENT_FORM};
    return !holds->free && !holds->reserved && !holds->frozen && memcmp(holds->flags, none.flags, sizeof none.flags) == 0;
}

/* ACC-10, the third step: references follow what is held. */
static Refusal follow_references(Chain *chain, const AccountId *who, const Holding *was, const Holding *is)
{
    bool provided = was->free >= EXISTENTIAL_DEPOSIT, provides = is->free >= EXISTENTIAL_DEPOSIT;
    bool consumed = was->reserved || was->frozen, consumes = is->reserved || is->frozen;
    Refusal refusal = NULL;
    if (provides && !provided)
        count_provider(chain, who);
    if (consumed && !consumes)
        drop_consumer(chain, who);
    if (consumes && !consumed)
        refusal = count_consumer(chain, who);
    if (!refusal && consumes && !read_account(chain, who).consumers)
        refusal = count_consumer(chain, who);
    if (refusal || !provided || provides)
        return refusal;
    refusal = drop_provider(chain, who);
    if (refusal && consumed && !consumes)
        (void)count_consumer(chain, who);
    if (refusal && !consumed && consumes)
        drop_consumer(chain, who);
    return refusal;
}

/* ACC-10 */
static Refusal change_balance(Chain *chain, const AccountId *who, Change change, uint64_t *amount, uint64_t *dust)
{
    upgrade_account(chain, who);
    Holding was = read_account(chain, who).holds, is = was;
    bool is_new = is_default(&was);
    Refusal refusal = change(&is, amount);
    if (!refusal)
        refusal = follow_references(chain, who, &was, &is);
    if (refusal)
        return refusal;
    uint64_t endowed = is.free;
    *dust = 0;
    if (is.free < EXISTENTIAL_DEPOSIT && !is.reserved) {
        *dust = is.free;
        is = (Holding){.flags[15] = CURRENT_FORM};
    }
    Account account = read_account(chain, who);
    account.holds = is;
    keep_account(chain, who, &account);
    if (is_new)
        tell_amount(chain, "Endowed", 0, who, endowed);
    if (*dust)
        tell_amount(chain, "DustLost", 1, who, *dust);
    return NULL;
}

/* ACC-11 */
static Refusal change_and_drop_dust(Chain *chain, const AccountId *who, Change change, uint64_t *amount)
{
    uint64_t dust = 0;
    Refusal refusal = change_balance(chain, who, change, amount, &dust);
    if (!refusal && dust)
        shrink_issuance(chain, lesser(dust, EXISTENTIAL_DEPOSIT - 1));
    return refusal;
}

static Refusal set_free(Holding *holds, uint64_t *amount)
{
    holds->free = *amount;
    return NULL;
}

static Refusal move_to_free(Holding *holds, uint64_t *amount)
{
    *amount = lesser(*amount, holds->reserved);
    holds->reserved -= *amount;
    holds->free = sum(holds->free, *amount);
    return NULL;
}

/* Moving TAO */

/* ACC-20, politely or by force */
static uint64_t compute_reducible(const Chain *chain, const AccountId *who, Preservation preservation, bool is_forced)
{
    Account account = read_account(chain, who);
    const Holding *holds = &account.holds;
    uint64_t kept = is_forced ? 0 : rest(holds->frozen, holds->reserved);
    bool must_stay = preservation == PRESERVE ||
                     (preservation == PROTECT && holds->free && account.providers == 1) ||
                     (preservation == EXPENDABLE && holds->free && !may_lose_provider(&account));
    if (must_stay && kept < EXISTENTIAL_DEPOSIT)
        kept = EXISTENTIAL_DEPOSIT;
    return rest(holds->free, kept);
}

/* ACC-21 */
static Refusal ensure_can_receive(const Chain *chain, const AccountId *who, uint64_t amount)
{
    Holding holds = read_account(chain, who).holds;
    if (!amount)
        return NULL;
    if (holds.free > UINT64_MAX - amount)
        return ARITHMETIC("Overflow");
    if (holds.free + amount < EXISTENTIAL_DEPOSIT)
        return TOKEN("BelowMinimum");
    return holds.free + amount > UINT64_MAX - holds.reserved ? ARITHMETIC("Overflow") : NULL;
}

/* ACC-22; its fourth and fifth checks are covered by the third */
static Refusal ensure_can_spend(const Chain *chain, const AccountId *who, uint64_t amount, Preservation preservation)
{
    Holding holds = read_account(chain, who).holds;
    if (!amount)
        return NULL;
    if (amount > read_balance(chain, "TotalIssuance"))
        return ARITHMETIC("Underflow");
    if (amount > holds.free)
        return TOKEN("FundsUnavailable");
    if (amount > compute_reducible(chain, who, EXPENDABLE, false))
        return TOKEN("Frozen");
    bool must_live = preservation != EXPENDABLE;
    return must_live && holds.free - amount < EXISTENTIAL_DEPOSIT ? TOKEN("NotExpendable") : NULL;
}

/* ACC-23; the dust leaves issuance, as in both its uses */
static Refusal write_free(Chain *chain, const AccountId *who, uint64_t amount)
{
    /* What can be taken is read before the account takes its present form, in which it may hold more. */
    uint64_t dust = 0, reducible = compute_reducible(chain, who, EXPENDABLE, true);
    upgrade_account(chain, who);
    uint64_t present = read_account(chain, who).holds.free;
    bool is_too_little = rest(present, amount) > reducible;
    if (is_too_little)
        amount = present;
    Refusal refusal = change_balance(chain, who, set_free, &amount, &dust);
    if (refusal)
        return refusal;
    if (is_too_little)
        return MODULE("InsufficientBalance", "2");
    if (dust)
        shrink_issuance(chain, dust);
    return NULL;
}

/* ACC-24, politely and at best effort */
static Refusal take(Chain *chain, const AccountId *who, uint64_t amount, Preservation preservation, uint64_t *taken)
{
    *taken = lesser(amount, compute_reducible(chain, who, preservation, false));
    return write_free(chain, who, read_account(chain, who).holds.free - *taken);
}

/* ACC-25, at best effort */
static Refusal give(Chain *chain, const AccountId *who, uint64_t amount)
{
    uint64_t present = read_account(chain, who).holds.free, total = sum(present, amount);
    if (total < EXISTENTIAL_DEPOSIT || total == present)
        return NULL;
    return write_free(chain, who, total);
}

/* ACC-26 */
static Refusal transfer(Chain *chain, const AccountId *from, const AccountId *to, uint64_t amount, Preservation preservation)
{
    uint64_t taken;
    Refusal refusal = ensure_can_spend(chain, from, amount, preservation);
    if (!refusal)
        refusal = ensure_can_receive(chain, to, amount);
    if (refusal || memcmp(from, to, sizeof *from) == 0)
        return refusal;
    refusal = take(chain, from, amount, preservation, &taken);
    if (refusal)
        return refusal;
    (void)give(chain, to, amount);
    tell_of(chain, "Balances", "Transfer", 2, from, to, &amount, 1);
    return NULL;
}

/* ACC-28 */
static Refusal burn(Chain *chain, const AccountId *who, uint64_t amount, Preservation preservation)
{
    uint64_t taken;
    if (compute_reducible(chain, who, preservation, false) < amount)
        return TOKEN("FundsUnavailable");
    if (amount > read_balance(chain, "TotalIssuance"))
        return ARITHMETIC("Overflow");
    Refusal refusal = take(chain, who, amount, preservation, &taken);
    if (refusal)
        return refusal;
    shrink_issuance(chain, taken);
    tell_amount(chain, "Burned", 11, who, taken);
    return NULL;
}

/* ACC-41 */
static void unreserve(Chain *chain, const AccountId *who, uint64_t amount)
{
    Holding holds = read_account(chain, who).holds;
    if (!amount || (!holds.free && !holds.reserved))
        return;
    if (!change_and_drop_dust(chain, who, move_to_free, &amount))
        tell_amount(chain, "Unreserved", 5, who, amount);
}

/* The calls of Balances */

typedef struct {
    bool is_account;
    AccountId who;
} Address;

/* ACC-70 */
static Address read_address(Scale *call)
{
    Address address = {0};
    switch (scale_int(call, 1)) {
    case 0:
        address.is_account = true;
        scale_bytes(call, address.who.id, ACCOUNT);
        break;
    case 1:
        break;
    case 2:
        scale_skip(call, (size_t)scale_compact(call));
        break;
    case 3:
        scale_skip(call, 32);
        break;
    case 4:
        scale_skip(call, 20);
        break;
    default:
        call->failed = true;
    }
    return address;
}

static const Refusal BAD_ORIGIN = "\"BadOrigin\"", CANNOT_LOOKUP = "\"CannotLookup\"";

/* ACC-71, ACC-73 */
static Refusal call_transfer(Chain *chain, const Origin *origin, Scale *call, Preservation preservation)
{
    Address to = read_address(call);
    uint64_t amount = scale_compact(call);
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ACCOUNT)
        return BAD_ORIGIN;
    return to.is_account ? transfer(chain, &origin->who, &to.who, amount, preservation) : CANNOT_LOOKUP;
}

/* ACC-72 */
static Refusal call_force_transfer(Chain *chain, const Origin *origin, Scale *call)
{
    Address from = read_address(call), to = read_address(call);
    uint64_t amount = scale_compact(call);
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ROOT)
        return BAD_ORIGIN;
    return from.is_account && to.is_account ? transfer(chain, &from.who, &to.who, amount, EXPENDABLE) : CANNOT_LOOKUP;
}

/* ACC-74 */
static Refusal call_transfer_all(Chain *chain, const Origin *origin, Scale *call)
{
    Address to = read_address(call);
    Preservation preservation = scale_bool(call) ? PRESERVE : EXPENDABLE;
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ACCOUNT)
        return BAD_ORIGIN;
    uint64_t amount = compute_reducible(chain, &origin->who, preservation, false);
    return to.is_account ? transfer(chain, &origin->who, &to.who, amount, preservation) : CANNOT_LOOKUP;
}

/* ACC-75 */
static Refusal call_force_unreserve(Chain *chain, const Origin *origin, Scale *call)
{
    Address who = read_address(call);
    uint64_t amount = scale_int(call, 8);
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ROOT)
        return BAD_ORIGIN;
    if (!who.is_account)
        return CANNOT_LOOKUP;
    unreserve(chain, &who.who, amount);
    return NULL;
}

/* ACC-76 */
static Refusal call_upgrade_accounts(Chain *chain, const Origin *origin, Scale *call)
{
    uint64_t count = scale_compact(call);
    const uint8_t *accounts = scale_skip(call, count > call->left / ACCOUNT ? SIZE_MAX : (size_t)count * ACCOUNT);
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ACCOUNT)
        return BAD_ORIGIN;
    for (uint64_t i = 0; i < count; i++) {
        AccountId who;
        memcpy(who.id, accounts + i * ACCOUNT, ACCOUNT);
        upgrade_account(chain, &who);
    }
    return NULL;
}

/* ACC-77 */
static Refusal call_force_set_balance(Chain *chain, const Origin *origin, Scale *call)
{
    Address who = read_address(call);
    uint64_t amount = scale_compact(call);
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ROOT)
        return BAD_ORIGIN;
    if (!who.is_account)
        return CANNOT_LOOKUP;
    if (amount < EXISTENTIAL_DEPOSIT)
        amount = 0;
    upgrade_account(chain, &who.who);
    uint64_t before = read_account(chain, &who.who).holds.free;
    Refusal refusal = change_and_drop_dust(chain, &who.who, set_free, &amount);
    if (refusal)
        return refusal;
    if (amount > before) {
        grow_issuance(chain, amount - before);
        tell_amount(chain, "Issued", 15, NULL, amount - before);
    } else if (amount < before) {
        shrink_issuance(chain, before - amount);
        tell_amount(chain, "Rescinded", 16, NULL, before - amount);
    }
    tell_amount(chain, "BalanceSet", 3, &who.who, amount);
    return NULL;
}

/* ACC-78 */
static Refusal call_force_adjust_total_issuance(Chain *chain, const Origin *origin, Scale *call)
{
    uint64_t direction = scale_int(call, 1), delta = scale_compact(call), old = read_balance(chain, "TotalIssuance");
    uint64_t amounts[] = {old, direction ? rest(old, delta) : sum(old, delta)};
    call->failed = call->failed || direction > 1;
    if (!scale_is_done(call))
        return NULL;
    if (origin->kind != BY_ROOT)
        return BAD_ORIGIN;
    if (!delta)
        return MODULE("DeltaZero", "11");
    if (amounts[1] < read_balance(chain, "InactiveIssuance"))
        return MODULE("IssuanceDeactivated", "10");
    set_issuance(chain, amounts[1]);
    tell_of(chain, "Balances", "TotalIssuanceForced", 21, NULL, NULL, amounts, 2);
    return NULL;
}

/* ACC-79 */
static Refusal call_burn(Chain *chain, const Origin *origin, Scale *call)
{
    uint64_t amount = scale_compact(call);
    Preservation preservation = scale_bool(call) ? PRESERVE : EXPENDABLE;
    if (!scale_is_done(call))
        return NULL;
    return origin->kind == BY_ACCOUNT ? burn(chain, &origin->who, amount, preservation) : BAD_ORIGIN;
}

/* ACC-80, ACC-81 */
static Refusal call_remark(Chain *chain, const Origin *origin, Scale *call, bool with_event)
{
    uint64_t size = scale_compact(call);
    const uint8_t *text = scale_skip(call, size > call->left ? SIZE_MAX : (size_t)size);
    Bytes fields = {0};
    uint8_t hash[32];
    if (!scale_is_done(call) || !with_event)
        return NULL;
    if (origin->kind != BY_ACCOUNT)
        return BAD_ORIGIN;
    blake2b(text, (size_t)size, hash, sizeof hash);
    bytes_add(&fields, origin->who.id, ACCOUNT);
    bytes_add(&fields, hash, sizeof hash);
    tell(chain, "System", "Remarked", 5, &fields);
    bytes_free(&fields);
    return NULL;
}

Answered make_call(Chain *chain, const Origin *origin, Scale call, Refusal *refusal)
{
    enum { SYSTEM = 0, BALANCES = 5 };
    uint64_t pallet = scale_int(&call, 1), index = scale_int(&call, 1);
    if (call.failed)
        return NOT_READABLE;
    switch (pallet << 8 | index) {
    case SYSTEM << 8 | 0:
        *refusal = call_remark(chain, origin, &call, false);
        break;
    case SYSTEM << 8 | 7:
        *refusal = call_remark(chain, origin, &call, true);
        break;
    case BALANCES << 8 | 0:
        *refusal = call_transfer(chain, origin, &call, EXPENDABLE);
        break;
    case BALANCES << 8 | 2:
        *refusal = call_force_transfer(chain, origin, &call);
        break;
    case BALANCES << 8 | 3:
        *refusal = call_transfer(chain, origin, &call, PRESERVE);
        break;
    case BALANCES << 8 | 4:
        *refusal = call_transfer_all(chain, origin, &call);
        break;
    case BALANCES << 8 | 5:
        *refusal = call_force_unreserve(chain, origin, &call);
        break;
    case BALANCES << 8 | 6:
        *refusal = call_upgrade_accounts(chain, origin, &call);
        break;
    case BALANCES << 8 | 8:
        *refusal = call_force_set_balance(chain, origin, &call);
        break;
    case BALANCES << 8 | 9:
        *refusal = call_force_adjust_total_issuance(chain, origin, &call);
        break;
    case BALANCES << 8 | 10:
        *refusal = call_burn(chain, origin, &call);
        break;
    default:
        return NOT_SUPPORTED;
    }
    return scale_is_done(&call) ? ANSWERED : NOT_READABLE;
}
