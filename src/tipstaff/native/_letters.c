/* The different letters of a long text, and others in their places.
 *
 * The definitions are `different` of `tipstaff.signals.text.letters` and `bare_plainly` of `tipstaff.signals.text.words`.
 *
 *     different(text)                  each letter beyond ASCII once, in the order of their first places
 *     replaced(text, letters, reads)   the text with the first of `reads` for the first of `letters`, and so on
 */
#include "letters.h"

#define PAGES (0x110000 >> 8)
#define PLANE 0x10000

/* Whether a letter is met for the first time; `seen` has a bit for each there is. */
static inline int
is_new(uint64_t *seen, Py_UCS4 c)
{
    uint64_t bit = 1ull << (c & 63);
    int new = !(seen[c >> 6] & bit);
    seen[c >> 6] |= bit;
    return new;
}

static int
add_letter(PyObject *found, Py_UCS4 c)
{
    PyObject *letter = PyUnicode_FromOrdinal((int)c);
    int added = letter == NULL ? -1 : PyList_Append(found, letter);
    Py_XDECREF(letter);
    return added;
}

static PyObject *
letters_different(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "different(text) takes a text");
        return NULL;
    }
    const void *data = PyUnicode_DATA(text);
    int kind = PyUnicode_KIND(text), failed = 0;
    Py_ssize_t size = PyUnicode_IS_ASCII(text) ? 0 : PyUnicode_GET_LENGTH(text);
    uint64_t near[PLANE / 64] = {0}, *far = NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t at = 0; found && at < size && !failed; at++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, at);
        if (c < 128) {
            continue;
        }
        if (c >= PLANE && !far && !(far = PyMem_Calloc(0x110000 / 64, sizeof(uint64_t)))) {
            PyErr_NoMemory();
            failed = 1;
        }
        else if (is_new(c < PLANE ? near : far, c)) {
            failed = add_letter(found, c) < 0;
        }
    }
    PyMem_Free(far);
    if (failed) {
        Py_CLEAR(found);
    }
    return found;
}

/* What letters read, by the upper part of their number: a page of 256, or none where all stay as they are. */
typedef struct {
    Py_UCS4 *pages[PAGES];
} Readings;

static int
put_reading(Readings *known, Py_UCS4 letter, Py_UCS4 reads)
{
    Py_UCS4 **page = &known->pages[letter >> 8];
    if (!*page) {
        *page = PyMem_New(Py_UCS4, 256);
        if (!*page) {
            PyErr_NoMemory();
            return -1;
        }
        for (Py_UCS4 low = 0; low < 256; low++) {
            (*page)[low] = (letter & ~(Py_UCS4)255) | low;
        }
    }
    (*page)[letter & 255] = reads;
    return 0;
}

static int
put_readings(Readings *known, PyObject *letters, PyObject *reads)
{
    for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(letters); at++) {
        if (put_reading(known, PyUnicode_READ_CHAR(letters, at), PyUnicode_READ_CHAR(reads, at)) < 0) {
            return -1;
        }
    }
    return 0;
}

static PyObject *
read_all(const Readings *known, PyObject *text)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    Py_UCS4 *codes = PyMem_New(Py_UCS4, size + 1);
    if (!codes) {
        return PyErr_NoMemory();
    }
    copy_codes(text, 0, size, codes);
    for (Py_ssize_t at = 0; at < size; at++) {
        const Py_UCS4 *page = known->pages[codes[at] >> 8];
        if (page) {
            codes[at] = page[codes[at] & 255];
        }
    }
    PyObject *made = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, codes, size);
    PyMem_Free(codes);
    return made;
}

static PyObject *
letters_replaced(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *letters, *reads;
    if (!PyArg_ParseTuple(args, "UUU", &text, &letters, &reads)) {
        return NULL;
    }
    if (PyUnicode_GET_LENGTH(letters) != PyUnicode_GET_LENGTH(reads)) {
        PyErr_SetString(PyExc_ValueError, "as many letters as what they read");
        return NULL;
    }
    Readings *known = PyMem_Calloc(1, sizeof(Readings));
    if (!known) {
        return PyErr_NoMemory();
    }
    PyObject *made = put_readings(known, letters, reads) < 0 ? NULL : read_all(known, text);
    for (Py_ssize_t page = 0; page < PAGES; page++) {
        PyMem_Free(known->pages[page]);
    }
    PyMem_Free(known);
    return made;
}

static PyMethodDef functions[] = {
    {"different", letters_different, METH_O, "Each letter of a text beyond ASCII once."},
    {"replaced", letters_replaced, METH_VARARGS, "A text with other letters in the places of some."},
    {NULL},
};

TIPSTAFF_KERNEL(letters, "The different letters of a text, and others in their places.", functions, add_source)
