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
#include "mail_body.h"
#include "mail_header.h"
#include "mail_page.h"

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
