/* The facts of one event: what is asked of them again and again. The definition is `Asked` in `pipeline/asking.py`.

A call is looked for among the answers that stand for the event's account and day (`known`: the call to value, name, and
the value as it is shown); what is found is told (`told`: name to shown) and given. A variable is looked for among the
values of the event. Everything else is left to the methods of the class above: `_open`, `_frozen`, `_call`, `_read`, `_fail`.
*/
#include "kernel.h"
#include <structmember.h>

enum { EVENT, SOURCES, ACCOUNT, READER, KNOWN, VALUES, TOLD, LIFTS, GLANCES, HELD };

typedef struct {
    PyObject_HEAD
    PyObject *held[HELD];
} Facts;

static PyObject *open_word, *frozen_word, *call_word, *read_word, *fail_word;

static PyObject *
facts_new(PyTypeObject *type, PyObject *args, PyObject *words)
{
    PyObject *event, *sources;
    Facts *self;
    int number;
    if (words != NULL && PyDict_GET_SIZE(words)) {
        PyErr_SetString(PyExc_TypeError, "facts take no arguments by name");
        return NULL;
    }
    if (!PyArg_UnpackTuple(args, "Facts", 2, 2, &event, &sources))
        return NULL;
    self = (Facts *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    for (number = 0; number < HELD; number++)
        self->held[number] = NULL;
    self->held[EVENT] = Py_NewRef(event);
    self->held[SOURCES] = Py_NewRef(sources);
    for (number = ACCOUNT; number <= KNOWN; number++)
        self->held[number] = Py_NewRef(Py_None);
    self->held[VALUES] = PyDict_New();
    self->held[TOLD] = PyDict_New();
    self->held[LIFTS] = PyList_New(0);
    self->held[GLANCES] = Py_NewRef(Py_None);
    if (self->held[VALUES] == NULL || self->held[TOLD] == NULL || self->held[LIFTS] == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static int
facts_traverse(Facts *self, visitproc visit, void *arg)
{
    int number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < HELD; number++)
        Py_VISIT(self->held[number]);
    return 0;
}

static int
facts_clear(Facts *self)
{
    int number;
    for (number = 0; number < HELD; number++)
        Py_CLEAR(self->held[number]);
    return 0;
}

static void
facts_dealloc(Facts *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    facts_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* A dictionary that a member holds, a new reference; an error when it holds something else. */
static PyObject *
dictionary(Facts *self, int member)
{
    PyObject *held = self->held[member];
    if (held == NULL || !PyDict_CheckExact(held)) {
        PyErr_SetString(PyExc_TypeError, "facts keep values in dictionaries");
        return NULL;
    }
    return Py_NewRef(held);
}

/* Tell what was found, and give its value, a new reference. `found` is (value, name, shown). */
static PyObject *
told(Facts *self, PyObject *found)
{
    PyObject *names, *kept;
    if (!PyTuple_CheckExact(found) || PyTuple_GET_SIZE(found) != 3) {
        PyErr_SetString(PyExc_TypeError, "an answer is (value, name, shown)");
        return NULL;
    }
    names = dictionary(self, TOLD);
    if (names == NULL)
        return NULL;
    kept = PyDict_SetDefault(names, PyTuple_GET_ITEM(found, 1), PyTuple_GET_ITEM(found, 2));
    Py_DECREF(names);
    return kept == NULL ? NULL : Py_NewRef(PyTuple_GET_ITEM(found, 0));
}

/* The arguments with plain lists among them as tuples, a new reference. What stands in these may still be no key. */
static PyObject *
keyed(PyObject *args)
{
    Py_ssize_t place, size;
    PyObject *made = NULL;
    if (!PyTuple_CheckExact(args))
        return Py_NewRef(args);
    size = PyTuple_GET_SIZE(args);
    for (place = 0; place < size; place++) {
        PyObject *item = PyTuple_GET_ITEM(args, place), *put;
        if (!PyList_CheckExact(item))
            continue;
        if (made == NULL) {
            Py_ssize_t other;
            made = PyTuple_New(size);
            if (made == NULL)
                return NULL;
            for (other = 0; other < size; other++)
                PyTuple_SET_ITEM(made, other, Py_NewRef(PyTuple_GET_ITEM(args, other)));
        }
        put = PyList_AsTuple(item);
        if (put == NULL) {
            Py_DECREF(made);
            return NULL;
        }
        Py_DECREF(item); /* the new tuple's own reference; the arguments hold another */
        PyTuple_SET_ITEM(made, place, put);
    }
    return made == NULL ? Py_NewRef(args) : made;
}

static PyObject *
facts_call(Facts *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *key = NULL, *plain, *known, *found, *answer = NULL;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "call takes a name and a tuple of arguments");
        return NULL;
    }
    if (self->held[KNOWN] == Py_None) {
        known = PyObject_VectorcallMethod(open_word, (PyObject *[]){(PyObject *)self}, 1, NULL);
        if (known == NULL)
            return NULL;
        Py_DECREF(known);
    }
    known = dictionary(self, KNOWN);
    if (known == NULL)
        return NULL;
    plain = keyed(args[1]);
    if (plain == NULL)
        goto done;
    key = PyTuple_Pack(2, args[0], plain);
    Py_DECREF(plain);
    if (key == NULL)
        goto done;
    found = PyDict_GetItemWithError(known, key);
    if (found == NULL && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_TypeError))
            goto done;
        PyErr_Clear(); /* a map, or a list in a list, among the arguments */
        Py_SETREF(key, PyObject_VectorcallMethod(frozen_word, (PyObject *[]){(PyObject *)self, args[0], args[1]}, 3, NULL));
        if (key == NULL)
            goto done;
        found = PyDict_GetItemWithError(known, key);
        if (found == NULL && PyErr_Occurred())
            goto done;
    }
    if (found != NULL) {
        Py_INCREF(found);
        answer = told(self, found);
        Py_DECREF(found);
    } else
        answer = PyObject_VectorcallMethod(call_word, (PyObject *[]){(PyObject *)self, key, args[1]}, 3, NULL);
done:
    Py_XDECREF(key);
    Py_DECREF(known);
    return answer;
}

static PyObject *
facts_get(Facts *self, PyObject *name)
{
    PyObject *values = dictionary(self, VALUES), *found, *answer;
    if (values == NULL)
        return NULL;
    found = PyDict_GetItemWithError(values, name);
    Py_XINCREF(found);
    Py_DECREF(values);
    if (found == NULL) {
        if (PyErr_Occurred())
            return NULL;
        return PyObject_VectorcallMethod(read_word, (PyObject *[]){(PyObject *)self, name}, 2, NULL);
    }
    if (!PyExceptionInstance_Check(found))
        return found;
    answer = PyObject_VectorcallMethod(fail_word, (PyObject *[]){(PyObject *)self, found}, 2, NULL);
    Py_DECREF(found);
    return answer;
}

static PyMethodDef methods[] = {
    {"call", (PyCFunction)(void (*)(void))facts_call, METH_FASTCALL,
     "call(name, args)\n--\n\nThe value of a function that depends on the event."},
    {"get", (PyCFunction)facts_get, METH_O, "get(name)\n--\n\nThe value of a declared variable."},
    {NULL, NULL, 0, NULL},
};

#define HOLDS(name, member, flags) {name, T_OBJECT, offsetof(Facts, held) + sizeof(PyObject *) * (member), flags, NULL}
static PyMemberDef members[] = {
    HOLDS("event", EVENT, READONLY), HOLDS("_sources", SOURCES, READONLY), HOLDS("_account", ACCOUNT, 0),
    HOLDS("_reader", READER, 0), HOLDS("_known", KNOWN, 0), HOLDS("_values", VALUES, READONLY),
    HOLDS("_told", TOLD, READONLY), HOLDS("_authorizations", LIFTS, 0), HOLDS("_glances", GLANCES, 0), {NULL, 0, 0, 0, NULL},
};

static PyType_Slot facts_slots[] = {
    {Py_tp_doc, "Facts(event, sources)\n--\n\nWhat is asked of the facts of one event."},
    {Py_tp_new, facts_new},
    {Py_tp_dealloc, facts_dealloc},
    {Py_tp_traverse, facts_traverse},
    {Py_tp_clear, facts_clear},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {0, NULL},
};

static PyType_Spec facts_spec = {
    .name = "tipstaff.native._facts.Facts",
    .basicsize = sizeof(Facts),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = facts_slots,
};

static int
word(PyObject **place, const char *text)
{
    if (*place == NULL)
        *place = PyUnicode_InternFromString(text);
    return *place == NULL ? -1 : 0;
}

static int
execute(PyObject *module)
{
    if (word(&open_word, "_open") < 0 || word(&frozen_word, "_frozen") < 0 || word(&call_word, "_call") < 0 ||
        word(&read_word, "_read") < 0 || word(&fail_word, "_fail") < 0)
        return -1;
    return add_class(module, &facts_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(facts, "What is asked of the facts of one event.", NULL, execute)
