/* The fields of a header: `fields_plainly`, `indexed_plainly`, `joined_plainly`, `shape_plainly` of `mailparse`. */
#ifndef TIPSTAFF_MAIL_HEADER_H
#define TIPSTAFF_MAIL_HEADER_H

#include "mail_text.h"

/* What a field is called: printable, no spaces, no colon. */
static inline int
in_name(char c)
{
    return c > 32 && c < 127 && c != ':';
}

/* Where a field ends that begins here: at the line end behind which no line continues it; NULL: it has none. */
static const char *
field_end(const char *at, const char *end)
{
    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (at + 1 >= end || (at[1] != ' ' && at[1] != '\t')) {
            return at;
        }
        at++;
    }
    return NULL;
}

/* Adds the field from `at` to `end`; 0: Python has to look at it, -1: an error. */
static int
add_field(PyObject *fields, const char *at, const char *end)
{
    const char *colon = at;
    while (colon < end && in_name(*colon)) {
        colon++;
    }
    if (colon == at || colon == end || *colon != ':') {
        return 0;
    }
    const char *value = colon + 1;
    while (value < end && (*value == ' ' || *value == '\t')) {
        value++;
    }
    while (end > value && (end[-1] == '\r' || end[-1] == '\n')) {
        end--;
    }
    if (value < end && (*value == '\r' || *value == '\n')) {
        return 0;
    }
    PyObject *field = PyTuple_New(2);
    PyObject *name = field ? PyUnicode_DecodeASCII(at, colon - at, "strict") : NULL;
    PyObject *said = name ? PyUnicode_DecodeASCII(value, end - value, "replace") : NULL;
    int added = -1;
    if (said) {
        PyTuple_SET_ITEM(field, 0, Py_NewRef(name));
        PyTuple_SET_ITEM(field, 1, Py_NewRef(said));
        added = PyList_Append(fields, field) < 0 ? -1 : 1;
    }
    Py_XDECREF(field);
    Py_XDECREF(name);
    Py_XDECREF(said);
    return added;
}

static PyObject *
mail_fields(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *head;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "Sn", &head, &most)) {
        return NULL;
    }
    const char *at = PyBytes_AS_STRING(head), *end = at + PyBytes_GET_SIZE(head), *stop;
    if (end - at >= 5 && memcmp(at, "From ", 5) == 0) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        at = line ? line + 1 : end;
    }
    PyObject *fields = PyList_New(0);
    int added = fields ? 1 : -1;
    for (; added > 0 && at < end; at = stop + 1) {
        stop = field_end(at, end);
        added = stop && PyList_GET_SIZE(fields) < most ? add_field(fields, at, stop) : 0;
        if (!stop) {
            break;
        }
    }
    if (added > 0) {
        return fields;
    }
    Py_XDECREF(fields);
    return added ? NULL : Py_NewRef(Py_None);
}

/* A name without white space around it, in lower case. */
static PyObject *
as_name(PyObject *name)
{
    char small_name[64];
    Py_ssize_t size = PyUnicode_GET_LENGTH(name);
    if (size > 64 || !PyUnicode_IS_ASCII(name)) {
        PyObject *bare = PyObject_CallMethod(name, "strip", NULL);
        PyObject *lower = bare ? PyObject_CallMethod(bare, "lower", NULL) : NULL;
        Py_XDECREF(bare);
        return lower;
    }
    const char *data = PyUnicode_DATA(name);
    int same = 1;
    while (size && is_space((unsigned char)data[size - 1])) {
        size--;
        same = 0;
    }
    while (size && is_space((unsigned char)*data)) {
        data++;
        size--;
        same = 0;
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        small_name[at] = (char)small((unsigned char)data[at]);
        same &= small_name[at] == data[at];
    }
    return same ? Py_NewRef(name) : PyUnicode_FromStringAndSize(small_name, size);
}

/* Adds a value under its name. */
static int
add_value(PyObject *values, PyObject *name, PyObject *value)
{
    PyObject *known = PyDict_GetItemWithError(values, name);
    if (known || PyErr_Occurred()) {
        return known ? PyList_Append(known, value) : -1;
    }
    PyObject *first = PyList_New(1);
    if (!first) {
        return -1;
    }
    PyList_SET_ITEM(first, 0, Py_NewRef(value));
    int added = PyDict_SetItem(values, name, first);
    Py_DECREF(first);
    return added;
}

/* Whether that is a name and a value. */
static int
is_field(PyObject *field)
{
    if (PyTuple_Check(field) && PyTuple_GET_SIZE(field) == 2 && PyUnicode_Check(PyTuple_GET_ITEM(field, 0)) &&
        PyUnicode_Check(PyTuple_GET_ITEM(field, 1))) {
        return 1;
    }
    PyErr_SetString(PyExc_TypeError, "a field is a name and a value");
    return 0;
}

static PyObject *
mail_indexed(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *given;
    Py_ssize_t longest;
    if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &given, &longest)) {
        return NULL;
    }
    PyObject *fields = PyList_New(0), *values = PyDict_New();
    int done = fields && values ? 0 : -1;
    for (Py_ssize_t at = 0; done == 0 && at < PyList_GET_SIZE(given); at++) {
        PyObject *field = PyList_GET_ITEM(given, at);
        if (!is_field(field)) {
            done = -1;
            break;
        }
        PyObject *name = as_name(PyTuple_GET_ITEM(field, 0)), *value = PyTuple_GET_ITEM(field, 1);
        value = PyUnicode_GET_LENGTH(value) > longest ? PyUnicode_Substring(value, 0, longest) : Py_NewRef(value);
        PyObject *made = name && value ? PyTuple_Pack(2, name, value) : NULL;
        done = made ? PyList_Append(fields, made) : -1;
        done = done == 0 ? add_value(values, name, value) : done;
        Py_XDECREF(made);
        Py_XDECREF(name);
        Py_XDECREF(value);
    }
    PyObject *indexed = done == 0 ? PyTuple_Pack(2, fields, values) : NULL;
    Py_XDECREF(fields);
    Py_XDECREF(values);
    return indexed;
}

/* Whether words stand alone with one space between them. */
static int
is_flat(PyObject *value)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(value);
    if (!PyUnicode_IS_ASCII(value) || !size) {
        return !size;
    }
    const unsigned char *data = PyUnicode_DATA(value);
    for (Py_ssize_t at = 0; at < size; at++) {
        if (is_space(data[at]) && (data[at] != ' ' || !at || at + 1 == size || data[at + 1] == ' ')) {
            return 0;
        }
    }
    return 1;
}

/* A value with one space for each stretch of white space inside, and none around. */
static PyObject *
flat(PyObject *value, PyObject *space)
{
    if (is_flat(value)) {
        return Py_NewRef(value);
    }
    if (!PyUnicode_IS_ASCII(value)) {
        PyObject *words = PyUnicode_Split(value, NULL, -1);
        PyObject *made = words ? PyUnicode_Join(space, words) : NULL;
        Py_XDECREF(words);
        return made;
    }
    const unsigned char *data = PyUnicode_DATA(value);
    Py_ssize_t size = PyUnicode_GET_LENGTH(value), made = 0;
    char *out = PyMem_Malloc((size_t)size);
    if (!out) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        if (!is_space(data[at])) {
            out[made++] = (char)data[at];
        }
        else if (made && out[made - 1] != ' ') {
            out[made++] = ' ';
        }
    }
    PyObject *line = PyUnicode_FromStringAndSize(out, made && out[made - 1] == ' ' ? made - 1 : made);
    PyMem_Free(out);
    return line;
}

static PyObject *
mail_joined(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *fields;
    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &fields)) {
        return NULL;
    }
    PyObject *values = PyDict_New(), *space = PyUnicode_FromString(" ");
    int done = values && space ? 0 : -1;
    for (Py_ssize_t at = 0; done == 0 && at < PyList_GET_SIZE(fields); at++) {
        PyObject *field = PyList_GET_ITEM(fields, at);
        PyObject *line = is_field(field) ? flat(PyTuple_GET_ITEM(field, 1), space) : NULL;
        done = line ? add_value(values, PyTuple_GET_ITEM(field, 0), line) : -1;
        Py_XDECREF(line);
    }
    Py_XDECREF(space);
    /* One line is a value; several are put together. */
    PyObject *name, *lines, *end = PyUnicode_FromString("\n");
    Py_ssize_t place = 0;
    while (done == 0 && end && PyDict_Next(values, &place, &name, &lines)) {
        PyObject *value = PyList_GET_SIZE(lines) == 1 ? Py_NewRef(PyList_GET_ITEM(lines, 0)) : PyUnicode_Join(end, lines);
        done = value ? PyDict_SetItem(values, name, value) : -1;
        Py_XDECREF(value);
    }
    Py_XDECREF(end);
    if (done < 0 || !end) {
        Py_CLEAR(values);
    }
    return values;
}

static inline Py_UCS4
kind_of(Py_UCS4 c)
{
    return c >= 'a' && c <= 'z' ? 'a' : is_capital(c) ? 'A' : is_digit(c) ? '0' : 0;
}

static PyObject *
mail_shape(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *name;
    Py_ssize_t most, made = 0;
    Py_UCS4 shape[64];
    if (!PyArg_ParseTuple(args, "Un", &name, &most)) {
        return NULL;
    }
    most = Py_MIN(most, 64);
    Py_UCS4 before = 0;
    for (Py_ssize_t at = 0; at < Py_MIN(PyUnicode_GET_LENGTH(name), 200) && made < most; at++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(name, at), kind = kind_of(c);
        if (!kind || kind != before) {
            shape[made++] = kind ? kind : c;
        }
        before = kind;
    }
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, shape, made);
}

#endif
