/* Which literals stand in a text. The definition is `fold` in `cel/functions/requirement.py`: a literal stands in a text when
it is part of the folded text.

A text is folded into bytes. Where three of these are the beginning of a literal, as a table of bits says by their hash,
the literals of that hash are compared. So a text costs some steps for each of its characters, and as many comparisons as
literals begin alike.
*/
#include "kernel.h"

#define BITS 14
#define SHORTEST 3
#define LONGEST 256
#define MOST 4096
#define ON_STACK 2048

typedef struct {
    PyObject_HEAD
    int count;
    uint8_t bits[(1 << BITS) / 8];
    int16_t heads[1 << (BITS - 4)]; /* the first literal of a hash, -1 for none */
    int16_t *next;                  /* the next of the same hash */
    uint16_t *lengths;
    uint8_t **texts;
    uint8_t *pool;
} Literals;

/* Letters of Latin-1 as small ones; 0 for those that have more forms than two, and for what is not of Latin-1. */
static uint8_t folded[256];

static void
fill_folded(void)
{
    static const uint8_t more[] = {0xB5, 0xC5, 0xDF, 0xE5, 0xFF};
    int code;
    for (code = 0; code < 256; code++) {
        int large = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7);
        folded[code] = (uint8_t)(large ? code + 32 : code);
    }
    for (code = 0; code < (int)sizeof(more); code++)
        folded[more[code]] = 0;
}

static inline uint8_t
fold_one(Py_UCS4 code)
{
    return code < 256 ? folded[code] : code == 0x17F ? 's' : code == 0x212A ? 'k' : 0;
}

static inline uint32_t
hash_of(const uint8_t *text)
{
    uint32_t three = (uint32_t)text[0] | (uint32_t)text[1] << 8 | (uint32_t)text[2] << 16;
    return (three * 2654435761u) >> (32 - BITS);
}

/* The text as folded bytes; -1 when it holds half a character. */
static int
fold_text(PyObject *text, uint8_t *into)
{
    Py_ssize_t place, length = PyUnicode_GET_LENGTH(text);
    if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        const Py_UCS1 *given = PyUnicode_1BYTE_DATA(text);
        for (place = 0; place < length; place++)
            into[place] = folded[given[place]];
        return 0;
    }
    for (place = 0; place < length; place++) {
        Py_UCS4 code = PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), place);
        if (Py_UNICODE_IS_SURROGATE(code))
            return -1;
        into[place] = fold_one(code);
    }
    return 0;
}

/* Mark the literals that stand in the text; how many these are. */
static int
mark(Literals *self, const uint8_t *text, Py_ssize_t length, uint8_t *marks)
{
    Py_ssize_t place;
    int found = 0;
    for (place = 0; place + SHORTEST <= length; place++) {
        uint32_t hash = hash_of(text + place);
        int literal;
        if (!(self->bits[hash >> 3] >> (hash & 7) & 1))
            continue;
        for (literal = self->heads[hash >> 4]; literal >= 0; literal = self->next[literal]) {
            Py_ssize_t size = self->lengths[literal];
            if (!marks[literal] && size <= length - place && memcmp(text + place, self->texts[literal], (size_t)size) == 0) {
                marks[literal] = 1;
                found++;
            }
        }
    }
    return found;
}

static PyObject *
listed(const uint8_t *marks, int count, int found)
{
    PyObject *made = PyTuple_New(found);
    int literal, place = 0;
    for (literal = 0; made != NULL && literal < count; literal++)
        if (marks[literal]) {
            PyObject *number = PyLong_FromLong(literal);
            if (number == NULL)
                Py_CLEAR(made);
            else
                PyTuple_SET_ITEM(made, place++, number);
        }
    return made;
}

static PyObject *
literals_standing(Literals *self, PyObject *text)
{
    uint8_t few[ON_STACK], marks[MOST], *bytes = few;
    PyObject *answer = NULL;
    if (!PyUnicode_Check(text) || PyUnicode_READY(text) < 0) {
        PyErr_SetString(PyExc_TypeError, "a text is expected");
        return NULL;
    }
    if (PyUnicode_GET_LENGTH(text) > ON_STACK && (bytes = PyMem_Malloc((size_t)PyUnicode_GET_LENGTH(text))) == NULL)
        return PyErr_NoMemory();
    if (fold_text(text, bytes) < 0)
        answer = Py_NewRef(Py_None);
    else {
        memset(marks, 0, (size_t)self->count);
        answer = listed(marks, self->count, mark(self, bytes, PyUnicode_GET_LENGTH(text), marks));
    }
    if (bytes != few)
        PyMem_Free(bytes);
    return answer;
}

/* One literal into the tables; its folded bytes go to `into`. */
static int
add_literal(Literals *self, int number, PyObject *literal, uint8_t *into)
{
    Py_ssize_t place, size = PyUnicode_GET_LENGTH(literal);
    uint32_t hash;
    for (place = 0; place < size; place++) {
        Py_UCS4 code = PyUnicode_READ_CHAR(literal, place);
        if (code == 0 || fold_one(code) != code) {
            PyErr_SetString(PyExc_ValueError, "a literal is folded");
            return -1;
        }
        into[place] = (uint8_t)code;
    }
    hash = hash_of(into);
    self->texts[number] = into;
    self->lengths[number] = (uint16_t)size;
    self->bits[hash >> 3] |= (uint8_t)(1 << (hash & 7));
    self->next[number] = self->heads[hash >> 4];
    self->heads[hash >> 4] = (int16_t)number;
    return 0;
}

/* How many characters all have; -1 when they are no literals. */
static Py_ssize_t
size_of_all(PyObject *literals)
{
    Py_ssize_t number, size = 0;
    for (number = 0; number < PyTuple_GET_SIZE(literals); number++) {
        PyObject *one = PyTuple_GET_ITEM(literals, number);
        if (!PyUnicode_Check(one) || PyUnicode_READY(one) < 0 || PyUnicode_GET_LENGTH(one) < SHORTEST ||
            PyUnicode_GET_LENGTH(one) > LONGEST) {
            PyErr_Format(PyExc_ValueError, "a literal has %d to %d characters", SHORTEST, LONGEST);
            return -1;
        }
        size += PyUnicode_GET_LENGTH(one);
    }
    return size;
}

static PyObject *
literals_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *literals;
    Literals *self;
    Py_ssize_t size, number, count;
    uint8_t *into;
    if (named != NULL && PyDict_GET_SIZE(named)) {
        PyErr_SetString(PyExc_TypeError, "literals take no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!:Literals", &PyTuple_Type, &literals))
        return NULL;
    count = PyTuple_GET_SIZE(literals);
    if (count > MOST)
        return PyErr_Format(PyExc_ValueError, "more than %d literals", MOST);
    size = size_of_all(literals);
    if (size < 0 || (self = (Literals *)type->tp_alloc(type, 0)) == NULL)
        return NULL;
    self->count = (int)count;
    memset(self->heads, 0xFF, sizeof(self->heads));
    self->next = PyMem_Calloc((size_t)count + 1, sizeof(int16_t));
    self->lengths = PyMem_Calloc((size_t)count + 1, sizeof(uint16_t));
    self->texts = PyMem_Calloc((size_t)count + 1, sizeof(uint8_t *));
    self->pool = into = PyMem_Malloc((size_t)size + 1);
    if (self->next == NULL || self->lengths == NULL || self->texts == NULL || into == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    for (number = 0; number < count; number++) {
        if (add_literal(self, (int)number, PyTuple_GET_ITEM(literals, number), into) < 0) {
            Py_DECREF(self);
            return NULL;
        }
        into += self->lengths[number];
    }
    return (PyObject *)self;
}

static void
literals_dealloc(Literals *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->next);
    PyMem_Free(self->lengths);
    PyMem_Free(self->texts);
    PyMem_Free(self->pool);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"standing", (PyCFunction)literals_standing, METH_O,
     "standing(text)\n--\n\nThe places of the literals that stand in a text, in order; None when it is no valid Unicode."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot literals_slots[] = {
    {Py_tp_doc, "Literals(literals)\n--\n\nLiterals that are looked for all at once."},
    {Py_tp_new, literals_new},
    {Py_tp_dealloc, literals_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec literals_spec = {
    .name = "tipstaff.native._literals.Literals",
    .basicsize = sizeof(Literals),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = literals_slots,
};

static int
execute(PyObject *module)
{
    fill_folded();
    return add_class(module, &literals_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(literals, "Which literals stand in a text.", NULL, execute)
