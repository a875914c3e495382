/* Counts, and the ratio of two. */
#ifndef TIPSTAFF_WINDOWS_COUNTS_H
#define TIPSTAFF_WINDOWS_COUNTS_H

#include "windows_rows.h"

/* --- counts ------------------------------------------------------------------------------------------------------- */

static PyObject *
count_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event);
    long long bucket, head, low;
    Py_ssize_t row;
    Py_buffer view;
    uint32_t *slots, total;
    int own, usual;
    if (key == NULL)
        return NULL;
    usual = face->sure || is_usual(key);
    own = usual ? takes(face->of, face->held[OF], event) : 0;
    row = usual && own >= 0 ? row_of(face, key) : -1;
    Py_DECREF(key);
    if (!usual)
        return generally(face, event);
    if (own < 0 || row == -2)
        return NULL;
    if (row < 0)
        return PyLong_FromLong(own);
    bucket = bucket_of(face);
    if (head_of(face, row, &head) < 0)
        return NULL;
    low = bucket - face->buckets;
    if (bucket < head - face->lateness)
        return generally(face, event); /* too late */
    if (low >= head)
        return PyLong_FromLong(own);
    if (bucket > head)
        bucket = head;
    if (numbers_of(face->held[TABLE], &view, 4, row * face->span, face->span) < 0)
        return NULL;
    slots = (uint32_t *)view.buf + row * face->span;
    total = slots[modulo(bucket, face->span)] - slots[modulo(low, face->span)];
    PyBuffer_Release(&view);
    return PyLong_FromLongLong((long long)total + own);
}

/* Make `bucket` the newest: it and those in between begin with the total so far. */
static int
advance(Face *face, Py_ssize_t row, long long head, long long bucket)
{
    long long width = face->span * face->lanes, lane, step, far = bucket - head < face->span ? bucket - head : face->span;
    Py_buffer view;
    if (numbers_of(face->held[TABLE], &view, 4, row * width, width) < 0)
        return -1;
    for (lane = 0; lane < face->lanes; lane++) {
        uint32_t *slots = (uint32_t *)view.buf + row * width + lane * face->span;
        long long place = modulo(head, face->span);
        uint32_t total = slots[place];
        for (step = 0; step < far; step++) {
            place = place + 1 < face->span ? place + 1 : 0;
            slots[place] = total;
        }
    }
    PyBuffer_Release(&view);
    return put_head(face, row, bucket);
}

static int
add_one(Face *face, Py_ssize_t row, long long bucket)
{
    long long first = (row * face->lanes + face->lane) * face->span;
    Py_buffer view;
    if (numbers_of(face->held[TABLE], &view, 4, first, face->span) < 0)
        return -1;
    ((uint32_t *)view.buf)[first + modulo(bucket, face->span)] += 1;
    PyBuffer_Release(&view);
    return 0;
}

/* A method of the table, with the key, the bucket, and one more that it says. */
static PyObject *
by_method(Face *face, PyObject *name, PyObject *key, long long bucket)
{
    PyObject *at = PyLong_FromLongLong(bucket), *lane = PyLong_FromLongLong(face->lane), *one = PyLong_FromLong(1);
    PyObject *done = NULL;
    if (at != NULL && lane != NULL && one != NULL)
        done = PyObject_VectorcallMethod(name, (PyObject *[]){face->held[STORAGE], key, at, one, lane}, 5, NULL);
    Py_XDECREF(at);
    Py_XDECREF(lane);
    Py_XDECREF(one);
    return done;
}

/* `Rings.begin`: one more in a bucket of a key that is not known yet. */
static PyObject *
begin_count(Face *face, PyObject *key, long long bucket)
{
    PyObject *rings = face->held[STORAGE];
    long long width = face->span * face->lanes, used;
    Py_ssize_t row;
    Py_buffer view;
    if (face->levels)
        return by_method(face, begin_word, key, bucket);
    row = claim(face, key, bucket);
    if (row < 0)
        return NULL;
    used = number_at(&face->used, rings, used_word);
    if (used == -1 && PyErr_Occurred())
        return NULL;
    if (row >= used) {
        PyObject *number = PyLong_FromSsize_t(row), *grown = NULL;
        if (number != NULL && put_number(&face->used, rings, used_word, row + 1) == 0)
            grown = PyObject_CallMethodOneArg(rings, grow_word, number);
        Py_XDECREF(number);
        if (grown == NULL)
            return NULL;
        Py_DECREF(grown);
    } else {
        if (numbers_of(face->held[TABLE], &view, 4, row * width, width) < 0)
            return NULL;
        memset((uint32_t *)view.buf + row * width, 0, 4 * width);
        PyBuffer_Release(&view);
    }
    if (add_one(face, row, bucket) < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *
add_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *done = NULL;
    long long bucket, head;
    Py_ssize_t row;
    int own;
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
    row = row_of(face, key);
    if (row == -2)
        goto done;
    bucket = bucket_of(face);
    if (row < 0) {
        done = begin_count(face, key, bucket);
        goto done;
    }
    if (head_of(face, row, &head) < 0)
        goto done;
    if (bucket < head || (bucket > head && face->levels)) {
        done = by_method(face, record_word, key, bucket);
        goto done;
    }
    if (bucket > head && advance(face, row, head, bucket) < 0)
        goto done;
    if (add_one(face, row, bucket) < 0)
        goto done;
    touch(face, row);
    done = Py_NewRef(Py_None);
done:
    Py_DECREF(key);
    return done;
}

/* --- ratios ------------------------------------------------------------------------------------------------------- */

/* `Level.after` */
static int
level_after(Face *face, int before, double value)
{
    if (face->enter >= face->leave)
        return value >= face->enter ? 1 : value <= face->leave ? 0 : before;
    return value <= face->enter ? 1 : value >= face->leave ? 0 : before;
}

static PyObject *
ratio_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *before = face->held[BEFORE];
    long long bucket, head, above, below, width = 2 * face->span, end, begin;
    Py_ssize_t row;
    Py_buffer view;
    uint32_t *slots;
    double share;
    int own;
    if (key == NULL)
        return NULL;
    row = row_of(face, key);
    Py_DECREF(key);
    if (row == -2)
        return NULL;
    if (row < 0)
        return generally(face, event);
    bucket = bucket_of(face);
    if (head_of(face, row, &head) < 0)
        return NULL;
    if (bucket < head - face->lateness || bucket - face->buckets >= head || (face->levels && bucket != head))
        return generally(face, event);
    if (numbers_of(face->held[TABLE], &view, 4, row * width, width) < 0)
        return NULL;
    slots = (uint32_t *)view.buf + row * width;
    begin = modulo(bucket - face->buckets, face->span);
    end = modulo(bucket < head ? bucket : head, face->span);
    above = (uint32_t)(slots[end] - slots[begin]);
    below = (uint32_t)(slots[end + face->span] - slots[begin + face->span]);
    PyBuffer_Release(&view);
    own = takes(face->below, face->held[BELOW], event);
    if (own < 0)
        return NULL;
    below += own;
    if (below < face->least)
        return Py_NewRef(face->levels ? Py_False : nan_value);
    own = takes(face->of, face->held[OF], event);
    if (own < 0)
        return NULL;
    share = (double)(above + own) / (double)below;
    if (!face->levels)
        return PyFloat_FromDouble(share);
    if (row >= PyByteArray_GET_SIZE(before)) {
        PyErr_SetString(PyExc_IndexError, "a row of a ratio has no state");
        return NULL;
    }
    return PyBool_FromLong(level_after(face, PyByteArray_AS_STRING(before)[row] != 0, share));
}

#endif
