/* Runs plans of conditions. The definition is the interpreter of the condition language, `cel/run`.

A plan (`cel/lower`) is a tuple of steps, each a tuple that begins with its kind; a step names others by their number,
and only earlier ones. Here every step is evaluated when a condition first needs it, and once for each event where
several need it. A step tells (true, false, or a value) or fails. It fails wherever this file is not sure to say what
the interpreter says: a member is missing, a value is of another type than is looked for, a call raises. Truth has three
values: `and` is false when one part is, else fails when one part does, else true; `or` likewise.

    constant V          record N           variable NAME TYPE FITTING       local N
    member S NAME       entry S KEY        item S N         size S          choose S S S
    add S S             subtract S S       multiply S S     call F (S..)    ask NAME TYPE FITTING (S..)
    and (S..)  or (S..)  not S  has S NAME  has-entry S KEY  same S S  less S S  at-most S S  among S (V..)  in S S
    starts S S  ends S S  contains S S  found S (is not null)  numbered S N (N is in the list)
    exists S N S  all S N S     over a list or the keys of a map, the item as local N, what must hold of it

A plan in memory is told in `conditions_plan.h`; how it is read stands in `conditions_reading.h`, steps that give values in
`conditions_values.h`, those that hold or do not in `conditions_truths.h` (`same`, `less`, `at-most` in
`conditions_comparing.h`). Here is how all conditions run for one event.
*/
#include "conditions_reading.h"
#include "conditions_truths.h"

/* All conditions, with what they need at hand. */
static int
run_all(Frame *frame, PyObject *matched, PyObject *failed)
{
    Conditions *plan = frame->plan;
    int number, outcome = 0;
    memset(frame->truths, 2, (size_t)plan->truths);
    memset(frame->values, 0, sizeof(PyObject *) * (size_t)plan->values);
    for (number = 0; number < plan->rooted && outcome == 0; number++) {
        Root *root = plan->roots + number;
        int truth = truth_of(frame, root->step);
        if (frame->broken)
            outcome = -1;
        else if (truth != 0)
            outcome = PyList_Append(truth > 0 ? matched : failed, root->number);
        let_go(frame, 0);
    }
    for (number = 0; number < plan->values; number++)
        if (frame->values[number] != FAILED)
            Py_XDECREF(frame->values[number]);
    if (frame->loose != frame->own)
        PyMem_Free(frame->loose);
    return outcome;
}

/* The records that the caller did not give are asked for. One that cannot be had fails whatever reads it. */
static int
ask_records(Frame *frame, PyObject *const *given, Py_ssize_t count, PyObject **asked)
{
    Py_ssize_t number, wanted = PyTuple_GET_SIZE(frame->plan->records);
    for (number = 0; number < wanted; number++) {
        asked[number] = NULL;
        if (number < count)
            frame->records[number] = given[number];
        else {
            PyObject *arguments[] = {frame->activation, PyTuple_GET_ITEM(frame->plan->records, number)};
            frame->records[number] = asked[number] = PyObject_VectorcallMethod(get_word, arguments, 2, NULL);
            if (asked[number] == NULL)
                raised(frame);
        }
        if (frame->broken)
            return -1;
    }
    return 0;
}

static PyObject *
conditions_call(PyObject *self, PyObject *const *args, size_t flags, PyObject *names)
{
    Conditions *plan = (Conditions *)self;
    Py_ssize_t given = PyVectorcall_NARGS(flags), wanted = PyTuple_GET_SIZE(plan->records), number;
    PyObject *few_values[64], *asked[FEW_RECORDS] = {NULL};
    signed char few_truths[192];
    Frame frame = {.plan = plan, .room = 32};
    int outcome = -1;
    if (names != NULL || given < 3 || given > 3 + wanted || !PyList_CheckExact(args[1]) || !PyList_CheckExact(args[2])) {
        PyErr_SetString(PyExc_TypeError, "an activation, two lists and the records are taken");
        return NULL;
    }
    frame.activation = args[0];
    frame.loose = frame.own;
    frame.truths = plan->truths <= 192 ? few_truths : PyMem_Malloc((size_t)plan->truths);
    frame.values = plan->values <= 64 ? few_values : PyMem_Malloc(sizeof(PyObject *) * (size_t)plan->values);
    if (frame.truths == NULL || frame.values == NULL)
        PyErr_NoMemory();
    else if (ask_records(&frame, args + 3, given - 3, asked) == 0)
        outcome = run_all(&frame, args[1], args[2]);
    for (number = 0; number < wanted; number++)
        Py_XDECREF(asked[number]);
    if (frame.truths != few_truths)
        PyMem_Free(frame.truths);
    if (frame.values != few_values)
        PyMem_Free(frame.values);
    if (outcome < 0)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *
conditions_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    PyObject *steps, *roots, *records, *unset, *errors, *adopt;
    Conditions *plan;
    if (kwds != NULL && PyDict_GET_SIZE(kwds) > 0) {
        PyErr_SetString(PyExc_TypeError, "no names are taken");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!O!O!OO!O:Conditions", &PyTuple_Type, &steps, &PyTuple_Type, &roots, &PyTuple_Type,
                          &records, &unset, &PyTuple_Type, &errors, &adopt))
        return NULL;
    if (PyTuple_GET_SIZE(records) > FEW_RECORDS || PyTuple_GET_SIZE(steps) > MOST_STEPS
        || PyTuple_GET_SIZE(roots) > INT32_MAX / 2) {
        PyErr_SetString(PyExc_ValueError, "too many records or steps");
        return NULL;
    }
    plan = (Conditions *)type->tp_alloc(type, 0);
    if (plan == NULL)
        return NULL;
    plan->vectorcall = conditions_call;
    plan->records = Py_NewRef(records);
    plan->unset = Py_NewRef(unset);
    plan->errors = Py_NewRef(errors);
    plan->adopt = Py_NewRef(adopt);
    if (read_steps(plan, steps) < 0 || read_roots(plan, roots) < 0 || settle(plan) < 0) {
        Py_DECREF(plan);
        return NULL;
    }
    return (PyObject *)plan;
}

static int
conditions_traverse(PyObject *self, visitproc visit, void *arg)
{
    Conditions *plan = (Conditions *)self;
    int number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < plan->count; number++) {
        Py_VISIT(plan->steps[number].object);
        Py_VISIT(plan->steps[number].other);
        Py_VISIT(plan->steps[number].seen.class);
    }
    for (number = 0; number < plan->rooted; number++)
        Py_VISIT(plan->roots[number].number);
    Py_VISIT(plan->records);
    Py_VISIT(plan->unset);
    Py_VISIT(plan->errors);
    Py_VISIT(plan->adopt);
    return 0;
}

static void
conditions_dealloc(PyObject *self)
{
    Conditions *plan = (Conditions *)self;
    PyTypeObject *type = Py_TYPE(self);
    int number;
    PyObject_GC_UnTrack(self);
    for (number = 0; number < plan->count; number++) {
        Py_XDECREF(plan->steps[number].object);
        Py_XDECREF(plan->steps[number].other);
        Py_XDECREF(plan->steps[number].seen.class);
    }
    for (number = 0; number < plan->rooted; number++)
        Py_XDECREF(plan->roots[number].number);
    PyMem_Free(plan->steps);
    PyMem_Free(plan->pool);
    PyMem_Free(plan->roots);
    Py_XDECREF(plan->records);
    Py_XDECREF(plan->unset);
    Py_XDECREF(plan->errors);
    Py_XDECREF(plan->adopt);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef conditions_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Conditions, vectorcall), READONLY, NULL},
    {NULL},
};

static PyType_Slot conditions_slots[] = {
    {Py_tp_new, conditions_new},           {Py_tp_traverse, conditions_traverse},
    {Py_tp_dealloc, conditions_dealloc},   {Py_tp_call, PyVectorcall_Call},
    {Py_tp_members, conditions_members},   {Py_tp_doc, "Some conditions, made ready to be asked of events."},
    {0, NULL},
};

static PyType_Spec conditions_spec = {
    .name = "tipstaff.native._conditions.Conditions",
    .basicsize = sizeof(Conditions),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = conditions_slots,
};

static int
fill(PyObject *module)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL)
        return -1;
    if (get_word == NULL)
        get_word = PyUnicode_InternFromString("get");
    if (call_word == NULL)
        call_word = PyUnicode_InternFromString("call");
    if (get_word == NULL || call_word == NULL)
        return -1;
    return add_class(module, &conditions_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(conditions, "Runs plans of conditions; the definition is the interpreter of the condition language.", NULL, fill)
