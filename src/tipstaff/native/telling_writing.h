/* Writing JSON into a buffer: values of events, as `decide/saying/writing.py` has them encoded.

Whatever is not plain (texts with marks, large numbers, times of other zones) is encoded by `encode`, so that all JSON is
one.
*/
#ifndef TIPSTAFF_TELLING_WRITING_H
#define TIPSTAFF_TELLING_WRITING_H

#include "members.h"
#include <datetime.h>

enum { READY, SHOWN, SAID };

typedef struct {
    char *start;
    size_t used, room;
    char own[3072];
} Buffer;

/* A buffer on the stack of whoever writes; `free_buffer` when it is done. */
static inline void
begin_buffer(Buffer *into)
{
    into->start = into->own;
    into->used = 0;
    into->room = sizeof(into->own);
}

static inline void
free_buffer(Buffer *into)
{
    if (into->start != into->own)
        PyMem_Free(into->start);
}

static int
grow(Buffer *into, size_t more)
{
    size_t room = 2 * (into->used + more);
    char *made = into->start == into->own ? PyMem_Malloc(room) : PyMem_Realloc(into->start, room);
    if (made == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (into->start == into->own)
        memcpy(made, into->own, into->used);
    into->start = made;
    into->room = room;
    return 0;
}

static inline int
copy(Buffer *into, const char *from, size_t length)
{
    if (into->room - into->used < length && grow(into, length) < 0)
        return -1;
    memcpy(into->start + into->used, from, length);
    into->used += length;
    return 0;
}

/* Whatever the encoder makes of it; without its quotes where it stands inside a text. */
static int
encoded(Buffer *into, PyObject *encode, PyObject *value, int kind)
{
    PyObject *made = PyObject_CallOneArg(encode, value);
    int outcome = -1;
    if (made == NULL)
        return -1;
    if (!PyBytes_CheckExact(made) || (kind == SAID && PyBytes_GET_SIZE(made) < 2))
        PyErr_SetString(PyExc_TypeError, "the encoder gives bytes");
    else if (kind == SAID)
        outcome = copy(into, PyBytes_AS_STRING(made) + 1, (size_t)PyBytes_GET_SIZE(made) - 2);
    else
        outcome = copy(into, PyBytes_AS_STRING(made), (size_t)PyBytes_GET_SIZE(made));
    Py_DECREF(made);
    return outcome;
}

/* A text of ASCII in which nothing is escaped is copied. */
static int
write_text(Buffer *into, PyObject *encode, PyObject *text, int kind)
{
    const unsigned char *letters = PyUnicode_IS_COMPACT_ASCII(text) ? PyUnicode_DATA(text) : NULL;
    size_t length = (size_t)PyUnicode_GET_LENGTH(text), at;
    if (letters == NULL)
        return encoded(into, encode, text, kind);
    for (at = 0; at < length; at++)
        if (letters[at] < 0x20 || letters[at] == '"' || letters[at] == '\\' || letters[at] == 0x7f)
            return encoded(into, encode, text, kind);
    if (into->room - into->used < length + 2 && grow(into, length + 2) < 0)
        return -1;
    if (kind == SHOWN)
        into->start[into->used++] = '"';
    memcpy(into->start + into->used, letters, length);
    into->used += length;
    if (kind == SHOWN)
        into->start[into->used++] = '"';
    return 0;
}

static int
write_number(Buffer *into, PyObject *encode, PyObject *number)
{
    char digits[24], *first = digits + sizeof(digits);
    int overflow, negative;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    unsigned long long left;
    if (overflow)
        return encoded(into, encode, number, SHOWN);
    negative = value < 0;
    left = negative ? 0ULL - (unsigned long long)value : (unsigned long long)value;
    do {
        *--first = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (negative)
        *--first = '-';
    return copy(into, first, (size_t)(digits + sizeof(digits) - first));
}

static char *
write_digits(char *to, int value, int places)
{
    for (int place = places - 1; place >= 0; place--, value /= 10)
        to[place] = (char)('0' + value % 10);
    return to + places;
}

/* As RFC 3339 has it; microseconds where there are any. */
static int
write_time(Buffer *into, PyObject *encode, PyObject *value)
{
    char text[32], *to = text;
    int micros = PyDateTime_DATE_GET_MICROSECOND(value);
    if (PyDateTime_DATE_GET_TZINFO(value) != PyDateTime_TimeZone_UTC)
        return encoded(into, encode, value, SHOWN);
    *to++ = '"';
    to = write_digits(to, PyDateTime_GET_YEAR(value), 4);
    *to++ = '-';
    to = write_digits(to, PyDateTime_GET_MONTH(value), 2);
    *to++ = '-';
    to = write_digits(to, PyDateTime_GET_DAY(value), 2);
    *to++ = 'T';
    to = write_digits(to, PyDateTime_DATE_GET_HOUR(value), 2);
    *to++ = ':';
    to = write_digits(to, PyDateTime_DATE_GET_MINUTE(value), 2);
    *to++ = ':';
    to = write_digits(to, PyDateTime_DATE_GET_SECOND(value), 2);
    if (micros) {
        *to++ = '.';
        to = write_digits(to, micros, 6);
    }
    *to++ = 'Z';
    *to++ = '"';
    return copy(into, text, (size_t)(to - text));
}

/* A value: as JSON, or as it stands in a text. */
static int
write_value(Buffer *into, PyObject *encode, PyObject *value, int kind)
{
    if (PyUnicode_CheckExact(value))
        return write_text(into, encode, value, kind);
    if (kind == SAID) {
        PyObject *text = PyObject_Format(value, NULL);
        int outcome = text == NULL ? -1 : write_text(into, encode, text, SAID);
        Py_XDECREF(text);
        return outcome;
    }
    if (PyLong_CheckExact(value))
        return write_number(into, encode, value);
    if (value == Py_True || value == Py_False)
        return value == Py_True ? copy(into, "true", 4) : copy(into, "false", 5);
    if (PyDateTime_CheckExact(value))
        return write_time(into, encode, value);
    return encoded(into, encode, value, SHOWN);
}

/* Whether the mask for free texts leaves a text as it is. */
static int
harmless(PyObject *text)
{
    const unsigned char *letters;
    Py_ssize_t length, at;
    if (!PyUnicode_CheckExact(text) || !PyUnicode_IS_COMPACT_ASCII(text))
        return 0;
    letters = PyUnicode_DATA(text);
    length = PyUnicode_GET_LENGTH(text);
    for (at = 0; at < length; at++)
        if ((letters[at] >= '0' && letters[at] <= '9') || letters[at] == '@')
            return 0;
    return 1;
}

#endif
