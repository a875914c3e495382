/* Bare names that may be links: labels with dots between, one of which may be an ending. */
#ifndef TIPSTAFF_LINKS_NAMES_H
#define TIPSTAFF_LINKS_NAMES_H

#include "links_marks.h"

#define LABEL_MOST 63 /* letters of a label */

static inline int
is_blank(Py_UCS4 c)
{
    return c == ' ' || c == '\t';
}

static inline Py_UCS4
small(Py_UCS4 c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static inline int
is_named_with(Py_UCS4 c)
{
    return c == '-' || is_word(c);
}

static inline int
in_name(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    return at >= 0 && at < size && is_named_with(text[at]);
}

/* What a name cannot begin behind. */
static inline int
is_hanging(Py_UCS4 c)
{
    return c == '@' || c == '.' || c == '/' || c == ':' || c == '\\' || is_named_with(c);
}

/* Where the characters of a label end that begins here, of which it may have so many. */
static inline Py_ssize_t
label_end(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size, Py_ssize_t most)
{
    Py_ssize_t end = size - at > most ? at + most : size;
    while (at < end && is_named_with(text[at])) {
        at++;
    }
    return at;
}

/* Whether a label may be an ending: one of those known, or one with other letters than those of ASCII. What is longer
 * than labels can be may be anything. -1 with an error set. */
static int
is_ending(const Py_UCS4 *text, Py_ssize_t start, Py_ssize_t end, PyObject *endings)
{
    char label[LABEL_MOST];
    Py_ssize_t size = end - start;
    for (Py_ssize_t at = start; at < end; at++) {
        if (text[at] > 127) {
            return 1;
        }
        if (at - start < LABEL_MOST) {
            label[at - start] = (char)small(text[at]);
        }
    }
    if (!size || size > LABEL_MOST) {
        return size > 0;
    }
    PyObject *name = PyUnicode_FromStringAndSize(label, size);
    int known = name ? PyDict_Contains(endings, name) : -1;
    Py_XDECREF(name);
    return known;
}

/* A name that begins here: where it ends (0 when there is none), and whether one of its labels may be an ending. */
static Py_ssize_t
name_end(const Py_UCS4 *text, Py_ssize_t start, Py_ssize_t size, PyObject *endings, int *known)
{
    Py_ssize_t first = label_end(text, start, size, LABEL_MOST), end = first;
    *known = 0;
    while (end > start && end + 1 < size && text[end] == '.' && is_named_with(text[end + 1])) {
        Py_ssize_t label = end + 1;
        end = label_end(text, label, size, LABEL_MOST);
        if (!*known && (*known = is_ending(text, label, end, endings)) < 0) {
            return -1;
        }
    }
    return end > first && !(end < size && (text[end] == '@' || text[end] == '-')) ? end : 0;
}

static int
put_name(PyObject *list, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *one = Py_BuildValue("(nn)", start, end);
    int done = one ? PyList_Append(list, one) : -1;
    Py_XDECREF(one);
    return done;
}

/* Names by the dots in them: each begins with the first of the characters that hang together there. */
static PyObject *
list_names(const Lettered *read, PyObject *endings)
{
    const Py_UCS4 *text = read->codes;
    const unsigned char *bytes = read->bytes, *found;
    PyObject *list = PyList_New(0);
    Py_ssize_t gone = 0, done = 0, size = read->size;
    while (list && (found = memchr(bytes + gone, '.', (size_t)(size - gone)))) {
        Py_ssize_t dot = found - bytes, start = dot;
        while (start > gone && is_hanging(text[start - 1])) {
            start--;
        }
        int begins = start > gone || !gone, known;
        gone = dot + 1;
        if (!begins || start < done) {
            continue;
        }
        Py_ssize_t end = name_end(text, start, size, endings, &known);
        if (end > 0) {
            done = end;
        }
        if (end < 0 || (end && known && put_name(list, start, end) < 0)) {
            Py_CLEAR(list);
        }
    }
    return list;
}

#endif
