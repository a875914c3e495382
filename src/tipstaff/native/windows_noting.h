/* Different values of a key: one more. */
#ifndef TIPSTAFF_WINDOWS_NOTING_H
#define TIPSTAFF_WINDOWS_NOTING_H

#include "windows_values.h"

/* `remembered`: how many values a row remembers; -1 and an exception. */
static Py_ssize_t
remembered(PyObject *seen)
{
    PyObject *values;
    Py_ssize_t count;
    if ((PyObject *)Py_TYPE(seen) != seen_class)
        return seen != Py_None;
    values = values_of(seen);
    count = values == NULL ? -1 : PyDict_GET_SIZE(values);
    Py_XDECREF(values);
    return count;
}

/* `Distinct.begin`: a new key with its first value. */
static int
begin_values(Face *face, PyObject *key, PyObject *value, long long bucket)
{
    PyObject *sets = face->held[TABLE], *distinct = face->held[STORAGE], *number, *made;
    Py_ssize_t row = claim(face, key, bucket), gone = 0;
    long long held;
    int put;
    if (row < 0)
        return -1;
    if (row < PyList_GET_SIZE(sets)) {
        gone = remembered(PyList_GET_ITEM(sets, row));
        put = gone < 0 ? -1 : PyList_SetItem(sets, row, Py_NewRef(value));
    } else
        put = PyList_Append(sets, value);
    if (put < 0)
        return -1;
    held = number_at(&face->holding, distinct, held_word);
    if ((held == -1 && PyErr_Occurred()) || put_number(&face->holding, distinct, held_word, held + 1 - gone) < 0)
        return -1;
    if (held + 1 - gone <= face->total)
        return 0;
    number = PyLong_FromSsize_t(row);
    made = number == NULL ? NULL : PyObject_CallMethodOneArg(distinct, make_room_word, number);
    Py_XDECREF(number);
    Py_XDECREF(made);
    return made == NULL ? -1 : 0;
}

/* `Seen.advance` and the head: a later bucket becomes the newest one, less than `span` later. */
static int
advance_seen(Face *face, PyObject *seen, PyObject *values, Py_ssize_t row, long long head, long long bucket)
{
    long long current = number_at(&current_place, seen, current_word), gone;
    PyObject *ring;
    int done;
    if (current == -1 && PyErr_Occurred())
        return -1;
    gone = leaving(face, seen, values, head, bucket, current);
    if (gone < 0 || (gone && put_number(&current_place, seen, current_word, current - gone) < 0))
        return -1;
    ring = member_at(&newest_place, seen, newest_word);
    if (ring == NULL)
        return -1;
    done = ring == Py_None ? 0 : ring_clear(ring, head + 1, bucket, face->span);
    Py_DECREF(ring);
    return done < 0 ? -1 : put_head(face, row, bucket);
}

/* One more value of a key in its newest bucket, when there is room without ado; 1: there is not, and nothing changed. */
static int
add_value(Face *face, PyObject *seen, PyObject *values, Py_ssize_t row, PyObject *value, long long bucket)
{
    PyObject *distinct = face->held[STORAGE], *ring;
    Py_ssize_t size = PyDict_GET_SIZE(values);
    long long held = number_at(&face->holding, distinct, held_word), current, swept;
    int put = 0;
    if (held == -1 && PyErr_Occurred())
        return -1;
    if (size >= face->values) {
        swept = number_at(&swept_place, seen, swept_word);
        if (swept == -1 && PyErr_Occurred())
            return -1;
        if (swept != bucket)
            return 1;
        /* No room, and none to be made: until this bucket has left the window the answer is the bound. */
        return put_number(&full_until_place, seen, full_until_word, bucket + face->buckets);
    }
    ring = member_at(&newest_place, seen, newest_word);
    current = ring == NULL ? -1 : number_at(&current_place, seen, current_word);
    if (current == -1 && PyErr_Occurred())
        put = -1;
    else if (held >= face->total || (ring == Py_None && size >= few))
        put = 1;
    /* The head's own number, not another that is equal: 32 bytes for each value. */
    if (put == 0)
        put = PyDict_SetItem(values, value, PyList_GET_ITEM(face->held[HEADS], row));
    if (put == 0 && ring != Py_None)
        put = ring_add(ring, bucket, face->span, 1);
    Py_XDECREF(ring);
    if (put == 0)
        put = put_number(&current_place, seen, current_word, current + 1);
    return put == 0 ? put_number(&face->holding, distinct, held_word, held + 1) : put;
}

/* The bits of a value after it was seen so many buckets later than before. */
static int
move_bits(Face *face, PyObject *seen, PyObject *value, long long by)
{
    PyObject *bits = member_at(&bits_place, seen, bits_word), *before = NULL, *after = NULL, *number;
    int put = -1;
    if (bits == NULL)
        return -1;
    if (bits != Py_None && !PyDict_CheckExact(bits)) {
        PyErr_SetString(PyExc_TypeError, "the buckets of values stand in a dictionary");
        goto done;
    }
    if (by >= face->span) { /* out of reach: seen in its newest bucket only */
        put = bits == Py_None ? 0 : PyDict_Contains(bits, value);
        if (put > 0)
            put = PyDict_DelItem(bits, value);
        goto done;
    }
    if (bits == Py_None) {
        Py_SETREF(bits, PyDict_New());
        if (bits == NULL || put_member(&bits_place, seen, bits_word, bits) < 0)
            goto done;
    }
    before = Py_XNewRef(PyDict_GetItemWithError(bits, value));
    if (before == NULL && !PyErr_Occurred())
        before = PyLong_FromLong(1);
    number = before == NULL ? NULL : PyLong_FromLongLong(by);
    after = number == NULL ? NULL : PyNumber_Lshift(before, number);
    Py_XDECREF(number);
    if (after != NULL)
        Py_SETREF(after, PyNumber_And(after, face->held[REACH]));
    number = after == NULL ? NULL : PyLong_FromLong(1);
    if (number != NULL) {
        Py_SETREF(after, PyNumber_Or(after, number));
        Py_DECREF(number);
        put = after == NULL ? -1 : PyDict_SetItem(bits, value, after);
    }
done:
    Py_XDECREF(bits);
    Py_XDECREF(before);
    Py_XDECREF(after);
    return put;
}

/* `Distinct._move` to the newest bucket: the value was seen in an earlier one. */
static int
move_value(Face *face, PyObject *seen, PyObject *values, Py_ssize_t row, PyObject *value, long long last, long long bucket)
{
    long long current = number_at(&current_place, seen, current_word);
    PyObject *ring = member_at(&newest_place, seen, newest_word);
    int put = 0;
    if (ring == NULL || (current == -1 && PyErr_Occurred())) {
        Py_XDECREF(ring);
        return -1;
    }
    if (ring != Py_None) {
        if (last > bucket - face->span)
            put = ring_add(ring, last, face->span, -1);
        if (put == 0)
            put = ring_add(ring, bucket, face->span, 1);
    }
    Py_DECREF(ring);
    if (put == 0 && last <= bucket - face->buckets)
        put = put_number(&current_place, seen, current_word, current + 1);
    if (put == 0)
        put = PyDict_SetItem(values, value, PyList_GET_ITEM(face->held[HEADS], row));
    return put == 0 ? move_bits(face, seen, value, bucket - last) : put;
}

/* A value of a key that is known: 0 when done, -1 and an exception, 1 when the table has to do it itself. */
static int
note_value(Face *face, Py_ssize_t row, PyObject *value, long long bucket)
{
    PyObject *seen, *values, *found;
    long long head, last;
    int put = 1;
    if (head_of(face, row, &head) < 0)
        return -1;
    if (row >= PyList_GET_SIZE(face->held[TABLE]))
        return 1;
    seen = PyList_GET_ITEM(face->held[TABLE], row);
    if ((PyObject *)Py_TYPE(seen) != seen_class || bucket < head || bucket >= head + face->span) {
        if ((PyObject *)Py_TYPE(seen) == seen_class || seen == Py_None || bucket != head)
            return 1;
        Py_INCREF(seen);
        put = PyObject_RichCompareBool(seen, value, Py_EQ);
        Py_DECREF(seen);
        return put < 0 ? -1 : !put;
    }
    Py_INCREF(seen);
    values = values_of(seen);
    if (values == NULL || (bucket > head && advance_seen(face, seen, values, row, head, bucket) < 0)) {
        put = -1;
        goto done;
    }
    found = PyDict_GetItemWithError(values, value);
    last = found == NULL ? 0 : whole(found);
    if (PyErr_Occurred())
        put = -1;
    else if (found == NULL)
        put = add_value(face, seen, values, row, value, bucket);
    else if (last < bucket)
        put = move_value(face, seen, values, row, value, last, bucket);
    else
        put = last > bucket;
done:
    Py_DECREF(seen);
    Py_XDECREF(values);
    return put;
}

static PyObject *
note_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *value, *done = NULL, *at;
    long long bucket = bucket_of(face);
    Py_ssize_t row;
    int put = -1;
    if (key == NULL)
        return NULL;
    value = taken(face, face->value_slot, face->held[TAKE_VALUE], event);
    if (value == NULL)
        goto done;
    if (!face->sure && (!is_usual(key) || !is_usual(value))) {
        done = generally(face, event);
        goto done;
    }
    row = row_of(face, key);
    if (row == -1)
        put = begin_values(face, key, value, bucket);
    else if (row >= 0) {
        put = note_value(face, row, value, bucket);
        if (put == 0)
            touch(face, row);
    }
    if (put == 0)
        done = Py_NewRef(Py_None);
    else if (put > 0) {
        at = PyLong_FromLongLong(bucket);
        if (at != NULL)
            done = PyObject_VectorcallMethod(record_word, (PyObject *[]){face->held[STORAGE], key, at, value}, 4, NULL);
        Py_XDECREF(at);
    }
done:
    Py_DECREF(key);
    Py_XDECREF(value);
    return done;
}

#endif
