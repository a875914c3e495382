/* Windows: reading and recording the usual case. The definition is `signals/windows/access.py` and `signals/windows/quick`.

The tables stay what they are in Python (dictionaries, lists, arrays); here is only what is done with them for an event.
Whatever is unusual (several keys, none, late events, a full window) is handed to the function of the general way, or to
the table's own method, before anything was changed or when what was changed is whole.
*/
#include "windows_counts.h"
#include "windows_lasts.h"
#include "windows_noting.h"
#include "windows_sums.h"

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
