/* Where links of a text may be, and where their disguises may begin: most texts have none.
 *
 * The definitions are `may_link` and `may_disguise` of `tipstaff.signals.urls.glance`, `_may_be_named` of
 * `tipstaff.signals.urls.finding`, and `_beginnings` of `tipstaff.signals.urls.undoing`. What is said here may be too much
 * and never too little: what follows looks for itself. The definition of bare names is `_named` of `finding`.
 *
 *     may_hold(text, endings)      0 only where `links_in` finds nothing, 1 only where `undo` changes nothing, else 2
 *     beginnings(text)             in order, every place at which the expression of disguises can match, and some more
 *     named(text, endings)         in order, where bare names begin and end that may be links
 */
#include "links_marks.h"
#include "links_names.h"

static inline int
is_opening(Py_UCS4 c)
{
    return c == '[' || c == '(' || c == '{' || c == '<';
}

/* Dots of other scripts, and characters that nobody sees. */
static inline int
is_strange(Py_UCS4 c)
{
    return c > 127 && (c == 0x3002 || c == 0xFF0E || c == 0xFF61 || c == 0x2024 || c == 0xFE52 || c == 0xAD ||
                       (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF);
}

/* Letters that `re` takes for others when case does not matter, and no lower-casing does. */
static inline int
is_other_case(Py_UCS4 c)
{
    return c == 0x131 || c == 0x130;
}

/* Letters in the way that `re` compares them where case does not matter; `i` is also a dotless and a dotted one. */
static int
says(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size, const char *word)
{
    for (; *word; word++, at++) {
        if (at >= size || (small(text[at]) != (Py_UCS4)*word && !(*word == 'i' && is_other_case(text[at])))) {
            return 0;
        }
    }
    return 1;
}

/* How many letters the word for a dot has that stands there; 0 when none does. */
static Py_ssize_t
dot_said(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    return says(text, at, size, "dot") || says(text, at, size, "d0t") ? 3 : says(text, at, size, "point") ? 5 : 0;
}

/* The same with a blank or a closing bracket behind it. */
static int
dot_said_alone(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t said = dot_said(text, at, size);
    Py_UCS4 next = said && at + said < size ? text[at + said] : 0;
    return is_blank(next) || next == ']' || next == ')' || next == '}' || next == '>';
}

/* A blank, then a word with a slash behind it. */
static int
has_path(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t word = at + 1;
    if (at >= size || !is_blank(text[at])) {
        return 0;
    }
    while (word < size && is_word(text[word])) {
        word++;
    }
    return word > at + 1 && word < size && text[word] == '/';
}

/* `hxxp`, `h**p`, `h++p`. */
static int
is_odd_scheme(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    if (at + 3 >= size || small(text[at]) != 'h' || small(text[at + 3]) != 'p') {
        return 0;
    }
    Py_UCS4 one = small(text[at + 1]);
    return small(text[at + 2]) == one && (one == 'x' || one == '*' || one == '+');
}

/* ---- where disguises may begin ---- */

/* What a colon with a blank beside it must be followed by to be one of a link. */
static int
before_slash(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    return at < size && (text[at] == ']' || text[at] == '[' || text[at] == '/' || text[at] == '\\');
}

/* A dot or its name, or a colon or slash, in brackets. */
static int
in_brackets(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t next = at + 1;
    if (next < size && (text[next] == ':' || text[next] == '/')) {
        return 1;
    }
    next += next < size && is_blank(text[next]);
    return next < size && (text[next] == '.' || dot_said(text, next, size));
}

/* A mark at which a disguise begins, or with the blank before it. */
static int
may_begin(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_UCS4 c = text[at];
    if (c == '.') {
        return has_path(text, at + 1, size);
    }
    if (c == ':') {
        return at + 1 < size && is_blank(text[at + 1]) && before_slash(text, at + 2, size);
    }
    if (is_opening(c)) {
        return in_brackets(text, at, size);
    }
    if (c == 'h' || c == 'H') {
        return is_odd_scheme(text, at, size);
    }
    if (!is_blank(c)) {
        return is_strange(c);
    }
    if (at + 1 == size) {
        return 0;
    }
    Py_UCS4 mark = text[at + 1];
    if (mark == '.') {
        Py_ssize_t next = at + 2 + (at + 2 < size && is_blank(text[at + 2]));
        return (next < size && is_letter(text[next])) || has_path(text, at + 2, size);
    }
    if (mark == ':') {
        return before_slash(text, at + 2, size);
    }
    return is_opening(mark) ? in_brackets(text, at + 1, size) : is_strange(mark) || dot_said(text, at + 1, size);
}

/* The next place at which a disguise may begin; the size of the text when there is none. */
static Py_ssize_t
next_beginning(const Lettered *text, Py_ssize_t at)
{
    for (at = next_mark(text, at, &BEGINNINGS); at < text->size; at = next_mark(text, at + 1, &BEGINNINGS)) {
        if (may_begin(text->codes, at, text->size)) {
            return at;
        }
    }
    return at;
}

/* ---- at first sight ---- */

/* What a text shows at first sight. */
typedef struct {
    int linked, disguised, named;
} Glance;

static int
look_at_dot(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size, PyObject *endings, Glance *seen)
{
    Py_UCS4 before = at ? text[at - 1] : 0;
    int after_blank = at && is_blank(before), path = has_path(text, at + 1, size);
    seen->linked |= (in_name(text, at - 1, size) && in_name(text, at + 1, size)) || path || after_blank ||
                    (at && is_opening(before));
    seen->disguised |= path || after_blank;
    if (seen->named) {
        return 0;
    }
    int named = is_ending(text, at + 1, label_end(text, at + 1, size, size), endings);
    seen->named = named > 0;
    return named < 0 ? -1 : 0;
}

enum { NOTHING, PLAIN, DISGUISED };

static int
glance(const Lettered *read, PyObject *endings)
{
    const Py_UCS4 *text = read->codes;
    Py_ssize_t size = read->size;
    Glance seen = {0, 0, 0};
    int colon = 0, slash = 0, gap = 0, scheme = 0;
    for (Py_ssize_t at = next_mark(read, 0, &AT_A_GLANCE); at < size; at = next_mark(read, at + 1, &AT_A_GLANCE)) {
        Py_UCS4 c = text[at];
        if (c == '.') {
            if (look_at_dot(text, at, size, endings, &seen) < 0) {
                return -1;
            }
        }
        else if (c == ':') {
            colon = 1;
            gap |= (at && is_blank(text[at - 1])) || (at + 1 < size && is_blank(text[at + 1]));
            scheme |= at + 1 < size && (text[at + 1] == '/' || text[at + 1] == '\\');
        }
        else if (c == '/' || c == '\\') {
            slash = 1;
        }
        else if (c == 'h' || c == 'H') {
            seen.disguised |= is_odd_scheme(text, at, size);
        }
        else if (is_strange(c) || is_other_case(c)) {
            return DISGUISED;
        }
        else if (is_blank(c) || is_opening(c)) {
            seen.disguised |= is_opening(c);
            if (dot_said_alone(text, at + 1, size)) {
                return DISGUISED;
            }
        }
    }
    if (!seen.linked && !(colon && slash)) {
        return NOTHING;
    }
    if ((seen.disguised || (colon && slash && gap)) && next_beginning(read, 0) < size) {
        return DISGUISED;
    }
    return scheme || seen.named ? PLAIN : NOTHING;
}

/* ---- for Python ---- */

static PyObject *
list_beginnings(const Lettered *text)
{
    PyObject *list = PyList_New(0);
    for (Py_ssize_t at = next_beginning(text, 0); list && at < text->size; at = next_beginning(text, at + 1)) {
        PyObject *place = PyLong_FromSsize_t(at);
        if (!place || PyList_Append(list, place) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(place);
    }
    return list;
}

static PyObject *
links_beginnings(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "beginnings(text) takes a text");
        return NULL;
    }
    Lettered read;
    if (read_letters(text, &read) < 0) {
        return NULL;
    }
    PyObject *list = list_beginnings(&read);
    free_letters(&read);
    return list;
}

/* Reads a text for a function that takes the endings of names too. */
static int
read_with_endings(PyObject *const *args, Py_ssize_t count, Lettered *read)
{
    if (count != 2 || !PyUnicode_Check(args[0]) || !PyDict_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "a text, and the endings of names as a dictionary");
        return -1;
    }
    return read_letters(args[0], read);
}

static PyObject *
links_may_hold(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    Lettered read;
    if (read_with_endings(args, count, &read) < 0) {
        return NULL;
    }
    int holds = glance(&read, args[1]);
    free_letters(&read);
    return holds < 0 ? NULL : PyLong_FromLong(holds);
}

static PyObject *
links_named(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count)
{
    Lettered read;
    if (read_with_endings(args, count, &read) < 0) {
        return NULL;
    }
    PyObject *list = list_names(&read, args[1]);
    free_letters(&read);
    return list;
}

static PyMethodDef functions[] = {
    {"may_hold", (PyCFunction)(void (*)(void))links_may_hold, METH_FASTCALL, "Whether a text may hold a link, and whether a disguised one."},
    {"named", (PyCFunction)(void (*)(void))links_named, METH_FASTCALL, "Where bare names begin and end that may be links."},
    {"beginnings", links_beginnings, METH_O, "Where disguises of links may begin."},
    {NULL},
};

static int
execute(PyObject *module)
{
    make_marks();
    return add_source(module);
}

TIPSTAFF_KERNEL(links, "Where links may be.", functions, execute)
