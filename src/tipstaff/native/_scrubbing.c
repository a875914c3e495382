/* What most events are stored without a second look for: whether a text may hold restricted values, and how many members
 * of words an event's JSON names.
 *
 * The definitions are `candidate` of `tipstaff.signals.detectors.personal.blanking` and `words_named` of
 * `tipstaff.app.recording.scrubbing`, and this says the same.
 *
 *     may_hold(text)      True or False; None of a text that is not ASCII, which is left to the definition
 *     words_named(raw)    how many, -1 where a name may be spelled with escapes
 *     is_plain(...)       whether an event is surely stored as it came
 */
#include "kernel.h"

#define DIGITS 6
#define GAP 3
#define LONG_WORD 20
#define SHORTEST_SECRET 4

enum { DIGIT = 1, WORD = 2, CODE = 4, BLANK = 8 };

static unsigned char kinds[128];

static void
fill_kinds(void)
{
    for (int c = 0; c < 128; c++) {
        int digit = c >= '0' && c <= '9', letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        kinds[c] = (digit ? DIGIT : 0) | (digit || letter || c == '_' ? WORD : 0);
        kinds[c] |= (kinds[c] & WORD) || (c && strchr("+/=-", c)) ? CODE : 0;
        kinds[c] |= c == ' ' || (c >= '\t' && c <= '\r' && c != '\v') ? BLANK : 0;
    }
}

/* Whether the text goes on with a word in lower case, in which `.` is any sign but the end of a line. */
static int
goes_on(const unsigned char *at, const unsigned char *end, const char *word)
{
    for (; *word; word++, at++) {
        if (at == end) {
            return 0;
        }
        unsigned char c = *at >= 'A' && *at <= 'Z' ? *at | 32 : *at;
        if (*word == '.' ? c == '\n' : c != (unsigned char)*word) {
            return 0;
        }
    }
    return 1;
}

static const char *const anywhere[] = {
    "-----begin", "password", "passwd", "passphrase", "passwort", "pwd", "mot.de.passe", "mdp", "contrase", NULL,
};
static const char *const alone[] = {
    "cvv", "cvv2", "cvc", "cvc2", "cvn", "cryptogramme", "security code", "code de", "code secret", "pin", NULL,
};

static int
asks(const unsigned char *begin, const unsigned char *at, const unsigned char *end)
{
    for (const char *const *word = anywhere; *word; word++) {
        if (goes_on(at, end, *word)) {
            return 1;
        }
    }
    if (at > begin && (kinds[at[-1]] & WORD)) {
        return 0;
    }
    for (const char *const *word = alone; *word; word++) {
        if (goes_on(at, end, *word)) {
            const unsigned char *after = at + strlen(*word);
            if (after == end || !(kinds[*after] & WORD)) {
                return 1;
            }
        }
    }
    return 0;
}

static int
may_hold(const unsigned char *begin, const unsigned char *end)
{
    int digits = 0, gap = 0, run = 0;
    const unsigned char *colon = NULL; /* the first one since a blank, a slash or an `@` */
    for (const unsigned char *at = begin; at < end; at++) {
        unsigned char kind = kinds[*at];
        run = kind & CODE ? run + 1 : 0;
        if (run == LONG_WORD) {
            return 1;
        }
        if (kind & DIGIT) {
            gap = 0;
            if (++digits == DIGITS) {
                return 1;
            }
            continue;
        }
        if (*at == '\n' || ++gap > GAP) {
            digits = gap = 0;
        }
        switch (*at) {
        case 'p': case 'P': case 'm': case 'M': case 'c': case 'C': case 's': case 'S': case '-':
            if (asks(begin, at, end)) {
                return 1;
            }
            break;
        case ':':
            colon = colon ? colon : at;
            break;
        case '@':
            if (colon && at - colon > SHORTEST_SECRET) { /* a password in a link */
                return 1;
            }
            colon = NULL;
            break;
        default:
            colon = (kind & BLANK) || *at == '/' ? NULL : colon;
        }
    }
    return 0;
}

static PyObject *
scrubbing_may_hold(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "may_hold(text) takes a text");
        return NULL;
    }
    if (!PyUnicode_IS_ASCII(text)) {
        Py_RETURN_NONE;
    }
    const unsigned char *begin = PyUnicode_1BYTE_DATA(text);
    return PyBool_FromLong(may_hold(begin, begin + PyUnicode_GET_LENGTH(text)));
}

/* Whether a name and its closing quote stand here. */
#define NAMES(word) (end - at >= (Py_ssize_t)sizeof(word "\"") - 1 && memcmp(at, word "\"", sizeof(word "\"") - 1) == 0)
#define LENGTH_OF(word) (NAMES(word) ? (Py_ssize_t)sizeof(word "\"") - 1 : 0)

/* Length of the name of words that stands here with its closing quote; 0 where there is none. */
static Py_ssize_t
named_at(const char *at, const char *end)
{
    switch (at < end ? *at : 0) {
    case 't':
        return LENGTH_OF("text") + LENGTH_OF("title");
    case 's':
        return LENGTH_OF("subject") + LENGTH_OF("sample");
    case 'h':
        return LENGTH_OF("html");
    case 'm':
        return LENGTH_OF("message");
    case 'c':
        return LENGTH_OF("command");
    case 'a':
        return LENGTH_OF("arguments");
    }
    return 0;
}

static int
is_spelled(const char *at, const char *end)
{
    while ((at = memchr(at, '\\', end - at))) {
        at++;
        if (end - at >= 4 && memcmp(at, "u00", 3) == 0 && (at[3] == '6' || at[3] == '7')) {
            return 1;
        }
    }
    return 0;
}

static Py_ssize_t
words_in(PyObject *raw)
{
    const char *at = PyBytes_AS_STRING(raw), *end = at + PyBytes_GET_SIZE(raw);
    if (is_spelled(at, end)) {
        return -1;
    }
    Py_ssize_t many = 0;
    while ((at = memchr(at, '"', end - at))) {
        Py_ssize_t size = named_at(++at, end);
        many += size > 0;
        at += size;
    }
    return many;
}

static PyObject *
scrubbing_words_named(PyObject *Py_UNUSED(module), PyObject *raw)
{
    if (!PyBytes_Check(raw)) {
        PyErr_SetString(PyExc_TypeError, "words_named(raw) takes bytes");
        return NULL;
    }
    return PyLong_FromSsize_t(words_in(raw));
}

/* Whether a text can surely hold nothing; what is no text holds nothing. */
static int
is_harmless(PyObject *said)
{
    if (!PyUnicode_Check(said)) {
        return 1;
    }
    if (!PyUnicode_IS_ASCII(said)) {
        return 0;
    }
    const unsigned char *begin = PyUnicode_1BYTE_DATA(said);
    return !may_hold(begin, begin + PyUnicode_GET_LENGTH(said));
}

static int
all_harmless(PyObject *said)
{
    if (!PyList_Check(said)) {
        return is_harmless(said);
    }
    for (Py_ssize_t place = 0; place < PyList_GET_SIZE(said); place++) {
        if (!is_harmless(PyList_GET_ITEM(said, place))) {
            return 0;
        }
    }
    return 1;
}

/* is_plain(data, names, raw, unset): none of the members of words holds anything, and no word is named beside them. */
static PyObject *
scrubbing_is_plain(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    if (count != 4 || !PyTuple_Check(args[1]) || !PyBytes_Check(args[2])) {
        PyErr_SetString(PyExc_TypeError, "is_plain(data, names, raw, unset) takes a tuple of names, and bytes");
        return NULL;
    }
    Py_ssize_t given = 0;
    for (Py_ssize_t place = 0; place < PyTuple_GET_SIZE(args[1]); place++) {
        PyObject *said = PyObject_GetAttr(args[0], PyTuple_GET_ITEM(args[1], place));
        if (said == NULL) {
            return NULL;
        }
        int harmless = said == args[3] || all_harmless(said);
        given += said != args[3];
        Py_DECREF(said);
        if (!harmless) {
            Py_RETURN_FALSE;
        }
    }
    Py_ssize_t named = words_in(args[2]);
    return PyBool_FromLong(named >= 0 && named <= given);
}

static PyMethodDef functions[] = {
    {"may_hold", scrubbing_may_hold, METH_O, "Whether a text may hold restricted values; None: not said."},
    {"words_named", scrubbing_words_named, METH_O, "How many members of words an event's JSON names."},
    {"is_plain", (PyCFunction)(void (*)(void))scrubbing_is_plain, METH_FASTCALL,
     "Whether an event is surely stored as it came."},
    {NULL},
};

static int
execute(PyObject *module)
{
    fill_kinds();
    return add_source(module);
}

TIPSTAFF_KERNEL(scrubbing, "What may be stored as it came.", functions, execute)
