/* Keyed digests of personal values: the definition is `digester` in `signals/windows/keys.py`. A part of `_windows.c`. */
#ifndef TIPSTAFF_DIGESTS_H
#define TIPSTAFF_DIGESTS_H

#include "members.h"
#include "sha256.h"

#define DIGEST_SIZE 16 /* 128 bits of it */

typedef struct {
    PyObject_HEAD
    vectorcallfunc called;
    PyObject *get; /* takes the text, or bytes, from what is given, or None: it is given */
    Sha256 begun;
} Digest;

static PyObject *
digest_called(Digest *self, PyObject *const *args, size_t flags, PyObject *names)
{
    unsigned char made[SHA256_SIZE];
    PyObject *text;
    const char *bytes;
    Py_ssize_t size;
    Sha256 sha;
    if (PyVectorcall_NARGS(flags) != 1 || (names != NULL && PyTuple_GET_SIZE(names))) {
        PyErr_SetString(PyExc_TypeError, "a digest is of one text");
        return NULL;
    }
    text = self->get == Py_None ? Py_NewRef(args[0]) : PyObject_CallOneArg(self->get, args[0]);
    if (text != NULL && PyBytes_Check(text)) {
        bytes = PyBytes_AS_STRING(text);
        size = PyBytes_GET_SIZE(text);
    } else
        bytes = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes == NULL) {
        Py_XDECREF(text);
        return NULL;
    }
    sha = self->begun;
    sha256_add(&sha, bytes, (size_t)size);
    Py_DECREF(text);
    sha256_end(&sha, made);
    return PyBytes_FromStringAndSize((const char *)made, DIGEST_SIZE);
}

static PyObject *
digest_new(PyTypeObject *type, PyObject *args, PyObject *words)
{
    PyObject *before, *get = Py_None;
    Digest *self;
    if (words != NULL && PyDict_GET_SIZE(words)) {
        PyErr_SetString(PyExc_TypeError, "a digest takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "S|O", &before, &get))
        return NULL;
    self = (Digest *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->called = (vectorcallfunc)digest_called;
    self->get = Py_NewRef(get);
    sha256_begin(&self->begun);
    sha256_add(&self->begun, PyBytes_AS_STRING(before), (size_t)PyBytes_GET_SIZE(before));
    return (PyObject *)self;
}

static int
digest_traverse(Digest *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->get);
    return 0;
}

static void
digest_dealloc(Digest *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->get);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef digest_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Digest, called), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot digest_slots[] = {
    {Py_tp_doc, "Digest(before, get=None)\n--\n\n128 bits of SHA-256 over some bytes and a text or bytes, or what `get` takes."},
    {Py_tp_new, digest_new},
    {Py_tp_dealloc, digest_dealloc},
    {Py_tp_traverse, digest_traverse},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_members, digest_members},
    {0, NULL},
};

static PyType_Spec digest_spec = {
    .name = "tipstaff.native._windows.Digest",
    .basicsize = sizeof(Digest),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .slots = digest_slots,
};

#endif
