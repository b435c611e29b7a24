/* SPDX-License-Identifier: MIT */
/* From the values of an error to its entry in a catalog. */
#include "runtime/fields.h"
#include "runtime/pattern.h"

/* No code is longer, so that what does not fit is not one. */
enum { MAX_CODE = COSERR__MAX_NAME + 1, EDGE = COSERR__MAX_LITERAL };

/* A code that the caller's buffer had no room for is read again. */
static coserr_str code_of(const coserr_error *error, char buffer[MAX_CODE]) {
    coserr_str code = error->code;
    if ((error->missing & 1u << COSERR_FIELD_CODE) != 0) {
        struct coserr__sink sink = coserr__sink_over(buffer, MAX_CODE);
        sink.trimmed = true;
        coserr__sink_begin(&sink);
        code = (coserr_str){"", 0};
        if (coserr__read_again(error, COSERR_FIELD_CODE, &sink)) {
            (void)coserr__sink_end(&sink, &code);
        }
    }
    return coserr__trim(code.ptr, code.len);
}

/* At most EDGE bytes of the message from `skip` on. */
static coserr_str window(const coserr_error *error, size_t skip, char buffer[EDGE]) {
    struct coserr__sink sink = coserr__sink_over(buffer, EDGE);
    coserr__sink_begin(&sink);
    sink.skip = skip;
    (void)coserr__read_again(error, COSERR_FIELD_MESSAGE, &sink);
    return (coserr_str){buffer, sink.len};
}

/* The message that the caller's buffer had no room for: as much of both ends as patterns look at.
 */
static struct coserr__message edges(const coserr_error *error, char head[EDGE], char tail[EDGE]) {
    struct coserr__message message = {{"", 0}, {"", 0}, 0};
    struct coserr__sink sink = coserr__sink_over(NULL, 0);
    coserr__sink_begin(&sink);
    if (!coserr__read_again(error, COSERR_FIELD_MESSAGE, &sink) || sink.text_end == 0) {
        return message;
    }
    const size_t begin = sink.text_begin;
    const size_t end = sink.text_end;
    message.len = end - begin;
    const size_t edge = message.len < EDGE ? message.len : EDGE;
    message.head = window(error, begin, head);
    message.tail = window(error, end - edge, tail);
    message.tail.len = message.tail.len < edge ? message.tail.len : edge;
    return message;
}

static void refine(coserr_error *error) {
    char head[EDGE];
    char tail[EDGE];
    const coserr_str said = coserr__trim(error->message.ptr, error->message.len);
    struct coserr__message message = {said, said, said.len};
    if (error->entry->pattern_count == 0) {
        return;
    }
    if ((error->missing & 1u << COSERR_FIELD_MESSAGE) != 0) {
        message = edges(error, head, tail);
    }
    error->entry = coserr__refine(error->entry, &message, &error->match);
}

static void find_service_entry(const coserr_catalog *catalog, coserr_error *error) {
    char buffer[MAX_CODE];
    const coserr_str code = code_of(error, buffer);
    error->match = COSERR_MATCH_FAMILY;
    error->entry = code.len > 0 ? coserr_find_entry(catalog, code.ptr, code.len, error->http_status,
                                                    &error->match)
                                : coserr_get_family(catalog, error->http_status);
    refine(error);
}

/* A resource is an address, "host/key", or what follows it, "/key". */
static void read_resource(const coserr_catalog *catalog, coserr_error *error) {
    const coserr_str none = {"", 0};
    coserr_str values[3] = {none, none, none};
    static const uint32_t fields[] = {COSERR_FIELD_BUCKET, COSERR_FIELD_REGION, COSERR_FIELD_KEY};
    coserr_str address = error->resource;
    if (address.len == 0) {
        return;
    }
    if (*address.ptr != '/' &&
        !coserr__read_host(catalog, address, &values[0], &values[1], &address)) {
        return;
    }
    if (address.len > 1 && *address.ptr == '/') {
        values[2] = (coserr_str){address.ptr + 1, address.len - 1};
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        coserr_str *value = coserr__field(error, fields[i]);
        if (value->len == 0 && values[i].len > 0) {
            *value = values[i];
            error->source[fields[i]] = COSERR_SOURCE_RESOURCE;
        }
    }
}

static int resolve(const coserr_catalog *catalog, coserr_error *error) {
    error->entry = NULL;
    error->match = 0;
    if (!error->failed) {
        return 0;
    }
    if (error->kind == COSERR_KIND_CLIENT) {
        error->entry = coserr_find_client(catalog, error->code.ptr, error->code.len);
        error->match = COSERR_MATCH_EXACT;
        if (error->entry != NULL) {
            return 1;
        }
    }
    find_service_entry(catalog, error);
    read_resource(catalog, error);
    return 1;
}

int coserr_resolve(const coserr_catalog *catalog, coserr_error *error) {
    coserr_error full;
    if (!coserr__is_sized(error)) {
        return -1;
    }
    coserr__take_error(&full, error);
    const int failed = resolve(coserr__catalog(catalog), &full);
    coserr__give(error, &full, sizeof full);
    return failed;
}

int coserr_decode(const coserr_catalog *catalog, const coserr_response *response,
                  coserr_error *error, char *buffer, size_t buffer_size) {
    coserr_response spare_response;
    coserr_error spare;
    if (!coserr__is_sized(response) || !coserr__is_sized(error)) {
        return -1;
    }
    catalog = coserr__catalog(catalog);
    const coserr_response *given = coserr__response(response, &spare_response);
    const uint32_t after_200 =
        given->operation != 0
            ? coserr_operation_after_200(coserr_get_operation(catalog, given->operation))
            : given->after_200;
    coserr_error *full = coserr__begin_error(error, &spare);
    const int failed = coserr__read(given, after_200, full, buffer, buffer_size);
    (void)resolve(catalog, full);
    coserr__end_error(error, full);
    return failed;
}

/* ---------------------------------------------------------------------------- without an answer */

static void set_argument(coserr_error *error, uint32_t field, const char *ptr, size_t len) {
    if (ptr != NULL && len > 0) {
        *coserr__field(error, field) = (coserr_str){ptr, len};
        error->source[field] = COSERR_SOURCE_ARGUMENT;
    }
}

int coserr_explain(const coserr_catalog *catalog, const char *code, size_t code_len,
                   uint32_t http_status, const char *message, size_t message_len,
                   coserr_error *error) {
    coserr_error spare;
    if (!coserr__is_sized(error)) {
        return -1;
    }
    coserr_error *full = coserr__begin_error(error, &spare);
    full->failed = 1;
    full->kind = COSERR_KIND_SERVICE;
    full->http_status = http_status;
    if (http_status != 0) {
        full->source[COSERR_FIELD_HTTP_STATUS] = COSERR_SOURCE_ARGUMENT;
    }
    const coserr_str trimmed = coserr__trim(code, code != NULL ? code_len : 0);
    set_argument(full, COSERR_FIELD_CODE, trimmed.ptr, trimmed.len);
    set_argument(full, COSERR_FIELD_MESSAGE, message, message_len);
    (void)resolve(coserr__catalog(catalog), full);
    coserr__end_error(error, full);
    return 1;
}

int coserr_from_client(const coserr_catalog *catalog, const char *name, size_t name_len,
                       coserr_error *error) {
    coserr_error spare;
    const coserr_entry *entry = coserr_find_client(catalog, name, name_len);
    if (!coserr__is_sized(error) || entry == NULL) {
        return -1;
    }
    coserr_error *full = coserr__begin_error(error, &spare);
    full->failed = 1;
    full->kind = COSERR_KIND_CLIENT;
    full->match = COSERR_MATCH_EXACT;
    full->entry = entry;
    const char *code = coserr_entry_code(entry);
    set_argument(full, COSERR_FIELD_CODE, code, strlen(code));
    coserr__end_error(error, full);
    return 1;
}
