/* Different values of a key: how many there are. */
#ifndef TIPSTAFF_WINDOWS_VALUES_H
#define TIPSTAFF_WINDOWS_VALUES_H

#include "windows_rows.h"

/* The numbers of a ring of 16 or 32 bits, summed from one bucket to another (both counted). */
static long long
ring_sum(PyObject *ring, long long first, long long last, long long span)
{
    Py_buffer view;
    long long sum = 0, bucket, place = modulo(first, span);
    if (PyObject_GetBuffer(ring, &view, PyBUF_SIMPLE) < 0)
        return -1;
    if ((view.itemsize != 2 && view.itemsize != 4) || view.len / view.itemsize != span) {
        PyBuffer_Release(&view);
        PyErr_SetString(PyExc_IndexError, "a ring of a window has another length");
        return -1;
    }
    for (bucket = first; bucket <= last; bucket++) {
        sum += view.itemsize == 2 ? ((uint16_t *)view.buf)[place] : ((uint32_t *)view.buf)[place];
        place = place + 1 < span ? place + 1 : 0;
    }
    PyBuffer_Release(&view);
    return sum;
}

/* Add to a bucket of a ring; with `clear`, empty those from one bucket to another first and add nothing. */
static int
ring_add(PyObject *ring, long long bucket, long long span, int by)
{
    Py_buffer view;
    long long place = modulo(bucket, span);
    if (PyObject_GetBuffer(ring, &view, PyBUF_WRITABLE) < 0)
        return -1;
    if ((view.itemsize != 2 && view.itemsize != 4) || view.len / view.itemsize != span) {
        PyBuffer_Release(&view);
        PyErr_SetString(PyExc_IndexError, "a ring of a window has another length");
        return -1;
    }
    if (view.itemsize == 2)
        ((uint16_t *)view.buf)[place] += by;
    else
        ((uint32_t *)view.buf)[place] += by;
    PyBuffer_Release(&view);
    return 0;
}

/* Empty the buckets from one to another (both counted), fewer than `span`. */
static int
ring_clear(PyObject *ring, long long first, long long last, long long span)
{
    Py_buffer view;
    long long bucket;
    if (PyObject_GetBuffer(ring, &view, PyBUF_WRITABLE) < 0)
        return -1;
    if ((view.itemsize != 2 && view.itemsize != 4) || view.len / view.itemsize != span) {
        PyBuffer_Release(&view);
        PyErr_SetString(PyExc_IndexError, "a ring of a window has another length");
        return -1;
    }
    for (bucket = first; bucket <= last; bucket++)
        memset((char *)view.buf + modulo(bucket, span) * view.itemsize, 0, view.itemsize);
    PyBuffer_Release(&view);
    return 0;
}

/* `Seen.leaving`: how many values fall out when the window's end moves to a later bucket; -1 and an exception. */
static long long
leaving(Face *face, PyObject *seen, PyObject *values, long long head, long long bucket, long long current)
{
    long long first = head - face->buckets + 1, last = bucket - face->buckets, count = 0;
    PyObject *ring, *value, *newest;
    Py_ssize_t place = 0;
    if (bucket - head >= face->buckets || !current)
        return current;
    ring = member_at(&newest_place, seen, newest_word);
    if (ring == NULL)
        return -1;
    if (ring != Py_None) {
        count = ring_sum(ring, first, last, face->span);
        Py_DECREF(ring);
        return count;
    }
    Py_DECREF(ring);
    while (PyDict_Next(values, &place, &value, &newest)) {
        long long when = whole(newest);
        if (when == -1 && PyErr_Occurred())
            return -1;
        count += first <= when && when <= last;
    }
    return count;
}

/* The values of a key, a new reference to a dictionary. */
static PyObject *
values_of(PyObject *seen)
{
    PyObject *values = member_at(&values_place, seen, values_word);
    if (values != NULL && !PyDict_CheckExact(values)) {
        PyErr_SetString(PyExc_TypeError, "the values of a key stand in a dictionary");
        Py_CLEAR(values);
    }
    return values;
}

/* What the only value of a row (or None) makes with the one of the event: how many there are, -1 and an exception. */
static long long
count_alone(Face *face, PyObject *only, PyObject *value, long long head, long long bucket)
{
    int held = only != Py_None && bucket - face->buckets < head && head <= bucket, same = 0;
    long long count;
    if (held && value != NULL)
        same = PyObject_RichCompareBool(only, value, Py_EQ);
    if (same < 0)
        return -1;
    count = held + (value != NULL && !same);
    return count < face->values ? count : face->values;
}

/* How many values a key's window holds, the event's counted in; -1 and an exception, -2: ask the general way. */
static long long
count_seen(Face *face, PyObject *seen, PyObject *value, long long head, long long bucket)
{
    long long full_until = number_at(&full_until_place, seen, full_until_word), current, gone = 0;
    PyObject *values, *found = NULL;
    if (full_until == -1 && PyErr_Occurred())
        return -1;
    if (bucket < full_until)
        return face->values;
    if (bucket < head)
        return -2;
    current = number_at(&current_place, seen, current_word);
    if (current == -1 && PyErr_Occurred())
        return -1;
    values = values_of(seen);
    if (values == NULL)
        return -1;
    if (bucket > head)
        gone = leaving(face, seen, values, head, bucket, current);
    current -= gone;
    if (gone >= 0 && value != NULL) {
        found = PyDict_GetItemWithError(values, value);
        current += found == NULL || whole(found) <= bucket - face->buckets;
    }
    Py_DECREF(values);
    if (gone < 0 || PyErr_Occurred())
        return -1;
    return current < face->values ? current : face->values;
}

static PyObject *
distinct_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *value = NULL, *seen, *take = face->held[TAKE_VALUE];
    long long bucket = bucket_of(face), head, count;
    Py_ssize_t row;
    if (key == NULL)
        return NULL;
    if (take != Py_None) {
        value = taken(face, face->value_slot, take, event);
        if (value == NULL) {
            Py_DECREF(key);
            return NULL;
        }
    }
    if (!face->sure && (!is_usual(key) || (value != NULL && !is_usual(value)))) {
        count = -2;
        goto done;
    }
    row = row_of(face, key);
    count = row == -2 ? -1 : value != NULL;
    if (row < 0)
        goto done;
    if (head_of(face, row, &head) < 0 || row >= PyList_GET_SIZE(face->held[TABLE])) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "a row of a window has no values");
        count = -1;
        goto done;
    }
    count = -2;
    if (bucket < head - face->lateness)
        goto done; /* too late */
    seen = Py_NewRef(PyList_GET_ITEM(face->held[TABLE], row));
    if ((PyObject *)Py_TYPE(seen) == seen_class)
        count = count_seen(face, seen, value, head, bucket);
    else
        count = count_alone(face, seen, value, head, bucket);
    Py_DECREF(seen);
done:
    Py_DECREF(key);
    Py_XDECREF(value);
    if (count == -2)
        return generally(face, event);
    return count < 0 ? NULL : PyLong_FromLongLong(count);
}

#endif
