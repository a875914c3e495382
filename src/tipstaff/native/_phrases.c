/* Every phrase of a book in one pass over the words of a text, what of it counts, and the patterns that it makes.
 *
 * The definition is `Book.counting` of `tipstaff.signals.grammar.book`: which phrases stand where, whether any of them tells
 * anything, which count only near others and stand far from them, which lie inside an innocent phrase; and `matches` of
 * `tipstaff.signals.grammar.search`: which patterns stand around their anchors.
 *
 * Words become numbers first (a text's word that no phrase has is -1); phrases are paths of such numbers in a tree, so
 * that a text is walked once, and from each word as far as the longest phrase reaches. What was found stays two numbers for
 * each place, in bytes, until somebody asks for it.
 *
 *     book = Phrases((phrase, ...), (kind of each phrase, ...), flags, (places of each kind, ...),
 *                    (patterns sought at each kind, ...), ((anchor, ((place, gap), ...)), ...), (near, widest, most))
 *     book.scan(joined)        None when nothing tells; else (what was found, its kinds, [(pattern, ((first word, phrase),
 *                              ...)), ...])
 *     book.among(found, wanted)     [(first word, phrase), ...] of the kinds with a byte that is not nought
 */
#include "phrases_making.h"
#include "phrases_patterns.h"

/* Kinds in the order in which they stand. */
static PyObject *
list_kinds(const Phrases *self, const Found *found)
{
    unsigned char *seen = PyMem_Calloc((size_t)self->kinds_count, 1);
    PyObject *list = seen ? PyList_New(0) : PyErr_NoMemory();
    for (Py_ssize_t at = 0; list && at < found->count; at++) {
        int32_t kind = self->kinds[found->items[at].phrase];
        if (seen[kind]) {
            continue;
        }
        seen[kind] = 1;
        PyObject *number = PyLong_FromLong(kind);
        if (!number || PyList_Append(list, number) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(number);
    }
    PyMem_Free(seen);
    return list;
}

/* Fills `found` with what counts; 0 when nothing does, -1 with an error set. */
static int
read_text(const Phrases *self, const int32_t *words, Py_ssize_t count, Found *found)
{
    if (find(self, words, count, found) < 0) {
        return -1;
    }
    if (!any(self, found, TELLING)) {
        return 0;
    }
    if (count > self->near && any(self, found, LOCAL)) {
        keep_near(self, found);
    }
    if (any(self, found, INNOCENT) && leave_innocent(self, found, count) < 0) {
        return -1;
    }
    return 1;
}

/* What is told of a text, of so many words. */
static PyObject *
tell(const Phrases *self, const int32_t *words, Py_ssize_t count)
{
    Found found = {NULL, 0, 0};
    PyObject *told = NULL;
    int tells = read_text(self, words, count, &found);
    if (tells > 0) {
        PyObject *held = PyBytes_FromStringAndSize((const char *)found.items, found.count * (Py_ssize_t)sizeof(Occurrence));
        told = Py_BuildValue("(NNN)", held, list_kinds(self, &found), match_patterns(self, &found, count));
    }
    PyMem_Free(found.items);
    return tells ? told : Py_NewRef(Py_None);
}

static PyObject *
phrases_scan(Phrases *self, PyObject *joined)
{
    if (!PyUnicode_Check(joined) || PyUnicode_GET_LENGTH(joined) > INT32_MAX / 2 || !self->words) {
        PyErr_SetString(PyExc_TypeError, "joined words are text");
        return NULL;
    }
    Py_UCS4 few_letters[FEW], *letters = few_letters;
    int32_t few[FEW / 2 + 1], *words = few;
    Py_ssize_t size = PyUnicode_GET_LENGTH(joined);
    if (size > FEW) {
        letters = PyMem_New(Py_UCS4, size);
        words = PyMem_New(int32_t, size / 2 + 1);
    }
    PyObject *told = letters && words ? tell(self, words, number_words(self, joined, letters, words)) : PyErr_NoMemory();
    if (size > FEW) {
        PyMem_Free(letters);
        PyMem_Free(words);
    }
    return told;
}

static PyObject *
list_among(const Phrases *self, const Occurrence *items, Py_ssize_t count, const char *wanted)
{
    PyObject *list = PyList_New(0);
    for (Py_ssize_t at = 0; list && at < count; at++) {
        if (items[at].phrase < 0 || items[at].phrase >= self->size) {
            PyErr_SetString(PyExc_ValueError, "what was found is of another book");
            Py_CLEAR(list);
        }
        else if (wanted[self->kinds[items[at].phrase]]) {
            PyObject *one = Py_BuildValue("(ii)", items[at].first, items[at].phrase);
            if (!one || PyList_Append(list, one) < 0) {
                Py_CLEAR(list);
            }
            Py_XDECREF(one);
        }
    }
    return list;
}

static PyObject *
phrases_among(Phrases *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !PyBytes_Check(args[0]) || !PyBytes_Check(args[1]) || !self->words ||
        PyBytes_GET_SIZE(args[0]) % (Py_ssize_t)sizeof(Occurrence) || PyBytes_GET_SIZE(args[1]) != self->kinds_count) {
        PyErr_SetString(PyExc_TypeError, "among(found, wanted) takes what `scan` found and a byte for each kind");
        return NULL;
    }
    Py_ssize_t size = PyBytes_GET_SIZE(args[0]);
    Occurrence *items = PyMem_Malloc((size_t)size + 1);
    if (!items) {
        return PyErr_NoMemory();
    }
    memcpy(items, PyBytes_AS_STRING(args[0]), (size_t)size);
    PyObject *list = list_among(self, items, size / (Py_ssize_t)sizeof(Occurrence), PyBytes_AS_STRING(args[1]));
    PyMem_Free(items);
    return list;
}

static PyMethodDef phrases_methods[] = {
    {"scan", (PyCFunction)phrases_scan, METH_O,
     "What counts in joined words, its kinds, and the patterns that are there; None when nothing tells."},
    {"among", (PyCFunction)(void (*)(void))phrases_among, METH_FASTCALL, "What was found of some kinds."},
    {NULL},
};

static PyType_Slot phrases_slots[] = {
    {Py_tp_doc, "The phrases of a book."},
    {Py_tp_init, phrases_init},
    {Py_tp_dealloc, phrases_dealloc},
    {Py_tp_methods, phrases_methods},
    {0, NULL},
};

static PyType_Spec phrases_spec = {
    "tipstaff.native._phrases.Phrases", sizeof(Phrases), 0, Py_TPFLAGS_DEFAULT, phrases_slots,
};

static int
execute(PyObject *module)
{
    return add_class(module, &phrases_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(phrases, "The phrases of a book in one pass.", NULL, execute)
