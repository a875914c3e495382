/* Rows of keys: `Directory.claim`. */
#ifndef TIPSTAFF_WINDOWS_ROWS_H
#define TIPSTAFF_WINDOWS_ROWS_H

#include "windows_faces.h"

static int
reuse(Face *face, Py_ssize_t row, PyObject *key, PyObject *bucket)
{
    PyObject *rows = face->held[ROWS], *keys = face->held[KEYS], *number;
    PyObject *before = Py_NewRef(PyList_GET_ITEM(keys, row));
    int known = PyDict_Contains(rows, before), put;
    if (known > 0)
        known = PyDict_DelItem(rows, before);
    Py_DECREF(before);
    if (known < 0 || PyList_SetItem(keys, row, Py_NewRef(key)) < 0 ||
        PyList_SetItem(face->held[HEADS], row, Py_NewRef(bucket)) < 0)
        return -1;
    touch(face, row);
    number = PyLong_FromSsize_t(row);
    put = number == NULL ? -1 : PyDict_SetItem(rows, key, number);
    Py_XDECREF(number);
    return put;
}

static int
append(Face *face, Py_ssize_t row, PyObject *key, PyObject *bucket)
{
    PyObject *touched = face->held[TOUCHED], *number;
    int put;
    if (PyList_Append(face->held[KEYS], key) < 0 || PyList_Append(face->held[HEADS], bucket) < 0 ||
        PyByteArray_Resize(touched, PyByteArray_GET_SIZE(touched) + 1) < 0)
        return -1;
    touch(face, row);
    number = PyLong_FromSsize_t(row);
    put = number == NULL ? -1 : PyDict_SetItem(face->held[ROWS], key, number);
    Py_XDECREF(number);
    return put;
}

/* The row that the hand finds free, or -1; -2 and an exception. `visits`: so many rows are looked at. */
static Py_ssize_t
free_row(Face *face, Py_ssize_t size, int visits, long long oldest)
{
    PyObject *directory = face->held[DIRECTORY];
    char *touched = PyByteArray_AS_STRING(face->held[TOUCHED]);
    long long row = number_at(&face->hand, directory, hand_word), head;
    Py_ssize_t found = -1;
    if (row < 0 || (row >= size && size)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "the hand of a window is beyond its rows");
        return -2;
    }
    while (visits-- > 0) {
        if (touched[row])
            touched[row] = 0;
        else if (found < 0) {
            if (head_of(face, row, &head) < 0)
                return -2;
            if (head < oldest)
                found = row;
        }
        row = row + 1 < size ? row + 1 : 0;
    }
    return put_number(&face->hand, directory, hand_word, row) < 0 ? -2 : found;
}

static Py_ssize_t
least_recent(Face *face, Py_ssize_t size)
{
    PyObject *asked = PyObject_CallMethodNoArgs(face->held[DIRECTORY], least_recent_word);
    Py_ssize_t row = asked == NULL ? -1 : PyLong_AsSsize_t(asked);
    Py_XDECREF(asked);
    if (row >= 0 && row < size)
        return row;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "no row gives way");
    return -2;
}

/* A row for a new key; -2 and an exception when there is none. */
static Py_ssize_t
claim(Face *face, PyObject *key, long long bucket)
{
    Py_ssize_t size = PyList_GET_SIZE(face->held[KEYS]), row;
    PyObject *directory = face->held[DIRECTORY];
    PyObject *number = member_at(&face->recent, directory, recent_word);
    int visits = size > 2 && size < face->most_keys ? 3 : size > 1 ? 2 : (int)size, put;
    long long recent = number == NULL ? -1 : whole(number);
    if (recent == -1 && PyErr_Occurred())
        goto failed;
    if (recent != bucket) {
        Py_SETREF(number, PyLong_FromLongLong(bucket));
        if (number == NULL || put_member(&face->recent, directory, recent_word, number) < 0)
            goto failed;
    }
    if (PyList_GET_SIZE(face->held[HEADS]) != size || PyByteArray_GET_SIZE(face->held[TOUCHED]) != size) {
        PyErr_SetString(PyExc_IndexError, "the rows of a window are of different length");
        goto failed;
    }
    row = free_row(face, size, visits, bucket - face->memory);
    if (row == -1 && size == face->most_keys)
        row = least_recent(face, size);
    if (row == -2)
        goto failed;
    put = row < 0 ? append(face, size, key, number) : reuse(face, row, key, number);
    Py_DECREF(number);
    return put < 0 ? -2 : row < 0 ? size : row;
failed:
    Py_XDECREF(number);
    return -2;
}

#endif
