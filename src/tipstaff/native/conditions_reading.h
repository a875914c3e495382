/* A plan as it is given, read into memory: nothing of it is trusted. */
#ifndef TIPSTAFF_CONDITIONS_READING_H
#define TIPSTAFF_CONDITIONS_READING_H

#include "conditions_plan.h"

static int
refuse(int number, const char *what)
{
    PyErr_Format(PyExc_ValueError, "step %d: %s", number, what);
    return -1;
}

/* How the members of a step's tuple are read: s a step, n a number, o an object, t a tuple of steps, f (TYPE, FITTING). */
static const char *const FORMS[KINDS] = {
    [CONSTANT] = "o", [RECORD] = "n", [LOCAL] = "n", [VARIABLE] = "of", [MEMBER] = "so", [ENTRY] = "ss", [ITEM] = "sn",
    [SIZE] = "s", [CHOOSE] = "sss", [ADD] = "ss", [SUBTRACT] = "ss", [MULTIPLY] = "ss", [CALL] = "ot", [ASK] = "oft",
    [AND] = "t", [OR] = "t", [NOT] = "s", [HAS] = "so", [HAS_ENTRY] = "ss", [SAME] = "ss", [LESS] = "ss",
    [AT_MOST] = "ss", [AMONG] = "so", [IN] = "ss", [STARTS] = "ss", [ENDS] = "ss", [CONTAINS] = "ss", [FOUND] = "s",
    [NUMBERED] = "sn", [EXISTS] = "sns", [ALL] = "sns",
};

static int
read_number(PyObject *given, int below, int *into)
{
    long read = PyLong_Check(given) ? PyLong_AsLong(given) : -1;
    if (read < 0 || read >= below) {
        PyErr_Clear();
        return -1;
    }
    *into = (int)read;
    return 0;
}

/* The numbers of several steps into the pool, which has room for all that were counted. */
static int
read_several(Conditions *plan, int number, PyObject *given)
{
    Step *step = plan->steps + number;
    Py_ssize_t place;
    if (!PyTuple_CheckExact(given) || ((step->kind == CALL) && PyTuple_GET_SIZE(given) > FEW_ARGUMENTS))
        return refuse(number, "steps are expected");
    step->a = plan->pooled;
    step->b = (int)PyTuple_GET_SIZE(given);
    for (place = 0; place < PyTuple_GET_SIZE(given); place++)
        if (read_number(PyTuple_GET_ITEM(given, place), number, plan->pool + plan->pooled++) < 0)
            return refuse(number, "an earlier step is expected");
    return 0;
}

static int
read_kind(Conditions *plan, int number, PyObject *given)
{
    int kind;
    if (!PyTuple_CheckExact(given) || PyTuple_GET_SIZE(given) == 0 || !PyUnicode_Check(PyTuple_GET_ITEM(given, 0)))
        return refuse(number, "a tuple is expected that begins with a kind");
    for (kind = 0; kind < KINDS; kind++)
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(given, 0), WORDS[kind]) == 0) {
            plan->steps[number].kind = (unsigned char)kind;
            return 0;
        }
    return refuse(number, "an unknown kind");
}

/* TYPE and FITTING, which are two members of the tuple. */
static int
read_fitting(Step *step, int number, PyObject *given, Py_ssize_t place)
{
    PyObject *fitting = PyTuple_GET_ITEM(given, place + 1);
    if (!PyTuple_CheckExact(fitting))
        return refuse(number, "types are expected");
    step->other = PyTuple_Pack(2, PyTuple_GET_ITEM(given, place), fitting);
    return step->other == NULL ? -1 : 0;
}

static int
read_step(Conditions *plan, int number, PyObject *given)
{
    Step *step = plan->steps + number;
    int *places[] = {&step->a, &step->b, &step->c}, used = 0;
    Py_ssize_t place = 1;
    const char *form;
    if (read_kind(plan, number, given) < 0)
        return -1;
    step->slot = -1;
    form = FORMS[step->kind];
    if (PyTuple_GET_SIZE(given) != 1 + (Py_ssize_t)strlen(form) + (strchr(form, 'f') != NULL))
        return refuse(number, "another number of members is expected");
    for (; *form; form++, place++) {
        PyObject *member = PyTuple_GET_ITEM(given, place);
        if (*form == 'o')
            step->object = Py_NewRef(member);
        else if (*form == 'f') {
            if (read_fitting(step, number, given, place++) < 0)
                return -1;
        }
        else if (*form == 't') {
            if (read_several(plan, number, member) < 0)
                return -1;
        }
        else if (read_number(member, *form == 's' ? number : INT32_MAX, places[used++]) < 0)
            return refuse(number, "an earlier step, or a number, is expected");
    }
    return 0;
}

static int
require(Conditions *plan, int number)
{
    Step *step = plan->steps + number;
    if (step->kind == RECORD && step->a >= PyTuple_GET_SIZE(plan->records))
        return refuse(number, "an unknown record");
    if ((step->kind == LOCAL && step->a) || ((step->kind == EXISTS || step->kind == ALL) && step->b))
        return refuse(number, "only one loop at a time");
    if ((step->kind == MEMBER || step->kind == HAS || step->kind == VARIABLE || step->kind == ASK)
        && !PyUnicode_CheckExact(step->object))
        return refuse(number, "a name is expected");
    if (step->kind == MEMBER || step->kind == HAS)
        PyUnicode_InternInPlace(&step->object);
    return 0;
}

/* Constants that are more than a few become a set. */
static int
require_constants(Step *step, int number)
{
    PyObject *constants = step->object;
    Py_ssize_t place;
    if (!PyTuple_CheckExact(constants))
        return refuse(number, "constants are expected");
    for (place = 0; place < PyTuple_GET_SIZE(constants); place++) {
        PyObject *one = PyTuple_GET_ITEM(constants, place);
        if (!(PyUnicode_CheckExact(one) || PyLong_CheckExact(one))
            || !Py_IS_TYPE(one, Py_TYPE(PyTuple_GET_ITEM(constants, 0))))
            return refuse(number, "texts, or ints, are expected");
    }
    if (place <= FEW_CONSTANTS)
        return 0;
    step->b = PyUnicode_CheckExact(PyTuple_GET_ITEM(constants, 0));
    step->object = PyFrozenSet_New(constants);
    Py_DECREF(constants);
    return step->object == NULL ? -1 : 0;
}

static int
steps_of(Conditions *plan, Step *step, int place)
{
    const char *form = FORMS[step->kind];
    int *own[] = {&step->a, &step->b, &step->c}, count = 0, number = 0;
    if (strchr(form, 't') != NULL)
        return place < step->b ? plan->pool[step->a + place] : -1;
    for (; *form; form++)
        if (*form == 's' || *form == 'n') {
            if (*form == 's' && count++ == place)
                return *own[number];
            number++;
        }
    return -1;
}

/* Which steps read a loop's item, how deep they go, and which outcomes are worth keeping: those that are asked for more
   than once. */
static int
settle(Conditions *plan)
{
    int *uses = PyMem_Calloc((size_t)plan->count + 1, sizeof(int));
    int *depths = PyMem_Calloc((size_t)plan->count + 1, sizeof(int));
    int number, place, part, fine = uses != NULL && depths != NULL ? 0 : -1;
    if (fine < 0)
        PyErr_NoMemory();
    for (number = 0; number < plan->count && fine == 0; number++) {
        Step *step = plan->steps + number;
        int loops = step->kind == EXISTS || step->kind == ALL;
        step->looping = step->kind == LOCAL;
        for (place = 0; (part = steps_of(plan, step, place)) >= 0; place++) {
            depths[number] = depths[part] > depths[number] ? depths[part] : depths[number];
            if (loops && place == 0 && plan->steps[part].looping)
                fine = refuse(number, "a loop in a loop");
            if (!loops)
                step->looping |= plan->steps[part].looping;
        }
        if (++depths[number] > DEEPEST)
            fine = refuse(number, "too deep");
        for (place = 0; (part = steps_of(plan, step, place)) >= 0; place++)
            uses[part] += step->looping || (loops && place > 0) ? 2 : 1;
    }
    for (number = 0; number < plan->rooted && fine == 0; number++) {
        uses[plan->roots[number].step]++;
        if (plan->steps[plan->roots[number].step].looping)
            fine = refuse(plan->roots[number].step, "a condition that is part of a loop");
    }
    for (number = 0; number < plan->count && fine == 0; number++) {
        Step *step = plan->steps + number;
        if (uses[number] > 1 && !step->looping && step->kind > LOCAL)
            step->slot = (short)(step->kind < AND ? plan->values++ : plan->truths++);
    }
    PyMem_Free(uses);
    PyMem_Free(depths);
    return fine;
}

static int
read_steps(Conditions *plan, PyObject *steps)
{
    Py_ssize_t pool = 0;
    int number;
    for (number = 0; number < PyTuple_GET_SIZE(steps); number++) {
        PyObject *given = PyTuple_GET_ITEM(steps, number);
        Py_ssize_t last = PyTuple_CheckExact(given) ? PyTuple_GET_SIZE(given) - 1 : -1;
        if (last >= 0 && PyTuple_CheckExact(PyTuple_GET_ITEM(given, last)))
            pool += PyTuple_GET_SIZE(PyTuple_GET_ITEM(given, last));
    }
    plan->steps = PyMem_Calloc((size_t)PyTuple_GET_SIZE(steps) + 1, sizeof(Step));
    plan->pool = PyMem_Calloc((size_t)pool + 1, sizeof(int));
    if (plan->steps == NULL || plan->pool == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (number = 0; number < PyTuple_GET_SIZE(steps); number++) {
        plan->count = number + 1;
        if (read_step(plan, number, PyTuple_GET_ITEM(steps, number)) < 0 || require(plan, number) < 0)
            return -1;
        if (plan->steps[number].kind == AMONG && require_constants(plan->steps + number, number) < 0)
            return -1;
    }
    return 0;
}

static int
read_roots(Conditions *plan, PyObject *roots)
{
    int number;
    plan->roots = PyMem_Calloc((size_t)PyTuple_GET_SIZE(roots) + 1, sizeof(Root));
    if (plan->roots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (number = 0; number < PyTuple_GET_SIZE(roots); number++) {
        PyObject *root = PyTuple_GET_ITEM(roots, number);
        if (!PyTuple_CheckExact(root) || PyTuple_GET_SIZE(root) != 2
            || read_number(PyTuple_GET_ITEM(root, 1), plan->count, &plan->roots[number].step) < 0)
            return refuse(number, "a condition is a number and a step");
        plan->roots[number].number = Py_NewRef(PyTuple_GET_ITEM(root, 0));
        plan->rooted = number + 1;
    }
    return 0;
}

#endif
