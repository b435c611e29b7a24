/* SPDX-License-Identifier: MIT */
/* C values as Python's. */
#include "module.h"

#include <string.h>

PyObject *to_str(const char *text, size_t len) {
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)len, "replace");
}

PyObject *to_str_or_none(const char *text, size_t len) {
    return text != NULL && len > 0 ? to_str(text, len) : new_reference(Py_None);
}

PyObject *word_of(uint32_t list, uint32_t number) {
    size_t len;
    const char *word = coserr_word(list, number, &len);
    return to_str(word, len);
}

PyObject *hint_words(uint32_t hints) {
    Py_ssize_t count = 0;
    for (uint32_t bit = 0; bit < 32; bit++) {
        count += hints >> bit & 1;
    }
    PyObject *words = PyTuple_New(count);
    Py_ssize_t at = 0;
    for (uint32_t bit = 0; words != NULL && bit < 32; bit++) {
        if ((hints >> bit & 1) != 0) {
            PyObject *word = word_of(COSERR_WORDS_HINTS, UINT32_C(1) << bit);
            if (word == NULL || PyTuple_SetItem(words, at++, word) < 0) {
                Py_CLEAR(words);
            }
        }
    }
    return words;
}

const char *match_word(uint32_t match) {
    if ((match & COSERR_MATCH_EXACT) != 0) {
        return "exact";
    }
    if ((match & COSERR_MATCH_OTHER_STATUS) != 0) {
        return "other_status";
    }
    return (match & COSERR_MATCH_REFINED) != 0 ? "refined" : "family";
}

const char *kind_word(uint32_t kind) {
    static const char *const words[] = {"none", "service", "client", "family"};
    return words[kind <= COSERR_KIND_FAMILY ? kind : COSERR_KIND_NONE];
}

PyObject *no_instance(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)args;
    (void)keywords;
    PyErr_Format(PyExc_TypeError, "cannot create instances of %R", (PyObject *)type);
    return NULL;
}

void free_object(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    freefunc release_memory = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release_memory(self);
    Py_DECREF(type);
}

PyObject *itself(PyObject *self, PyObject *unused) {
    (void)unused;
    return new_reference(self);
}
