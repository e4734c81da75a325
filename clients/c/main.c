/* A client of the protocol: a request a line comes in, a reply a line goes out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "fixed.h"
#include "trie.h"

enum { REVISION = 306 };

static void answer_error(Bytes *reply, const char *why)
{
    bytes_add_text(reply, "{\"error\":");
    json_write_text(reply, why);
    bytes_add_byte(reply, '}');
}

static void answer_unsupported(Bytes *reply, const char *why)
{
    bytes_add_text(reply, "{\"unsupported\":");
    json_write_text(reply, why);
    bytes_add_byte(reply, '}');
}

static bool load_entry(Chain *chain, const Json *entry)
{
    Bytes key = {0}, value = {0};
    bool is_good = entry->kind == JSON_TEXT && read_hex(entry->name, &key) && read_hex(entry->text, &value);
    if (is_good)
        store_set(&chain->state, &key, &value);
    bytes_free(&key);
    bytes_free(&value);
    return is_good;
}

static void answer_load(Chain *chain, const Json *request, Bytes *reply)
{
    const Json *state = json_member(request, "state"), *revision = json_member(request, "revision");
    if (!revision || revision->kind != JSON_NUMBER || atoi(revision->text) != REVISION) {
        answer_unsupported(reply, "a revision other than 306");
        return;
    }
    store_clear(&chain->state);
    bool is_good = state && state->kind == JSON_OBJECT;
    for (const Json *entry = is_good ? state->child : NULL; entry && is_good; entry = entry->next)
        is_good = load_entry(chain, entry);
    store_begin(&chain->state);
    if (is_good)
        bytes_add_text(reply, "{\"ok\":true}");
    else
        answer_error(reply, "the state is no object of hex keys and hex values");
}

static bool read_origin(const Json *step, Origin *origin)
{
    const Json *given = json_member(step, "origin");
    const char *signer = json_text(given, "signed");
    Bytes account = {0};
    *origin = (Origin){.kind = json_is(given, "root") ? BY_ROOT : BY_NOBODY};
    if (!signer)
        return json_is(given, "root") || json_is(given, "none");
    bool is_good = read_hex(signer, &account) && account.size == ACCOUNT;
    if (is_good) {
        origin->kind = BY_ACCOUNT;
        memcpy(origin->who.id, account.data, ACCOUNT);
    }
    bytes_free(&account);
    return is_good;
}

static void write_outcome(Chain *chain, Refusal refusal, Bytes *reply)
{
    uint8_t root[32];
    compute_root(&chain->state, root);
    bytes_add_text(reply, "{\"result\":");
    bytes_add_text(reply, refusal ? refusal : "\"ok\"");
    bytes_add_text(reply, ",\"events\":[");
    bytes_add(reply, chain->events.data, chain->events.size);
    bytes_add_text(reply, "],\"changes\":");
    store_write_changes(&chain->state, reply);
    bytes_add_text(reply, ",\"root\":\"");
    bytes_add_hex(reply, root, sizeof root);
    bytes_add_text(reply, "\"}");
}

/* A call leaves all that it did, or nothing where it is refused. */
static void answer_call(Chain *chain, const Json *step, const Bytes *encoded, Bytes *reply)
{
    Origin origin;
    Refusal refusal = NULL;
    if (!read_origin(step, &origin)) {
        answer_error(reply, "the origin is neither root nor none nor an account");
        return;
    }
    Answered answered = make_call(chain, &origin, (Scale){encoded->data, encoded->size, false}, &refusal);
    if (refusal || answered != ANSWERED) {
        store_undo(&chain->state);
        chain->events.size = 0;
    }
    const char *name = json_text(json_member(step, "call"), "name");
    if (answered == NOT_SUPPORTED)
        answer_unsupported(reply, name ? name : "a call of another pallet");
    else if (answered == NOT_READABLE)
        answer_error(reply, "the encoded call cannot be read");
    else
        write_outcome(chain, refusal, reply);
    chain->events.size = 0;
    store_begin(&chain->state);
}

static void answer_step(Chain *chain, const Json *request, Bytes *reply)
{
    const Json *step = json_member(request, "step");
    const char *text = json_text(step, "encoded");
    Bytes encoded = {0};
    if (!text)
        answer_unsupported(reply, json_member(step, "blocks") ? "blocks" : "a call that is not encoded");
    else if (!read_hex(text, &encoded))
        answer_error(reply, "the encoded call is no hex");
    else
        answer_call(chain, step, &encoded, reply);
    bytes_free(&encoded);
}

static void answer_dump(const Chain *chain, Bytes *reply)
{
    bytes_add_text(reply, "{\"state\":");
    store_write_state(&chain->state, reply);
    bytes_add_byte(reply, '}');
}

static void answer(Chain *chain, const Json *request, Bytes *reply)
{
    const Json *op = json_member(request, "op");
    if (json_is(op, "hello"))
        bytes_add_text(reply, "{\"client\":\"tao-c\",\"version\":\"1.0\",\"revisions\":[306]}");
    else if (json_is(op, "load"))
        answer_load(chain, request, reply);
    else if (json_is(op, "step"))
        answer_step(chain, request, reply);
    else if (json_is(op, "eval"))
        answer_function(request, reply);
    else if (json_is(op, "dump"))
        answer_dump(chain, reply);
    else if (op && op->kind == JSON_TEXT)
        answer_unsupported(reply, op->text);
    else
        answer_error(reply, "the request is no object with an op");
}

/* A line without its end; false at the end of the input. */
static bool read_line(Bytes *line)
{
    int mark;
    line->size = 0;
    while ((mark = getchar()) != EOF && mark != '\n')
        bytes_add_byte(line, mark ? (uint8_t)mark : ' ');
    bytes_add_byte(line, 0);
    return mark != EOF || line->size > 1;
}

int main(void)
{
    Chain chain = {0};
    Bytes line = {0}, reply = {0};
    bool goes_on = true;
    while (goes_on && read_line(&line)) {
        Json *request = json_read((const char *)line.data);
        goes_on = !json_is(json_member(request, "op"), "exit");
        reply.size = 0;
        if (goes_on)
            answer(&chain, request, &reply);
        json_free(request);
        if (goes_on) {
            bytes_add_byte(&reply, '\n');
            fwrite(reply.data, 1, reply.size, stdout);
            fflush(stdout);
        }
    }
    store_clear(&chain.state);
    bytes_free(&chain.events);
    bytes_free(&line);
    bytes_free(&reply);
    return 0;
}
