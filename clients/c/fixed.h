/* The chain's fixed-point functions, by the names that function vectors give them. */
#ifndef TAO_FIXED_H
#define TAO_FIXED_H

#include "json.h"

/* Writes the reply to an `eval`. */
void answer_function(const Json *request, Bytes *reply);

#endif
