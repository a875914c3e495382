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
*/
#include "kernel.h"
#include "members.h"
#include <datetime.h>

#define FEW_ARGUMENTS 8
#define FEW_RECORDS 4
#define FEW_CONSTANTS 4
#define MOST_STEPS 30000
#define DEEPEST 200
#define LARGEST_EXACT (1LL << 53)

enum { CONSTANT, RECORD, LOCAL, /* at hand */
       VARIABLE, MEMBER, ENTRY, ITEM, SIZE, CHOOSE, ADD, SUBTRACT, MULTIPLY, CALL, ASK, /* values */
       AND, OR, NOT, HAS, HAS_ENTRY, SAME, LESS, AT_MOST, AMONG, IN, STARTS, ENDS, CONTAINS, FOUND, NUMBERED,
       EXISTS, ALL, /* true or false */
       KINDS };

static const char *const WORDS[KINDS] = {
    "constant", "record", "local",
    "variable", "member", "entry", "item", "size", "choose", "add", "subtract", "multiply", "call", "ask",
    "and", "or", "not", "has", "has-entry", "same", "less", "at-most", "among", "in", "starts", "ends", "contains",
    "found", "numbered", "exists", "all",
};

typedef struct {
    unsigned char kind;
    unsigned char looping;  /* reads a loop's item */
    short slot;             /* where its outcome is kept for the event, -1 for nowhere */
    int a, b, c;            /* steps; or where the steps that it works on begin in `pool`, and how many they are */
    PyObject *object;       /* a constant, a name, a function, constants */
    PyObject *other;        /* (TYPE, FITTING) */
    Place seen;             /* of `member` and `has` */
} Step;

typedef struct {
    int step;
    PyObject *number;
} Root;

typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
    Step *steps;
    int *pool;
    Root *roots;
    int count, pooled, rooted, truths, values;
    PyObject *records, *unset, *errors, *adopt;
} Conditions;

typedef struct {
    Conditions *plan;
    PyObject *activation;
    PyObject *records[FEW_RECORDS];
    PyObject *local;
    signed char *truths; /* 1, 0, -1 for failed, 2 for not yet asked */
    PyObject **values;   /* NULL for not yet asked, FAILED */
    PyObject **loose;    /* values that are kept nowhere else until the event, or the item of a loop, is done */
    int holding, room;
    int broken;          /* an exception is set that is none of the language's */
    PyObject *own[32];
} Frame;

static char failed_mark;
#define FAILED ((PyObject *)&failed_mark)

static PyObject *get_word, *call_word;

static PyObject *value_of(Frame *frame, int number);
static int truth_of(Frame *frame, int number);

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

static int
looped(Frame *frame, Step *step)
{
    PyObject *items = value_of(frame, step->a);
    int outcome;
    if (items == NULL)
        return -1;
    if (PyList_CheckExact(items) || PyTuple_CheckExact(items))
        return over_items(frame, step, items);
    if (!PyDict_CheckExact(items))
        return -1;
    items = PyDict_Keys(items);
    if (items == NULL) {
        raised(frame);
        return -1;
    }
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

/* ---- reading a plan ---- */

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
