/* The JSON of decisions: what is known beforehand is copied, what the event says is written between. The definition is
`decide/saying/writing.py` and `decide/saying/composing.py`.

A telling is a tuple of pieces:
    bytes                        as they are
    ("shown", PATH, MASK)        the JSON of a member of the event's data; PATH a tuple of attributes
    ("said", PATH, MASK)         the same inside a text, without quotes
    ("shown", F), ("said", F)    the same of what F(facts, data) gives
MASK is None or a function that masks texts; of `within` it is known that a text of ASCII without a digit and an `@` stays
as it is.
*/
#include "telling_writing.h"

#define LONGEST_PATH 8
#define MOST_PIECES 10000

typedef struct {
    unsigned char kind, steps;
    unsigned char within;        /* the mask is the one for free texts */
    PyObject *object;            /* bytes, a function, or the attributes of the path */
    PyObject *mask;
    Place *places;               /* of each attribute of the path */
} Piece;

typedef struct {
    PyObject_HEAD
    PyObject *encode;
    int count, placed;
    Piece *pieces;
    Place *places;
} Telling;

static PyTypeObject *telling_type;

/* What a piece says of the event, a new reference. */
static PyObject *
value_of(Piece *piece, PyObject *facts, PyObject *data)
{
    PyObject *found, *next;
    int step;
    if (piece->steps == 0) {
        PyObject *arguments[] = {facts, data};
        return PyObject_Vectorcall(piece->object, arguments, 2, NULL);
    }
    found = Py_NewRef(data);
    for (step = 0; step < piece->steps; step++) {
        next = member_at(piece->places + step, found, PyTuple_GET_ITEM(piece->object, step));
        Py_DECREF(found);
        if (next == NULL)
            return NULL;
        found = next;
    }
    if (piece->mask == NULL || (piece->within && harmless(found)))
        return found;
    next = PyObject_CallOneArg(piece->mask, found);
    Py_DECREF(found);
    return next;
}

static int
tell(Buffer *into, Telling *telling, PyObject *facts, PyObject *data)
{
    int number;
    for (number = 0; number < telling->count; number++) {
        Piece *piece = telling->pieces + number;
        PyObject *value;
        int outcome;
        if (piece->kind == READY) {
            if (copy(into, PyBytes_AS_STRING(piece->object), (size_t)PyBytes_GET_SIZE(piece->object)) < 0)
                return -1;
            continue;
        }
        value = value_of(piece, facts, data);
        if (value == NULL)
            return -1;
        outcome = write_value(into, telling->encode, value, piece->kind);
        Py_DECREF(value);
        if (outcome < 0)
            return -1;
    }
    return 0;
}

/* write(encode, parts, facts, data): bytes as they are, tellings of the event, anything else as JSON. */
static PyObject *
write_parts(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    Buffer into;
    PyObject *parts, *made = NULL;
    Py_ssize_t number;
    int outcome = 0;
    (void)module;
    if (given != 4 || !PyList_CheckExact(args[1])) {
        PyErr_SetString(PyExc_TypeError, "an encoder, a list, facts and data are taken");
        return NULL;
    }
    begin_buffer(&into);
    parts = args[1];
    for (number = 0; number < PyList_GET_SIZE(parts) && outcome == 0; number++) {
        PyObject *part = Py_NewRef(PyList_GET_ITEM(parts, number));
        if (PyBytes_CheckExact(part))
            outcome = copy(&into, PyBytes_AS_STRING(part), (size_t)PyBytes_GET_SIZE(part));
        else if (Py_IS_TYPE(part, telling_type))
            outcome = tell(&into, (Telling *)part, args[2], args[3]);
        else
            outcome = write_value(&into, args[0], part, SHOWN);
        Py_DECREF(part);
    }
    if (outcome == 0)
        made = PyBytes_FromStringAndSize(into.start, (Py_ssize_t)into.used);
    free_buffer(&into);
    return made;
}

/* ---- reading pieces ---- */

static int
refuse(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return -1;
}

static int
read_path(Telling *telling, Piece *piece, PyObject *path)
{
    Py_ssize_t number;
    if (!PyTuple_CheckExact(path)) {
        piece->object = Py_NewRef(path);
        return PyCallable_Check(path) ? 0 : refuse("a path or a function is expected");
    }
    if (PyTuple_GET_SIZE(path) < 1 || PyTuple_GET_SIZE(path) > LONGEST_PATH)
        return refuse("a path of one to eight attributes is expected");
    for (number = 0; number < PyTuple_GET_SIZE(path); number++)
        if (!PyUnicode_CheckExact(PyTuple_GET_ITEM(path, number)))
            return refuse("attributes are expected");
    piece->object = Py_NewRef(path);
    piece->steps = (unsigned char)PyTuple_GET_SIZE(path);
    piece->places = telling->places + telling->placed;
    telling->placed += piece->steps;
    return 0;
}

static int
read_piece(Telling *telling, Piece *piece, PyObject *given, PyObject *within)
{
    PyObject *word;
    if (PyBytes_CheckExact(given)) {
        piece->object = Py_NewRef(given);
        return 0;
    }
    if (!PyTuple_CheckExact(given) || PyTuple_GET_SIZE(given) != 3 || !PyUnicode_Check(PyTuple_GET_ITEM(given, 0)))
        return refuse("bytes, or a word, a path and a mask are expected");
    word = PyTuple_GET_ITEM(given, 0);
    if (PyUnicode_CompareWithASCIIString(word, "shown") == 0)
        piece->kind = SHOWN;
    else if (PyUnicode_CompareWithASCIIString(word, "said") == 0)
        piece->kind = SAID;
    else
        return refuse("an unknown word");
    if (PyTuple_GET_ITEM(given, 2) != Py_None) {
        piece->mask = Py_NewRef(PyTuple_GET_ITEM(given, 2));
        piece->within = piece->mask == within;
    }
    return read_path(telling, piece, PyTuple_GET_ITEM(given, 1));
}

/* At most so many attributes. */
static size_t
steps_of(PyObject *pieces)
{
    size_t steps = 0;
    Py_ssize_t number;
    for (number = 0; number < PyTuple_GET_SIZE(pieces); number++) {
        PyObject *piece = PyTuple_GET_ITEM(pieces, number);
        if (PyTuple_CheckExact(piece) && PyTuple_GET_SIZE(piece) == 3 && PyTuple_CheckExact(PyTuple_GET_ITEM(piece, 1)))
            steps += (size_t)PyTuple_GET_SIZE(PyTuple_GET_ITEM(piece, 1));
    }
    return steps;
}

static PyObject *
telling_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    PyObject *pieces, *encode, *within;
    Telling *telling;
    Py_ssize_t number;
    if (kwds != NULL && PyDict_GET_SIZE(kwds) > 0) {
        PyErr_SetString(PyExc_TypeError, "no names are taken");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!OO:Telling", &PyTuple_Type, &pieces, &encode, &within))
        return NULL;
    telling = (Telling *)type->tp_alloc(type, 0);
    if (telling == NULL)
        return NULL;
    telling->encode = Py_NewRef(encode);
    if (PyTuple_GET_SIZE(pieces) <= MOST_PIECES) {
        telling->pieces = PyMem_Calloc((size_t)PyTuple_GET_SIZE(pieces) + 1, sizeof(Piece));
        telling->places = PyMem_Calloc(steps_of(pieces) + 1, sizeof(Place));
    }
    if (telling->pieces == NULL || telling->places == NULL) {
        Py_DECREF(telling);
        return PyErr_NoMemory();
    }
    for (number = 0; number < PyTuple_GET_SIZE(pieces); number++) {
        telling->count = (int)number + 1;
        if (read_piece(telling, telling->pieces + number, PyTuple_GET_ITEM(pieces, number), within) < 0) {
            Py_DECREF(telling);
            return NULL;
        }
    }
    return (PyObject *)telling;
}

static int
telling_traverse(PyObject *self, visitproc visit, void *arg)
{
    Telling *telling = (Telling *)self;
    int number;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(telling->encode);
    for (number = 0; number < telling->count; number++) {
        Py_VISIT(telling->pieces[number].object);
        Py_VISIT(telling->pieces[number].mask);
    }
    for (number = 0; number < telling->placed; number++)
        Py_VISIT(telling->places[number].class);
    return 0;
}

static void
telling_dealloc(PyObject *self)
{
    Telling *telling = (Telling *)self;
    PyTypeObject *type = Py_TYPE(self);
    int number;
    PyObject_GC_UnTrack(self);
    for (number = 0; number < telling->count; number++) {
        Py_XDECREF(telling->pieces[number].object);
        Py_XDECREF(telling->pieces[number].mask);
    }
    for (number = 0; number < telling->placed; number++)
        Py_XDECREF(telling->places[number].class);
    PyMem_Free(telling->pieces);
    PyMem_Free(telling->places);
    Py_XDECREF(telling->encode);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot telling_slots[] = {
    {Py_tp_new, telling_new},
    {Py_tp_traverse, telling_traverse},
    {Py_tp_dealloc, telling_dealloc},
    {Py_tp_doc, "How something is told of an event: what is known beforehand, and what the event says."},
    {0, NULL},
};

static PyType_Spec telling_spec = {
    .name = "tipstaff.native._telling.Telling",
    .basicsize = sizeof(Telling),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = telling_slots,
};

#include "telling_speaking.h"

static int
execute(PyObject *module)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL)
        return -1;
    if (telling_type == NULL)
        telling_type = (PyTypeObject *)PyType_FromSpec(&telling_spec);
    if (telling_type == NULL || PyModule_AddType(module, telling_type) < 0 || add_speaker(module) < 0)
        return -1;
    return add_source(module);
}

static PyMethodDef functions[] = {
    {"write", (PyCFunction)(void (*)(void))write_parts, METH_FASTCALL,
     "write(encode, parts, facts, data): the JSON of a decision."},
    {NULL, NULL, 0, NULL},
};

TIPSTAFF_KERNEL(telling, "The JSON of decisions.", functions, execute)
