/* Words joined, and the gist of a text. */
#ifndef TIPSTAFF_WORDING_WORDS_H
#define TIPSTAFF_WORDING_WORDS_H

#include "letters.h"

#define FEW 512 /* characters that need no memory of their own */

static inline int
is_elided(Py_UCS4 c)
{
    return c == 'c' || c == 'd' || c == 'j' || c == 'l' || c == 'm' || c == 'n' || c == 's' || c == 't';
}

/* Where the bare word begins that begins here, a French elision left out. */
static Py_ssize_t
word_start(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t mark = is_elided(text[at]) ? at + 1 : text[at] == 'q' && at + 1 < size && text[at + 1] == 'u' ? at + 2 : 0;
    return mark && mark + 1 < size && text[mark] == '\'' && is_word(text[mark + 1]) ? mark + 1 : at;
}

/* Bare words with a space around each; how many letters that makes. `out` has two more than `text`. */
static Py_ssize_t
join_words(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out)
{
    Py_ssize_t made = 0;
    out[made++] = ' ';
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_word(text[at])) {
            at++;
            continue;
        }
        at = word_start(text, at, size);
        while (at < size && (is_word(text[at]) || (text[at] == '\'' && at + 1 < size && is_word(text[at + 1])))) {
            out[made++] = text[at++];
        }
        out[made++] = ' ';
    }
    return made > 1 ? made : 0;
}

static PyObject *
as_text(const Py_UCS4 *codes, Py_ssize_t size)
{
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, codes, size);
}

static PyObject *
wording_joined(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "joined(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare);
    Py_UCS4 few[2 * FEW + 2], *codes = few;
    if (size > FEW && !(codes = PyMem_New(Py_UCS4, 2 * size + 2))) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    PyObject *joined = as_text(codes + size, join_words(codes, size, codes + size));
    if (codes != few) {
        PyMem_Free(codes);
    }
    return joined;
}

static int
put(PyObject *list, PyObject *item)
{
    int done = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    return done;
}

static inline int
is_plain(Py_UCS4 c)
{
    return c != '_' && is_word(c);
}

/* One word of a gist: a `#` when it has a digit. */
static PyObject *
gist_word(const Py_UCS4 *word, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size; at++) {
        if (Py_UNICODE_ISDECIMAL(word[at])) {
            return PyUnicode_FromStringAndSize("#", 1);
        }
    }
    return as_text(word, size);
}

static int
put_gist(PyObject *list, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_plain(text[at])) {
            at++;
            continue;
        }
        Py_ssize_t start = at;
        while (at < size && (is_plain(text[at]) || (text[at] == '\'' && at + 1 < size && is_plain(text[at + 1])))) {
            at++;
        }
        if (put(list, gist_word(text + start, at - start)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Words of a gist that have no digit, one space between; how many letters that makes, and how many words in `words`. */
static Py_ssize_t
keep_words(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out, Py_ssize_t *words)
{
    Py_ssize_t made = 0;
    *words = 0;
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_plain(text[at])) {
            at++;
            continue;
        }
        Py_ssize_t start = made;
        int digits = 0;
        if (made) {
            out[made++] = ' ';
        }
        while (at < size && (is_plain(text[at]) || (text[at] == '\'' && at + 1 < size && is_plain(text[at + 1])))) {
            digits |= text[at] < 128 ? text[at] >= '0' && text[at] <= '9' : Py_UNICODE_ISDECIMAL(text[at]);
            out[made++] = text[at++];
        }
        made = digits ? start : made;
        *words += !digits;
    }
    return made;
}

static PyObject *
wording_fixed(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "fixed(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare), words;
    Py_UCS4 few[2 * FEW + 1], *codes = few;
    if (size > FEW && !(codes = PyMem_New(Py_UCS4, 2 * size + 1))) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    Py_ssize_t made = keep_words(codes, size, codes + size, &words);
    PyObject *found = Py_BuildValue("(Nn)", as_text(codes + size, made), words);
    if (codes != few) {
        PyMem_Free(codes);
    }
    return found;
}

/* An address has an at sign, a link a slash or begins with `www.`. */
static int
has_link_mark(PyObject *text)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    int kind = PyUnicode_KIND(text);
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, at);
        if (c == '@' || c == '/' || (c == '.' && at > 2 && PyUnicode_READ(kind, data, at - 1) == 'w')) {
            return 1;
        }
    }
    return 0;
}

static PyObject *
wording_may_link(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "may_link(bare) takes a text");
        return NULL;
    }
    return PyBool_FromLong(has_link_mark(bare));
}

static PyObject *
wording_gist(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "gist(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare);
    Py_UCS4 *codes = PyMem_New(Py_UCS4, size + 1);
    if (!codes) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    PyObject *list = PyList_New(0);
    if (list && put_gist(list, codes, size) < 0) {
        Py_CLEAR(list);
    }
    PyMem_Free(codes);
    return list;
}

#endif
