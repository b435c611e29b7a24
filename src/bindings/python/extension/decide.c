/* SPDX-License-Identifier: MIT */
/* What to do about a failure. */
#include "module.h"

#include <stddef.h>

typedef struct {
    PyObject_HEAD PyObject *action;
    PyObject *reason;
    PyObject *hints;
    PyObject *conditional;
    PyObject *state;
    unsigned long long delay_ms;
    long long clock_offset_s;
    int cost;
    char sign_again;
} DecisionObject;

/* ------------------------------------------------------------------------------------ arguments */

enum {
    RESULT,
    ATTEMPT,
    STATE,
    MAX_ATTEMPTS,
    RANDOM,
    IDEMPOTENT,
    REPLAYABLE,
    PRESIGNED,
    BACKUP_DOMAIN,
    RECEIVED_AT,
    SPENT_MS,
    BUDGET_MS,
    TOKENS,
    PARAMETERS
};

static const char *const names_of_parameters[] = {
    "result",     "attempt",   "state",         "max_attempts", "random",   "idempotent",
    "replayable", "presigned", "backup_domain", "received_at",  "spent_ms", "budget_ms",
    "tokens",     NULL,
};

/* NULL for a success. */
static bool take_result(const struct state *state, PyObject *value, const coserr_error **error) {
    if (value != Py_None && Py_TYPE(value) != state->result_type) {
        PyErr_Format(PyExc_TypeError, "result: expected Result or None, got %R",
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    *error = value != Py_None ? result_error(value) : NULL;
    return true;
}

/* The state is a pair of numbers, so that it can be kept anywhere. */
static bool take_state(PyObject *value, coserr_retry_state *state) {
    if (value == NULL || value == Py_None) {
        return true;
    }
    if (!PyTuple_Check(value) || PyTuple_Size(value) != 2) {
        PyErr_SetString(PyExc_TypeError, "state: expected the state of a Decision or None");
        return false;
    }
    return take_uint32(PyTuple_GetItem(value, 0), "state", &state->done) &&
           take_uint32(PyTuple_GetItem(value, 1), "state", &state->paid);
}

/* None: as the operation says. */
static bool take_idempotent(PyObject *value, uint32_t *out) {
    uint32_t flag = 0;
    if (value == NULL || value == Py_None) {
        return true;
    }
    const bool taken = take_flag(value, &flag);
    *out = flag ? 1 : 2;
    return taken;
}

static bool take_tokens(PyObject *value, coserr_attempt *attempt) {
    attempt->budgeted = value != NULL && value != Py_None;
    return take_uint32(value, "tokens", &attempt->tokens);
}

static bool take_attempt(PyObject *const *values, coserr_attempt *attempt) {
    return take_uint32(values[ATTEMPT], "attempt", &attempt->number) &&
           take_uint32(values[MAX_ATTEMPTS], "max_attempts", &attempt->max_attempts) &&
           take_uint32(values[RANDOM], "random", &attempt->random) &&
           take_idempotent(values[IDEMPOTENT], &attempt->idempotent) &&
           take_flag(values[REPLAYABLE], &attempt->replayable) &&
           take_flag(values[PRESIGNED], &attempt->presigned) &&
           take_flag(values[BACKUP_DOMAIN], &attempt->backup_domain) &&
           take_time(values[RECEIVED_AT], "received_at", &attempt->received_at) &&
           take_uint64(values[SPENT_MS], "spent_ms", &attempt->spent_ms) &&
           take_uint64(values[BUDGET_MS], "budget_ms", &attempt->budget_ms) &&
           take_tokens(values[TOKENS], attempt);
}

/* ------------------------------------------------------------------------------------- deciding */

static PyObject *decision_object(const struct state *module, const coserr_decision *decision,
                                 const coserr_retry_state *state) {
    allocfunc allocate = (allocfunc)PyType_GetSlot(module->decision_type, Py_tp_alloc);
    DecisionObject *object = (DecisionObject *)allocate(module->decision_type, 0);
    if (object == NULL) {
        return NULL;
    }
    object->delay_ms = decision->delay_ms;
    object->clock_offset_s = decision->clock_offset_s;
    object->cost = decision->cost;
    object->sign_again = decision->sign_again != 0;
    object->action = word_of(COSERR_WORDS_ACTIONS, decision->action);
    object->reason = word_of(COSERR_WORDS_REASONS, decision->reason);
    object->hints = hint_words(decision->hints);
    object->conditional = hint_words(decision->conditional);
    object->state = Py_BuildValue("(II)", (unsigned)state->done, (unsigned)state->paid);
    if (object->action == NULL || object->reason == NULL || object->hints == NULL ||
        object->conditional == NULL || object->state == NULL) {
        Py_CLEAR(object);
    }
    return (PyObject *)object;
}

PyObject *py_decide(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names) {
    static const struct parameters parameters = {"decide", names_of_parameters, 3, 1};
    struct state *state = state_of_module(module);
    PyObject *values[PARAMETERS];
    const coserr_error *given;
    coserr_error success = {.size = sizeof success};
    coserr_attempt attempt = {.size = sizeof attempt, .number = 1, .random = UINT32_MAX};
    coserr_retry_state retry = {.size = sizeof retry};
    coserr_decision decision = {.size = sizeof decision};
    if (!take_arguments(&parameters, args, count, names, values) ||
        !take_result(state, values[RESULT], &given) || !take_state(values[STATE], &retry) ||
        !take_attempt(values, &attempt)) {
        return NULL;
    }
    (void)coserr_decide(given != NULL ? given : &success, &attempt, &retry, &decision);
    return decision_object(state, &decision, &retry);
}

/* ------------------------------------------------------------------------------------- the type */

static void dealloc(PyObject *self) {
    DecisionObject *decision = (DecisionObject *)self;
    Py_XDECREF(decision->action);
    Py_XDECREF(decision->reason);
    Py_XDECREF(decision->hints);
    Py_XDECREF(decision->conditional);
    Py_XDECREF(decision->state);
    free_object(self);
}

static PyObject *repr(PyObject *self) {
    DecisionObject *decision = (DecisionObject *)self;
    return PyUnicode_FromFormat("<coserr.Decision %U: %U, %llu ms>", decision->action,
                                decision->reason, decision->delay_ms);
}

static PyMemberDef members[] = {
    {"action", T_OBJECT_EX, offsetof(DecisionObject, action), READONLY, "What to do."},
    {"reason", T_OBJECT_EX, offsetof(DecisionObject, reason), READONLY, "Why."},
    {"delay_ms", T_ULONGLONG, offsetof(DecisionObject, delay_ms), READONLY,
     "Milliseconds to wait before it."},
    {"clock_offset_s", T_LONGLONG, offsetof(DecisionObject, clock_offset_s), READONLY,
     "Seconds to add to the clock that signs."},
    {"sign_again", T_BOOL, offsetof(DecisionObject, sign_again), READONLY,
     "Whether the request needs a new signature."},
    {"hints", T_OBJECT_EX, offsetof(DecisionObject, hints), READONLY, "Hints that hold, as words."},
    {"conditional", T_OBJECT_EX, offsetof(DecisionObject, conditional), READONLY,
     "Hints that hold for other operations only."},
    {"cost", T_INT, offsetof(DecisionObject, cost), READONLY,
     "Tokens to take from the retry budget; negative: to give back."},
    {"state", T_OBJECT_EX, offsetof(DecisionObject, state), READONLY,
     "What to hand to the next call of decide()."},
    {NULL, 0, 0, 0, NULL},
};

static PyMethodDef methods[] = {
    COPIES{NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What to do about a failure."},
    {Py_tp_new, no_instance},
    {Py_tp_dealloc, dealloc},
    {Py_tp_repr, repr},
    {Py_tp_members, members},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec decision_spec = {
    .name = "coserr.Decision",
    .basicsize = sizeof(DecisionObject),
    .flags = TYPE_FLAGS,
    .slots = slots,
};
