/* SPDX-License-Identifier: MIT */
/* Python's arguments as C values. */
#include "module.h"

#include <math.h>
#include <string.h>

/* -------------------------------------------------------------------------------------- calling */

static Py_ssize_t index_of(const char *const *names, PyObject *name) {
    for (Py_ssize_t i = 0; names[i] != NULL; i++) {
        if (PyUnicode_CompareWithASCIIString(name, names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static bool take_named(const struct parameters *parameters, PyObject *const *args, PyObject *names,
                       PyObject **values) {
    const Py_ssize_t count = names != NULL ? PyTuple_Size(names) : 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GetItem(names, i);
        const Py_ssize_t at = index_of(parameters->names, name);
        if (at < 0) {
            PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument %R",
                         parameters->function, name);
            return false;
        }
        if (values[at] != NULL) {
            PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument %R",
                         parameters->function, name);
            return false;
        }
        values[at] = args[i];
    }
    return true;
}

bool take_arguments(const struct parameters *parameters, PyObject *const *args, Py_ssize_t count,
                    PyObject *names, PyObject **values) {
    if (count > parameters->positional) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %zd positional arguments (%zd given)",
                     parameters->function, parameters->positional, count);
        return false;
    }
    for (Py_ssize_t i = 0; parameters->names[i] != NULL; i++) {
        values[i] = i < count ? args[i] : NULL;
    }
    if (!take_named(parameters, args + count, names, values)) {
        return false;
    }
    for (Py_ssize_t i = 0; i < parameters->required; i++) {
        if (values[i] == NULL) {
            PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'",
                         parameters->function, parameters->names[i]);
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------------------------------- texts */

void release(struct kept *kept) {
    while (kept->count > 0) {
        Py_DECREF(kept->objects[--kept->count]);
    }
}

/* What has no UTF-8 gets question marks: such a text matches nothing, and is no reason to fail. */
static bool encode(PyObject *value, struct kept *kept, coserr_str *out) {
    PyErr_Clear();
    PyObject *bytes = PyUnicode_AsEncodedString(value, "utf-8", "replace");
    if (bytes == NULL) {
        return false;
    }
    if (kept->count == MAX_KEPT) {
        Py_DECREF(bytes);
        PyErr_SetString(PyExc_SystemError, "too many texts");
        return false;
    }
    kept->objects[kept->count++] = bytes;
    out->ptr = PyBytes_AsString(bytes);
    out->len = (size_t)PyBytes_Size(bytes);
    return true;
}

bool take_text(PyObject *value, const char *name, struct kept *kept, coserr_str *out) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    if (PyUnicode_Check(value)) {
        Py_ssize_t len = 0;
        const char *text = PyUnicode_AsUTF8AndSize(value, &len);
        if (text == NULL) {
            return PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) && encode(value, kept, out);
        }
        *out = (coserr_str){text, (size_t)len};
        return true;
    }
    if (PyBytes_Check(value)) {
        *out = (coserr_str){PyBytes_AsString(value), (size_t)PyBytes_Size(value)};
        return true;
    }
    PyErr_Format(PyExc_TypeError, "%s: expected str or None, got %R", name,
                 (PyObject *)Py_TYPE(value));
    return false;
}

/* -------------------------------------------------------------------------------------- numbers */

bool take_uint64(PyObject *value, const char *name, uint64_t *out) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    if (!PyLong_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s: expected int or None, got %R", name,
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    const unsigned long long number = PyLong_AsUnsignedLongLong(value);
    if (number == (unsigned long long)-1 && PyErr_Occurred() != NULL) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError, "%s: out of range", name);
        return false;
    }
    *out = number;
    return true;
}

bool take_uint32(PyObject *value, const char *name, uint32_t *out) {
    uint64_t number = *out;
    if (!take_uint64(value, name, &number)) {
        return false;
    }
    if (number > UINT32_MAX) {
        PyErr_Format(PyExc_ValueError, "%s: out of range", name);
        return false;
    }
    *out = (uint32_t)number;
    return true;
}

bool take_flag(PyObject *value, uint32_t *out) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    const int is_true = PyObject_IsTrue(value);
    *out = is_true > 0;
    return is_true >= 0;
}

bool take_time(PyObject *value, const char *name, int64_t *out) {
    static const double limit = 9007199254740992.0; /* 2^53 */
    if (value == NULL || value == Py_None) {
        return true;
    }
    const double seconds = PyFloat_AsDouble(value);
    if (seconds == -1.0 && PyErr_Occurred() != NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "%s: expected a number or None, got %R", name,
                         (PyObject *)Py_TYPE(value));
        }
        return false;
    }
    if (!(seconds > -limit && seconds < limit)) {
        PyErr_Format(PyExc_ValueError, "%s: out of range", name);
        return false;
    }
    *out = (int64_t)floor(seconds);
    return true;
}

/* ------------------------------------------------------------------------ languages, operations */

bool take_language(PyObject *value, coserr_language *out) {
    struct kept kept = {.count = 0};
    coserr_str text = {"", 0};
    if (!take_text(value, "lang", &kept, &text)) {
        return false;
    }
    bool list = false;
    for (size_t i = 0; i < text.len && !list; i++) {
        list = text.ptr[i] == ',' || text.ptr[i] == ';' || text.ptr[i] == '*';
    }
    *out = list ? coserr_accept_language(NULL, text.ptr, text.len)
                : coserr_match_language(NULL, text.ptr, text.len);
    release(&kept);
    return true;
}

bool take_operation(struct state *state, PyObject *value, uint32_t *out) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    if (Py_TYPE(value) == state->operation_type) {
        *out = coserr_operation_id(operation_of(value));
        return true;
    }
    struct kept kept = {.count = 0};
    coserr_str name = {"", 0};
    if (!PyUnicode_Check(value) && !PyBytes_Check(value)) {
        PyErr_Format(PyExc_TypeError, "operation: expected str, Operation or None, got %R",
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    if (!take_text(value, "operation", &kept, &name)) {
        return false;
    }
    *out = coserr_operation_id(coserr_find_operation(NULL, name.ptr, name.len));
    release(&kept);
    return true;
}

/* -------------------------------------------------------------------------------------- headers */

/* One that is no text is ignored, and so is one that has no UTF-8: those that matter are ASCII. */
static bool add_header(PyObject *name, PyObject *value, struct headers *headers) {
    struct kept kept = {.count = 0};
    coserr_header *header = &headers->all[headers->count];
    if (!(PyUnicode_Check(name) || PyBytes_Check(name)) ||
        !(PyUnicode_Check(value) || PyBytes_Check(value))) {
        return true;
    }
    const bool taken = take_text(name, "headers", &kept, &header->name) &&
                       take_text(value, "headers", &kept, &header->value);
    headers->count += taken && kept.count == 0;
    release(&kept);
    return taken;
}

/* The headers as a list that nobody else can change. */
static PyObject *list_of_pairs(PyObject *value) {
    if (PyDict_Check(value)) {
        return PyDict_Items(value);
    }
    if (PyList_Check(value) || PyTuple_Check(value)) {
        return PySequence_List(value);
    }
    PyObject *items = PyObject_GetAttrString(value, "items");
    if (items == NULL && !PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return NULL;
    }
    PyErr_Clear();
    PyObject *list = items != NULL ? PyMapping_Items(value) : PySequence_List(value);
    Py_XDECREF(items);
    return list;
}

/* Makes the pair at `index` a tuple, which stays in the list. */
static PyObject *pair_at(PyObject *items, Py_ssize_t index) {
    PyObject *pair = PyList_GetItem(items, index);
    if (pair != NULL && !PyTuple_Check(pair)) {
        pair = PySequence_Tuple(pair);
        if (pair == NULL || PyList_SetItem(items, index, pair) < 0) {
            return NULL;
        }
    }
    if (pair != NULL && PyTuple_Size(pair) != 2) {
        PyErr_SetString(PyExc_TypeError, "headers: expected pairs of name and value");
        return NULL;
    }
    return pair;
}

static bool make_room(struct headers *headers, Py_ssize_t count) {
    if (count > NEAR_HEADERS) {
        headers->all = PyMem_Calloc((size_t)count, sizeof *headers->all);
        if (headers->all == NULL) {
            headers->all = headers->near;
            PyErr_NoMemory();
            return false;
        }
    }
    return true;
}

static bool take_pairs(PyObject *value, struct headers *headers) {
    headers->items = list_of_pairs(value);
    if (headers->items == NULL || !make_room(headers, PyList_Size(headers->items))) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PyList_Size(headers->items); i++) {
        PyObject *pair = pair_at(headers->items, i);
        if (pair == NULL ||
            !add_header(PyTuple_GetItem(pair, 0), PyTuple_GetItem(pair, 1), headers)) {
            return false;
        }
    }
    return true;
}

/* A dict is read in place where no other thread can change it meanwhile: no code of Python's runs
 * until its headers have been used. */
static bool take_dict(PyObject *dict, struct headers *headers) {
    PyObject *name;
    PyObject *value;
    Py_ssize_t at = 0;
    if (!make_room(headers, PyDict_Size(dict))) {
        return false;
    }
    while (PyDict_Next(dict, &at, &name, &value)) {
        if (!add_header(name, value, headers)) {
            return false;
        }
    }
    return true;
}

bool take_headers(PyObject *value, struct headers *headers) {
    headers->all = headers->near;
    headers->items = NULL;
    headers->count = 0;
    if (value == NULL || value == Py_None) {
        return true;
    }
#ifdef Py_GIL_DISABLED
    const bool in_place = false;
#else
    const bool in_place = PyDict_CheckExact(value);
#endif
    if (in_place ? take_dict(value, headers) : take_pairs(value, headers)) {
        return true;
    }
    release_headers(headers);
    return false;
}

void release_headers(struct headers *headers) {
    if (headers->all != headers->near) {
        PyMem_Free(headers->all);
    }
    headers->all = headers->near;
    headers->count = 0;
    Py_CLEAR(headers->items);
}
