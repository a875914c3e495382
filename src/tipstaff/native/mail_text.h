/* Texts of mail as code points, and what is asked of each. */
#ifndef TIPSTAFF_MAIL_TEXT_H
#define TIPSTAFF_MAIL_TEXT_H

#include "letters.h"

/* A text as code points. */
typedef struct {
    Py_UCS4 *codes;
    Py_ssize_t size;
} Text;

static inline int
is_ascii_letter(Py_UCS4 c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline int
is_digit(Py_UCS4 c)
{
    return c >= '0' && c <= '9';
}

static inline int
is_capital(Py_UCS4 c)
{
    return c >= 'A' && c <= 'Z';
}

static inline Py_UCS4
small(Py_UCS4 c)
{
    return is_capital(c) ? c + 32 : c;
}

/* `\s`. */
static inline int
is_space(Py_UCS4 c)
{
    return c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : Py_UNICODE_ISSPACE(c);
}

/* The code point that stands there; a line end behind the last. */
static inline Py_UCS4
at_or_end(const Text *text, Py_ssize_t at)
{
    return at < text->size ? text->codes[at] : '\n';
}

/* Whether a word in small letters stands there, in letters of any case. */
static int
says(const Text *text, Py_ssize_t at, const char *word)
{
    for (; *word; word++, at++) {
        if (at >= text->size || small(text->codes[at]) != (Py_UCS4)*word) {
            return 0;
        }
    }
    return 1;
}

static PyObject *
piece(const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text->codes + start, end - start);
}

/* The code points of a text, in memory that the caller frees; -1: an error. */
static int
read_text(PyObject *text, Text *out)
{
    out->size = PyUnicode_GET_LENGTH(text);
    out->codes = PyMem_New(Py_UCS4, out->size + 1);
    if (!out->codes) {
        PyErr_NoMemory();
        return -1;
    }
    copy_codes(text, 0, out->size, out->codes);
    return 0;
}

#endif
