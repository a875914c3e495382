/* What every face of a window has: what it is made of, and what it takes from the event at hand. */
#ifndef TIPSTAFF_WINDOWS_FACES_H
#define TIPSTAFF_WINDOWS_FACES_H

#include "digests.h"
#include "access.h"

/* What Python says of windows, told once by `learn`: the class of a key's values, "few" of them, "never", "no number". */
static PyObject *seen_class, *never, *nan_value;
static Py_ssize_t few;

static PyObject *hand_word, *recent_word, *used_word, *held_word;
static PyObject *values_word, *bits_word, *newest_word, *current_word, *full_until_word, *swept_word;
static PyObject *least_recent_word, *record_word, *begin_word, *grow_word, *make_room_word;
static Place values_place, bits_place, newest_place, current_place, full_until_place, swept_place;

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static inline long long
floor_div(long long number, long long by)
{
    return number / by - (number % by < 0);
}

static inline long long
modulo(long long number, long long by)
{
    long long left = number % by;
    return left < 0 ? left + by : left;
}

/* A whole number; -1 and an exception when it is none or does not fit. */
static inline long long
whole(PyObject *number)
{
    return PyLong_AsLongLong(number);
}

static int
put_member(Place *place, PyObject *owner, PyObject *name, PyObject *value)
{
    if (value == NULL)
        return -1;
    if ((PyObject *)Py_TYPE(owner) == place->class || learn_place(place, Py_TYPE(owner), name)) {
        PyObject **at = (PyObject **)((char *)owner + place->offset);
        Py_XSETREF(*at, Py_NewRef(value));
        return 0;
    }
    return PyObject_SetAttr(owner, name, value);
}

static int
put_number(Place *place, PyObject *owner, PyObject *name, long long number)
{
    PyObject *made = PyLong_FromLongLong(number);
    int put = put_member(place, owner, name, made);
    Py_XDECREF(made);
    return put;
}

/* A member that is a whole number; -1 and an exception when it is none. */
static long long
number_at(Place *place, PyObject *owner, PyObject *name)
{
    PyObject *found = member_at(place, owner, name);
    long long number = found == NULL ? -1 : whole(found);
    Py_XDECREF(found);
    return number;
}

/* --- what every face of a window has ------------------------------------------------------------------------------ */

enum {
    TAKE, OF, BELOW, AMOUNT, TAKE_VALUE, GENERAL, STORAGE, DIRECTORY, ROWS, KEYS, HEADS, TOUCHED, TABLE, BEFORE, REACH,
    FRAME_OF, FACE_HELD
};
enum { NO, YES, ASKED };

typedef struct Face Face;
typedef PyObject *(*Way)(Face *face, PyObject *event);

struct Face {
    PyObject_HEAD
    vectorcallfunc called;
    Way way;
    PyObject *held[FACE_HELD];
    Place hand, recent, used, holding;
    long long every, span, buckets, lateness, lanes, lane, least, values, total, most_keys, memory;
    double enter, leave;
    Py_ssize_t slot, value_slot;
    int of, below, sure, levels;
};

static PyTypeObject *face_type;

static int
face_traverse(Face *self, visitproc visit, void *arg)
{
    int number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < FACE_HELD; number++)
        Py_VISIT(self->held[number]);
    Py_VISIT(self->hand.class);
    Py_VISIT(self->recent.class);
    Py_VISIT(self->used.class);
    Py_VISIT(self->holding.class);
    return 0;
}

static int
face_clear(Face *self)
{
    int number;
    Py_CLEAR(self->held[STORAGE]); /* by which a call knows that the window is gone */
    for (number = 0; number < FACE_HELD; number++)
        Py_CLEAR(self->held[number]);
    Py_CLEAR(self->hand.class);
    Py_CLEAR(self->recent.class);
    Py_CLEAR(self->used.class);
    Py_CLEAR(self->holding.class);
    return 0;
}

static void
face_dealloc(Face *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    face_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
face_called(Face *self, PyObject *const *args, size_t flags, PyObject *names)
{
    if (PyVectorcall_NARGS(flags) != 1 || (names != NULL && PyTuple_GET_SIZE(names))) {
        PyErr_SetString(PyExc_TypeError, "a window is read or recorded for one event");
        return NULL;
    }
    if (self->held[STORAGE] == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "the window is gone");
        return NULL;
    }
    return self->way(self, args[0]);
}

static PyMemberDef face_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Face, called), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot face_slots[] = {
    {Py_tp_doc, "Reads or records one window for events of one type."},
    {Py_tp_dealloc, face_dealloc},
    {Py_tp_traverse, face_traverse},
    {Py_tp_clear, face_clear},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_members, face_members},
    {0, NULL},
};

static PyType_Spec face_spec = {
    .name = "tipstaff.native._windows.Face",
    .basicsize = sizeof(Face),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = face_slots,
};

/* What was taken from the event under a number, taken now if it was not yet; a new reference. */
static PyObject *
taken(Face *face, Py_ssize_t slot, PyObject *take, PyObject *event)
{
    PyObject *all = ((Frame *)face->held[FRAME_OF])->taken, *found;
    if (slot < PyList_GET_SIZE(all)) {
        found = PyList_GET_ITEM(all, slot);
        if (found != Py_None)
            return Py_NewRef(found);
    }
    found = PyObject_CallOneArg(take, event);
    if (found != NULL && PyList_SetItem(all, slot, Py_NewRef(found)) < 0) /* says so when there is no such place */
        Py_CLEAR(found);
    return found;
}

/* Whether a key or value is one, and not a list of them or a word for none: those have classes of their own. */
static inline int
is_usual(PyObject *key)
{
    return PyUnicode_CheckExact(key) || PyBytes_CheckExact(key) || PyTuple_CheckExact(key) || PyLong_CheckExact(key) ||
           PyFloat_CheckExact(key) || PyBool_Check(key) || PyDateTime_CheckExact(key);
}

/* Whether a selection takes the event; -1 and an exception when that cannot be said. */
static inline int
takes(int kind, PyObject *condition, PyObject *event)
{
    PyObject *found;
    int said;
    if (kind != ASKED)
        return kind;
    found = PyObject_CallOneArg(condition, event);
    if (found == NULL)
        return -1;
    said = PyObject_IsTrue(found);
    Py_DECREF(found);
    return said;
}

static inline long long
bucket_of(Face *face)
{
    return floor_div(((Frame *)face->held[FRAME_OF])->time, face->every);
}

static inline PyObject *
generally(Face *face, PyObject *event)
{
    return PyObject_CallOneArg(face->held[GENERAL], event);
}

/* The row of a key; -1 when it has none, -2 and an exception when there is something wrong with the tables. */
static Py_ssize_t
row_of(Face *face, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(face->held[ROWS], key);
    Py_ssize_t row;
    if (found == NULL)
        return PyErr_Occurred() ? -2 : -1;
    row = PyLong_AsSsize_t(found);
    if (row >= 0 && row < PyList_GET_SIZE(face->held[HEADS]) && row < PyByteArray_GET_SIZE(face->held[TOUCHED]))
        return row;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "a key of a window has no row");
    return -2;
}

static inline int
head_of(Face *face, Py_ssize_t row, long long *head)
{
    *head = whole(PyList_GET_ITEM(face->held[HEADS], row));
    return *head == -1 && PyErr_Occurred() ? -1 : 0;
}

static inline void
touch(Face *face, Py_ssize_t row)
{
    PyByteArray_AS_STRING(face->held[TOUCHED])[row] = 1;
}

static inline int
put_head(Face *face, Py_ssize_t row, long long bucket)
{
    PyObject *made = PyLong_FromLongLong(bucket);
    return made == NULL ? -1 : PyList_SetItem(face->held[HEADS], row, made);
}

/* The numbers of an array, to be let go with PyBuffer_Release before anything else is called. */
static int
numbers_of(PyObject *array, Py_buffer *view, Py_ssize_t size, long long first, long long count)
{
    if (PyObject_GetBuffer(array, view, PyBUF_WRITABLE) < 0)
        return -1;
    if (view->itemsize == size && first >= 0 && count >= 0 && first + count <= view->len / size)
        return 0;
    PyBuffer_Release(view);
    PyErr_SetString(PyExc_IndexError, "a row of a window is not in its table");
    return -1;
}

#endif
