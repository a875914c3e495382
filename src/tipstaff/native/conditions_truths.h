/* Steps that hold or do not. */
#ifndef TIPSTAFF_CONDITIONS_TRUTHS_H
#define TIPSTAFF_CONDITIONS_TRUTHS_H

#include "conditions_comparing.h"

/* One of a few constants; of many, in a set. All of them are texts, or all ints. */
static int
among(Frame *frame, Step *step)
{
    PyObject *item = value_of(frame, step->a), *constants = step->object;
    Py_ssize_t number;
    int found;
    if (item == NULL)
        return -1;
    if (!PyTuple_CheckExact(constants)) {
        if (!(step->b ? PyUnicode_CheckExact(item) : PyLong_CheckExact(item)))
            return -1;
        found = PySet_Contains(constants, item);
        if (found < 0)
            raised(frame);
        return found;
    }
    for (number = 0; number < PyTuple_GET_SIZE(constants); number++) {
        PyObject *one = PyTuple_GET_ITEM(constants, number);
        if (!Py_IS_TYPE(item, Py_TYPE(one)))
            return -1;
        if (PyUnicode_CheckExact(one)) {
            if (same_text(item, one))
                return 1;
        }
        else {
            long long wanted, given;
            if (!whole(one, &wanted) || !whole(item, &given))
                return -1;
            if (wanted == given)
                return 1;
        }
    }
    return 0;
}

static int
in_list(Frame *frame, Step *step)
{
    PyObject *item = value_of(frame, step->a), *items;
    Py_ssize_t number;
    int failed = 0;
    if (item == NULL || (items = value_of(frame, step->b)) == NULL || !PyUnicode_CheckExact(item))
        return -1;
    if (!(PyList_CheckExact(items) || PyTuple_CheckExact(items)))
        return -1;
    for (number = 0; number < PySequence_Fast_GET_SIZE(items); number++) {
        PyObject *one = PySequence_Fast_GET_ITEM(items, number);
        if (!PyUnicode_CheckExact(one))
            failed = 1;
        else if (same_text(item, one))
            return 1;
    }
    return failed ? -1 : 0;
}

static int
text_test(Frame *frame, Step *step)
{
    PyObject *text = value_of(frame, step->a), *part;
    Py_ssize_t found;
    if (text == NULL || (part = value_of(frame, step->b)) == NULL)
        return -1;
    if (!PyUnicode_CheckExact(text) || !PyUnicode_CheckExact(part))
        return -1;
    if (step->kind == CONTAINS)
        found = PyUnicode_Contains(text, part);
    else
        found = PyUnicode_Tailmatch(text, part, 0, PY_SSIZE_T_MAX, step->kind == STARTS ? -1 : 1);
    if (found < 0)
        raised(frame);
    return (int)found;
}

static int
numbered(Frame *frame, Step *step)
{
    PyObject *found = value_of(frame, step->a);
    Py_ssize_t number;
    if (found == NULL || !(PyList_CheckExact(found) || PyTuple_CheckExact(found)))
        return -1;
    for (number = 0; number < PySequence_Fast_GET_SIZE(found); number++) {
        PyObject *one = PySequence_Fast_GET_ITEM(found, number);
        long long given;
        if (!PyLong_CheckExact(one) || !whole(one, &given))
            return -1;
        if (given == step->b)
            return 1;
    }
    return 0;
}

/* Over the items, until one settles it: one that holds settles `exists`, one that does not `all`. */
static int
over_items(Frame *frame, Step *step, PyObject *items)
{
    PyObject *around = frame->local;
    int settling = step->kind == EXISTS, outcome = !settling;
    Py_ssize_t number;
    for (number = 0; number < PySequence_Fast_GET_SIZE(items); number++) {
        int before = frame->holding, truth;
        frame->local = Py_NewRef(PySequence_Fast_GET_ITEM(items, number));
        truth = truth_of(frame, step->c);
        let_go(frame, before);
        Py_DECREF(frame->local);
        if (truth == settling || frame->broken) {
            outcome = truth;
            break;
        }
        if (truth < 0)
            outcome = -1;
    }
    frame->local = around;
    return outcome;
}

/* The keys of a map, a new reference, where all are texts: others stand for values that are made of them. */
static PyObject *
keys_of(Frame *frame, PyObject *map)
{
    PyObject *keys = PyDict_Keys(map);
    Py_ssize_t number;
    if (keys == NULL)
        return raised(frame);
    for (number = 0; number < PyList_GET_SIZE(keys); number++)
        if (!PyUnicode_CheckExact(PyList_GET_ITEM(keys, number))) {
            Py_DECREF(keys);
            return NULL;
        }
    return keys;
}

static int
looped(Frame *frame, Step *step)
{
    PyObject *items = value_of(frame, step->a);
    int outcome;
    if (items == NULL)
        return -1;
    if (PyList_CheckExact(items) || PyTuple_CheckExact(items))
        return over_items(frame, step, items);
    if (!PyDict_CheckExact(items) || (items = keys_of(frame, items)) == NULL)
        return -1;
    outcome = over_items(frame, step, items);
    Py_DECREF(items);
    return outcome;
}

/* `and`, where `settling` is 0; `or`, where it is 1. */
static int
together(Frame *frame, Step *step, int settling)
{
    const int *parts = frame->plan->pool + step->a;
    int number, outcome = !settling;
    for (number = 0; number < step->b; number++) {
        int truth = truth_of(frame, parts[number]);
        if (truth == settling)
            return truth;
        if (truth < 0) {
            if (frame->broken)
                return -1;
            outcome = -1;
        }
    }
    return outcome;
}

static int
has_entry(Frame *frame, Step *step)
{
    PyObject *owner = value_of(frame, step->a), *key;
    int found;
    if (owner == NULL || (key = value_of(frame, step->b)) == NULL)
        return -1;
    if (!PyDict_CheckExact(owner) || !PyUnicode_CheckExact(key))
        return -1;
    found = PyDict_Contains(owner, key);
    if (found < 0)
        raised(frame);
    return found;
}

static int
has_member(Frame *frame, Step *step)
{
    PyObject *found = member_of(frame, step);
    int there = found == NULL ? -1 : found != frame->plan->unset;
    Py_XDECREF(found);
    return there;
}

static int
told(Frame *frame, Step *step)
{
    PyObject *found;
    int truth;
    switch (step->kind) {
    case AND:
        return together(frame, step, 0);
    case OR:
        return together(frame, step, 1);
    case NOT:
        truth = truth_of(frame, step->a);
        return truth < 0 ? -1 : !truth;
    case HAS:
        return has_member(frame, step);
    case HAS_ENTRY:
        return has_entry(frame, step);
    case SAME:
    case LESS:
    case AT_MOST:
        return compared(frame, step);
    case AMONG:
        return among(frame, step);
    case IN:
        return in_list(frame, step);
    case STARTS:
    case ENDS:
    case CONTAINS:
        return text_test(frame, step);
    case FOUND:
        found = value_of(frame, step->a);
        return found == NULL ? -1 : found != Py_None;
    case NUMBERED:
        return numbered(frame, step);
    default:
        return looped(frame, step);
    }
}

/* Whether a step holds: 1, 0, or -1 when it fails. */
static int
truth_of(Frame *frame, int number)
{
    Step *step = frame->plan->steps + number;
    int truth;
    if (step->kind < AND) {
        PyObject *found = value_of(frame, number);
        return found == Py_True ? 1 : found == Py_False ? 0 : -1;
    }
    if (step->slot < 0)
        return told(frame, step);
    truth = frame->truths[step->slot];
    if (truth == 2) {
        truth = told(frame, step);
        if (!frame->broken)
            frame->truths[step->slot] = (signed char)truth;
    }
    return truth;
}

#endif
