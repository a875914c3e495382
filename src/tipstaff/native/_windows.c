/* Windows: reading and recording the usual case. The definition is `signals/windows/access.py` and `signals/windows/quick`.

The tables stay what they are in Python (dictionaries, lists, arrays); here is only what is done with them for an event.
Whatever is unusual (several keys, none, late events, a full window) is handed to the function of the general way, or to
the table's own method, before anything was changed or when what was changed is whole.
*/
#include "digests.h"
#include "access.h"

/* What Python says of windows, told once by `learn`: the class of a key's values, "few" of them, "never", "no number". */
static PyObject *seen_class, *never, *nan_value;
static Py_ssize_t few;

static PyObject *hand_word, *recent_word, *used_word, *held_word;
static PyObject *values_word, *bits_word, *newest_word, *current_word, *full_until_word, *swept_word;
static PyObject *least_recent_word, *record_word, *begin_word, *grow_word, *make_room_word;
static Place values_place, bits_place, newest_place, current_place, full_until_place, swept_place;

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static inline long long
floor_div(long long number, long long by)
{
    return number / by - (number % by < 0);
}

static inline long long
modulo(long long number, long long by)
{
    long long left = number % by;
    return left < 0 ? left + by : left;
}

/* A whole number; -1 and an exception when it is none or does not fit. */
static inline long long
whole(PyObject *number)
{
    return PyLong_AsLongLong(number);
}

static int
put_member(Place *place, PyObject *owner, PyObject *name, PyObject *value)
{
    if (value == NULL)
        return -1;
    if ((PyObject *)Py_TYPE(owner) == place->class || learn_place(place, Py_TYPE(owner), name)) {
        PyObject **at = (PyObject **)((char *)owner + place->offset);
        Py_XSETREF(*at, Py_NewRef(value));
        return 0;
    }
    return PyObject_SetAttr(owner, name, value);
}

static int
put_number(Place *place, PyObject *owner, PyObject *name, long long number)
{
    PyObject *made = PyLong_FromLongLong(number);
    int put = put_member(place, owner, name, made);
    Py_XDECREF(made);
    return put;
}

/* A member that is a whole number; -1 and an exception when it is none. */
static long long
number_at(Place *place, PyObject *owner, PyObject *name)
{
    PyObject *found = member_at(place, owner, name);
    long long number = found == NULL ? -1 : whole(found);
    Py_XDECREF(found);
    return number;
}

/* --- what every face of a window has ------------------------------------------------------------------------------ */

enum {
    TAKE, OF, BELOW, AMOUNT, TAKE_VALUE, GENERAL, STORAGE, DIRECTORY, ROWS, KEYS, HEADS, TOUCHED, TABLE, BEFORE, REACH,
    FRAME_OF, FACE_HELD
};
enum { NO, YES, ASKED };

typedef struct Face Face;
typedef PyObject *(*Way)(Face *face, PyObject *event);

struct Face {
    PyObject_HEAD
    vectorcallfunc called;
    Way way;
    PyObject *held[FACE_HELD];
    Place hand, recent, used, holding;
    long long every, span, buckets, lateness, lanes, lane, least, values, total, most_keys, memory;
    double enter, leave;
    Py_ssize_t slot, value_slot;
    int of, below, sure, levels;
};

static PyTypeObject *face_type;

static int
face_traverse(Face *self, visitproc visit, void *arg)
{
    int number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < FACE_HELD; number++)
        Py_VISIT(self->held[number]);
    Py_VISIT(self->hand.class);
    Py_VISIT(self->recent.class);
    Py_VISIT(self->used.class);
    Py_VISIT(self->holding.class);
    return 0;
}

static int
face_clear(Face *self)
{
    int number;
    Py_CLEAR(self->held[STORAGE]); /* by which a call knows that the window is gone */
    for (number = 0; number < FACE_HELD; number++)
        Py_CLEAR(self->held[number]);
    Py_CLEAR(self->hand.class);
    Py_CLEAR(self->recent.class);
    Py_CLEAR(self->used.class);
    Py_CLEAR(self->holding.class);
    return 0;
}

static void
face_dealloc(Face *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    face_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
face_called(Face *self, PyObject *const *args, size_t flags, PyObject *names)
{
    if (PyVectorcall_NARGS(flags) != 1 || (names != NULL && PyTuple_GET_SIZE(names))) {
        PyErr_SetString(PyExc_TypeError, "a window is read or recorded for one event");
        return NULL;
    }
    if (self->held[STORAGE] == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "the window is gone");
        return NULL;
    }
    return self->way(self, args[0]);
}

static PyMemberDef face_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Face, called), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot face_slots[] = {
    {Py_tp_doc, "Reads or records one window for events of one type."},
    {Py_tp_dealloc, face_dealloc},
    {Py_tp_traverse, face_traverse},
    {Py_tp_clear, face_clear},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_members, face_members},
    {0, NULL},
};

static PyType_Spec face_spec = {
    .name = "tipstaff.native._windows.Face",
    .basicsize = sizeof(Face),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = face_slots,
};

/* What was taken from the event under a number, taken now if it was not yet; a new reference. */
static PyObject *
taken(Face *face, Py_ssize_t slot, PyObject *take, PyObject *event)
{
    PyObject *all = ((Frame *)face->held[FRAME_OF])->taken, *found;
    if (slot < PyList_GET_SIZE(all)) {
        found = PyList_GET_ITEM(all, slot);
        if (found != Py_None)
            return Py_NewRef(found);
    }
    found = PyObject_CallOneArg(take, event);
    if (found != NULL && PyList_SetItem(all, slot, Py_NewRef(found)) < 0) /* says so when there is no such place */
        Py_CLEAR(found);
    return found;
}

/* Whether a key or value is one, and not a list of them or a word for none: those have classes of their own. */
static inline int
is_usual(PyObject *key)
{
    return PyUnicode_CheckExact(key) || PyBytes_CheckExact(key) || PyTuple_CheckExact(key) || PyLong_CheckExact(key) ||
           PyFloat_CheckExact(key) || PyBool_Check(key) || PyDateTime_CheckExact(key);
}

/* Whether a selection takes the event; -1 and an exception when that cannot be said. */
static inline int
takes(int kind, PyObject *condition, PyObject *event)
{
    PyObject *found;
    int said;
    if (kind != ASKED)
        return kind;
    found = PyObject_CallOneArg(condition, event);
    if (found == NULL)
        return -1;
    said = PyObject_IsTrue(found);
    Py_DECREF(found);
    return said;
}

static inline long long
bucket_of(Face *face)
{
    return floor_div(((Frame *)face->held[FRAME_OF])->time, face->every);
}

static inline PyObject *
generally(Face *face, PyObject *event)
{
    return PyObject_CallOneArg(face->held[GENERAL], event);
}

/* The row of a key; -1 when it has none, -2 and an exception when there is something wrong with the tables. */
static Py_ssize_t
row_of(Face *face, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(face->held[ROWS], key);
    Py_ssize_t row;
    if (found == NULL)
        return PyErr_Occurred() ? -2 : -1;
    row = PyLong_AsSsize_t(found);
    if (row >= 0 && row < PyList_GET_SIZE(face->held[HEADS]) && row < PyByteArray_GET_SIZE(face->held[TOUCHED]))
        return row;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "a key of a window has no row");
    return -2;
}

static inline int
head_of(Face *face, Py_ssize_t row, long long *head)
{
    *head = whole(PyList_GET_ITEM(face->held[HEADS], row));
    return *head == -1 && PyErr_Occurred() ? -1 : 0;
}

static inline void
touch(Face *face, Py_ssize_t row)
{
    PyByteArray_AS_STRING(face->held[TOUCHED])[row] = 1;
}

static inline int
put_head(Face *face, Py_ssize_t row, long long bucket)
{
    PyObject *made = PyLong_FromLongLong(bucket);
    return made == NULL ? -1 : PyList_SetItem(face->held[HEADS], row, made);
}

/* The numbers of an array, to be let go with PyBuffer_Release before anything else is called. */
static int
numbers_of(PyObject *array, Py_buffer *view, Py_ssize_t size, long long first, long long count)
{
    if (PyObject_GetBuffer(array, view, PyBUF_WRITABLE) < 0)
        return -1;
    if (view->itemsize == size && first >= 0 && count >= 0 && first + count <= view->len / size)
        return 0;
    PyBuffer_Release(view);
    PyErr_SetString(PyExc_IndexError, "a row of a window is not in its table");
    return -1;
}

/* --- rows: `Directory.claim` --------------------------------------------------------------------------------------- */

static int
reuse(Face *face, Py_ssize_t row, PyObject *key, PyObject *bucket)
{
    PyObject *rows = face->held[ROWS], *keys = face->held[KEYS], *number;
    PyObject *before = Py_NewRef(PyList_GET_ITEM(keys, row));
    int known = PyDict_Contains(rows, before), put;
    if (known > 0)
        known = PyDict_DelItem(rows, before);
    Py_DECREF(before);
    if (known < 0 || PyList_SetItem(keys, row, Py_NewRef(key)) < 0 ||
        PyList_SetItem(face->held[HEADS], row, Py_NewRef(bucket)) < 0)
        return -1;
    touch(face, row);
    number = PyLong_FromSsize_t(row);
    put = number == NULL ? -1 : PyDict_SetItem(rows, key, number);
    Py_XDECREF(number);
    return put;
}

static int
append(Face *face, Py_ssize_t row, PyObject *key, PyObject *bucket)
{
    PyObject *touched = face->held[TOUCHED], *number;
    int put;
    if (PyList_Append(face->held[KEYS], key) < 0 || PyList_Append(face->held[HEADS], bucket) < 0 ||
        PyByteArray_Resize(touched, PyByteArray_GET_SIZE(touched) + 1) < 0)
        return -1;
    touch(face, row);
    number = PyLong_FromSsize_t(row);
    put = number == NULL ? -1 : PyDict_SetItem(face->held[ROWS], key, number);
    Py_XDECREF(number);
    return put;
}

/* The row that the hand finds free, or -1; -2 and an exception. `visits`: so many rows are looked at. */
static Py_ssize_t
free_row(Face *face, Py_ssize_t size, int visits, long long oldest)
{
    PyObject *directory = face->held[DIRECTORY];
    char *touched = PyByteArray_AS_STRING(face->held[TOUCHED]);
    long long row = number_at(&face->hand, directory, hand_word), head;
    Py_ssize_t found = -1;
    if (row < 0 || (row >= size && size)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "the hand of a window is beyond its rows");
        return -2;
    }
    while (visits-- > 0) {
        if (touched[row])
            touched[row] = 0;
        else if (found < 0) {
            if (head_of(face, row, &head) < 0)
                return -2;
            if (head < oldest)
                found = row;
        }
        row = row + 1 < size ? row + 1 : 0;
    }
    return put_number(&face->hand, directory, hand_word, row) < 0 ? -2 : found;
}

static Py_ssize_t
least_recent(Face *face, Py_ssize_t size)
{
    PyObject *asked = PyObject_CallMethodNoArgs(face->held[DIRECTORY], least_recent_word);
    Py_ssize_t row = asked == NULL ? -1 : PyLong_AsSsize_t(asked);
    Py_XDECREF(asked);
    if (row >= 0 && row < size)
        return row;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "no row gives way");
    return -2;
}

/* A row for a new key; -2 and an exception when there is none. */
static Py_ssize_t
claim(Face *face, PyObject *key, long long bucket)
{
    Py_ssize_t size = PyList_GET_SIZE(face->held[KEYS]), row;
    PyObject *directory = face->held[DIRECTORY];
    PyObject *number = member_at(&face->recent, directory, recent_word);
    int visits = size > 2 && size < face->most_keys ? 3 : size > 1 ? 2 : (int)size, put;
    long long recent = number == NULL ? -1 : whole(number);
    if (recent == -1 && PyErr_Occurred())
        goto failed;
    if (recent != bucket) {
        Py_SETREF(number, PyLong_FromLongLong(bucket));
        if (number == NULL || put_member(&face->recent, directory, recent_word, number) < 0)
            goto failed;
    }
    if (PyList_GET_SIZE(face->held[HEADS]) != size || PyByteArray_GET_SIZE(face->held[TOUCHED]) != size) {
        PyErr_SetString(PyExc_IndexError, "the rows of a window are of different length");
        goto failed;
    }
    row = free_row(face, size, visits, bucket - face->memory);
    if (row == -1 && size == face->most_keys)
        row = least_recent(face, size);
    if (row == -2)
        goto failed;
    put = row < 0 ? append(face, size, key, number) : reuse(face, row, key, number);
    Py_DECREF(number);
    return put < 0 ? -2 : row < 0 ? size : row;
failed:
    Py_XDECREF(number);
    return -2;
}

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

/* --- sums --------------------------------------------------------------------------------------------------------- */

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

/* --- when something was last seen --------------------------------------------------------------------------------- */

static PyObject *
last_way(Face *face, PyObject *event)
{
    PyObject *key = taken(face, face->slot, face->held[TAKE], event), *times = face->held[TABLE];
    Py_ssize_t row;
    int usual;
    if (key == NULL)
        return NULL;
    row = row_of(face, key);
    usual = face->sure || is_usual(key);
    Py_DECREF(key);
    if (row == -2)
        return NULL;
    if (row < 0)
        return usual ? Py_NewRef(never) : generally(face, event);
    if (row < PyList_GET_SIZE(times))
        return Py_NewRef(PyList_GET_ITEM(times, row));
    PyErr_SetString(PyExc_IndexError, "a row of a window has no time");
    return NULL;
}

static int
begin_last(Face *face, PyObject *key, PyObject *time)
{
    PyObject *times = face->held[TABLE];
    Py_ssize_t row = claim(face, key, 0);
    if (row < 0)
        return -1;
    if (row == PyList_GET_SIZE(times))
        return PyList_Append(times, time);
    return PyList_SetItem(times, row, Py_NewRef(time)); /* says so when there is no such row */
}

static PyObject *
see_way(Face *face, PyObject *event)
{
    PyObject *key, *before, *time = NULL, *times = face->held[TABLE], *done = NULL;
    Py_ssize_t row;
    int own, later;
    key = taken(face, face->slot, face->held[TAKE], event);
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
    time = member_at(&time_place, event, time_word);
    row = time == NULL ? -2 : row_of(face, key);
    if (row == -2)
        goto done;
    if (row < 0) {
        done = begin_last(face, key, time) < 0 ? NULL : Py_NewRef(Py_None);
        goto done;
    }
    if (row >= PyList_GET_SIZE(times)) {
        PyErr_SetString(PyExc_IndexError, "a row of a window has no time");
        goto done;
    }
    touch(face, row);
    before = Py_NewRef(PyList_GET_ITEM(times, row)); /* a time may compare by Python of its own */
    later = PyObject_RichCompareBool(time, before, Py_GT);
    Py_DECREF(before);
    if (later < 0 || (later && PyList_SetItem(times, row, Py_NewRef(time)) < 0))
        goto done;
    done = Py_NewRef(Py_None);
done:
    Py_DECREF(key);
    Py_XDECREF(time);
    return done;
}

/* --- different values --------------------------------------------------------------------------------------------- */

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

/* --- making faces ------------------------------------------------------------------------------------------------- */

/* An attribute that is a whole number; `fallback` when there is no such attribute. */
static int
read_number(PyObject *of, const char *name, long long *number)
{
    PyObject *found = PyObject_GetAttrString(of, name);
    *number = found == NULL ? -1 : whole(found);
    Py_XDECREF(found);
    return *number == -1 && PyErr_Occurred() ? -1 : 0;
}

static int
read_slot(PyObject *of, const char *name, Py_ssize_t *slot)
{
    long long number;
    if (read_number(of, name, &number) < 0)
        return -1;
    *slot = number < 0 ? PY_SSIZE_T_MAX : (Py_ssize_t)number;
    return 0;
}

static int
read_object(Face *face, int member, PyObject *of, const char *name, PyTypeObject *class)
{
    PyObject *found = PyObject_GetAttrString(of, name);
    if (found == NULL)
        return -1;
    if (class != NULL && !Py_IS_TYPE(found, class)) {
        PyErr_Format(PyExc_TypeError, "`%s` is a %s, not a %s", name, Py_TYPE(found)->tp_name, class->tp_name);
        Py_DECREF(found);
        return -1;
    }
    Py_XSETREF(face->held[member], found);
    return 0;
}

/* Whether a selection takes an event: always, never, or when a condition holds. */
static int
read_taken(Face *face, int member, PyObject *lens, const char *name, int *kind)
{
    if (read_object(face, member, lens, name, NULL) < 0)
        return -1;
    *kind = face->held[member] == Py_True ? YES : face->held[member] == Py_False ? NO : ASKED;
    return 0;
}

static int
read_lens(Face *face, PyObject *lens)
{
    PyObject *sure = PyObject_GetAttrString(lens, "sure");
    if (sure == NULL)
        return -1;
    face->sure = sure == Py_True;
    Py_DECREF(sure);
    return read_object(face, FRAME_OF, lens, "frame", frame_type) < 0 || read_object(face, TAKE, lens, "key", NULL) < 0 ||
                   read_slot(lens, "slot", &face->slot) < 0 || read_slot(lens, "value_slot", &face->value_slot) < 0 ||
                   read_object(face, TAKE_VALUE, lens, "value", NULL) < 0 ||
                   read_object(face, AMOUNT, lens, "amount", NULL) < 0 ||
                   read_taken(face, OF, lens, "of", &face->of) < 0 ||
                   read_taken(face, BELOW, lens, "below", &face->below) < 0
               ? -1
               : 0;
}

static int
read_directory(Face *face, PyObject *storage)
{
    PyObject *directory;
    if (read_object(face, DIRECTORY, storage, "directory", NULL) < 0)
        return -1;
    directory = face->held[DIRECTORY];
    return read_object(face, ROWS, directory, "rows", &PyDict_Type) < 0 ||
                   read_object(face, KEYS, directory, "keys", &PyList_Type) < 0 ||
                   read_object(face, HEADS, directory, "heads", &PyList_Type) < 0 ||
                   read_object(face, TOUCHED, directory, "touched", &PyByteArray_Type) < 0 ||
                   read_number(directory, "most", &face->most_keys) < 0 ||
                   read_number(directory, "memory", &face->memory) < 0
               ? -1
               : 0;
}

/* The shape of a window in buckets. */
static int
read_shape(Face *face, PyObject *spec, PyObject *storage)
{
    if (read_number(spec, "every", &face->every) < 0 || read_number(storage, "span", &face->span) < 0 ||
        read_number(storage, "buckets", &face->buckets) < 0 || read_number(storage, "lateness", &face->lateness) < 0)
        return -1;
    if (face->every > 0 && face->span > 0 && face->buckets > 0 && face->buckets < face->span && face->span < 1 << 30)
        return 0;
    PyErr_SetString(PyExc_ValueError, "a window has a length and buckets");
    return -1;
}

static Face *
make_face(Way way, PyObject *lens, PyObject *storage, PyObject *general)
{
    Face *face;
    if (seen_class == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "`learn` comes first");
        return NULL;
    }
    face = (Face *)face_type->tp_alloc(face_type, 0);
    if (face == NULL)
        return NULL;
    face->called = (vectorcallfunc)face_called;
    face->way = way;
    face->held[STORAGE] = Py_NewRef(storage);
    face->held[GENERAL] = Py_NewRef(general);
    face->every = face->span = face->lanes = 1;
    if (read_lens(face, lens) < 0 || read_directory(face, storage) < 0)
        Py_CLEAR(face);
    return face;
}

static PyObject *
finished(Face *face, int failed)
{
    if (failed)
        Py_CLEAR(face);
    return (PyObject *)face;
}

/* The arguments of a face: spec, table, lens, general way, and perhaps one more. */
static int
arguments(Py_ssize_t count, Py_ssize_t most)
{
    if (count >= 4 && count <= most)
        return 0;
    PyErr_SetString(PyExc_TypeError, "a face is made of spec, table, lens, and the general way");
    return -1;
}

static PyObject *
rings_face(Way way, PyObject *const *args)
{
    Face *face = make_face(way, args[2], args[1], args[3]);
    return finished(face, face == NULL || read_shape(face, args[0], args[1]) < 0 ||
                              read_object(face, TABLE, args[1], "slots", NULL) < 0 ||
                              read_number(args[1], "lanes", &face->lanes) < 0 || face->lanes < 1);
}

/* The class of ratios that leave a state has `before`. */
static int
read_level(Face *face, PyObject *storage)
{
    PyObject *level = PyObject_GetAttrString(storage, "level"), *enter, *leave;
    if (level == NULL || level == Py_None) {
        Py_XDECREF(level);
        return level == NULL ? -1 : 0;
    }
    face->levels = 1;
    enter = PyObject_GetAttrString(level, "enter");
    leave = PyObject_GetAttrString(level, "leave");
    face->enter = enter == NULL ? -1 : PyFloat_AsDouble(enter);
    face->leave = leave == NULL ? -1 : PyFloat_AsDouble(leave);
    Py_DECREF(level);
    Py_XDECREF(enter);
    Py_XDECREF(leave);
    return PyErr_Occurred() ? -1 : read_object(face, BEFORE, storage, "before", &PyByteArray_Type);
}

static PyObject *
windows_add(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    Face *face;
    if (arguments(count, 5) < 0)
        return NULL;
    face = (Face *)rings_face(add_way, args);
    if (face == NULL)
        return NULL;
    if (count == 5) {
        /* Of a ratio: which of its two counts. That it is recorded there is settled; no condition is left. */
        face->lane = PyLong_AsLongLong(args[4]);
        face->of = YES;
        if (face->lane < 0 || face->lane >= face->lanes || read_level(face, args[1]) < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no such lane");
            Py_CLEAR(face);
        }
    }
    return (PyObject *)face;
}

static PyObject *
windows_ratio(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    Face *face;
    if (arguments(count, 4) < 0)
        return NULL;
    face = (Face *)rings_face(ratio_way, args);
    return finished(face, face == NULL || read_number(args[1], "least", &face->least) < 0 || face->lanes != 2 ||
                              read_level(face, args[1]) < 0);
}

static PyObject *
sums_face(Way way, PyObject *const *args)
{
    Face *face = (Face *)rings_face(way, args);
    return finished(face, face == NULL || read_object(face, TABLE, args[1], "slots", &PyList_Type) < 0);
}

static PyObject *
lasts_face(Way way, PyObject *const *args)
{
    Face *face = make_face(way, args[2], args[1], args[3]);
    return finished(face, face == NULL || read_object(face, TABLE, args[1], "times", &PyList_Type) < 0);
}

static PyObject *
sets_face(Way way, PyObject *const *args)
{
    Face *face = make_face(way, args[2], args[1], args[3]);
    return finished(face, face == NULL || read_shape(face, args[0], args[1]) < 0 ||
                              read_object(face, TABLE, args[1], "sets", &PyList_Type) < 0 ||
                              read_object(face, REACH, args[1], "reach", &PyLong_Type) < 0 ||
                              read_number(args[1], "values", &face->values) < 0 ||
                              read_number(args[1], "total", &face->total) < 0);
}

/* What Python calls to make a face of the usual arguments. */
#define MAKES(name, face)                                                                                 \
    static PyObject *windows_##name(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) \
    {                                                                                                     \
        return arguments(count, 4) < 0 ? NULL : face(name##_way, args);                                   \
    }
MAKES(count, rings_face)
MAKES(total, sums_face)
MAKES(add_amount, sums_face)
MAKES(last, lasts_face)
MAKES(see, lasts_face)
MAKES(distinct, sets_face)
MAKES(note, sets_face)

static PyObject *
windows_learn(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *class, *when, *number;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "O!nOO", &PyType_Type, &class, &size, &when, &number))
        return NULL;
    Py_XSETREF(seen_class, Py_NewRef(class));
    Py_XSETREF(never, Py_NewRef(when));
    Py_XSETREF(nan_value, Py_NewRef(number));
    few = size;
    Py_RETURN_NONE;
}

#define FACE(name, about) {#name, (PyCFunction)(void (*)(void))windows_##name, METH_FASTCALL, about}
static PyMethodDef functions[] = {
    {"learn", windows_learn, METH_VARARGS, "learn(Seen, few, never, nan)\n--\n\nWhat Python says of windows."},
    FACE(count, "Reads a count."),
    FACE(add, "Counts one more."),
    FACE(ratio, "Reads a ratio, or its state when it has levels."),
    FACE(total, "Reads a sum."),
    FACE(add_amount, "Adds to a sum."),
    FACE(last, "Reads when something was last seen."),
    FACE(see, "Notes that something was seen."),
    FACE(distinct, "Reads how many values there are."),
    FACE(note, "Notes a value."),
    {NULL, NULL, 0, NULL},
};

static int
word(PyObject **place, const char *text)
{
    if (*place == NULL)
        *place = PyUnicode_InternFromString(text);
    return *place == NULL ? -1 : 0;
}

static int
learn_words(void)
{
    return word(&type_word, "type") < 0 || word(&time_word, "time") < 0 || word(&hand_word, "hand") < 0 ||
                   word(&recent_word, "recent") < 0 || word(&used_word, "used_rows") < 0 || word(&held_word, "held") < 0 ||
                   word(&values_word, "values") < 0 || word(&bits_word, "bits") < 0 || word(&newest_word, "newest") < 0 ||
                   word(&current_word, "current") < 0 || word(&full_until_word, "full_until") < 0 ||
                   word(&swept_word, "swept") < 0 || word(&least_recent_word, "least_recent") < 0 ||
                   word(&record_word, "record") < 0 || word(&begin_word, "begin") < 0 || word(&grow_word, "grow") < 0 ||
                   word(&make_room_word, "make_room") < 0
               ? -1
               : 0;
}

/* A class of this module that is made here too. */
static int
own_class(PyObject *module, PyType_Spec *spec, PyTypeObject **place)
{
    PyObject *made = PyType_FromModuleAndSpec(module, spec, NULL);
    int added = made == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)made);
    if (added == 0)
        Py_XSETREF(*place, (PyTypeObject *)Py_NewRef(made));
    Py_XDECREF(made);
    return added;
}

static int
execute(PyObject *module)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL || learn_words() < 0 || own_class(module, &frame_spec, &frame_type) < 0 ||
        own_class(module, &face_spec, &face_type) < 0)
        return -1;
    sha256_choose(0);
    return add_class(module, &access_spec) < 0 || add_class(module, &digest_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(windows, "Reading and recording windows.", functions, execute)
