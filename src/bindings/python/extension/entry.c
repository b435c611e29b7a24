/* SPDX-License-Identifier: MIT */
/* Entries of the catalog. A module makes an object of each when it is imported, so that looking one
 * up creates nothing, and two results of the same entry share it. */
#include "module.h"

#include <string.h>

typedef struct {
    PyObject_HEAD const coserr_entry *entry;
} EntryObject;

static const coserr_entry *entry_of(PyObject *self) {
    return ((EntryObject *)self)->entry;
}

/* ------------------------------------------------------------------------------------ the table */

static size_t home_of(const struct state *state, const coserr_entry *entry) {
    const uint64_t address = (uint64_t)(uintptr_t)entry;
    return (size_t)(address * UINT64_C(0x9E3779B97F4A7C15) >> 40) & state->mask;
}

static struct slot *slot_of(const struct state *state, const coserr_entry *entry) {
    size_t at = home_of(state, entry);
    while (state->entries[at].entry != entry && state->entries[at].entry != NULL) {
        at = (at + 1) & state->mask;
    }
    return &state->entries[at];
}

PyObject *entry_object(const struct state *state, const coserr_entry *entry) {
    return slot_of(state, entry)->object;
}

static size_t count_entries(void) {
    size_t count = 0;
    for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_FAMILY; kind++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(NULL, kind, entry)) != NULL) {
            count++;
        }
    }
    return count;
}

static bool add_entry(const struct state *state, const coserr_entry *entry) {
    EntryObject *object = PyObject_GC_New(EntryObject, state->entry_type);
    if (object == NULL) {
        return false;
    }
    object->entry = entry;
    PyObject_GC_Track(object);
    struct slot *slot = slot_of(state, entry);
    slot->entry = entry;
    slot->object = (PyObject *)object;
    return true;
}

bool make_entries(struct state *state) {
    size_t slots = 16;
    for (const size_t count = count_entries(); slots < 2 * count;) {
        slots *= 2;
    }
    state->entries = PyMem_Calloc(slots, sizeof *state->entries);
    if (state->entries == NULL) {
        PyErr_NoMemory();
        return false;
    }
    state->mask = slots - 1;
    for (uint32_t kind = COSERR_KIND_SERVICE; kind <= COSERR_KIND_FAMILY; kind++) {
        const coserr_entry *entry = NULL;
        while ((entry = coserr_next_entry(NULL, kind, entry)) != NULL) {
            if (!add_entry(state, entry)) {
                return false;
            }
        }
    }
    return true;
}

/* ----------------------------------------------------------------------------------- attributes */

static PyObject *get_id(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLong(coserr_entry_id(entry_of(self)));
}

static PyObject *get_kind(PyObject *self, void *closure) {
    (void)closure;
    return PyUnicode_FromString(kind_word(coserr_entry_kind(entry_of(self))));
}

static PyObject *text_or_none(const char *text) {
    return to_str_or_none(text, strlen(text));
}

static PyObject *get_code(PyObject *self, void *closure) {
    (void)closure;
    return text_or_none(coserr_entry_code(entry_of(self)));
}

static PyObject *get_symbol(PyObject *self, void *closure) {
    (void)closure;
    return text_or_none(coserr_entry_symbol(entry_of(self)));
}

static PyObject *get_case(PyObject *self, void *closure) {
    (void)closure;
    return text_or_none(coserr_entry_case(entry_of(self)));
}

static PyObject *get_retired(PyObject *self, void *closure) {
    (void)closure;
    return text_or_none(coserr_entry_retired(entry_of(self)));
}

static PyObject *get_status(PyObject *self, void *closure) {
    (void)closure;
    const uint32_t status = coserr_entry_status(entry_of(self));
    return status != 0 ? PyLong_FromUnsignedLong(status) : new_reference(Py_None);
}

static PyObject *get_category(PyObject *self, void *closure) {
    (void)closure;
    return word_of(COSERR_WORDS_CATEGORIES, coserr_entry_category(entry_of(self)));
}

static PyObject *get_retry(PyObject *self, void *closure) {
    (void)closure;
    return word_of(COSERR_WORDS_RETRY, coserr_entry_retry_class(entry_of(self)));
}

static PyObject *get_hints(PyObject *self, void *closure) {
    (void)closure;
    return hint_words(coserr_entry_hints(entry_of(self), 0));
}

static PyObject *get_conditional(PyObject *self, void *closure) {
    (void)closure;
    return hint_words(coserr_entry_conditional_hints(entry_of(self), 0));
}

static PyObject *text(PyObject *self, PyObject *lang) {
    struct state *state = state_of_object(self);
    coserr_language language;
    if (state == NULL || !take_language(lang, &language)) {
        return NULL;
    }
    return text_object(state, entry_of(self), NULL, language);
}

static PyObject *repr(PyObject *self) {
    const coserr_entry *entry = entry_of(self);
    const char *code = coserr_entry_code(entry);
    const char *name = coserr_entry_case(entry);
    return PyUnicode_FromFormat("<coserr.Entry %s %u%s%s>", *code != '\0' ? code : "family",
                                (unsigned)coserr_entry_status(entry), *name != '\0' ? " " : "",
                                name);
}

/* ------------------------------------------------------------------------------------- the type */

static int traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyGetSetDef attributes[] = {
    {"id", get_id, NULL, "The permanent number of the code; 0 for a family.", NULL},
    {"kind", get_kind, NULL, "'service', 'client' or 'family'.", NULL},
    {"code", get_code, NULL, "The code as the service documents it; None for a family.", NULL},
    {"symbol", get_symbol, NULL, "The name of the constant in Code; None for a family.", NULL},
    {"case", get_case, NULL, "The name of a case within its code, or None.", NULL},
    {"status", get_status, NULL, "The HTTP status, or None.", NULL},
    {"category", get_category, NULL, "What the error is about, as one word.", NULL},
    {"retry", get_retry, NULL, "The retry class, as one word.", NULL},
    {"hints", get_hints, NULL, "What to know before a retry, as words.", NULL},
    {"conditional", get_conditional, NULL, "Hints that hold for some operations only.", NULL},
    {"retired", get_retired, NULL, "The date since which the service no longer sends it, or None.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef methods[] = {
    {"text", text, METH_O, "text($self, lang, /)\n--\n\nThe texts in a language."},
    COPIES{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What a code means under one HTTP status."},
    {Py_tp_new, no_instance},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_repr, repr},
    {Py_tp_getset, attributes},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec entry_spec = {
    .name = "coserr.Entry",
    .basicsize = sizeof(EntryObject),
    .flags = TYPE_FLAGS | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};
