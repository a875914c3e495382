/* The words of a page that are shown: `shown_plainly` of `text/visible.py`. */
#ifndef TIPSTAFF_MAIL_PAGE_H
#define TIPSTAFF_MAIL_PAGE_H

#include "mail_text.h"

static const char *const UNSHOWN[] = {"script", "style", "head", "template", "title", NULL};

/* The element whose words are not shown that begins with this `<`; NULL: another. */
static const char *
unshown(const Text *text, Py_ssize_t at)
{
    Py_ssize_t end;
    at++;
    while (at < text->size && is_space(text->codes[at])) {
        at++;
    }
    for (end = at; end < text->size && end - at < 10; end++) {
        Py_UCS4 c = text->codes[end];
        if (!is_ascii_letter(c) && c != 0x131 && c != 0x17F && c != 0x212A) {
            break;
        }
    }
    for (const char *const *name = UNSHOWN; *name; name++) {
        if ((Py_ssize_t)strlen(*name) == end - at && says(text, at, *name)) {
            return *name;
        }
    }
    return NULL;
}

/* The next `</name`; -1: none. */
static Py_ssize_t
find_closing(const Text *text, Py_ssize_t at, const char *name)
{
    for (; at + 1 < text->size; at++) {
        if (text->codes[at] == '<' && text->codes[at + 1] == '/' && says(text, at + 2, name)) {
            return at;
        }
    }
    return -1;
}

/* Behind the next `>` with so many hyphens before it; -1: there is none. */
static Py_ssize_t
behind_end(const Text *text, Py_ssize_t at, int hyphens)
{
    for (Py_ssize_t run = 0; at < text->size; at++) {
        Py_UCS4 c = text->codes[at];
        if (c == '>' && run >= hyphens) {
            return at + 1;
        }
        run = c == '-' ? run + 1 : 0;
    }
    return -1;
}

/* Where the words go on after what begins with this `<`; -1 when they do not. */
static Py_ssize_t
behind_markup(const Text *text, Py_ssize_t at)
{
    if (says(text, at, "<!--")) {
        return behind_end(text, at, 2);
    }
    const char *name = unshown(text, at);
    if (name && (at = find_closing(text, at, name)) < 0) {
        return -1;
    }
    return behind_end(text, at, 0);
}

/* Whether a letter is there whose lower case is two letters long. */
static int
has_longer(const Text *text)
{
    int found = 0;
    for (Py_ssize_t at = 0; at < text->size; at++) {
        found |= text->codes[at] == 0x130;
    }
    return found;
}

static PyObject *
mail_shown(PyObject *Py_UNUSED(module), PyObject *markup)
{
    if (!PyUnicode_Check(markup)) {
        PyErr_SetString(PyExc_TypeError, "shown(markup) takes a text");
        return NULL;
    }
    Text text;
    if (read_text(markup, &text) < 0) {
        return NULL;
    }
    if (has_longer(&text)) {
        PyMem_Free(text.codes);
        Py_RETURN_NONE;
    }
    /* What is shown is written over what was read: a tag has at least the one character that the space takes. */
    Py_ssize_t made = 0;
    PyObject *shown = NULL;
    for (Py_ssize_t at = 0; at < text.size;) {
        Py_UCS4 c = text.codes[at];
        if (c != '<') {
            text.codes[made++] = c;
            at++;
            continue;
        }
        Py_ssize_t next = behind_markup(&text, at);
        if (next < 0) {
            break;
        }
        text.codes[made++] = ' ';
        at = next;
    }
    shown = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.codes, made);
    PyMem_Free(text.codes);
    return shown;
}

static inline int
is_blank(Py_UCS4 c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static PyObject *
mail_evened(PyObject *Py_UNUSED(module), PyObject *given)
{
    if (!PyUnicode_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "evened(text) takes a text");
        return NULL;
    }
    Text text;
    if (read_text(given, &text) < 0) {
        return NULL;
    }
    Py_ssize_t made = 0;
    int blank = 0; /* the one before */
    for (Py_ssize_t at = 0; at < text.size; at++) {
        Py_UCS4 c = text.codes[at];
        if (!is_blank(c)) {
            text.codes[made++] = c;
        }
        else if (!blank) {
            text.codes[made++] = ' ';
        }
        blank = is_blank(c);
    }
    PyObject *evened = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.codes, made);
    PyMem_Free(text.codes);
    return evened;
}

#endif
