/* Accounts: what they hold, why they exist, and the calls of System and Balances that reach them. */
#ifndef TAO_ACCOUNTS_H
#define TAO_ACCOUNTS_H

#include "chain.h"

typedef enum { ANSWERED, NOT_READABLE, NOT_SUPPORTED } Answered;

/* Makes an encoded call; what it refused is the JSON in `refusal`. */
Answered make_call(Chain *chain, const Origin *origin, Scale call, Refusal *refusal);

#endif
