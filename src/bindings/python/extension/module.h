/* SPDX-License-Identifier: MIT */
/* What the files of the extension share. */
#ifndef COSERR_PYTHON_MODULE_H
#define COSERR_PYTHON_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <stdbool.h>

#include <coserr/coserr.h>

/* An entry of the catalog and its object, in a hash table of open addresses. */
struct slot {
    const coserr_entry *entry;
    PyObject *object;
};

/* The state of one module. It is complete when the module is, and never changes after that, so that
 * any number of threads read it without a lock. */
struct state {
    PyTypeObject *entry_type;
    PyTypeObject *result_type;
    PyTypeObject *text_type;
    PyTypeObject *decision_type;
    PyTypeObject *operation_type;
    struct slot *entries;
    size_t mask; /* slots - 1, a power of two less one */
};

/* Types that nobody changes, as far as this Python can tell them so. */
#if PY_VERSION_HEX >= 0x030A0000
#define TYPE_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE)
#else
#define TYPE_FLAGS Py_TPFLAGS_DEFAULT
#endif

static inline PyObject *new_reference(PyObject *object) {
    Py_INCREF(object);
    return object;
}

/* ------------------------------------------------------------------------------------ arguments */

/* Texts that an argument gave, valid while this is not released. */
enum { MAX_KEPT = 16 };

struct kept {
    PyObject *objects[MAX_KEPT];
    int count;
};

void release(struct kept *kept);

/* The parameters of a function, `positional` of which may be given without their name. */
struct parameters {
    const char *function;
    const char *const *names; /* ending in NULL */
    Py_ssize_t positional;
    Py_ssize_t required;
};

/* Puts each argument into `values`, in the order of the names; NULL for one that is not given. */
bool take_arguments(const struct parameters *parameters, PyObject *const *args, Py_ssize_t count,
                    PyObject *names, PyObject **values);

/* Each takes an argument that may be NULL or None, which leaves `out` as it is; false with an
 * exception set if it is of the wrong type. A text is str, or bytes. */
bool take_text(PyObject *value, const char *name, struct kept *kept, coserr_str *out);
bool take_uint32(PyObject *value, const char *name, uint32_t *out);
bool take_uint64(PyObject *value, const char *name, uint64_t *out);
bool take_flag(PyObject *value, uint32_t *out);
bool take_time(PyObject *value, const char *name, int64_t *out);
bool take_language(PyObject *value, coserr_language *out);

/* The number of an operation given by its name or as an Operation; 0 if it is not known. */
bool take_operation(struct state *state, PyObject *value, uint32_t *out);

/* Request or response headers: a mapping, or pairs. */
enum { NEAR_HEADERS = 32 };

struct headers {
    coserr_header near[NEAR_HEADERS];
    coserr_header *all; /* `near`, or memory of its own */
    PyObject *items;    /* what they point into */
    uint32_t count;
};

bool take_headers(PyObject *value, struct headers *headers);
void release_headers(struct headers *headers);

/* --------------------------------------------------------------------------------------- values */

PyObject *to_str(const char *text, size_t len); /* what is not UTF-8 becomes U+FFFD */
PyObject *to_str_or_none(const char *text, size_t len);
PyObject *word_of(uint32_t list, uint32_t number);
const char *match_word(uint32_t match);
const char *kind_word(uint32_t kind);
PyObject *hint_words(uint32_t hints); /* a tuple */
PyObject *no_instance(PyTypeObject *type, PyObject *args, PyObject *keywords);
void free_object(PyObject *self);

/* Nothing here changes, so that a copy is the object itself. */
PyObject *itself(PyObject *self, PyObject *unused);
#define COPIES {"__copy__", itself, METH_NOARGS, NULL}, {"__deepcopy__", itself, METH_O, NULL},

/* ---------------------------------------------------------------------------------------- types */

extern PyType_Spec entry_spec;
extern PyType_Spec result_spec;
extern PyType_Spec text_spec;
extern PyType_Spec decision_spec;
extern PyType_Spec operation_spec;

bool make_entries(struct state *state);
PyObject *entry_object(const struct state *state, const coserr_entry *entry); /* borrowed */

PyObject *text_object(const struct state *state, const coserr_entry *entry,
                      const coserr_error *error, coserr_language language);

PyObject *result_object(const struct state *state, const coserr_error *error);
const coserr_error *result_error(PyObject *result);
PyObject *result_line(PyObject *result);
PyObject *result_repr(PyObject *result);
PyObject *result_attributes(PyObject *result, PyObject *unused);

PyObject *operation_object(const struct state *state, const coserr_operation *operation);
const coserr_operation *operation_of(PyObject *operation);

/* ------------------------------------------------------------------------------------ functions */

extern PyMethodDef functions[]; /* ending in an empty one */

struct state *state_of_module(PyObject *module);
struct state *state_of_object(PyObject *object);

PyObject *py_decode(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *py_resolve(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *py_from_client(PyObject *module, PyObject *const *args, Py_ssize_t count,
                         PyObject *names);
PyObject *py_from_errno(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *py_decide(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names);

#endif
