/* When something was last seen. */
#ifndef TIPSTAFF_WINDOWS_LASTS_H
#define TIPSTAFF_WINDOWS_LASTS_H

#include "windows_rows.h"

static PyObject *
last_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *times = face->held[TABLE];
    Py_ssize_t row;
    int usual;
    if (key == NULL)
        return NULL;
    row = row_of(face, key);
    usual = face->sure || is_usual(key);
    Py_DECREF(key);
    if (row == -2)
        return NULL;
    if (row < 0)
        return usual ? Py_NewRef(never) : generally(face, event);
    if (row < PyList_GET_SIZE(times))
        return Py_NewRef(PyList_GET_ITEM(times, row));
    PyErr_SetString(PyExc_IndexError, "a row of a window has no time");
    return NULL;
}

static int
begin_last(Face *face, PyObject *key, PyObject *time)
{
    PyObject *times = face->held[TABLE];
    Py_ssize_t row = claim(face, key, 0);
    if (row < 0)
        return -1;
    if (row == PyList_GET_SIZE(times))
        return PyList_Append(times, time);
    return PyList_SetItem(times, row, Py_NewRef(time)); /* says so when there is no such row */
}

static PyObject *
see_way(Face *face, PyObject *event)
{
    PyObject *key, *before, *time = NULL, *times = face->held[TABLE], *done = NULL;
    Py_ssize_t row;
    int own, later;
    key = taken(face, face->slot, face->held[TAKE], event);
    if (key == NULL)
        return NULL;
    if (!face->sure && !is_usual(key)) {
        done = generally(face, event);
        goto done;
    }
    own = takes(face->of, face->held[OF], event);
    if (own <= 0) {
        done = own < 0 ? NULL : Py_NewRef(Py_None);
        goto done;
    }
    time = member_at(&time_place, event, time_word);
    row = time == NULL ? -2 : row_of(face, key);
    if (row == -2)
        goto done;
    if (row < 0) {
        done = begin_last(face, key, time) < 0 ? NULL : Py_NewRef(Py_None);
        goto done;
    }
    if (row >= PyList_GET_SIZE(times)) {
        PyErr_SetString(PyExc_IndexError, "a row of a window has no time");
        goto done;
    }
    touch(face, row);
    before = Py_NewRef(PyList_GET_ITEM(times, row)); /* a time may compare by Python of its own */
    later = PyObject_RichCompareBool(time, before, Py_GT);
    Py_DECREF(before);
    if (later < 0 || (later && PyList_SetItem(times, row, Py_NewRef(time)) < 0))
        goto done;
    done = Py_NewRef(Py_None);
done:
    Py_DECREF(key);
    Py_XDECREF(time);
    return done;
}

#endif
