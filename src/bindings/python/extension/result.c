/* SPDX-License-Identifier: MIT */
/* Results: a failed request, with its entry. The object holds the error and its texts in one piece
 * of memory, and makes Python's values of them when they are asked for. */
#include "module.h"

#include <stddef.h>
#include <string.h>

typedef struct {
    PyObject_VAR_HEAD coserr_error error;
    char texts[]; /* what its values point to, each ending in NUL */
} ResultObject;

const coserr_error *result_error(PyObject *result) {
    return &((ResultObject *)result)->error;
}

/* Copies the texts, so that the answer they were read from can go. */
PyObject *result_object(const struct state *state, const coserr_error *error) {
    size_t size = 0;
#define SIZE(NAME, number, member) size += error->member.len + 1;
    COSERR_FIELD_LIST(SIZE)
    ResultObject *result = PyObject_NewVar(ResultObject, state->result_type, (Py_ssize_t)size);
    if (result == NULL) {
        return NULL;
    }
    char *end = result->texts;
    coserr_error *own = &result->error;
    *own = *error;
#define COPY(NAME, number, member)                                                                 \
    own->member.ptr = memcpy(end, error->member.ptr, error->member.len);                           \
    end[error->member.len] = '\0';                                                                 \
    end += error->member.len + 1;
    COSERR_FIELD_LIST(COPY)
    own->headers = NULL;
    own->header_count = 0;
    own->body = (coserr_str){"", 0};
    return (PyObject *)result;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* ---------------------------------------------------------------------------- what was received */

/* The closure is the field's place in the struct. */
static PyObject *get_field(PyObject *self, void *closure) {
    const char *error = (const char *)result_error(self);
    const coserr_str *field = (const coserr_str *)(const void *)(error + (uintptr_t)closure);
    return to_str_or_none(field->ptr, field->len);
}

static PyObject *get_kind(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_FromString(kind_word(result_error(self)->kind));
}

static PyObject *get_status(PyObject *self, void *closure) {
    (void)closure;
    const uint32_t status = result_error(self)->http_status;
    return status != 0 ? PyLong_FromUnsignedLong(status) : new_reference(Py_None);
}

static PyObject *get_verdict(PyObject *self, void *closure) {
    (void)closure;
    const char *name = coserr_verdict_name(result_error(self)->verdict);
    return to_str_or_none(name, strlen(name));
}

static PyObject *get_fault(PyObject *self, void *closure) {
    (void)closure;
    const coserr_error *error = result_error(self);
    const char *name = coserr_fault_name(error->fault);
    return to_str_or_none(name, strlen(name));
}

static PyObject *get_fault_offset(PyObject *self, void *closure) {
    (void)closure;
    const coserr_error *error = result_error(self);
    return error->fault != COSERR_FAULT_NONE ? PyLong_FromSize_t(error->fault_offset)
                                             : new_reference(Py_None);
}

static bool add_source(PyObject *sources, const char *name, uint32_t source) {
    if (source == COSERR_SOURCE_NONE) {
        return true;
    }
    PyObject *word = PyUnicode_FromString(coserr_source_name(source));
    const bool added = word != NULL && PyDict_SetItemString(sources, name, word) == 0;
    Py_XDECREF(word);
    return added;
}

static PyObject *get_source(PyObject *self, void *closure) {
    (void)closure;
#define NAME(NAME, number, member) [number] = #member,
    static const char *const names[] = {COSERR_FIELD_LIST(NAME)};
    const coserr_error *error = result_error(self);
    PyObject *sources = PyDict_New();
    bool added = sources != NULL;
    for (size_t i = 0; added && i < sizeof names / sizeof *names; i++) {
        added = add_source(sources, names[i], error->source[i]);
    }
    if (!added) {
        Py_CLEAR(sources);
    }
    return sources;
}

static PyObject *get_operation(PyObject *self, void *closure) {
    (void)closure;
    const coserr_operation *operation = coserr_get_operation(NULL, result_error(self)->operation);
    return operation != NULL ? PyUnicode_FromString(coserr_operation_name(operation))
                             : new_reference(Py_None);
}

/* ------------------------------------------------------------------------ what the catalog says */

static PyObject *get_entry(PyObject *self, void *closure) {
    (void)closure;
    struct state *state = state_of_object(self);
    return state != NULL ? new_reference(entry_object(state, result_error(self)->entry)) : NULL;
}

static PyObject *get_match(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_FromString(match_word(result_error(self)->match));
}

static PyObject *get_alias(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong((result_error(self)->match & COSERR_MATCH_ALIAS) != 0);
}

static PyObject *get_category(PyObject *self, void *closure) {
    (void)closure;
    return word_of(COSERR_WORDS_CATEGORIES, coserr_entry_category(result_error(self)->entry));
}

static PyObject *get_retry(PyObject *self, void *closure) {
    (void)closure;
    return word_of(COSERR_WORDS_RETRY, coserr_entry_retry_class(result_error(self)->entry));
}

static PyObject *get_hints(PyObject *self, void *closure) {
    (void)closure;
    const coserr_error *error = result_error(self);
    return hint_words(coserr_entry_hints(error->entry, error->operation));
}

static PyObject *get_conditional(PyObject *self, void *closure) {
    (void)closure;
    const coserr_error *error = result_error(self);
    return hint_words(coserr_entry_conditional_hints(error->entry, error->operation));
}

static PyObject *text(PyObject *self, PyObject *lang) {
    struct state *state = state_of_object(self);
    coserr_language language;
    if (state == NULL || !take_language(lang, &language)) {
        return NULL;
    }
    const coserr_error *error = result_error(self);
    return text_object(state, error->entry, error, language);
}

/* ------------------------------------------------------------------------------------ comparing */

/* What it equals: the code of its entry, so that every spelling of a code matches; the code as
 * received when it is not listed; "" for nothing. */
static coserr_str compared_code(const coserr_error *error) {
    const char *code = coserr_entry_code(error->entry);
    return *code != '\0' ? (coserr_str){code, strlen(code)} : error->code;
}

static PyObject *compare(PyObject *self, PyObject *other, int relation) {
    if (relation != Py_EQ && relation != Py_NE) {
        return new_reference(Py_NotImplemented);
    }
    bool same = self == other;
    if (PyUnicode_Check(other)) {
        const coserr_str code = compared_code(result_error(self));
        Py_ssize_t len;
        const char *text = PyUnicode_AsUTF8AndSize(other, &len);
        if (text == NULL && !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
            return NULL;
        }
        PyErr_Clear();
        same = text != NULL && code.len > 0 && (size_t)len == code.len &&
               memcmp(text, code.ptr, code.len) == 0;
    } else if (Py_TYPE(other) != Py_TYPE(self)) {
        return new_reference(Py_NotImplemented);
    }
    return PyBool_FromLong(same == (relation == Py_EQ));
}

static Py_hash_t hash(PyObject *self) {
    const coserr_str code = compared_code(result_error(self));
    PyObject *text = to_str(code.ptr, code.len);
    if (text == NULL) {
        return -1;
    }
    const Py_hash_t value = PyObject_Hash(text);
    Py_DECREF(text);
    return value;
}

/* ------------------------------------------------------------------------------------- the type */

#define FIELD(name, member, doc)                                                                   \
    { name, get_field, NULL, doc, (void *)(uintptr_t)offsetof(coserr_error, member) }

static PyGetSetDef getters[] = {
    {"kind", get_kind, NULL, "'service' or 'client'.", NULL},
    FIELD("code", code, "The code as received; a client error's name; or None."),
    {"status", get_status, NULL, "The HTTP status, or None.", NULL},
    {"entry", get_entry, NULL, "What the catalog says about it.", NULL},
    {"match", get_match, NULL, "'exact', 'other_status', 'refined' or 'family'.", NULL},
    {"alias", get_alias, NULL, "Whether the code received is an alternative spelling.", NULL},
    {"category", get_category, NULL, "What the error is about, as one word.", NULL},
    {"retry", get_retry, NULL, "The retry class, as one word.", NULL},
    {"hints", get_hints, NULL, "What to know before a retry, as words.", NULL},
    {"conditional", get_conditional, NULL, "Hints that hold for other operations only.", NULL},
    FIELD("server_message", message, "The server's message, or None."),
    FIELD("resource", resource, "The address asked for, or None."),
    FIELD("request_id", request_id, "The request ID, which support asks for, or None."),
    FIELD("trace_id", trace_id, "The trace ID, or None."),
    FIELD("server_time", server_time, "The server's clock, or None."),
    FIELD("date", date, "The Date header, or None."),
    FIELD("retry_after", retry_after, "The Retry-After header, or None."),
    FIELD("bucket", bucket, "The bucket, or None."),
    FIELD("region", region, "The region, or None."),
    FIELD("key", key, "The object key, or None."),
    {"operation", get_operation, NULL, "The name of the operation, or None.", NULL},
    {"verdict", get_verdict, NULL,
     "What the body was: 'error', 'not_an_error', 'malformed', 'empty' or None.", NULL},
    {"fault", get_fault, NULL, "Why the body could not be read, or None.", NULL},
    {"fault_offset", get_fault_offset, NULL, "Where in the body that was, in bytes, or None.",
     NULL},
    {"source", get_source, NULL, "Where each value came from.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef methods[] = {
    {"text", text, METH_O, "text($self, lang, /)\n--\n\nThe texts in a language."},
    {"attributes", result_attributes, METH_NOARGS,
     "attributes($self, /)\n--\n\nA flat dict for logs and traces."},
    COPIES{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A failed request. It equals the code of its entry."},
    {Py_tp_new, no_instance},
    {Py_tp_dealloc, dealloc},
    {Py_tp_str, result_line},
    {Py_tp_repr, result_repr},
    {Py_tp_richcompare, compare},
    {Py_tp_hash, hash},
    {Py_tp_getset, getters},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec result_spec = {
    .name = "coserr.Result",
    .basicsize = sizeof(ResultObject),
    .itemsize = 1,
    .flags = TYPE_FLAGS,
    .slots = slots,
};
