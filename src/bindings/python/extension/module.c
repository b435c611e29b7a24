/* SPDX-License-Identifier: MIT */
/* The module coserr._coserr: its types, its small functions, and how it is loaded. */
#include "module.h"

#include <string.h>

/* ------------------------------------------------------------------------------------ functions */

static PyObject *find(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names) {
    static const char *const parameter_names[] = {"code", "status", NULL};
    static const struct parameters parameters = {"find", parameter_names, 2, 1};
    PyObject *values[2];
    struct kept kept = {.count = 0};
    coserr_str code = {"", 0};
    uint32_t status = 0;
    PyObject *found = NULL;
    if (!take_arguments(&parameters, args, count, names, values)) {
        return NULL;
    }
    if (take_text(values[0], "code", &kept, &code) && take_uint32(values[1], "status", &status)) {
        const coserr_entry *entry = coserr_find_entry(NULL, code.ptr, code.len, status, NULL);
        found = new_reference(entry_object(state_of_module(module), entry));
    }
    release(&kept);
    return found;
}

static PyObject *find_operation(PyObject *module, PyObject *name) {
    struct kept kept = {.count = 0};
    coserr_str text = {"", 0};
    if (!take_text(name, "name", &kept, &text)) {
        return NULL;
    }
    const coserr_operation *operation = coserr_find_operation(NULL, text.ptr, text.len);
    release(&kept);
    return operation_object(state_of_module(module), operation);
}

static PyObject *operation_of_request(PyObject *module, PyObject *const *args, Py_ssize_t count,
                                      PyObject *names) {
    static const char *const parameter_names[] = {"method", "url", "headers", NULL};
    static const struct parameters parameters = {"operation_of_request", parameter_names, 3, 2};
    PyObject *values[3];
    struct kept kept = {.count = 0};
    struct headers headers;
    coserr_str method = {"", 0};
    coserr_str url = {"", 0};
    PyObject *found = NULL;
    if (!take_arguments(&parameters, args, count, names, values) ||
        !take_headers(values[2], &headers)) {
        return NULL;
    }
    if (take_text(values[0], "method", &kept, &method) &&
        take_text(values[1], "url", &kept, &url)) {
        found = operation_object(state_of_module(module),
                                 coserr_operation_of_request(NULL, method.ptr, method.len, url.ptr,
                                                             url.len, headers.all, headers.count));
    }
    release(&kept);
    release_headers(&headers);
    return found;
}

static PyObject *language(PyObject *module, PyObject *lang) {
    (void)module;
    coserr_language number;
    return take_language(lang, &number) ? PyUnicode_FromString(coserr_language_tag(NULL, number))
                                        : NULL;
}

/* The list that a word is in, by what it is called; -1 if there is none of that name. */
static int list_of(coserr_str name) {
    static const struct {
        const char *name;
        int list;
    } lists[] = {
        {"retry", COSERR_WORDS_RETRY},         {"hint", COSERR_WORDS_HINTS},
        {"action", COSERR_WORDS_ACTIONS},      {"reason", COSERR_WORDS_REASONS},
        {"category", COSERR_WORDS_CATEGORIES},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (strlen(lists[i].name) == name.len && memcmp(lists[i].name, name.ptr, name.len) == 0) {
            return lists[i].list;
        }
    }
    return -1;
}

static PyObject *word_text(PyObject *module, PyObject *const *args, Py_ssize_t count,
                           PyObject *names) {
    (void)module;
    static const char *const parameter_names[] = {"kind", "word", "lang", NULL};
    static const struct parameters parameters = {"word_text", parameter_names, 3, 3};
    PyObject *values[3];
    struct kept kept = {.count = 0};
    coserr_str kind = {"", 0};
    coserr_str word = {"", 0};
    coserr_language lang;
    PyObject *text = NULL;
    if (!take_arguments(&parameters, args, count, names, values)) {
        return NULL;
    }
    if (take_text(values[0], "kind", &kept, &kind) && take_text(values[1], "word", &kept, &word) &&
        take_language(values[2], &lang)) {
        const int list = list_of(kind);
        const uint32_t number = list >= 0 ? coserr_find_word((uint32_t)list, word.ptr, word.len)
                                          : (uint32_t)COSERR_WORD_NONE;
        size_t len = 0;
        const char *sentence =
            number != COSERR_WORD_NONE ? coserr_word_text((uint32_t)list, number, lang, &len) : "";
        text = to_str_or_none(sentence, len);
    }
    release(&kept);
    return text;
}

#define FAST(name, function, doc)                                                                  \
    { name, (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS, doc }

PyMethodDef functions[] = {
    FAST("find", find,
         "find($module, code, status=None)\n--\n\n"
         "The catalog entry for a code and an HTTP status. There is always one."),
    FAST("decode", py_decode,
         "decode($module, status, headers=None, body=None, *, operation=None, bucket=None, "
         "region=None, key=None, received_at=None)\n--\n\n"
         "The failure that an HTTP response reports; None for a success."),
    FAST("resolve", py_resolve,
         "resolve($module, *, code=None, message=None, resource=None, request_id=None, "
         "trace_id=None, server_time=None, date=None, retry_after=None, bucket=None, region=None, "
         "key=None, status=None, operation=None, received_at=None, verdict=None, kind=None)\n--\n\n"
         "A failure made from values that are known already."),
    FAST("from_client", py_from_client,
         "from_client($module, name, *, operation=None, bucket=None, region=None, key=None, "
         "received_at=None)\n--\n\n"
         "A failure without a usable response, by its name, such as 'ReadTimeout'; None for a name "
         "that is not in the catalog."),
    FAST("from_errno", py_from_errno,
         "from_errno($module, errno, *, operation=None, bucket=None, region=None, key=None, "
         "received_at=None)\n--\n\n"
         "The same by an errno or its name, such as 'ECONNRESET'; None for one that is not known."),
    FAST("decide", py_decide,
         "decide($module, result, attempt=1, state=None, *, max_attempts=5, random=4294967295, "
         "idempotent=None, replayable=False, presigned=False, backup_domain=False, "
         "received_at=None, spent_ms=0, budget_ms=0, tokens=None)\n--\n\n"
         "What to do about a failure, or about a success (None). A pure function.\n\n"
         "attempt: the number of the attempt that failed, 1 for the first.\n"
         "state: the state of the Decision before about the same request.\n"
         "max_attempts: how many at most, the first included.\n"
         "random: a random whole number from 0 to 2**32 - 1; without one, delays are the longest.\n"
         "idempotent: whether sending twice equals sending once; None for as the operation says.\n"
         "replayable: whether the body can be sent again from its start.\n"
         "presigned: whether somebody else signed the URL.\n"
         "backup_domain: whether there is another domain to try.\n"
         "received_at: when the response came, by the clock that signs, in seconds since 1970.\n"
         "spent_ms: milliseconds since the first attempt began.\n"
         "budget_ms: milliseconds within which the last attempt begins, 0 for any.\n"
         "tokens: what is left of the retry budget; None if there is none."),
    {"operation", find_operation, METH_O,
     "operation($module, name, /)\n--\n\nAn operation by its name, or None. Case, "
     "whitespace, '-' and '_' are ignored."},
    FAST("operation_of_request", operation_of_request,
         "operation_of_request($module, method, url, headers=None)\n--\n\n"
         "The operation of a request, or None."),
    {"language", language, METH_O,
     "language($module, lang, /)\n--\n\n"
     "The tag of the language for a tag, a locale name or an Accept-Language value."},
    FAST("word_text", word_text,
         "word_text($module, kind, word, lang)\n--\n\n"
         "The sentence for a word of kind 'retry', 'hint', 'action', 'reason' or 'category', or "
         "None."),
    {NULL, NULL, 0, NULL},
};

/* ---------------------------------------------------------------------------------------- state */

struct state *state_of_module(PyObject *module) {
    return PyModule_GetState(module);
}

struct state *state_of_object(PyObject *object) {
    return PyType_GetModuleState(Py_TYPE(object));
}

static bool add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type) {
    *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *type != NULL && PyModule_AddType(module, *type) == 0;
}

static int execute(PyObject *module) {
    struct state *state = state_of_module(module);
    if (!add_type(module, &entry_spec, &state->entry_type) ||
        !add_type(module, &result_spec, &state->result_type) ||
        !add_type(module, &text_spec, &state->text_type) ||
        !add_type(module, &decision_spec, &state->decision_type) ||
        !add_type(module, &operation_spec, &state->operation_type) || !make_entries(state)) {
        return -1;
    }
    return PyModule_AddStringConstant(module, "__version__", coserr_version());
}

static int traverse(PyObject *module, visitproc visit, void *arg) {
    struct state *state = state_of_module(module);
    Py_VISIT(state->entry_type);
    Py_VISIT(state->result_type);
    Py_VISIT(state->text_type);
    Py_VISIT(state->decision_type);
    Py_VISIT(state->operation_type);
    for (size_t i = 0; state->entries != NULL && i <= state->mask; i++) {
        Py_VISIT(state->entries[i].object);
    }
    return 0;
}

static int clear(PyObject *module) {
    struct state *state = state_of_module(module);
    for (size_t i = 0; state->entries != NULL && i <= state->mask; i++) {
        Py_CLEAR(state->entries[i].object);
    }
    Py_CLEAR(state->entry_type);
    Py_CLEAR(state->result_type);
    Py_CLEAR(state->text_type);
    Py_CLEAR(state->decision_type);
    Py_CLEAR(state->operation_type);
    return 0;
}

static void release_module(void *module) {
    struct state *state = state_of_module(module);
    (void)clear(module);
    PyMem_Free(state->entries);
    state->entries = NULL;
}

/* -------------------------------------------------------------------------------------- loading */

/* A wheel for the limited API of 3.11 runs on later versions too, whose headers name these. */
#ifndef Py_mod_multiple_interpreters
#define Py_mod_multiple_interpreters 3
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
#endif

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, /* from 3.12 on */
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef_Slot first_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

#define MODULE(the_slots)                                                                          \
    {                                                                                              \
        .m_base = PyModuleDef_HEAD_INIT, .m_name = "coserr._coserr",                               \
        .m_doc = "The error catalog of Tencent Cloud COS, compiled.",                              \
        .m_size = sizeof(struct state), .m_methods = functions, .m_slots = (the_slots),            \
        .m_traverse = traverse, .m_clear = clear, .m_free = release_module,                        \
    }

static struct PyModuleDef module_of_now = MODULE(slots);
static struct PyModuleDef module_before_3_12 = MODULE(first_slots);

PyMODINIT_FUNC PyInit__coserr(void);

PyMODINIT_FUNC PyInit__coserr(void) {
#if PY_VERSION_HEX >= 0x030B0000
    const bool now = Py_Version >= 0x030C0000;
#else
    const bool now = false;
#endif
    return PyModuleDef_Init(now ? &module_of_now : &module_before_3_12);
}
