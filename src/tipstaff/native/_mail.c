/* Mail read: the fields of its header, what stands in its body, which words of a page are shown, and tokens weighed.
 *
 * The definitions are `fields_plainly` of `mailparse/plain.py`, `indexed_plainly` of `mailparse/headers.py`,
 * `joined_plainly` of `mailparse/message.py`, `seen_plainly` of `mailparse/seen.py`, whose expressions
 * are named beside what does their work here, `shape_plainly` of `mailparse/looks.py`, `shown_plainly` of
 * `text/visible.py`, and `weighed_plainly` of `model/stacked.py`, all of them in `tipstaff.signals`.
 *
 *     fields(head, most)           names and values; None where Python has to look
 *     indexed(fields, longest)     the same with names in small letters and values cut off, and the values by name
 *     joined(fields)               one value for each name, on one line, a line for each time that it came
 *     seen(text, markup, most)     the fields of `Seen`, in their order
 *     shape(name, most)            runs of small letters, capitals and digits as one of each
 *     shown(markup)                what stands outside tags, a space at each; None where Python has to look
 *     evened(text)                 one space for each stretch of blanks
 *     weighed(tokens, weights)     at how many places of a table they are, and what stands there added up
 *
 * Every loop goes forward, and what is looked ahead for is either found or known to be missing from there on.
 */
#include "crc.h"
#include "letters.h"

#define TAG_MOST 15
#define TRAIT_MOST 20
#define COLOUR_MOST 12
#define LINK_MOST 300

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

/* ---- the words that are shown ---- */

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

/* ---- the header ---- */

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

/* ---- tokens ---- */

#define PLACES 65536

static PyObject *
mail_weighed(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *tokens, *weights;
    if (!PyArg_ParseTuple(args, "OS", &tokens, &weights)) {
        return NULL;
    }
    if (PyBytes_GET_SIZE(weights) != PLACES) {
        PyErr_SetString(PyExc_ValueError, "a table has 65,536 weights");
        return NULL;
    }
    PyObject *each = PyObject_GetIter(tokens), *token;
    if (!each) {
        return NULL;
    }
    const signed char *table = (const signed char *)PyBytes_AS_STRING(weights);
    uint64_t seen[PLACES / 64] = {0};
    Py_ssize_t places = 0, sum = 0;
    while ((token = PyIter_Next(each)) != NULL) {
        Py_ssize_t size;
        const char *data = PyUnicode_AsUTF8AndSize(token, &size);
        if (data) {
            uint32_t place = crc_bytes(data, (size_t)size) & (PLACES - 1);
            uint64_t bit = 1ull << (place & 63);
            if (!(seen[place >> 6] & bit)) {
                seen[place >> 6] |= bit;
                places++;
                sum += table[place];
            }
        }
        Py_DECREF(token);
        if (!data) {
            break;
        }
    }
    Py_DECREF(each);
    return PyErr_Occurred() ? NULL : Py_BuildValue("nn", places, sum);
}

static PyMethodDef functions[] = {
    {"fields", mail_fields, METH_VARARGS, "The fields of a header."},
    {"indexed", mail_indexed, METH_VARARGS, "Fields by name."},
    {"joined", mail_joined, METH_VARARGS, "One value for each name."},
    {"seen", mail_seen, METH_VARARGS, "What stands in a text and in markup."},
    {"shape", mail_shape, METH_VARARGS, "Runs of letters and digits as one of each."},
    {"shown", mail_shown, METH_O, "What stands outside tags."},
    {"evened", mail_evened, METH_O, "One space for each stretch of blanks."},
    {"weighed", mail_weighed, METH_VARARGS, "Tokens weighed."},
    {NULL},
};

static int
execute(PyObject *module)
{
    make_crc_bytes();
    return add_source(module);
}

TIPSTAFF_KERNEL(mail, "Mail read.", functions, execute)
