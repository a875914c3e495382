/* Windows, one event after the other: the definition is `signals/windows/access.py`. A part of `_windows.c`. */
#ifndef TIPSTAFF_ACCESS_H
#define TIPSTAFF_ACCESS_H

#include "members.h"
#include <datetime.h>

static PyObject *type_word, *time_word;
static Place type_place, time_place;

/* --- the event at hand -------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    long long time;
    PyObject *taken;
} Frame;

static PyTypeObject *frame_type;

static PyObject *
frame_new(PyTypeObject *type, PyObject *args, PyObject *words)
{
    Frame *self;
    if (PyTuple_GET_SIZE(args) || (words != NULL && PyDict_GET_SIZE(words))) {
        PyErr_SetString(PyExc_TypeError, "a frame takes no arguments");
        return NULL;
    }
    self = (Frame *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->time = 0;
    self->taken = PyList_New(0);
    if (self->taken == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static int
frame_traverse(Frame *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->taken);
    return 0;
}

/* What was taken stays until the frame goes: whoever holds a face may still look at it. */
static void
frame_dealloc(Frame *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->taken);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
frame_add(Frame *self, PyObject *Py_UNUSED(none))
{
    if (PyList_Append(self->taken, Py_None) < 0)
        return NULL;
    return PyLong_FromSsize_t(PyList_GET_SIZE(self->taken) - 1);
}

static PyMethodDef frame_methods[] = {
    {"add", (PyCFunction)frame_add, METH_NOARGS, "A place for one more thing that is taken from events: its number."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef frame_members[] = {
    {"time", T_LONGLONG, offsetof(Frame, time), READONLY, NULL},
    {"taken", T_OBJECT_EX, offsetof(Frame, taken), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot frame_slots[] = {
    {Py_tp_doc, "The event at hand: its time, and what was taken from it so far."},
    {Py_tp_new, frame_new},
    {Py_tp_dealloc, frame_dealloc},
    {Py_tp_traverse, frame_traverse},
    {Py_tp_methods, frame_methods},
    {Py_tp_members, frame_members},
    {0, NULL},
};

static PyType_Spec frame_spec = {
    .name = "tipstaff.native._windows.Frame",
    .basicsize = sizeof(Frame),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = frame_slots,
};

/* Nothing is taken from the event any more. */
static void
frame_empty(Frame *frame)
{
    PyObject *taken = frame->taken;
    Py_ssize_t place;
    for (place = 0; place < PyList_GET_SIZE(taken); place++) {
        PyObject *before = PyList_GET_ITEM(taken, place);
        if (before != Py_None) {
            PyList_SET_ITEM(taken, place, Py_NewRef(Py_None));
            Py_DECREF(before);
        }
    }
}

/* --- access ------------------------------------------------------------------------------------------------------- */

enum { MAKE_READER, MAKE_RECORDERS, MILLISECONDS, FRAME, EVENT, TYPE, READERS, FACES, RECORDERS, ACCESS_HELD };

typedef struct {
    PyObject_HEAD
    PyObject *held[ACCESS_HELD];
} WindowAccess;

static PyObject *
access_new(PyTypeObject *type, PyObject *args, PyObject *words)
{
    PyObject *given[3];
    WindowAccess *self;
    int number;
    if (words != NULL && PyDict_GET_SIZE(words)) {
        PyErr_SetString(PyExc_TypeError, "window access takes no arguments by name");
        return NULL;
    }
    if (!PyArg_UnpackTuple(args, "WindowAccess", 3, 3, &given[0], &given[1], &given[2]))
        return NULL;
    self = (WindowAccess *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    for (number = 0; number < 3; number++)
        self->held[number] = Py_NewRef(given[number]);
    self->held[FRAME] = PyObject_CallNoArgs((PyObject *)frame_type);
    self->held[EVENT] = Py_NewRef(Py_None);
    self->held[TYPE] = Py_NewRef(Py_None);
    self->held[READERS] = PyDict_New();
    self->held[FACES] = PyDict_New();
    self->held[RECORDERS] = PyDict_New();
    if (!self->held[FRAME] || !self->held[READERS] || !self->held[FACES] || !self->held[RECORDERS])
        Py_CLEAR(self);
    return (PyObject *)self;
}

static int
access_traverse(WindowAccess *self, visitproc visit, void *arg)
{
    int number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < ACCESS_HELD; number++)
        Py_VISIT(self->held[number]);
    return 0;
}

static int
access_clear(WindowAccess *self)
{
    int number;
    Py_CLEAR(self->held[FRAME]); /* by which a call knows that this is gone */
    for (number = 0; number < ACCESS_HELD; number++)
        Py_CLEAR(self->held[number]);
    return 0;
}

static void
access_dealloc(WindowAccess *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    access_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar. A year begins in March: leap days come last. */
static long long
days_to(int year, int month, int day)
{
    long long shifted = month > 2 ? year : year - 1;
    long long in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + in_year - 719468;
}

/* Milliseconds from 1970 to an event's time; -1 and an exception when it has none. */
static long long
time_of(WindowAccess *self, PyObject *event)
{
    PyObject *time = member_at(&time_place, event, time_word), *asked;
    long long found;
    if (time == NULL)
        return -1;
    if (PyDateTime_CheckExact(time) && PyDateTime_DATE_GET_TZINFO(time) == PyDateTime_TimeZone_UTC) {
        found = days_to(PyDateTime_GET_YEAR(time), PyDateTime_GET_MONTH(time), PyDateTime_GET_DAY(time)) * 86400000LL +
                PyDateTime_DATE_GET_HOUR(time) * 3600000LL + PyDateTime_DATE_GET_MINUTE(time) * 60000LL +
                PyDateTime_DATE_GET_SECOND(time) * 1000LL + PyDateTime_DATE_GET_MICROSECOND(time) / 1000;
    } else {
        asked = PyObject_CallOneArg(self->held[MILLISECONDS], time);
        found = asked == NULL ? -1 : PyLong_AsLongLong(asked);
        Py_XDECREF(asked);
    }
    Py_DECREF(time);
    return found;
}

/* What a dictionary holds for a name, a new reference; an empty dictionary put there when it holds nothing. */
static PyObject *
dictionary_for(PyObject *of, PyObject *name)
{
    PyObject *found = PyDict_GetItemWithError(of, name);
    if (found != NULL || PyErr_Occurred())
        return Py_XNewRef(found);
    found = PyDict_New();
    if (found != NULL && PyDict_SetItem(of, name, found) < 0)
        Py_CLEAR(found);
    return found;
}

/* Begin with another event: its time, nothing taken from it yet. */
static int
turn_to(WindowAccess *self, PyObject *event)
{
    Frame *frame = (Frame *)self->held[FRAME];
    long long time;
    PyObject *type, *faces;
    if (frame == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "the windows are gone");
        return -1;
    }
    time = time_of(self, event);
    if (time == -1 && PyErr_Occurred())
        return -1;
    type = member_at(&type_place, event, type_word);
    faces = type == NULL ? NULL : dictionary_for(self->held[READERS], type);
    if (faces == NULL) {
        Py_XDECREF(type);
        return -1;
    }
    frame->time = time;
    frame_empty(frame);
    Py_SETREF(self->held[FACES], faces);
    Py_SETREF(self->held[TYPE], type);
    Py_SETREF(self->held[EVENT], Py_NewRef(event));
    return 0;
}

static PyObject *
access_read(WindowAccess *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *faces, *face, *found;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "read takes a name and an event");
        return NULL;
    }
    if (args[1] != self->held[EVENT] && turn_to(self, args[1]) < 0)
        return NULL;
    faces = self->held[FACES];
    face = Py_XNewRef(PyDict_GetItemWithError(faces, args[0]));
    if (face == NULL) {
        if (PyErr_Occurred())
            return NULL;
        Py_INCREF(faces);
        face = PyObject_CallFunctionObjArgs(self->held[MAKE_READER], args[0], self->held[TYPE], NULL);
        if (face != NULL && PyDict_SetItem(faces, args[0], face) < 0)
            Py_CLEAR(face);
        Py_DECREF(faces);
        if (face == NULL)
            return NULL;
    }
    found = PyObject_CallOneArg(face, args[1]);
    Py_DECREF(face);
    return found;
}

/* What records events of the type at hand: a tuple, a new reference. */
static PyObject *
recorders_of(WindowAccess *self)
{
    PyObject *all = self->held[RECORDERS], *type = self->held[TYPE];
    PyObject *made, *found = PyDict_GetItemWithError(all, type);
    if (found != NULL || PyErr_Occurred())
        return Py_XNewRef(found);
    made = PyObject_CallOneArg(self->held[MAKE_RECORDERS], type);
    found = made == NULL ? NULL : PySequence_Tuple(made);
    Py_XDECREF(made);
    if (found != NULL && PyDict_SetItem(all, type, found) < 0)
        Py_CLEAR(found);
    return found;
}

static PyObject *
access_record(WindowAccess *self, PyObject *event)
{
    PyObject *recorders;
    Py_ssize_t place;
    if (event != self->held[EVENT] && turn_to(self, event) < 0)
        return NULL;
    recorders = recorders_of(self);
    if (recorders == NULL)
        return NULL;
    for (place = 0; place < PyTuple_GET_SIZE(recorders); place++) {
        PyObject *done = PyObject_CallOneArg(PyTuple_GET_ITEM(recorders, place), event);
        if (done == NULL) {
            Py_DECREF(recorders);
            return NULL;
        }
        Py_DECREF(done);
    }
    Py_DECREF(recorders);
    Py_RETURN_NONE;
}

static PyObject *
access_forget(WindowAccess *self, PyObject *Py_UNUSED(none))
{
    if (self->held[READERS] != NULL && self->held[RECORDERS] != NULL) {
        PyDict_Clear(self->held[READERS]);
        PyDict_Clear(self->held[RECORDERS]);
    }
    Py_XSETREF(self->held[EVENT], Py_NewRef(Py_None));
    Py_RETURN_NONE;
}

static PyMethodDef access_methods[] = {
    {"read", (PyCFunction)(void (*)(void))access_read, METH_FASTCALL,
     "read(name, event)\n--\n\nThe value of a window for an event."},
    {"record", (PyCFunction)access_record, METH_O, "record(event)\n--\n\nTell every window of an event."},
    {"forget", (PyCFunction)access_forget, METH_NOARGS, "Make what reads and records anew from now on."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef access_members[] = {
    {"frame", T_OBJECT_EX, offsetof(WindowAccess, held) + sizeof(PyObject *) * FRAME, READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot access_slots[] = {
    {Py_tp_doc,
     "WindowAccess(make_reader, make_recorders, milliseconds)\n--\n\nReads and records events, one at a time."},
    {Py_tp_new, access_new},
    {Py_tp_dealloc, access_dealloc},
    {Py_tp_traverse, access_traverse},
    {Py_tp_clear, access_clear},
    {Py_tp_methods, access_methods},
    {Py_tp_members, access_members},
    {0, NULL},
};

static PyType_Spec access_spec = {
    .name = "tipstaff.native._windows.WindowAccess",
    .basicsize = sizeof(WindowAccess),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = access_slots,
};

#endif
