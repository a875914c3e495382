/* Keyed digests of short texts: the first half of SHA-256 (FIPS 180-4) over a key of 32 bytes and the text in UTF-8.

The definition is `signals/windows/keys.py`. A number or an address takes one block; the rest is what any SHA-256 does.
*/
#include "kernel.h"
#include <structmember.h>

#define KEY 32
#define HALF 16

typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
    unsigned char key[KEY];
} Digester;

static const uint32_t ROUNDS[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t
turned(uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static void
digest_block(uint32_t state[8], const unsigned char *block)
{
    uint32_t w[64], a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    int at;
    for (at = 0; at < 16; at++)
        w[at] = (uint32_t)block[4 * at] << 24 | (uint32_t)block[4 * at + 1] << 16 | (uint32_t)block[4 * at + 2] << 8
                | block[4 * at + 3];
    for (; at < 64; at++) {
        uint32_t one = turned(w[at - 15], 7) ^ turned(w[at - 15], 18) ^ w[at - 15] >> 3;
        uint32_t other = turned(w[at - 2], 17) ^ turned(w[at - 2], 19) ^ w[at - 2] >> 10;
        w[at] = w[at - 16] + one + w[at - 7] + other;
    }
    for (at = 0; at < 64; at++) {
        uint32_t first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[at] + w[at];
        uint32_t second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + second;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

/* Over the key and the text: whole blocks as they come, then the rest with its mark and its length. */
static void
digest(const unsigned char *key, const unsigned char *text, size_t length, unsigned char *into)
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    unsigned char block[64];
    uint64_t bits = ((uint64_t)length + KEY) * 8;
    size_t used = KEY;
    int at;
    memcpy(block, key, KEY);
    while (used + length >= 64) {
        memcpy(block + used, text, 64 - used);
        digest_block(state, block);
        text += 64 - used;
        length -= 64 - used;
        used = 0;
    }
    memcpy(block + used, text, length);
    used += length;
    block[used++] = 0x80;
    if (used > 56) {
        memset(block + used, 0, 64 - used);
        digest_block(state, block);
        used = 0;
    }
    memset(block + used, 0, 56 - used);
    for (at = 0; at < 8; at++)
        block[56 + at] = (unsigned char)(bits >> (56 - 8 * at));
    digest_block(state, block);
    for (at = 0; at < HALF; at++)
        into[at] = (unsigned char)(state[at / 4] >> (24 - 8 * (at % 4)));
}

static PyObject *
digester_call(PyObject *self, PyObject *const *args, size_t flags, PyObject *names)
{
    const char *text;
    Py_ssize_t length;
    PyObject *made;
    if (PyVectorcall_NARGS(flags) != 1 || (names != NULL && PyTuple_GET_SIZE(names) > 0) || !PyUnicode_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a text is taken");
        return NULL;
    }
    text = PyUnicode_AsUTF8AndSize(args[0], &length);
    if (text == NULL)
        return NULL;
    made = PyBytes_FromStringAndSize(NULL, HALF);
    if (made != NULL)
        digest(((Digester *)self)->key, (const unsigned char *)text, (size_t)length, (unsigned char *)PyBytes_AS_STRING(made));
    return made;
}

static PyObject *
digester_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    const char *key;
    Py_ssize_t length;
    Digester *made;
    if ((kwds != NULL && PyDict_GET_SIZE(kwds) > 0) || !PyArg_ParseTuple(args, "y#:Digester", &key, &length))
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "no names are taken");
    if (length != KEY)
        return PyErr_Format(PyExc_ValueError, "a key has %d bytes", KEY);
    made = (Digester *)type->tp_alloc(type, 0);
    if (made == NULL)
        return NULL;
    made->vectorcall = digester_call;
    memcpy(made->key, key, KEY);
    return (PyObject *)made;
}

static void
digester_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMemberDef digester_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Digester, vectorcall), READONLY, NULL},
    {NULL},
};

static PyType_Slot digester_slots[] = {
    {Py_tp_new, digester_new},         {Py_tp_dealloc, digester_dealloc}, {Py_tp_call, PyVectorcall_Call},
    {Py_tp_members, digester_members}, {Py_tp_doc, "Digests of texts under a key."}, {0, NULL},
};

static PyType_Spec digester_spec = {
    .name = "tipstaff.native._digest.Digester",
    .basicsize = sizeof(Digester),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = digester_slots,
};

static int
execute(PyObject *module)
{
    return add_class(module, &digester_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(digest, "Keyed digests of short texts.", NULL, execute)
