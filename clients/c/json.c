#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 128 };

typedef struct {
    const char *at;
    int depth;
} Reader;

static Json *read_value(Reader *reader);

static void skip_space(Reader *reader)
{
    while (*reader->at && strchr(" \t\r\n", *reader->at))
        reader->at++;
}

static bool skip(Reader *reader, char mark)
{
    skip_space(reader);
    if (*reader->at != mark)
        return false;
    reader->at++;
    return true;
}

static bool skip_word(Reader *reader, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(reader->at, word, size) != 0)
        return false;
    reader->at += size;
    return true;
}

static Json *new_value(JsonKind kind)
{
    Json *value = take_memory(sizeof *value);
    *value = (Json){.kind = kind};
    return value;
}

void json_free(Json *value)
{
    while (value) {
        Json *next = value->next;
        json_free(value->child);
        free(value->text);
        free(value->name);
        free(value);
        value = next;
    }
}

static void add_code_point(Bytes *text, uint32_t code)
{
    if (code < 0x80) {
        bytes_add_byte(text, (uint8_t)code);
    } else if (code < 0x800) {
        bytes_add_byte(text, (uint8_t)(0xc0 | code >> 6));
        bytes_add_byte(text, (uint8_t)(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        bytes_add_byte(text, (uint8_t)(0xe0 | code >> 12));
        bytes_add_byte(text, (uint8_t)(0x80 | (code >> 6 & 63)));
        bytes_add_byte(text, (uint8_t)(0x80 | (code & 63)));
    } else {
        bytes_add_byte(text, (uint8_t)(0xf0 | code >> 18));
        bytes_add_byte(text, (uint8_t)(0x80 | (code >> 12 & 63)));
        bytes_add_byte(text, (uint8_t)(0x80 | (code >> 6 & 63)));
        bytes_add_byte(text, (uint8_t)(0x80 | (code & 63)));
    }
}

static bool read_four(Reader *reader, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++) {
        char pair[] = {'0', 'x', '0', *reader->at, 0};
        Bytes byte = {0};
        bool is_hex = *reader->at && read_hex(pair, &byte);
        *code = *code << 4 | (is_hex ? byte.data[0] : 0);
        bytes_free(&byte);
        if (!is_hex)
            return false;
        reader->at++;
    }
    return true;
}

static bool read_escape(Reader *reader, Bytes *text)
{
    static const char marks[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    uint32_t code, second;
    char mark = *reader->at;
    const char *plain = mark ? strchr(marks, mark) : NULL;
    if (plain) {
        bytes_add_byte(text, (uint8_t)meant[plain - marks]);
        reader->at++;
        return true;
    }
    if (mark != 'u')
        return false;
    reader->at++;
    if (!read_four(reader, &code))
        return false;
    if (code >= 0xd800 && code < 0xdc00) {
        if (!skip_word(reader, "\\u") || !read_four(reader, &second) || second < 0xdc00 || second > 0xdfff)
            return false;
        code = 0x10000 + ((code - 0xd800) << 10 | (second - 0xdc00));
    }
    /* A text ends at its zero here, so that none may lie inside. */
    if (code == 0 || (code >= 0xdc00 && code < 0xe000))
        return false;
    add_code_point(text, code);
    return true;
}

/* The text behind an opening quote; NULL where it has no end. */
static char *read_text(Reader *reader)
{
    Bytes text = {0};
    bool is_good = true;
    while (is_good && *reader->at != '"') {
        const char *plain = reader->at;
        while ((uint8_t)*reader->at >= 0x20 && *reader->at != '"' && *reader->at != '\\')
            reader->at++;
        bytes_add(&text, plain, (size_t)(reader->at - plain));
        if (*reader->at == '\\') {
            reader->at++;
            is_good = read_escape(reader, &text);
        } else {
            is_good = *reader->at == '"';
        }
    }
    if (!is_good) {
        bytes_free(&text);
        return NULL;
    }
    reader->at++;
    bytes_add_byte(&text, 0);
    return (char *)text.data;
}

static bool skip_digits(Reader *reader)
{
    const char *first = reader->at;
    while (*reader->at >= '0' && *reader->at <= '9')
        reader->at++;
    return reader->at > first;
}

static Json *read_number(Reader *reader)
{
    const char *first = reader->at;
    Bytes text = {0};
    if (*reader->at == '-')
        reader->at++;
    if (*reader->at == '0')
        reader->at++;
    else if (!skip_digits(reader))
        return NULL;
    if (*reader->at == '.') {
        reader->at++;
        if (!skip_digits(reader))
            return NULL;
    }
    if (*reader->at == 'e' || *reader->at == 'E') {
        reader->at++;
        if (*reader->at == '+' || *reader->at == '-')
            reader->at++;
        if (!skip_digits(reader))
            return NULL;
    }
    bytes_add(&text, first, (size_t)(reader->at - first));
    bytes_add_byte(&text, 0);
    Json *value = new_value(JSON_NUMBER);
    value->text = (char *)text.data;
    return value;
}

/* The elements of an array or the members of an object, behind its opening mark. */
static Json *read_children(Reader *reader, JsonKind kind, char end)
{
    Json *parent = new_value(kind), **last = &parent->child;
    if (skip(reader, end))
        return parent;
    do {
        char *name = NULL;
        if (kind == JSON_OBJECT) {
            if (!skip(reader, '"') || !(name = read_text(reader)) || !skip(reader, ':')) {
                free(name);
                json_free(parent);
                return NULL;
            }
        }
        Json *child = read_value(reader);
        if (!child) {
            free(name);
            json_free(parent);
            return NULL;
        }
        child->name = name;
        *last = child;
        last = &child->next;
    } while (skip(reader, ','));
    if (!skip(reader, end)) {
        json_free(parent);
        return NULL;
    }
    return parent;
}

static Json *read_bool(bool is_true)
{
    Json *value = new_value(JSON_BOOL);
    value->is_true = is_true;
    return value;
}

static Json *read_value(Reader *reader)
{
    Json *value = NULL;
    if (++reader->depth > MAX_DEPTH)
        return NULL;
    skip_space(reader);
    if (*reader->at == '"') {
        reader->at++;
        char *text = read_text(reader);
        if (text) {
            value = new_value(JSON_TEXT);
            value->text = text;
        }
    } else if (skip(reader, '[')) {
        value = read_children(reader, JSON_ARRAY, ']');
    } else if (skip(reader, '{')) {
        value = read_children(reader, JSON_OBJECT, '}');
    } else if (skip_word(reader, "true")) {
        value = read_bool(true);
    } else if (skip_word(reader, "false")) {
        value = read_bool(false);
    } else if (skip_word(reader, "null")) {
        value = new_value(JSON_NULL);
    } else {
        value = read_number(reader);
    }
    reader->depth--;
    return value;
}

/* The bytes that follow the first of a code point in UTF-8; -1 where none begins so. */
static int count_following(uint8_t first)
{
    if (first < 0x80)
        return 0;
    if (first < 0xc2 || first > 0xf4)
        return -1;
    return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

static bool is_utf8(const char *line)
{
    for (const uint8_t *at = (const uint8_t *)line; *at; at++) {
        int following = count_following(*at);
        /* Neither longer than need be, nor half of a pair, nor beyond the last code point. */
        bool is_bad = following < 0 || (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
                      (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f);
        for (; !is_bad && following > 0; following--)
            is_bad = (*++at & 0xc0) != 0x80;
        if (is_bad)
            return false;
    }
    return true;
}

Json *json_read(const char *line)
{
    if (!is_utf8(line))
        return NULL;
    Reader reader = {.at = line};
    Json *value = read_value(&reader);
    skip_space(&reader);
    if (value && *reader.at) {
        json_free(value);
        return NULL;
    }
    return value;
}

const Json *json_member(const Json *object, const char *name)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const Json *member = object->child; member; member = member->next)
        if (strcmp(member->name, name) == 0)
            return member;
    return NULL;
}

const char *json_text(const Json *object, const char *name)
{
    const Json *member = json_member(object, name);
    return member && member->kind == JSON_TEXT ? member->text : NULL;
}

bool json_is(const Json *value, const char *text)
{
    return value && value->kind == JSON_TEXT && strcmp(value->text, text) == 0;
}

void json_write_text(Bytes *out, const char *text)
{
    bytes_add_byte(out, '"');
    for (; *text; text++) {
        char escape[8];
        if (*text == '"' || *text == '\\') {
            bytes_add_byte(out, '\\');
            bytes_add_byte(out, (uint8_t)*text);
        } else if ((uint8_t)*text < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(uint8_t)*text);
            bytes_add_text(out, escape);
        } else {
            bytes_add_byte(out, (uint8_t)*text);
        }
    }
    bytes_add_byte(out, '"');
}
