/* Whether a text may hold a number as long as a payment card: most have none.
 *
 * The definition is `as_long_as_a_card` of `tipstaff.signals.detectors.personal.scan`: twelve digits of any script with no
 * more than a space or a dash between two of them, and what nobody sees left out. What is said here may be too much and
 * never too little: what it lets through is looked at by the definition.
 *
 *     may_hold_card(text)      False only where there are no twelve such digits in a row
 */
#include "letters.h"

#define FEWEST 12

/* Signs beyond ASCII that are no letters may be spaces, dashes, or invisible: any number of them is let through. */
static int
has_run(const Py_UCS4 *text, Py_ssize_t size)
{
    int digits = 0, gap = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = text[at];
        if (c < 128 ? c >= '0' && c <= '9' : Py_UNICODE_ISDECIMAL(c)) {
            gap = 0;
            if (++digits == FEWEST) {
                return 1;
            }
        }
        else if (c < 128 ? (c != ' ' && c != '-') || gap++ : is_letter(c)) {
            digits = gap = 0;
        }
    }
    return 0;
}

static PyObject *
digits_may_hold_card(PyObject *Py_UNUSED(module), PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "may_hold_card(text) takes a text");
        return NULL;
    }
    Py_UCS4 few[512], *codes = few;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    if (size > 512 && !(codes = PyMem_New(Py_UCS4, size))) {
        return PyErr_NoMemory();
    }
    copy_codes(text, 0, size, codes);
    int holds = has_run(codes, size);
    if (codes != few) {
        PyMem_Free(codes);
    }
    return PyBool_FromLong(holds);
}

static PyMethodDef functions[] = {
    {"may_hold_card", digits_may_hold_card, METH_O, "Whether a text may hold a number as long as a payment card."},
    {NULL},
};

TIPSTAFF_KERNEL(digits, "Where long numbers may be.", functions, add_source)
