/* SPDX-License-Identifier: MIT */
/* From a response, or from values known already, to a Result. */
#include "module.h"

#include <string.h>

enum { NEAR_BUFFER = 2048 };

/* What the caller knows of the request. */
static bool take_request(struct state *state, PyObject *const *values, struct kept *kept,
                         coserr_response *response) {
    return take_operation(state, values[0], &response->operation) &&
           take_text(values[1], "bucket", kept, &response->bucket) &&
           take_text(values[2], "region", kept, &response->region) &&
           take_text(values[3], "key", kept, &response->key) &&
           take_time(values[4], "received_at", &response->received_at);
}

/* Bytes of any kind, or str. `view` is to be released. */
static bool take_body(PyObject *value, struct kept *kept, Py_buffer *view, coserr_str *out) {
    if (value == NULL || value == Py_None || PyUnicode_Check(value)) {
        return take_text(value, "body", kept, out);
    }
    if (PyObject_GetBuffer(value, view, PyBUF_SIMPLE) < 0) {
        return false;
    }
    *out = (coserr_str){view->len > 0 ? view->buf : "", (size_t)view->len};
    return true;
}

static PyObject *decode(const struct state *state, const coserr_response *response) {
    char near[NEAR_BUFFER];
    coserr_error error = {.size = sizeof error};
    const size_t size = coserr_decode_bound(response);
    char *buffer = size > sizeof near ? PyMem_Malloc(size) : near;
    if (buffer == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *result = coserr_decode(NULL, response, &error, buffer, size) == 1
                           ? result_object(state, &error)
                           : new_reference(Py_None);
    if (buffer != near) {
        PyMem_Free(buffer);
    }
    return result;
}

PyObject *py_decode(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names) {
    static const char *const parameter_names[] = {
        "status", "headers", "body", "operation", "bucket", "region", "key", "received_at", NULL,
    };
    static const struct parameters parameters = {"decode", parameter_names, 3, 1};
    struct state *state = state_of_module(module);
    PyObject *values[8];
    coserr_response response = {.size = sizeof response};
    struct kept kept = {.count = 0};
    struct headers headers;
    Py_buffer view = {.obj = NULL};
    PyObject *result = NULL;
    if (!take_arguments(&parameters, args, count, names, values)) {
        return NULL;
    }
    /* Headers last: an object given as body or time can run code that changes them. */
    if (take_uint32(values[0], "status", &response.http_status) &&
        take_body(values[2], &kept, &view, &response.body) &&
        take_request(state, values + 3, &kept, &response) && take_headers(values[1], &headers)) {
        response.headers = headers.all;
        response.header_count = headers.count;
        result = decode(state, &response);
        release_headers(&headers);
    }
    if (view.obj != NULL) {
        PyBuffer_Release(&view);
    }
    release(&kept);
    return result;
}

/* ------------------------------------------------------------------------------------ resolving */

static bool take_verdict(PyObject *value, uint32_t *out) {
    struct kept kept = {.count = 0};
    coserr_str word = {"", 0};
    bool known = value == NULL || value == Py_None;
    if (!take_text(value, "verdict", &kept, &word)) {
        return false;
    }
    for (uint32_t number = 1; !known && *coserr_verdict_name(number) != '\0'; number++) {
        const char *name = coserr_verdict_name(number);
        known = strlen(name) == word.len && memcmp(name, word.ptr, word.len) == 0;
        *out = number;
    }
    release(&kept);
    if (!known) {
        PyErr_Format(PyExc_ValueError, "verdict: unknown word %R", value);
    }
    return known;
}

enum { STATUS, OPERATION, RECEIVED_AT, VERDICT, KIND, OTHERS };

/* Whether there was an answer at all. */
static bool take_kind(PyObject *value, uint32_t *out) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    if (PyUnicode_Check(value)) {
        for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_CLIENT; kind++) {
            if (PyUnicode_CompareWithASCIIString(value, kind_word(kind)) == 0) {
                *out = kind;
                return true;
            }
        }
    }
    PyErr_Format(PyExc_ValueError, "kind: expected 'service' or 'client', got %R", value);
    return false;
}

static bool take_values(struct state *state, PyObject *const *values, PyObject *const *others,
                        struct kept *kept, coserr_error *error) {
#define TAKE(NAME, number, member)                                                                 \
    if (!take_text(values[number], #member, kept, &error->member)) {                               \
        return false;                                                                              \
    }                                                                                              \
    error->source[number] = error->member.len > 0 ? COSERR_SOURCE_ARGUMENT : COSERR_SOURCE_NONE;
    COSERR_FIELD_LIST(TAKE)
    return take_uint32(others[STATUS], "status", &error->http_status) &&
           take_operation(state, others[OPERATION], &error->operation) &&
           take_time(others[RECEIVED_AT], "received_at", &error->received_at) &&
           take_verdict(others[VERDICT], &error->verdict) && take_kind(others[KIND], &error->kind);
}

/* An error in which nothing is known; every text of it is "". */
static void begin(coserr_error *error, uint32_t kind) {
    memset(error, 0, sizeof *error);
    error->size = sizeof *error;
    error->failed = 1;
    error->kind = kind;
    error->body = (coserr_str){"", 0};
#define CLEAR(NAME, number, member) error->member = (coserr_str){"", 0};
    COSERR_FIELD_LIST(CLEAR)
}

PyObject *py_resolve(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names) {
#define PARAMETER(NAME, number, member) #member,
    static const char *const parameter_names[] = {
        COSERR_FIELD_LIST(PARAMETER) "status", "operation", "received_at", "verdict", "kind", NULL};
    static const struct parameters parameters = {"resolve", parameter_names, 0, 0};
    enum { FIELDS = sizeof parameter_names / sizeof *parameter_names - 1 - OTHERS };
    struct state *state = state_of_module(module);
    PyObject *values[FIELDS + OTHERS];
    struct kept kept = {.count = 0};
    coserr_error error;
    PyObject *result = NULL;
    begin(&error, COSERR_KIND_SERVICE);
    if (!take_arguments(&parameters, args, count, names, values)) {
        return NULL;
    }
    if (take_values(state, values, values + FIELDS, &kept, &error)) {
        error.source[COSERR_FIELD_HTTP_STATUS] =
            error.http_status != 0 ? COSERR_SOURCE_ARGUMENT : COSERR_SOURCE_NONE;
        (void)coserr_resolve(NULL, &error);
        result = result_object(state, &error);
    }
    release(&kept);
    return result;
}

/* -------------------------------------------------------------------------------- client errors */

static PyObject *client_result(const struct state *state, coserr_str name,
                               const coserr_response *request) {
    coserr_error error = {.size = sizeof error};
    if (coserr_from_client(NULL, name.ptr, name.len, &error) != 1) {
        return new_reference(Py_None);
    }
    error.operation = request->operation;
    error.received_at = request->received_at;
#define GIVEN(NAME, member)                                                                        \
    if (request->member.len > 0) {                                                                 \
        error.member = request->member;                                                            \
        error.source[COSERR_FIELD_##NAME] = COSERR_SOURCE_ARGUMENT;                                \
    }
    GIVEN(BUCKET, bucket)
    GIVEN(REGION, region)
    GIVEN(KEY, key)
    return result_object(state, &error);
}

static const char *const client_names[] = {
    "name", "operation", "bucket", "region", "key", "received_at", NULL,
};

PyObject *py_from_client(PyObject *module, PyObject *const *args, Py_ssize_t count,
                         PyObject *names) {
    static const struct parameters parameters = {"from_client", client_names, 1, 1};
    struct state *state = state_of_module(module);
    PyObject *values[6];
    coserr_response request = {.size = sizeof request};
    coserr_str name = {"", 0};
    struct kept kept = {.count = 0};
    PyObject *result = NULL;
    if (take_arguments(&parameters, args, count, names, values) &&
        take_text(values[0], "name", &kept, &name) &&
        take_request(state, values + 1, &kept, &request)) {
        result = client_result(state, name, &request);
    }
    release(&kept);
    return result;
}

/* An errno by its number on this machine, or by its name. */
static bool take_errno(PyObject *value, const char **client) {
    struct kept kept = {.count = 0};
    coserr_str name = {"", 0};
    if (value != NULL && PyLong_Check(value)) {
        const long number = PyLong_AsLong(value);
        if (number == -1 && PyErr_Occurred() != NULL) {
            PyErr_Clear();
        }
        *client = number > 0 && number < 100000 ? coserr_client_from_errno((int)number) : NULL;
        return true;
    }
    if (value != NULL && value != Py_None && !PyUnicode_Check(value) && !PyBytes_Check(value)) {
        PyErr_Format(PyExc_TypeError, "errno: expected int, str or None, got %R",
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    if (!take_text(value, "errno", &kept, &name)) {
        return false;
    }
    *client = coserr_client_from_errno_name(name.ptr, name.len);
    release(&kept);
    return true;
}

PyObject *py_from_errno(PyObject *module, PyObject *const *args, Py_ssize_t count,
                        PyObject *names) {
    static const char *const errno_names[] = {
        "errno", "operation", "bucket", "region", "key", "received_at", NULL,
    };
    static const struct parameters parameters = {"from_errno", errno_names, 1, 1};
    struct state *state = state_of_module(module);
    PyObject *values[6];
    coserr_response request = {.size = sizeof request};
    struct kept kept = {.count = 0};
    const char *client = NULL;
    PyObject *result = NULL;
    if (take_arguments(&parameters, args, count, names, values) && take_errno(values[0], &client) &&
        take_request(state, values + 1, &kept, &request)) {
        result = client != NULL
                     ? client_result(state, (coserr_str){client, strlen(client)}, &request)
                     : new_reference(Py_None);
    }
    release(&kept);
    return result;
}
