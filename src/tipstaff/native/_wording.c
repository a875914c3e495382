/* The words of a text, where nothing hides.
 *
 * Most texts are written in Western letters that need no composing and wear no disguise. For them the three forms that
 * all signals read (lower case, bare, bare words joined) are made in one pass. All others are left to
 * `tipstaff.signals.text.folding`, which is the definition for these too; `joined_of` of `tipstaff.signals.text.words` and
 * `gist` of `tipstaff.signals.text.sketch` are done over again for every text.
 *
 *     reading = Reading(letters, lower, bare, kinds, (leet_word, shorter, mended, spelled))
 *                              texts of one size, kinds two bytes each; what `disguises` says of words and texts
 *     reading.ordinary(raw)    None, or (lower, bare, joined words)
 *     joined(bare)             the words with a space around each
 *     gist(bare)               words without apostrophes at their ends; those with digits are `#`
 *     may_link(bare)           False only where the expression of links of `sketch` finds nothing
 *     fixed(bare)              those without digits, one space between, and how many they are
 */
#include "wording_disguises.h"
#include "wording_words.h"

static PyObject *
as_letters(const Py_UCS2 *letters, Py_ssize_t size)
{
    return PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, letters, size);
}

/* The three forms, of a text with memory for them; NULL without an error set for a text that is not ordinary. */
static PyObject *
forms(const Reading *self, PyObject *raw, const Text *text)
{
    if (!read_text(self, raw, text) || hides(self, text)) {
        return NULL;
    }
    PyObject *lower = as_letters(text->lower, text->size);
    int same = !memcmp(text->lower, text->bare, (size_t)text->size * sizeof *text->bare);
    PyObject *plain = same ? Py_XNewRef(lower) : as_letters(text->bare, text->size);
    return Py_BuildValue("(NNN)", lower, plain, as_letters(text->joined, join_bare(text)));
}

static PyObject *
reading_ordinary(Reading *self, PyObject *raw)
{
    if (!PyUnicode_Check(raw) || !self->leet_word) {
        PyErr_SetString(PyExc_TypeError, "ordinary(raw) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(raw);
    Py_UCS2 few[ROOM(FEW)], *memory = few;
    if (size > FEW && !(memory = PyMem_New(Py_UCS2, ROOM(size)))) {
        return PyErr_NoMemory();
    }
    Text text = text_in(memory, size);
    PyObject *made = forms(self, raw, &text);
    if (memory != few) {
        PyMem_Free(memory);
    }
    return made || PyErr_Occurred() ? made : Py_NewRef(Py_None);
}

static int
read_letters(Reading *self, PyObject *letters, PyObject *lower, PyObject *bare, Py_buffer *kinds)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(letters);
    if (PyUnicode_GET_LENGTH(lower) != size || PyUnicode_GET_LENGTH(bare) != size || kinds->len != 2 * size) {
        PyErr_SetString(PyExc_ValueError, "as many small and bare letters as letters, and two bytes for the kind of each");
        return -1;
    }
    const unsigned char *bytes = kinds->buf;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(letters, at), small = PyUnicode_READ_CHAR(lower, at);
        Py_UCS4 plain = PyUnicode_READ_CHAR(bare, at);
        if (c >= CODES || small >= CODES || plain >= CODES) {
            PyErr_SetString(PyExc_ValueError, "a letter beyond Windows-1252");
            return -1;
        }
        Py_UCS2 kind = (Py_UCS2)(bytes[2 * at] | bytes[2 * at + 1] << 8);
        kind |= (Py_UCS2)((is_word(plain) ? WORD : 0) | (plain == '\'' ? QUOTE : 0));
        self->letters[c] = (Letter){(Py_UCS2)small, (Py_UCS2)plain, kind, 0};
    }
    for (Py_ssize_t c = 0; c < CODES; c++) {
        Letter *letter = &self->letters[c];
        letter->shape = (self->letters[letter->lower].kind & ~(WORD | QUOTE)) | (letter->kind & (WORD | QUOTE));
    }
    return 0;
}

static int
reading_init(Reading *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *letters, *lower, *bare, *leet_word, *shorter, *mended, *spelled;
    Py_buffer kinds;
    if (self->leet_word) {
        PyErr_SetString(PyExc_TypeError, "a reading is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "UUUy*(OOOO)", &letters, &lower, &bare, &kinds, &leet_word, &shorter,
                          &mended, &spelled)) {
        return -1;
    }
    int done = read_letters(self, letters, lower, bare, &kinds);
    PyBuffer_Release(&kinds);
    if (!done) {
        self->leet_word = Py_NewRef(leet_word);
        self->shorter = Py_NewRef(shorter);
        self->mended = Py_NewRef(mended);
        self->spelled = Py_NewRef(spelled);
    }
    return done;
}

static void
reading_dealloc(Reading *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->leet_word);
    Py_XDECREF(self->shorter);
    Py_XDECREF(self->mended);
    Py_XDECREF(self->spelled);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef reading_methods[] = {
    {"ordinary", (PyCFunction)reading_ordinary, METH_O,
     "Lower case, bare, and joined words of a text in which nothing hides; None for others."},
    {NULL},
};

static PyType_Slot reading_slots[] = {
    {Py_tp_doc, "What is ordinary in a text."},
    {Py_tp_init, reading_init},
    {Py_tp_dealloc, reading_dealloc},
    {Py_tp_methods, reading_methods},
    {0, NULL},
};

static PyType_Spec reading_spec = {
    "tipstaff.native._wording.Reading", sizeof(Reading), 0, Py_TPFLAGS_DEFAULT, reading_slots,
};

static PyMethodDef functions[] = {
    {"joined", wording_joined, METH_O, "Bare words with a space around each; \"\" when there are none."},
    {"fixed", wording_fixed, METH_O, "The words of a gist that have no digit, a space between, and how many they are."},
    {"may_link", wording_may_link, METH_O, "Whether a link or an address may be in the text of a gist."},
    {"gist", wording_gist, METH_O, "Words without apostrophes at their ends, `#` for those with digits."},
    {NULL},
};

static int
execute(PyObject *module)
{
    return add_class(module, &reading_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(wording, "The words of a text.", functions, execute)
