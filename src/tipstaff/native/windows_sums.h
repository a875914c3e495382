/* Sums, in whole millionths. */
#ifndef TIPSTAFF_WINDOWS_SUMS_H
#define TIPSTAFF_WINDOWS_SUMS_H

#include "windows_rows.h"

#define UNIT 1000000.0
#define EXACT (1LL << 53) /* up to here a division of whole numbers rounds once, as Python's does */

/* What the event adds, in millionths: a new reference. */
static PyObject *
amount_of(Face *face, PyObject *event)
{
    int own = takes(face->of, face->held[OF], event);
    if (own <= 0)
        return own < 0 ? NULL : PyLong_FromLong(0);
    return PyObject_CallOneArg(face->held[AMOUNT], event);
}

/* A total of a row, when it is a whole number that is not too large; whether it is. Never fails. */
static int
plain_total(PyObject *slots, Py_ssize_t at, long long *total)
{
    int over = 1;
    PyObject *found = at < PyList_GET_SIZE(slots) ? PyList_GET_ITEM(slots, at) : NULL;
    if (found == NULL || !PyLong_CheckExact(found))
        return 0;
    *total = PyLong_AsLongLongAndOverflow(found, &over);
    return !over && *total < 1LL << 61 && *total > -(1LL << 61);
}

static PyObject *
total_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *amount, *slots = face->held[TABLE];
    long long bucket = bucket_of(face), head, low, until, since, own, start;
    int known, over, usual;
    Py_ssize_t row;
    if (key == NULL)
        return NULL;
    row = row_of(face, key);
    usual = row != -1 || face->sure || is_usual(key);
    Py_DECREF(key);
    if (row == -2)
        return NULL;
    if (!usual)
        return generally(face, event);
    until = since = 0;
    if (row >= 0) {
        if (head_of(face, row, &head) < 0)
            return NULL;
        low = bucket - face->buckets;
        if (bucket < head || low >= head)
            return generally(face, event);
        start = row * face->span;
        known = plain_total(slots, start + modulo(head, face->span), &until);
        if (!known || !plain_total(slots, start + modulo(low, face->span), &since))
            return generally(face, event);
    }
    amount = amount_of(face, event);
    if (amount == NULL)
        return NULL;
    own = PyLong_AsLongLongAndOverflow(amount, &over);
    Py_DECREF(amount);
    if (own == -1 && !over && PyErr_Occurred())
        return NULL;
    until -= since;
    if (over || own > EXACT || own < -EXACT || until > EXACT || until < -EXACT || own + until > EXACT || own + until < -EXACT)
        return generally(face, event);
    return PyFloat_FromDouble((double)(until + own) / UNIT);
}

static PyObject *
add_amount_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *slots = face->held[TABLE], *amount, *so_far, *sum;
    long long bucket = bucket_of(face), head, start, between;
    Py_ssize_t row, at;
    int none, put, known;
    if (key == NULL)
        return NULL;
    known = PyDict_Contains(face->held[ROWS], key);
    if (known <= 0) {
        Py_DECREF(key);
        return known < 0 ? NULL : generally(face, event);
    }
    amount = amount_of(face, event);
    row = amount == NULL ? -2 : row_of(face, key);
    Py_DECREF(key);
    if (row == -1) { /* what gave the amount took the key away */
        Py_DECREF(amount);
        return generally(face, event);
    }
    none = row == -2 || head_of(face, row, &head) < 0 ? -1 : PyObject_Not(amount);
    start = row * face->span;
    if (none || bucket < head || bucket - head >= face->span || start + face->span > PyList_GET_SIZE(slots)) {
        Py_XDECREF(amount);
        return none < 0 ? NULL : none ? Py_NewRef(Py_None) : generally(face, event);
    }
    at = start + modulo(bucket, face->span);
    so_far = Py_NewRef(PyList_GET_ITEM(slots, start + modulo(head, face->span)));
    sum = PyNumber_Add(so_far, amount);
    Py_DECREF(amount);
    put = sum == NULL ? -1 : 0;
    for (between = head + 1; put == 0 && between < bucket; between++)
        put = PyList_SetItem(slots, start + modulo(between, face->span), Py_NewRef(so_far));
    Py_DECREF(so_far);
    if (put == 0 && bucket > head)
        put = put_head(face, row, bucket);
    if (put == 0)
        put = PyList_SetItem(slots, at, Py_NewRef(sum));
    Py_XDECREF(sum);
    if (put < 0)
        return NULL;
    touch(face, row);
    Py_RETURN_NONE;
}

#endif
