/* Steps that give a value, and how it is kept for the event. */
#ifndef TIPSTAFF_CONDITIONS_VALUES_H
#define TIPSTAFF_CONDITIONS_VALUES_H

#include "conditions_plan.h"

/* What to do about an exception: a failure of the language is no more than that. */
static PyObject *
raised(Frame *frame)
{
    if (PyErr_ExceptionMatches(frame->plan->errors))
        PyErr_Clear();
    else
        frame->broken = 1;
    return NULL;
}

/* Keep a new reference until the frame lets go of it. */
static PyObject *
hold(Frame *frame, PyObject *made)
{
    if (frame->holding == frame->room) {
        size_t size = sizeof(PyObject *) * (size_t)frame->room;
        PyObject **more = PyMem_Malloc(2 * size);
        if (more == NULL) {
            Py_DECREF(made);
            PyErr_NoMemory();
            frame->broken = 1;
            return NULL;
        }
        memcpy(more, frame->loose, size);
        if (frame->loose != frame->own)
            PyMem_Free(frame->loose);
        frame->loose = more;
        frame->room *= 2;
    }
    return frame->loose[frame->holding++] = made;
}

static void
let_go(Frame *frame, int until)
{
    while (frame->holding > until)
        Py_DECREF(frame->loose[--frame->holding]);
}

/* The member of an object, a new reference; UNSET when it is missing. */
static PyObject *
member_of(Frame *frame, Step *step)
{
    PyObject *owner = value_of(frame, step->a), *found;
    if (owner == NULL)
        return NULL;
    found = member_at(&step->seen, owner, step->object);
    return found != NULL ? found : raised(frame);
}

static PyObject *
entry_of(Frame *frame, Step *step)
{
    PyObject *owner = value_of(frame, step->a), *key, *found;
    if (owner == NULL || (key = value_of(frame, step->b)) == NULL)
        return NULL;
    if (!PyDict_CheckExact(owner) || !PyUnicode_CheckExact(key))
        return NULL;
    found = PyDict_GetItemWithError(owner, key);
    if (found == NULL && PyErr_Occurred())
        return raised(frame);
    return Py_XNewRef(found);
}

static PyObject *
item_of(Frame *frame, Step *step)
{
    PyObject *owner = value_of(frame, step->a);
    if (owner == NULL || !(PyList_CheckExact(owner) || PyTuple_CheckExact(owner)))
        return NULL;
    if (step->b >= PySequence_Fast_GET_SIZE(owner))
        return NULL;
    return Py_NewRef(PySequence_Fast_GET_ITEM(owner, step->b));
}

static PyObject *
size_of(Frame *frame, Step *step)
{
    PyObject *owner = value_of(frame, step->a);
    if (owner == NULL)
        return NULL;
    if (PyUnicode_CheckExact(owner))
        return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(owner));
    if (PyList_CheckExact(owner) || PyTuple_CheckExact(owner))
        return PyLong_FromSsize_t(PySequence_Fast_GET_SIZE(owner));
    if (PyDict_CheckExact(owner))
        return PyLong_FromSsize_t(PyDict_GET_SIZE(owner));
    return PyBytes_CheckExact(owner) ? PyLong_FromSsize_t(PyBytes_GET_SIZE(owner)) : NULL;
}

/* An int of 64 bits; 0 for any other. */
static int
whole(PyObject *object, long long *found)
{
    int overflow;
    *found = PyLong_AsLongLongAndOverflow(object, &overflow);
    return !overflow;
}

static PyObject *
whole_sum(int kind, long long one, long long other)
{
#if defined(__GNUC__) || defined(__clang__)
    long long made;
    int over = kind == ADD        ? __builtin_add_overflow(one, other, &made)
               : kind == SUBTRACT ? __builtin_sub_overflow(one, other, &made)
                                  : __builtin_mul_overflow(one, other, &made);
    return over ? NULL : PyLong_FromLongLong(made);
#else
    return NULL;
#endif
}

static PyObject *
reckoned(Frame *frame, Step *step)
{
    PyObject *left = value_of(frame, step->a), *right;
    if (left == NULL || (right = value_of(frame, step->b)) == NULL)
        return NULL;
    if (PyFloat_CheckExact(left) && PyFloat_CheckExact(right)) {
        double one = PyFloat_AS_DOUBLE(left), other = PyFloat_AS_DOUBLE(right);
        return PyFloat_FromDouble(step->kind == ADD ? one + other : step->kind == SUBTRACT ? one - other : one * other);
    }
    if (PyLong_CheckExact(left) && PyLong_CheckExact(right)) {
        long long one, other;
        return whole(left, &one) && whole(right, &other) ? whole_sum(step->kind, one, other) : NULL;
    }
    return NULL;
}

/* A host's value as its declared type has it; steals the reference. */
static PyObject *
adopted(Frame *frame, Step *step, PyObject *given)
{
    PyObject *fitting, *made;
    Py_ssize_t number;
    if (given == NULL)
        return raised(frame);
    fitting = PyTuple_GET_ITEM(step->other, 1);
    for (number = 0; number < PyTuple_GET_SIZE(fitting); number++)
        if ((PyObject *)Py_TYPE(given) == PyTuple_GET_ITEM(fitting, number))
            return given;
    made = PyObject_CallFunctionObjArgs(frame->plan->adopt, given, PyTuple_GET_ITEM(step->other, 0), step->object, NULL);
    Py_DECREF(given);
    return made != NULL ? made : raised(frame);
}

static PyObject *
variable(Frame *frame, Step *step)
{
    PyObject *arguments[] = {frame->activation, step->object};
    return adopted(frame, step, PyObject_VectorcallMethod(get_word, arguments, 2, NULL));
}

static PyObject *
asked(Frame *frame, Step *step)
{
    PyObject *given = PyTuple_New(step->b), *answer;
    int number;
    if (given == NULL)
        return raised(frame);
    for (number = 0; number < step->b; number++) {
        PyObject *argument = value_of(frame, frame->plan->pool[step->a + number]);
        if (argument == NULL) {
            Py_DECREF(given);
            return NULL;
        }
        PyTuple_SET_ITEM(given, number, Py_NewRef(argument));
    }
    PyObject *arguments[] = {frame->activation, step->object, given};
    answer = PyObject_VectorcallMethod(call_word, arguments, 3, NULL);
    Py_DECREF(given);
    return adopted(frame, step, answer);
}

static PyObject *
called(Frame *frame, Step *step)
{
    PyObject *arguments[FEW_ARGUMENTS + 1], *answer;
    int number;
    for (number = 0; number < step->b; number++) {
        arguments[1 + number] = value_of(frame, frame->plan->pool[step->a + number]);
        if (arguments[1 + number] == NULL)
            return NULL;
    }
    answer = PyObject_Vectorcall(step->object, arguments + 1, (size_t)step->b | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    return answer != NULL ? answer : raised(frame);
}

/* A new reference to what a step gives. */
static PyObject *
computed(Frame *frame, Step *step)
{
    PyObject *found;
    int truth;
    switch (step->kind) {
    case VARIABLE:
        return variable(frame, step);
    case MEMBER:
        found = member_of(frame, step);
        if (found == frame->plan->unset)
            Py_CLEAR(found);
        return found;
    case ENTRY:
        return entry_of(frame, step);
    case ITEM:
        return item_of(frame, step);
    case SIZE:
        return size_of(frame, step);
    case CHOOSE:
        truth = truth_of(frame, step->a);
        return truth < 0 ? NULL : Py_XNewRef(value_of(frame, truth ? step->b : step->c));
    case CALL:
        return called(frame, step);
    case ASK:
        return asked(frame, step);
    default:
        return reckoned(frame, step);
    }
}

/* What a step gives, borrowed; NULL when it fails. */
static PyObject *
value_of(Frame *frame, int number)
{
    Step *step = frame->plan->steps + number;
    PyObject *made;
    int truth;
    if (step->kind >= AND) {
        truth = truth_of(frame, number);
        return truth < 0 ? NULL : truth ? Py_True : Py_False;
    }
    switch (step->kind) {
    case CONSTANT:
        return step->object;
    case RECORD:
        return frame->records[step->a];
    case LOCAL:
        return frame->local;
    default:
        break;
    }
    if (step->slot < 0) {
        made = computed(frame, step);
        return made == NULL ? NULL : hold(frame, made);
    }
    made = frame->values[step->slot];
    if (made == NULL) {
        made = computed(frame, step);
        if (made == NULL && frame->broken)
            return NULL;
        frame->values[step->slot] = made == NULL ? FAILED : made;
    }
    return made == FAILED ? NULL : made;
}

#endif
