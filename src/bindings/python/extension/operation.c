/* SPDX-License-Identifier: MIT */
/* Operations of the service. */
#include "module.h"

#include <string.h>

typedef struct {
    PyObject_HEAD const coserr_operation *operation;
} OperationObject;

const coserr_operation *operation_of(PyObject *operation) {
    return ((OperationObject *)operation)->operation;
}

PyObject *operation_object(const struct state *state, const coserr_operation *operation) {
    if (operation == NULL) {
        return new_reference(Py_None);
    }
    allocfunc allocate = (allocfunc)PyType_GetSlot(state->operation_type, Py_tp_alloc);
    OperationObject *object = (OperationObject *)allocate(state->operation_type, 0);
    if (object != NULL) {
        object->operation = operation;
    }
    return (PyObject *)object;
}

static PyObject *get_id(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLong(coserr_operation_id(operation_of(self)));
}

static PyObject *get_name(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_FromString(coserr_operation_name(operation_of(self)));
}

static PyObject *get_title(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_FromString(coserr_operation_title(operation_of(self)));
}

static PyObject *get_idempotent(PyObject *self, void *closure) {
    (void)closure;
    return PyBool_FromLong((long)coserr_operation_idempotent(operation_of(self)));
}

static PyObject *get_after_200(PyObject *self, void *closure) {
    (void)closure;
    switch (coserr_operation_after_200(operation_of(self))) {
    case COSERR_AFTER_200_BODY:
        return PyUnicode_FromString("body");
    case COSERR_AFTER_200_KEYS:
        return PyUnicode_FromString("keys");
    case COSERR_AFTER_200_STREAM:
        return PyUnicode_FromString("stream");
    default:
        return new_reference(Py_None);
    }
}

static PyObject *get_actions(PyObject *self, void *closure) {
    (void)closure;
    const coserr_operation *operation = operation_of(self);
    Py_ssize_t count = 0;
    while (coserr_operation_action(operation, (size_t)count, NULL) != NULL) {
        count++;
    }
    PyObject *actions = PyTuple_New(count);
    for (Py_ssize_t i = 0; actions != NULL && i < count; i++) {
        uint32_t source;
        const char *action = coserr_operation_action(operation, (size_t)i, &source);
        PyObject *pair = Py_BuildValue("(ss)", action, source ? "source" : "target");
        if (pair == NULL || PyTuple_SetItem(actions, i, pair) < 0) {
            Py_CLEAR(actions);
        }
    }
    return actions;
}

static PyObject *doc(PyObject *self, PyObject *lang) {
    coserr_language language;
    if (!take_language(lang, &language)) {
        return NULL;
    }
    const char *link = coserr_operation_doc(operation_of(self), language);
    return to_str_or_none(link, strlen(link));
}

static PyObject *compare(PyObject *self, PyObject *other, int relation) {
    if (Py_TYPE(self) != Py_TYPE(other) || (relation != Py_EQ && relation != Py_NE)) {
        return new_reference(Py_NotImplemented);
    }
    return PyBool_FromLong((operation_of(self) == operation_of(other)) == (relation == Py_EQ));
}

static Py_hash_t hash(PyObject *self) {
    return (Py_hash_t)coserr_operation_id(operation_of(self));
}

static PyObject *repr(PyObject *self) {
    return PyUnicode_FromFormat("<coserr.Operation %s>", coserr_operation_name(operation_of(self)));
}

static PyGetSetDef attributes[] = {
    {"id", get_id, NULL, "The permanent number.", NULL},
    {"name", get_name, NULL, "The name, such as 'PutObject'.", NULL},
    {"title", get_title, NULL, "The title of its page in the documentation, such as 'PUT Object'.",
     NULL},
    {"idempotent", get_idempotent, NULL, "Whether sending it twice equals sending it once.", NULL},
    {"after_200", get_after_200, NULL,
     "Where an error can follow a 200: 'body', 'keys', 'stream' or None.", NULL},
    {"actions", get_actions, NULL,
     "What CAM must allow: pairs of an action and 'target' or 'source'.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef methods[] = {
    {"doc", doc, METH_O, "doc($self, lang, /)\n--\n\nThe link to its page, or None."},
    COPIES{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "An operation of the service."},
    {Py_tp_new, no_instance},
    {Py_tp_dealloc, free_object},
    {Py_tp_richcompare, compare},
    {Py_tp_hash, hash},
    {Py_tp_repr, repr},
    {Py_tp_getset, attributes},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec operation_spec = {
    .name = "coserr.Operation",
    .basicsize = sizeof(OperationObject),
    .flags = TYPE_FLAGS,
    .slots = slots,
};
