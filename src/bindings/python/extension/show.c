/* SPDX-License-Identifier: MIT */
/* A result for logs and metrics: one line, and a flat dict. Both leave out the server's message and
 * queries, where signatures and tokens would be. */
#include "module.h"

#include <string.h>

/* A server can put anything into a code or an id. Logs get what looks like one. */
#define OF_CODES "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
#define OF_IDS OF_CODES "+/="

static bool is_plain(coserr_str text, const char *allowed) {
    return text.len > 0 && text.len <= 128 && strspn(text.ptr, allowed) == text.len;
}

/* The code as it may be shown: as received when it looks like a code; else that of the entry, which
 * is "" for a family. */
static const char *plain_code(const coserr_error *error) {
    return is_plain(error->code, OF_CODES) ? error->code.ptr : coserr_entry_code(error->entry);
}

static const char *plain_request_id(const coserr_error *error) {
    return is_plain(error->request_id, OF_IDS) ? error->request_id.ptr : "";
}

PyObject *result_line(PyObject *self) {
    const coserr_error *error = result_error(self);
    const char *code = plain_code(error);
    const char *id = plain_request_id(error);
    const char *message = coserr_entry_message(error->entry, 0, NULL);
    char status[24] = "";
    if (error->http_status != 0) {
        (void)PyOS_snprintf(status, sizeof status, "HTTP %u", (unsigned)error->http_status);
    }
    const bool has_both = *status != '\0' && *id != '\0';
    PyObject *about = PyUnicode_FromFormat("%s%s%s%s", status, has_both ? ", " : "",
                                           *id != '\0' ? "request " : "", id);
    if (about == NULL) {
        return NULL;
    }
    PyObject *line;
    if (PyUnicode_GetLength(about) == 0) {
        line = PyUnicode_FromFormat("%s: %s", *code != '\0' ? code : "unknown", message);
    } else if (*code == '\0') {
        line = PyUnicode_FromFormat("%U: %s", about, message);
    } else {
        line = PyUnicode_FromFormat("%s (%U): %s", code, about, message);
    }
    Py_DECREF(about);
    return line;
}

PyObject *result_repr(PyObject *self) {
    PyObject *line = result_line(self);
    PyObject *shown = line != NULL ? PyUnicode_FromFormat("<coserr.Result %U>", line) : NULL;
    Py_XDECREF(line);
    return shown;
}

/* Steals `value`; one that is NULL without an exception is left out. */
static bool put(PyObject *attributes, const char *name, PyObject *value) {
    if (value == NULL) {
        return PyErr_Occurred() == NULL;
    }
    const bool done = PyDict_SetItemString(attributes, name, value) == 0;
    Py_DECREF(value);
    return done;
}

static bool put_text(PyObject *attributes, const char *name, const char *text) {
    return *text == '\0' || put(attributes, name, to_str(text, strlen(text)));
}

/* OpenTelemetry: the code; without one the status; without that "_OTHER". */
static bool put_type(PyObject *attributes, const coserr_error *error) {
    const char *code = plain_code(error);
    if (*code != '\0') {
        return put_text(attributes, "error.type", code);
    }
    if (error->http_status != 0) {
        return put(attributes, "error.type",
                   PyUnicode_FromFormat("%u", (unsigned)error->http_status));
    }
    return put_text(attributes, "error.type", "_OTHER");
}

/* Up to the query, without what control characters follow. */
static bool put_resource(PyObject *attributes, const coserr_error *error) {
    size_t len = 0;
    while (len < error->resource.len && error->resource.ptr[len] != '?' &&
           error->resource.ptr[len] != '#' && (unsigned char)error->resource.ptr[len] >= ' ' &&
           error->resource.ptr[len] != 0x7F) {
        len++;
    }
    const char *text = error->resource.ptr;
    return len == 0 || put(attributes, "coserr.resource", to_str(text, len));
}

static bool put_status(PyObject *attributes, const coserr_error *error) {
    return error->http_status == 0 || put(attributes, "http.response.status_code",
                                          PyLong_FromUnsignedLong(error->http_status));
}

PyObject *result_attributes(PyObject *self, PyObject *unused) {
    (void)unused;
    const coserr_error *error = result_error(self);
    const coserr_entry *entry = error->entry;
    const coserr_operation *operation = coserr_get_operation(NULL, error->operation);
    const char *kind = kind_word(error->kind);
    PyObject *dict = PyDict_New();
    if (dict == NULL || !put_type(dict, error) || !put_status(dict, error) ||
        !put(dict, "coserr.kind", to_str(kind, strlen(kind))) ||
        !put(dict, "coserr.category",
             word_of(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry))) ||
        !put(dict, "coserr.retry", word_of(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry))) ||
        !put_text(dict, "coserr.match", match_word(error->match)) ||
        !put_text(dict, "coserr.case", coserr_entry_case(entry)) ||
        !put_text(dict, "coserr.operation", coserr_operation_name(operation)) ||
        !put_text(dict, "coserr.request_id", plain_request_id(error)) ||
        !put_resource(dict, error)) {
        Py_CLEAR(dict);
    }
    return dict;
}
