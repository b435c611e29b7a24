/* SPDX-License-Identifier: MIT */
/* Texts for people, in one language. */
#include "module.h"

#include <stddef.h>
#include <string.h>

typedef struct {
    PyObject_HEAD PyObject *message;
    PyObject *advice;
    PyObject *detail;
    PyObject *docs;
    PyObject *lang;
} TextObject;

/* The sentence about this occurrence. */
static PyObject *detail_of(const coserr_error *error, coserr_language language) {
    char near[512];
    const size_t len = error != NULL ? coserr_error_detail(error, language, near, sizeof near) : 0;
    if (len < sizeof near) {
        return to_str_or_none(near, len);
    }
    char *far = PyMem_Malloc(len + 1);
    if (far == NULL) {
        return PyErr_NoMemory();
    }
    (void)coserr_error_detail(error, language, far, len + 1);
    PyObject *detail = to_str(far, len);
    PyMem_Free(far);
    return detail;
}

static PyObject *docs_of(const coserr_entry *entry, coserr_language language) {
    Py_ssize_t count = 0;
    size_t len;
    while (coserr_entry_doc(entry, (size_t)count, language, &len) != NULL) {
        count++;
    }
    PyObject *docs = PyTuple_New(count);
    for (Py_ssize_t i = 0; docs != NULL && i < count; i++) {
        const char *doc = coserr_entry_doc(entry, (size_t)i, language, &len);
        PyObject *link = to_str(doc, len);
        if (link == NULL || PyTuple_SetItem(docs, i, link) < 0) {
            Py_CLEAR(docs);
        }
    }
    return docs;
}

PyObject *text_object(const struct state *state, const coserr_entry *entry,
                      const coserr_error *error, coserr_language language) {
    allocfunc allocate = (allocfunc)PyType_GetSlot(state->text_type, Py_tp_alloc);
    TextObject *text = (TextObject *)allocate(state->text_type, 0);
    if (text == NULL) {
        return NULL;
    }
    size_t len;
    const char *message = coserr_entry_message(entry, language, &len);
    text->message = to_str(message, len);
    const char *advice = coserr_entry_advice(entry, language, &len);
    text->advice = to_str(advice, len);
    text->detail = detail_of(error, language);
    text->docs = docs_of(entry, language);
    text->lang = PyUnicode_FromString(coserr_entry_language(entry, language));
    if (text->message == NULL || text->advice == NULL || text->detail == NULL ||
        text->docs == NULL || text->lang == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    return (PyObject *)text;
}

static void dealloc(PyObject *self) {
    TextObject *text = (TextObject *)self;
    Py_XDECREF(text->message);
    Py_XDECREF(text->advice);
    Py_XDECREF(text->detail);
    Py_XDECREF(text->docs);
    Py_XDECREF(text->lang);
    free_object(self);
}

static PyObject *str(PyObject *self) {
    return new_reference(((TextObject *)self)->message);
}

static PyObject *repr(PyObject *self) {
    TextObject *text = (TextObject *)self;
    return PyUnicode_FromFormat("<coserr.Text %U: %U>", text->lang, text->message);
}

static PyMemberDef members[] = {
    {"message", T_OBJECT_EX, offsetof(TextObject, message), READONLY, "What is wrong."},
    {"advice", T_OBJECT_EX, offsetof(TextObject, advice), READONLY, "What to do."},
    {"detail", T_OBJECT_EX, offsetof(TextObject, detail), READONLY,
     "A sentence about this occurrence, or None."},
    {"docs", T_OBJECT_EX, offsetof(TextObject, docs), READONLY, "Links to the documentation."},
    {"lang", T_OBJECT_EX, offsetof(TextObject, lang), READONLY, "The tag of the language."},
    {NULL, 0, 0, 0, NULL},
};

static PyMethodDef methods[] = {
    COPIES{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Texts for people, in one language."},
    {Py_tp_new, no_instance},
    {Py_tp_dealloc, dealloc},
    {Py_tp_str, str},
    {Py_tp_repr, repr},
    {Py_tp_members, members},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec text_spec = {
    .name = "coserr.Text",
    .basicsize = sizeof(TextObject),
    .flags = TYPE_FLAGS,
    .slots = slots,
};
