/* Values beside each other: `same`, `less`, `at-most`. Only those are compared of which the language says one thing. */
#ifndef TIPSTAFF_CONDITIONS_COMPARING_H
#define TIPSTAFF_CONDITIONS_COMPARING_H

#include "conditions_values.h"
#include <datetime.h>

/* `same` of two exact texts. */
static int
same_text(PyObject *left, PyObject *right)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    if (left == right)
        return 1;
    if (length != PyUnicode_GET_LENGTH(right) || PyUnicode_KIND(left) != PyUnicode_KIND(right))
        return 0;
    return memcmp(PyUnicode_DATA(left), PyUnicode_DATA(right), (size_t)length * PyUnicode_KIND(left)) == 0;
}

static int
ordered(int kind, int less, int same)
{
    return kind == SAME ? same : kind == LESS ? less : less || same;
}

/* A double, or an int that is one exactly; 0 for an int so large that it may lie between two doubles. */
static int
exact_double(PyObject *object, double *found)
{
    long long held;
    if (PyFloat_CheckExact(object)) {
        *found = PyFloat_AS_DOUBLE(object);
        return 1;
    }
    if (!whole(object, &held) || held > LARGEST_EXACT || held < -LARGEST_EXACT)
        return 0;
    *found = (double)held;
    return 1;
}

static int
as_doubles(int kind, PyObject *left, PyObject *right)
{
    double one, other;
    return exact_double(left, &one) && exact_double(right, &other) ? ordered(kind, one < other, one == other) : -1;
}

static int
moments(Frame *frame, int kind, PyObject *left, PyObject *right)
{
    static const int SIGNS[] = {[SAME] = Py_EQ, [LESS] = Py_LT, [AT_MOST] = Py_LE};
    PyObject *answer;
    int truth;
    if (PyDateTime_CheckExact(left) && PyDateTime_CheckExact(right)) {
        if (PyDateTime_DATE_GET_TZINFO(left) == Py_None || PyDateTime_DATE_GET_TZINFO(right) == Py_None)
            return -1;
    }
    else if (!PyDelta_CheckExact(left) || !PyDelta_CheckExact(right))
        return -1;
    answer = PyObject_RichCompare(left, right, SIGNS[kind]);
    if (answer == NULL) {
        raised(frame);
        return -1;
    }
    truth = answer == Py_True ? 1 : answer == Py_False ? 0 : -1;
    Py_DECREF(answer);
    return truth;
}

/* `same`, `less` or `at-most`. */
static int
compared(Frame *frame, Step *step)
{
    PyObject *left = value_of(frame, step->a), *right;
    int kind = step->kind;
    if (left == NULL || (right = value_of(frame, step->b)) == NULL)
        return -1;
    if (PyUnicode_CheckExact(left) && PyUnicode_CheckExact(right)) {
        int order = kind == SAME ? 0 : PyUnicode_Compare(left, right);
        return kind == SAME ? same_text(left, right) : ordered(kind, order < 0, order == 0);
    }
    if (PyLong_CheckExact(left) && PyLong_CheckExact(right)) {
        long long one, other;
        return whole(left, &one) && whole(right, &other) ? ordered(kind, one < other, one == other) : -1;
    }
    if (PyBool_Check(left) && PyBool_Check(right))
        return kind == SAME ? left == right : -1;
    if (PyFloat_CheckExact(left) && PyFloat_CheckExact(right))
        return as_doubles(kind, left, right);
    if ((PyFloat_CheckExact(left) || PyLong_CheckExact(left)) && (PyFloat_CheckExact(right) || PyLong_CheckExact(right)))
        return kind == SAME ? -1 : as_doubles(kind, left, right);
    return moments(frame, kind, left, right);
}

#endif
