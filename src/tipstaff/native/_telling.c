/* The JSON of decisions: what is known beforehand is copied, what the event says is written between. The definition is
`decide/saying/writing.py` and `decide/saying/composing.py`.

A telling is a tuple of pieces:
    bytes                        as they are
    ("shown", PATH, MASK)        the JSON of a member of the event's data; PATH a tuple of attributes
    ("said", PATH, MASK)         the same inside a text, without quotes
    ("shown", F), ("said", F)    the same of what F(facts, data) gives
MASK is None or a function that masks texts; of `within` it is known that a text of ASCII without a digit and an `@` stays
as it is. Whatever is not plain (texts with marks, large numbers, times) is encoded by `encode`, so that all JSON is one.
*/
#include "members.h"

#define LONGEST_PATH 8
#define MOST_PIECES 10000

enum { READY, SHOWN, SAID };

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

typedef struct {
    char *start;
    size_t used, room;
    char own[3072];
} Buffer;

static PyTypeObject *telling_type;

static int
grow(Buffer *into, size_t more)
{
    size_t room = 2 * (into->used + more);
    char *made = into->start == into->own ? PyMem_Malloc(room) : PyMem_Realloc(into->start, room);
    if (made == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (into->start == into->own)
        memcpy(made, into->own, into->used);
    into->start = made;
    into->room = room;
    return 0;
}

static inline int
copy(Buffer *into, const char *from, size_t length)
{
    if (into->room - into->used < length && grow(into, length) < 0)
        return -1;
    memcpy(into->start + into->used, from, length);
    into->used += length;
    return 0;
}

/* Whatever the encoder makes of it; without its quotes where it stands inside a text. */
static int
encoded(Buffer *into, PyObject *encode, PyObject *value, int kind)
{
    PyObject *made = PyObject_CallOneArg(encode, value);
    int outcome = -1;
    if (made == NULL)
        return -1;
    if (!PyBytes_CheckExact(made) || (kind == SAID && PyBytes_GET_SIZE(made) < 2))
        PyErr_SetString(PyExc_TypeError, "the encoder gives bytes");
    else if (kind == SAID)
        outcome = copy(into, PyBytes_AS_STRING(made) + 1, (size_t)PyBytes_GET_SIZE(made) - 2);
    else
        outcome = copy(into, PyBytes_AS_STRING(made), (size_t)PyBytes_GET_SIZE(made));
    Py_DECREF(made);
    return outcome;
}

/* A text of ASCII in which nothing is escaped is copied. */
static int
write_text(Buffer *into, PyObject *encode, PyObject *text, int kind)
{
    const unsigned char *letters = PyUnicode_IS_COMPACT_ASCII(text) ? PyUnicode_DATA(text) : NULL;
    size_t length = (size_t)PyUnicode_GET_LENGTH(text), at;
    if (letters == NULL)
        return encoded(into, encode, text, kind);
    for (at = 0; at < length; at++)
        if (letters[at] < 0x20 || letters[at] == '"' || letters[at] == '\\' || letters[at] == 0x7f)
            return encoded(into, encode, text, kind);
    if (into->room - into->used < length + 2 && grow(into, length + 2) < 0)
        return -1;
    if (kind == SHOWN)
        into->start[into->used++] = '"';
    memcpy(into->start + into->used, letters, length);
    into->used += length;
    if (kind == SHOWN)
        into->start[into->used++] = '"';
    return 0;
}

static int
write_number(Buffer *into, PyObject *encode, PyObject *number)
{
    char digits[24], *first = digits + sizeof(digits);
    int overflow, negative;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    unsigned long long left;
    if (overflow)
        return encoded(into, encode, number, SHOWN);
    negative = value < 0;
    left = negative ? 0ULL - (unsigned long long)value : (unsigned long long)value;
    do {
        *--first = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (negative)
        *--first = '-';
    return copy(into, first, (size_t)(digits + sizeof(digits) - first));
}

/* A value: as JSON, or as it stands in a text. */
static int
write_value(Buffer *into, PyObject *encode, PyObject *value, int kind)
{
    if (PyUnicode_CheckExact(value))
        return write_text(into, encode, value, kind);
    if (kind == SAID) {
        PyObject *text = PyObject_Format(value, NULL);
        int outcome = text == NULL ? -1 : write_text(into, encode, text, SAID);
        Py_XDECREF(text);
        return outcome;
    }
    if (PyLong_CheckExact(value))
        return write_number(into, encode, value);
    if (value == Py_True || value == Py_False)
        return value == Py_True ? copy(into, "true", 4) : copy(into, "false", 5);
    return encoded(into, encode, value, SHOWN);
}

/* Whether the mask for free texts leaves a text as it is. */
static int
harmless(PyObject *text)
{
    const unsigned char *letters;
    Py_ssize_t length, at;
    if (!PyUnicode_CheckExact(text) || !PyUnicode_IS_COMPACT_ASCII(text))
        return 0;
    letters = PyUnicode_DATA(text);
    length = PyUnicode_GET_LENGTH(text);
    for (at = 0; at < length; at++)
        if ((letters[at] >= '0' && letters[at] <= '9') || letters[at] == '@')
            return 0;
    return 1;
}

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
    into.start = into.own;
    into.used = 0;
    into.room = sizeof(into.own);
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
    if (into.start != into.own)
        PyMem_Free(into.start);
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

static int
execute(PyObject *module)
{
    if (telling_type == NULL)
        telling_type = (PyTypeObject *)PyType_FromSpec(&telling_spec);
    if (telling_type == NULL || PyModule_AddType(module, telling_type) < 0)
        return -1;
    return add_source(module);
}

static PyMethodDef functions[] = {
    {"write", (PyCFunction)(void (*)(void))write_parts, METH_FASTCALL,
     "write(encode, parts, facts, data): the JSON of a decision."},
    {NULL, NULL, 0, NULL},
};

TIPSTAFF_KERNEL(telling, "The JSON of decisions.", functions, execute)
