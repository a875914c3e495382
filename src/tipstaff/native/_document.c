/* Whether a JSON document is ordinary: read once, front to back.

   Ordinary is what the checks of the door (api/routing/bodies.py and repeated.py) let through and what can be seen to be
   so without decoding: well formed, no more levels than allowed, no key twice in an object, no key written with escapes,
   no number that might be out of range, not very many keys at once. Everything else is looked at by the Python, which
   refuses or does not. */
#include "kernel.h"

#define MOST_LEVELS 128
#define MOST_KEYS 256
#define MOST_DIGITS 40

typedef struct {
    const unsigned char *at;
    Py_ssize_t length;
} Key;

typedef struct {
    const unsigned char *at, *end;
    Key keys[MOST_KEYS];
    Py_ssize_t many;               /* keys of all objects that are open */
    Py_ssize_t first[MOST_LEVELS]; /* of each level: its first key, -1 for a list */
    Py_ssize_t depth;
} Reading;

static inline void
skip_blanks(Reading *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')) {
        r->at++;
    }
}

static inline int
next_is(Reading *r, unsigned char sign)
{
    if (r->at < r->end && *r->at == sign) {
        r->at++;
        return 1;
    }
    return 0;
}

/* Past the closing quote; the opening one is behind. */
static int
text(Reading *r, int *escaped)
{
    for (const unsigned char *at = r->at; at < r->end; at++) {
        if (*at == '"') {
            r->at = at + 1;
            return 1;
        }
        if (*at == '\\') {
            *escaped = 1;
            at++;
        }
        else if (*at < ' ') {
            return 0;
        }
    }
    return 0;
}

static int
key(Reading *r)
{
    int escaped = 0;
    const unsigned char *start = r->at + 1;
    if (!next_is(r, '"') || !text(r, &escaped) || escaped || r->many == MOST_KEYS) {
        return 0;
    }
    Py_ssize_t length = r->at - 1 - start;
    for (Py_ssize_t one = r->first[r->depth - 1]; one < r->many; one++) {
        if (r->keys[one].length == length && !memcmp(r->keys[one].at, start, (size_t)length)) {
            return 0;
        }
    }
    r->keys[r->many].at = start;
    r->keys[r->many++].length = length;
    skip_blanks(r);
    return next_is(r, ':');
}

static int
word(Reading *r, const char *said, Py_ssize_t length)
{
    if (r->end - r->at < length || memcmp(r->at, said, (size_t)length)) {
        return 0;
    }
    r->at += length;
    return 1;
}

static int
number(Reading *r)
{
    const unsigned char *start = r->at;
    while (r->at < r->end && ((*r->at >= '0' && *r->at <= '9') || *r->at == '-' || *r->at == '.')) {
        r->at++;
    }
    return r->at > start && r->at - start <= MOST_DIGITS;
}

/* A text, a word or a number. */
static int
plain(Reading *r)
{
    int escaped = 0;
    switch (r->at < r->end ? *r->at : 0) {
    case '"':
        r->at++;
        return text(r, &escaped);
    case 't':
        return word(r, "true", 4);
    case 'f':
        return word(r, "false", 5);
    case 'n':
        return word(r, "null", 4);
    default:
        return number(r);
    }
}

static int
open_one(Reading *r, long levels, int object)
{
    if (r->depth >= levels || r->depth == MOST_LEVELS) {
        return 0;
    }
    r->first[r->depth++] = object ? r->many : -1;
    return 1;
}

static void
close_one(Reading *r)
{
    Py_ssize_t first = r->first[--r->depth];
    if (first >= 0) {
        r->many = first;
    }
}

static int
ordinary(Reading *r, long levels)
{
    for (;;) { /* a value comes */
        skip_blanks(r);
        int object = next_is(r, '{');
        if (object || next_is(r, '[')) {
            if (!open_one(r, levels, object)) {
                return 0;
            }
            skip_blanks(r);
            if (!next_is(r, object ? '}' : ']')) {
                if (object && !key(r)) {
                    return 0;
                }
                continue;
            }
            close_one(r);
        }
        else if (!plain(r)) {
            return 0;
        }
        for (;;) { /* a value is behind */
            skip_blanks(r);
            if (!r->depth) {
                return r->at == r->end;
            }
            int inside = r->first[r->depth - 1] >= 0;
            if (next_is(r, ',')) {
                if (inside) {
                    skip_blanks(r);
                    if (!key(r)) {
                        return 0;
                    }
                }
                break;
            }
            if (!next_is(r, inside ? '}' : ']')) {
                return 0;
            }
            close_one(r);
        }
    }
}

static PyObject *
is_ordinary(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 2 || !PyBytes_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "is_ordinary(document, levels) takes bytes and a number");
        return NULL;
    }
    long levels = PyLong_AsLong(args[1]);
    if (levels == -1 && PyErr_Occurred()) {
        return NULL;
    }
    Reading reading;
    reading.at = (const unsigned char *)PyBytes_AS_STRING(args[0]);
    reading.end = reading.at + PyBytes_GET_SIZE(args[0]);
    reading.many = reading.depth = 0;
    return PyBool_FromLong(ordinary(&reading, levels));
}

static PyMethodDef methods[] = {
    {"is_ordinary", (PyCFunction)(void (*)(void))is_ordinary, METH_FASTCALL,
     "Whether the checks of the door surely let these bytes through, with so many levels allowed."},
    {NULL},
};

TIPSTAFF_KERNEL(document, "JSON documents, looked through.", methods, add_source)
