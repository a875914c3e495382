/* Letters as Python's regular expressions and strings see them. */
#ifndef TIPSTAFF_LETTERS_H
#define TIPSTAFF_LETTERS_H

#include "kernel.h"

/* `\w`, `\d`, `\s`, `[^\W\d_]`; what str.isspace says is `\s` too. */
static inline int
is_word(Py_UCS4 c)
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return Py_UNICODE_ISALNUM(c);
}

static inline int
is_letter(Py_UCS4 c)
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return Py_UNICODE_ISALNUM(c) && !Py_UNICODE_ISDECIMAL(c);
}

/* Characters from `start` to `end` as code points; the text must be ready and have as many. */
static inline void
copy_codes(PyObject *text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 *out)
{
    const void *data = PyUnicode_DATA(text);
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND:
        for (Py_ssize_t at = start; at < end; at++) {
            *out++ = ((const Py_UCS1 *)data)[at];
        }
        break;
    case PyUnicode_2BYTE_KIND:
        for (Py_ssize_t at = start; at < end; at++) {
            *out++ = ((const Py_UCS2 *)data)[at];
        }
        break;
    default:
        memcpy(out, (const Py_UCS4 *)data + start, (size_t)(end - start) * sizeof(Py_UCS4));
    }
}

#endif
