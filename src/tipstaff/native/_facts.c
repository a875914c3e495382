/* The facts of one event: what is asked of them again and again. The definition is `Asked` in `pipeline/asking.py`.

A call is looked for among the answers that stand for the event's account and day (`known`: the call to value, name, and
the value as it is shown); what is found is told (`told`: name to shown) and given. Everything else is looked for among the
values of the event, then found by the way that is prepared for it (`ways`), told and kept. What has no such way is left to
the methods of the class above, and so is all that happens rarely:

    _open()                  the answers that stand         _frozen(name, args)   the key of a call with a map in it
    _read(name)              a variable without a way       _call(key, args)      a call without one
    _signals()               begins to read signals         _fail(failure)        raises it
    _failure(way, failure)   as a value, or raises it       _tell(before)         tells what was found since
    _named(key)              the name of a call             _shown(value)         as it is shown
*/
#include "kernel.h"
#include <structmember.h>

enum { EVENT, SOURCES, WAYS, ACCOUNT, READER, KNOWN, VALUES, TOLD, LIFTS, GLANCES, HELD };
enum { VARIABLES, FUNCTIONS, NAMES, KINDS_OF_WAYS };
enum { LABEL, IDLE, FIND, OF_EVENT, PARTS_OF_A_WAY };

#define FEW_ARGUMENTS 8

typedef struct {
    PyObject_HEAD
    PyObject *held[HELD];
} Facts;

enum { OPEN, FROZEN, CALL, READ, SIGNALS, FAIL, FAILURE, TELL, NAMED, SHOWN, WAYS_OF, METHODS };

static PyObject *words[METHODS];
static const char *const METHOD_NAMES[METHODS] = {
    "_open", "_frozen", "_call", "_read", "_signals", "_fail", "_failure", "_tell", "_named", "_shown", "ways",
};

/* A method of the class above; a new reference. */
static PyObject *
above(Facts *self, int method, PyObject *one, PyObject *other)
{
    PyObject *arguments[] = {(PyObject *)self, one, other};
    size_t count = 1 + (one != NULL) + (other != NULL);
    return PyObject_VectorcallMethod(words[method], arguments, count, NULL);
}

/* The ways that are prepared are three dictionaries. */
static int
are_ways(PyObject *given)
{
    int kind;
    if (!PyTuple_Check(given) || PyTuple_GET_SIZE(given) != KINDS_OF_WAYS)
        return 0;
    for (kind = 0; kind < KINDS_OF_WAYS; kind++)
        if (!PyDict_CheckExact(PyTuple_GET_ITEM(given, kind)))
            return 0;
    return 1;
}

static PyObject *
facts_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *event, *sources, *ways;
    Facts *self;
    int number;
    if (named != NULL && PyDict_GET_SIZE(named)) {
        PyErr_SetString(PyExc_TypeError, "facts take no arguments by name");
        return NULL;
    }
    if (!PyArg_UnpackTuple(args, "Facts", 2, 2, &event, &sources))
        return NULL;
    ways = PyObject_GetAttr(sources, words[WAYS_OF]);
    if (ways == NULL)
        return NULL;
    self = are_ways(ways) ? (Facts *)type->tp_alloc(type, 0) : NULL;
    if (self == NULL) {
        Py_DECREF(ways);
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "ways are three dictionaries");
        return NULL;
    }
    for (number = 0; number < HELD; number++)
        self->held[number] = NULL;
    self->held[EVENT] = Py_NewRef(event);
    self->held[SOURCES] = Py_NewRef(sources);
    self->held[WAYS] = ways;
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

/* The name under which a value is told, and the value as it is shown. What is plain is shown as it is. */
static int
tell(Facts *self, PyObject *label, PyObject *value)
{
    PyObject *names, *shown, *kept;
    int plain = value == Py_None || PyBool_Check(value) || PyLong_CheckExact(value) || PyFloat_CheckExact(value) ||
                (PyList_CheckExact(value) && PyList_GET_SIZE(value) == 0);
    shown = plain ? Py_NewRef(value) : above(self, SHOWN, value, NULL);
    if (shown == NULL)
        return -1;
    names = dictionary(self, TOLD);
    kept = names == NULL ? NULL : PyDict_SetDefault(names, label, shown);
    Py_XDECREF(names);
    Py_DECREF(shown);
    return kept == NULL ? -1 : 0;
}

/* Tell everything that was found since there were so many values. */
static int
tell_since(Facts *self, Py_ssize_t before)
{
    PyObject *number = PyLong_FromSsize_t(before), *done;
    if (number == NULL)
        return -1;
    done = above(self, TELL, number, NULL);
    Py_DECREF(number);
    Py_XDECREF(done);
    return done == NULL ? -1 : 0;
}

/* Whether a glance at the event says that there is nothing to look at; each function is asked once. */
static int
is_idle(Facts *self, PyObject *idle)
{
    PyObject *glances, *said;
    int truth = -1;
    if (self->held[GLANCES] == Py_None) {
        glances = PyDict_New();
        if (glances == NULL)
            return -1;
        Py_SETREF(self->held[GLANCES], glances);
    }
    glances = dictionary(self, GLANCES);
    if (glances == NULL)
        return -1;
    said = PyDict_GetItemWithError(glances, idle);
    if (said != NULL)
        Py_INCREF(said);
    else if (!PyErr_Occurred()) {
        said = PyObject_CallOneArg(idle, self->held[EVENT]);
        if (said != NULL && PyDict_SetItem(glances, idle, said) < 0)
            Py_CLEAR(said);
    }
    if (said != NULL)
        truth = PyObject_IsTrue(said);
    Py_XDECREF(said);
    Py_DECREF(glances);
    return truth;
}

/* What the exception says as a value; the exception again when it is no failure to know something. */
static PyObject *
failure(Facts *self, PyObject *way)
{
    PyObject *type, *raised, *trace, *answer;
    PyErr_Fetch(&type, &raised, &trace);
    PyErr_NormalizeException(&type, &raised, &trace);
    if (trace != NULL)
        PyException_SetTraceback(raised, trace);
    answer = above(self, FAILURE, way, raised);
    Py_XDECREF(type);
    Py_XDECREF(raised);
    Py_XDECREF(trace);
    return answer;
}

/* What a way's `find` is given first, a new reference: the event's reader, or what belongs to the way. */
static PyObject *
first_for(Facts *self, PyObject *way)
{
    PyObject *owner = PyTuple_GET_ITEM(way, OF_EVENT);
    if (owner != Py_None)
        return Py_NewRef(owner);
    return self->held[READER] == Py_None ? above(self, SIGNALS, NULL, NULL) : Py_NewRef(self->held[READER]);
}

/* `find` of the reader and the arguments, or of what belongs to the way, the event and the arguments. */
static PyObject *
find(Facts *self, PyObject *way, PyObject *args)
{
    PyObject *few[FEW_ARGUMENTS + 3], **given = few, *first = first_for(self, way), *answer;
    Py_ssize_t count = args == NULL ? 0 : PyTuple_GET_SIZE(args), filled = 1, number;
    if (first == NULL)
        return NULL;
    if (count > FEW_ARGUMENTS && (given = PyMem_Malloc(sizeof(PyObject *) * (size_t)(count + 3))) == NULL) {
        Py_DECREF(first);
        return PyErr_NoMemory();
    }
    given[filled++] = first;
    if (PyTuple_GET_ITEM(way, OF_EVENT) != Py_None)
        given[filled++] = self->held[EVENT];
    for (number = 0; number < count; number++)
        given[filled++] = PyTuple_GET_ITEM(args, number);
    answer = PyObject_Vectorcall(PyTuple_GET_ITEM(way, FIND), given + 1,
                                 (size_t)(filled - 1) | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    Py_DECREF(first);
    if (given != few)
        PyMem_Free(given);
    return answer != NULL ? answer : failure(self, way);
}

/* What a way leads to, or its failure as a value. */
static PyObject *
found_by(Facts *self, PyObject *way, PyObject *args)
{
    PyObject *idle = PyTuple_GET_ITEM(way, IDLE);
    if (idle != Py_None) {
        int truth = is_idle(self, idle);
        if (truth != 0)
            return truth < 0 ? NULL : PyList_New(0);
    }
    return find(self, way, args);
}

/* The way that is prepared for a name, a new reference; NULL, without an exception, when there is none. */
static PyObject *
way_for(Facts *self, int kind, PyObject *name)
{
    PyObject *way = PyDict_GetItemWithError(PyTuple_GET_ITEM(self->held[WAYS], kind), name);
    if (way == NULL)
        return NULL;
    if (!PyTuple_Check(way) || PyTuple_GET_SIZE(way) != PARTS_OF_A_WAY) {
        PyErr_SetString(PyExc_TypeError, "a way has four parts");
        return NULL;
    }
    return Py_NewRef(way);
}

/* A value, or what its failure raises; steals the reference. */
static PyObject *
value_or_failure(Facts *self, PyObject *value)
{
    PyObject *answer;
    if (value == NULL || !PyExceptionInstance_Check(value))
        return value;
    answer = above(self, FAIL, value, NULL);
    Py_DECREF(value);
    return answer;
}

/* What a way leads to, kept and told. */
static PyObject *
variable(Facts *self, PyObject *values, PyObject *name, PyObject *way)
{
    Py_ssize_t before = PyDict_GET_SIZE(values);
    PyObject *value = found_by(self, way, NULL);
    int done;
    if (value == NULL)
        return NULL;
    done = PyDict_SetItem(values, name, value);
    if (done == 0)
        done = PyDict_GET_SIZE(values) == before + 1 ? tell(self, PyTuple_GET_ITEM(way, LABEL), value)
                                                     : tell_since(self, before);
    if (done < 0)
        Py_CLEAR(value);
    return value;
}

/* The same for a call. */
static PyObject *
function(Facts *self, PyObject *values, PyObject *key, PyObject *way, PyObject *args)
{
    Py_ssize_t before = PyDict_GET_SIZE(values);
    PyObject *value = found_by(self, way, args), *label = NULL;
    if (value == NULL)
        return NULL;
    if ((PyDict_GET_SIZE(values) > before && tell_since(self, before) < 0) || PyDict_SetItem(values, key, value) < 0)
        goto failed;
    label = PyDict_GetItemWithError(PyTuple_GET_ITEM(self->held[WAYS], NAMES), key);
    if (label == NULL && PyErr_Occurred())
        goto failed;
    label = label != NULL ? Py_NewRef(label) : above(self, NAMED, key, NULL);
    if (label == NULL || tell(self, label, value) < 0)
        goto failed;
    Py_DECREF(label);
    return value;
failed:
    Py_XDECREF(label);
    Py_DECREF(value);
    return NULL;
}

/* A call that does not stand. */
static PyObject *
called(Facts *self, PyObject *name, PyObject *key, PyObject *args)
{
    PyObject *values, *value, *way = way_for(self, FUNCTIONS, name);
    if (way == NULL)
        return PyErr_Occurred() ? NULL : above(self, CALL, key, args);
    if (!PyTuple_CheckExact(args)) {
        Py_DECREF(way);
        PyErr_SetString(PyExc_TypeError, "call takes a name and a tuple of arguments");
        return NULL;
    }
    values = dictionary(self, VALUES);
    value = values == NULL ? NULL : PyDict_GetItemWithError(values, key);
    if (value != NULL)
        Py_INCREF(value);
    else if (values != NULL && !PyErr_Occurred())
        value = function(self, values, key, way, args);
    Py_XDECREF(values);
    Py_DECREF(way);
    return value_or_failure(self, value);
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
        known = above(self, OPEN, NULL, NULL);
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
        Py_SETREF(key, above(self, FROZEN, args[0], args[1]));
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
        answer = called(self, args[0], key, args[1]);
done:
    Py_XDECREF(key);
    Py_DECREF(known);
    return answer;
}

static PyObject *
facts_get(Facts *self, PyObject *name)
{
    PyObject *values = dictionary(self, VALUES), *value, *way;
    if (values == NULL)
        return NULL;
    value = PyDict_GetItemWithError(values, name);
    if (value != NULL)
        Py_INCREF(value);
    else if (!PyErr_Occurred()) {
        way = way_for(self, VARIABLES, name);
        if (way != NULL) {
            value = variable(self, values, name, way);
            Py_DECREF(way);
        }
        else if (!PyErr_Occurred()) {
            Py_DECREF(values);
            return above(self, READ, name, NULL);
        }
    }
    Py_DECREF(values);
    return value_or_failure(self, value);
}

static PyObject *
facts_is_idle(Facts *self, PyObject *idle)
{
    int truth = is_idle(self, idle);
    return truth < 0 ? NULL : PyBool_FromLong(truth);
}

static PyMethodDef methods[] = {
    {"call", (PyCFunction)(void (*)(void))facts_call, METH_FASTCALL,
     "call(name, args)\n--\n\nThe value of a function that depends on the event."},
    {"_is_idle", (PyCFunction)facts_is_idle, METH_O, "_is_idle(idle)\n--\n\nWhether a glance says so."},
    {"get", (PyCFunction)facts_get, METH_O, "get(name)\n--\n\nThe value of a declared variable."},
    {NULL, NULL, 0, NULL},
};

#define HOLDS(name, member, flags) {name, T_OBJECT, offsetof(Facts, held) + sizeof(PyObject *) * (member), flags, NULL}
static PyMemberDef members[] = {
    HOLDS("event", EVENT, READONLY), HOLDS("_sources", SOURCES, READONLY),
    HOLDS("_ways", WAYS, READONLY), HOLDS("_account", ACCOUNT, 0),
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
execute(PyObject *module)
{
    int method;
    for (method = 0; method < METHODS; method++)
        if (words[method] == NULL && (words[method] = PyUnicode_InternFromString(METHOD_NAMES[method])) == NULL)
            return -1;
    return add_class(module, &facts_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(facts, "What is asked of the facts of one event.", NULL, execute)
