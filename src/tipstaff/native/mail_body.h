/* What stands in the body of a mail: `seen_plainly` of `mailparse/seen.py`. */
#ifndef TIPSTAFF_MAIL_BODY_H
#define TIPSTAFF_MAIL_BODY_H

#include "mail_text.h"

#define TAG_MOST 15
#define TRAIT_MOST 20
#define COLOUR_MOST 12
#define LINK_MOST 300

/* Letters of ASCII in lower case, as text; there are at most 20. */
static PyObject *
lowered(const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    char name[TRAIT_MOST];
    Py_ssize_t size = 0;
    while (start < end && size < TRAIT_MOST) {
        name[size++] = (char)small(text->codes[start++]);
    }
    return PyUnicode_FromStringAndSize(name, size);
}

/* ---- the whole body ---- */

/* Where the link that begins here ends: `_LINK`; `at` itself when none does. */
static Py_ssize_t
link_end(const Text *text, Py_ssize_t at)
{
    Py_ssize_t end = at + 4;
    if (!says(text, at, "http")) {
        return at;
    }
    /* Without regard to case the long s is an s. */
    end += small(at_or_end(text, end)) == 's' || at_or_end(text, end) == 0x17F;
    if (!says(text, end, "://")) {
        return at;
    }
    Py_ssize_t start = end += 3;
    for (; end < text->size && end - start < LINK_MOST; end++) {
        Py_UCS4 c = text->codes[end];
        if (c == '"' || c == '\'' || c == '<' || c == '>' || c == ')' || is_space(c)) {
            break;
        }
    }
    return end > start ? end : at;
}

/* Adds a link that is new. */
static int
add_link(PyObject *links, const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *link = piece(text, start, end);
    int added = link ? PyDict_SetDefault(links, link, Py_None) != NULL : 0;
    Py_XDECREF(link);
    return added ? 0 : -1;
}

typedef struct {
    Py_ssize_t shouted, exclaimed, money;
    PyObject *links; /* a dictionary, for the order */
} Body;

/* `_SHOUTED`, `!!`, `_MONEY` and `_LINK`, the first `most` different ones. */
static int
read_body(const Text *text, Py_ssize_t most, Body *body)
{
    Py_ssize_t linked = 0, capitals = 0, marks = 0; /* where the last link ends; how many stand in a row */
    for (Py_ssize_t at = 0; at < text->size; at++) {
        Py_UCS4 c = text->codes[at];
        capitals = is_capital(c) ? capitals + 1 : 0;
        body->shouted += capitals == 4;
        marks = c == '!' ? marks + 1 : 0;
        body->exclaimed += marks && marks % 2 == 0;
        if (c == '$' || c == 0x20AC || c == 0xA3) {
            body->money += is_digit(at_or_end(text, at + 1 + (at_or_end(text, at + 1) == ' ')));
        }
        if ((c == 'h' || c == 'H') && at >= linked) {
            Py_ssize_t end = link_end(text, at);
            if (end > at) {
                linked = end;
                if (PyDict_GET_SIZE(body->links) < most && add_link(body->links, text, at, end) < 0) {
                    return -1;
                }
            }
        }
    }
    return 0;
}

/* ---- plain text ---- */

typedef struct {
    Py_ssize_t quoted, widest;
    int is_signed;
} Lines;

static void
read_lines(const Text *text, Lines *lines)
{
    for (Py_ssize_t start = 0, at = 0; at <= text->size; at++) {
        if (at < text->size && text->codes[at] != '\n') {
            continue;
        }
        Py_ssize_t size = at - start;
        Py_UCS4 first = at_or_end(text, start);
        lines->quoted += size && (first == '>' || first == '|');
        lines->widest = Py_MAX(lines->widest, size);
        /* `_SIGNED` */
        lines->is_signed |= (size == 2 || (size == 3 && text->codes[start + 2] == ' ')) && first == '-' &&
                            text->codes[start + 1] == '-';
        start = at + 1;
    }
}

/* ---- markup ---- */

/* `_TAG`: how often each name, in lower case. */
static int
read_tag(const Text *text, Py_ssize_t at, PyObject *tags)
{
    Py_ssize_t end = at + 1;
    if (!is_ascii_letter(at_or_end(text, end))) {
        return 0;
    }
    while (end - at <= TAG_MOST && (is_ascii_letter(at_or_end(text, end)) || is_digit(at_or_end(text, end)))) {
        end++;
    }
    if (is_word(at_or_end(text, end))) {
        return 0;
    }
    PyObject *name = lowered(text, at + 1, end);
    PyObject *known = name ? PyDict_GetItemWithError(tags, name) : NULL;
    PyObject *count = PyErr_Occurred() ? NULL : PyLong_FromSsize_t(known ? PyLong_AsSsize_t(known) + 1 : 1);
    int done = name && count ? PyDict_SetItem(tags, name, count) : -1;
    Py_XDECREF(name);
    Py_XDECREF(count);
    return done;
}

/* `_TRAIT`: where the match that begins with this white space ends; `at` itself when there is none. */
static Py_ssize_t
trait_end(const Text *text, Py_ssize_t at, Py_ssize_t *name_end)
{
    Py_ssize_t end = at + 1;
    while (end - at <= TRAIT_MOST && (is_ascii_letter(at_or_end(text, end)) || at_or_end(text, end) == '-')) {
        end++;
    }
    *name_end = end;
    if (end - at < 3) {
        return at;
    }
    while (end < text->size && is_space(text->codes[end])) {
        end++;
    }
    return end < text->size && text->codes[end] == '=' ? end + 1 : at;
}

/* `[a-zA-Z0-9]` without regard to case. */
static inline int
in_colour(Py_UCS4 c)
{
    return is_ascii_letter(c) || is_digit(c) || c == 0x130 || c == 0x131 || c == 0x17F || c == 0x212A;
}

/* `_COLOUR`: where the match that begins here ends; `at` itself when there is none. */
static Py_ssize_t
colour_end(const Text *text, Py_ssize_t at, Py_ssize_t *value)
{
    Py_ssize_t end = at + 5;
    if (!says(text, at, "color")) {
        return at;
    }
    while (end < text->size && is_space(text->codes[end])) {
        end++;
    }
    if (end >= text->size || (text->codes[end] != '=' && text->codes[end] != ':')) {
        return at;
    }
    end++;
    while (end < text->size && is_space(text->codes[end])) {
        end++;
    }
    end += at_or_end(text, end) == '"' || at_or_end(text, end) == '\'';
    *value = end;
    end += at_or_end(text, end) == '#';
    Py_ssize_t start = end;
    while (end < text->size && end - start < COLOUR_MOST && in_colour(text->codes[end])) {
        end++;
    }
    return end - start >= 3 ? end : at;
}

/* The tags, traits and colours of a page; traits in lower case, colours as they are written. */
static int
read_markup(const Text *text, PyObject *tags, PyObject *traits, PyObject *colours)
{
    Py_ssize_t trait = 0, colour = 0; /* where the last match of each ends */
    for (Py_ssize_t at = 0; at < text->size; at++) {
        Py_UCS4 c = text->codes[at];
        Py_ssize_t end, mark;
        PyObject *set = NULL, *name = NULL;
        if (c == '<') {
            if (read_tag(text, at, tags) < 0) {
                return -1;
            }
        }
        else if ((c == 'c' || c == 'C') && at >= colour && (end = colour_end(text, at, &mark)) > at) {
            colour = end;
            set = colours;
            name = piece(text, mark, end);
        }
        else if (at >= trait && is_space(c) && (end = trait_end(text, at, &mark)) > at) {
            trait = end;
            set = traits;
            name = lowered(text, at + 1, mark);
        }
        if (set) {
            int done = name ? PySet_Add(set, name) : -1;
            Py_XDECREF(name);
            if (done < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* How many characters `_SHOWN` leaves. */
static Py_ssize_t
count_shown(const Text *text)
{
    Py_ssize_t shown = 0, close = 0; /* the first `>` from where we are on, as far as it was looked for */
    for (Py_ssize_t at = 0; at < text->size; at++) {
        if (text->codes[at] == '<') {
            close = Py_MAX(close, at);
            while (close < text->size && text->codes[close] != '>') {
                close++;
            }
            if (close < text->size) {
                at = close;
                continue;
            }
        }
        shown += !is_space(text->codes[at]);
    }
    return shown;
}

/* The links of both, one after the other, none across. */
static int
read_both(const Text *text, const Text *markup, Py_ssize_t most, Body *body)
{
    return read_body(text, most, body) < 0 ? -1 : read_body(markup, most, body);
}

static PyObject *
as_seen(const Text *text, const Text *markup, Py_ssize_t most)
{
    Body body = {0, 0, 0, PyDict_New()};
    Lines lines = {0, 0, 0};
    PyObject *tags = PyDict_New(), *traits = PySet_New(NULL), *colours = PySet_New(NULL), *links = NULL, *seen = NULL;
    if (body.links && tags && traits && colours && read_both(text, markup, most, &body) == 0 &&
        read_markup(markup, tags, traits, colours) == 0 && (links = PyDict_Keys(body.links)) != NULL) {
        read_lines(text, &lines);
        seen = Py_BuildValue("nnnOnnNOOOn", body.shouted, body.exclaimed, body.money, links, lines.quoted, lines.widest,
                             PyBool_FromLong(lines.is_signed), tags, traits, colours, count_shown(markup));
    }
    Py_XDECREF(body.links);
    Py_XDECREF(links);
    Py_XDECREF(tags);
    Py_XDECREF(traits);
    Py_XDECREF(colours);
    return seen;
}

static PyObject *
mail_seen(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *first, *second, *seen = NULL;
    Py_ssize_t most;
    Text text = {NULL, 0}, markup = {NULL, 0};
    if (!PyArg_ParseTuple(args, "UUn", &first, &second, &most)) {
        return NULL;
    }
    if (read_text(first, &text) == 0 && read_text(second, &markup) == 0) {
        seen = as_seen(&text, &markup, most);
    }
    PyMem_Free(text.codes);
    PyMem_Free(markup.codes);
    return seen;
}

#endif
