/* JSON as a tree. What lies deeper than MAX_DEPTH, or is no JSON, is refused. */
#ifndef TAO_JSON_H
#define TAO_JSON_H

#include "bytes.h"

typedef enum { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct Json Json;
struct Json {
    JsonKind kind;
    bool is_true;
    char *text;    /* a text, or a number as it was written */
    char *name;    /* of a member of an object */
    Json *child;   /* the first element or member */
    Json *next;    /* the next one beside this */
};

/* The one value of a line; NULL where it is no JSON. */
Json *json_read(const char *line);
void json_free(Json *value);

/* A member of an object; NULL where there is none, or the value is no object. */
const Json *json_member(const Json *object, const char *name);
/* The text of a member; NULL where there is none. */
const char *json_text(const Json *object, const char *name);
bool json_is(const Json *value, const char *text);

/* A text in quotes, escaped. */
void json_write_text(Bytes *out, const char *text);

#endif
