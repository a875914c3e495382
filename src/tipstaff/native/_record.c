/* Rows of decisions as a commit writes them, with the digests that its seal covers.

   The definition is `_Preparing.add_decision` in store/commit/batch.py, and what is hashed stands in store/chain.py. All
   digests of a commit are made with the interpreter left to other threads. A row with anything unusual (a time that is
   not of the UTC that Python has one of, a text with lone surrogates, other classes than those declared) is left to the
   Python, and with it the commit. */
#include "members.h"
#include "sha256.h"
#include <datetime.h>

#define LONGEST (1 << 28) /* bytes of one member: far beyond any body that is taken */
#define COLUMNS 13

enum { ID, SOURCE, EVENT_ID, TYPE, ACCOUNT, TEXTS };
enum { AT = TEXTS, VERDICT, REQUEST_HASH, EVENT, DECISION, CLAUSES, EVENT_DIGEST, MEMBERS };

static const char *const member_names[MEMBERS] = {
    "id",      "source", "event_id", "type",     "account", "at",
    "verdict", "request_hash", "event", "decision", "clauses", "event_digest",
};
static PyObject *names[MEMBERS], *value_name, *no_text, *no_bytes;
static Place places[MEMBERS];

typedef struct {
    const char *at;
    Py_ssize_t size;
} Piece;

/* What the digests of one row are made of; the row's tuple keeps all of it alive. */
typedef struct {
    Piece texts[TEXTS], verdict, asked, clauses, event, decision;
    long long sequence, at;
    unsigned char *digest, *leaf; /* `digest` is made unless `given` */
    int given;
} Row;

/* Growing room for the header of a leaf. */
typedef struct {
    char *start;
    size_t room;
} Scratch;

/* Whether it is text in UTF-8 of usual length: 1, 0 for no, which clears whatever was raised. */
static int
text_of(PyObject *value, Piece *piece)
{
    if (!PyUnicode_CheckExact(value))
        return 0;
    piece->at = PyUnicode_AsUTF8AndSize(value, &piece->size);
    if (piece->at == NULL) {
        PyErr_Clear();
        return 0;
    }
    return piece->size < LONGEST;
}

static int
bytes_of(PyObject *value, Piece *piece)
{
    if (!PyBytes_CheckExact(value))
        return 0;
    piece->at = PyBytes_AS_STRING(value);
    piece->size = PyBytes_GET_SIZE(value);
    return piece->size < LONGEST;
}

/* Microseconds since 1970 of a time in UTC; 0 when it is in another zone or none. */
static int
micros_of(PyObject *value, long long *micros)
{
    if (!PyDateTime_CheckExact(value) || PyDateTime_DATE_GET_TZINFO(value) != PyDateTime_TimeZone_UTC)
        return 0;
    long long year = PyDateTime_GET_YEAR(value), month = PyDateTime_GET_MONTH(value), day = PyDateTime_GET_DAY(value);
    year -= month <= 2; /* years from March on, so that a leap day is a year's last */
    long long century = year / 400, of_century = year - century * 400;
    long long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long long days = century * 146097 + of_century * 365 + of_century / 4 - of_century / 100 + of_year - 719468;
    long long seconds = days * 86400 + PyDateTime_DATE_GET_HOUR(value) * 3600 + PyDateTime_DATE_GET_MINUTE(value) * 60 +
                        PyDateTime_DATE_GET_SECOND(value);
    *micros = seconds * 1000000 + PyDateTime_DATE_GET_MICROSECOND(value);
    return 1;
}

static int
make_room(Scratch *scratch, size_t size)
{
    if (size <= scratch->room)
        return 1;
    char *grown = realloc(scratch->start, 2 * size);
    if (grown == NULL)
        return 0;
    scratch->start = grown;
    scratch->room = 2 * size;
    return 1;
}

/* A text in quotes, as RFC 8785 writes it. There is room for six times its size and two more. */
static char *
quoted(char *to, Piece piece)
{
    static const char hex[] = "0123456789abcdef";
    *to++ = '"';
    for (Py_ssize_t i = 0; i < piece.size; i++) {
        unsigned char sign = (unsigned char)piece.at[i];
        if (sign >= ' ' && sign != '"' && sign != '\\') {
            *to++ = (char)sign;
            continue;
        }
        *to++ = '\\';
        switch (sign) {
        case '"':
        case '\\':
            *to++ = (char)sign;
            break;
        case '\b':
            *to++ = 'b';
            break;
        case '\t':
            *to++ = 't';
            break;
        case '\n':
            *to++ = 'n';
            break;
        case '\f':
            *to++ = 'f';
            break;
        case '\r':
            *to++ = 'r';
            break;
        default:
            memcpy(to, "u00", 3);
            to[3] = hex[sign >> 4];
            to[4] = hex[sign & 15];
            to += 5;
        }
    }
    *to++ = '"';
    return to;
}

static char *
in_hex(char *to, Piece piece)
{
    static const char hex[] = "0123456789abcdef";
    *to++ = '"';
    for (Py_ssize_t i = 0; i < piece.size; i++) {
        *to++ = hex[(unsigned char)piece.at[i] >> 4];
        *to++ = hex[(unsigned char)piece.at[i] & 15];
    }
    *to++ = '"';
    return to;
}

/* The digests of one row; 0 when there is no memory. Needs nothing of the interpreter. */
static int
digest(Row *row, Scratch *scratch)
{
    size_t size = 128 + 6 * (size_t)row->verdict.size + 2 * (size_t)row->asked.size + 6 * (size_t)row->clauses.size;
    for (int i = 0; i < TEXTS; i++)
        size += 6 * (size_t)row->texts[i].size + 3;
    if (!make_room(scratch, size))
        return 0;
    char *to = scratch->start;
    *to++ = 0; /* what stands before a leaf */
    to += sprintf(to, "[%lld", row->sequence);
    for (int i = 0; i < TEXTS; i++) {
        *to++ = ',';
        to = quoted(to, row->texts[i]);
    }
    to += sprintf(to, ",\"%lld\",", row->at);
    to = quoted(to, row->verdict);
    *to++ = ',';
    to = in_hex(to, row->asked);
    *to++ = ',';
    to = quoted(to, row->clauses);
    *to++ = ']';
    Sha256 sha;
    if (!row->given) {
        sha256_begin(&sha);
        sha256_add(&sha, row->event.at, (size_t)row->event.size);
        sha256_end(&sha, row->digest);
    }
    sha256_begin(&sha);
    sha256_add(&sha, scratch->start, (size_t)(to - scratch->start));
    sha256_add(&sha, row->digest, SHA256_SIZE);
    sha256_add(&sha, row->decision.at, (size_t)row->decision.size);
    sha256_end(&sha, row->leaf);
    return 1;
}

/* A list of clauses as JSON, "" for none: a new reference; NULL with or without an exception. */
static PyObject *
joined(PyObject *clauses, Scratch *scratch)
{
    if (!PyTuple_CheckExact(clauses))
        return NULL;
    Py_ssize_t count = PyTuple_GET_SIZE(clauses);
    if (!count)
        return Py_NewRef(no_text);
    size_t size = 2;
    Piece piece;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!text_of(PyTuple_GET_ITEM(clauses, i), &piece))
            return NULL;
        size += 6 * (size_t)piece.size + 3;
    }
    if (!make_room(scratch, size))
        return PyErr_NoMemory();
    char *to = scratch->start;
    for (Py_ssize_t i = 0; i < count; i++) {
        *to++ = i ? ',' : '[';
        text_of(PyTuple_GET_ITEM(clauses, i), &piece);
        to = quoted(to, piece);
    }
    *to++ = ']';
    return PyUnicode_DecodeUTF8(scratch->start, to - scratch->start, NULL);
}

/* Put into the tuple at a place; steals. */
static int
put(PyObject *tuple, Py_ssize_t place, PyObject *value)
{
    if (value == NULL)
        return 0;
    PyTuple_SET_ITEM(tuple, place, value);
    return 1;
}

/* The row's tuple, its digest still to be made, from references to its members; NULL with or without an exception. */
static PyObject *
row_of(PyObject **m, Row *row, Scratch *scratch)
{
    PyObject *verdict, *made = NULL, *event = m[EVENT] == Py_None ? no_bytes : m[EVENT], *own;
    for (int i = 0; i < TEXTS; i++)
        if (!text_of(m[i], &row->texts[i]))
            return NULL;
    if (!micros_of(m[AT], &row->at) || !bytes_of(m[REQUEST_HASH], &row->asked) || !bytes_of(event, &row->event) ||
        !bytes_of(m[DECISION], &row->decision) || !PyBytes_CheckExact(m[EVENT_DIGEST]))
        return NULL;
    row->given = PyBytes_GET_SIZE(m[EVENT_DIGEST]) == SHA256_SIZE;
    if (!row->given && PyBytes_GET_SIZE(m[EVENT_DIGEST]))
        return NULL;
    if ((verdict = PyObject_GetAttr(m[VERDICT], value_name)) == NULL)
        return NULL;
    if (!text_of(verdict, &row->verdict) || (made = PyTuple_New(COLUMNS)) == NULL) {
        Py_DECREF(verdict);
        return NULL;
    }
    PyTuple_SET_ITEM(made, 7, verdict);
    own = row->given ? Py_NewRef(m[EVENT_DIGEST]) : PyBytes_FromStringAndSize(NULL, SHA256_SIZE);
    if (!put(made, 10, own) || !put(made, 0, PyLong_FromLongLong(row->sequence)) ||
        !put(made, 6, PyLong_FromLongLong(row->at)) || !put(made, 9, joined(m[CLAUSES], scratch)) ||
        !text_of(PyTuple_GET_ITEM(made, 9), &row->clauses)) {
        Py_DECREF(made);
        return NULL;
    }
    row->digest = (unsigned char *)PyBytes_AS_STRING(own);
    for (int i = 0; i < TEXTS; i++)
        PyTuple_SET_ITEM(made, 1 + i, Py_NewRef(m[i]));
    PyTuple_SET_ITEM(made, 8, Py_NewRef(m[REQUEST_HASH]));
    PyTuple_SET_ITEM(made, 11, Py_NewRef(event));
    PyTuple_SET_ITEM(made, 12, Py_NewRef(m[DECISION]));
    return made;
}

static PyObject *
gather(PyObject *decision, Row *row, Scratch *scratch)
{
    PyObject *members[MEMBERS] = {NULL}, *made = NULL;
    int found = 0;
    while (found < MEMBERS && (members[found] = member_at(&places[found], decision, names[found])) != NULL)
        found++;
    if (found == MEMBERS)
        made = row_of(members, row, scratch);
    for (int i = 0; i < found; i++)
        Py_DECREF(members[i]);
    return made;
}

/* Fill both lists; 1 done, 0 unusual, -1 an exception. */
static int
fill(PyObject *decisions, long long first, PyObject *columns, PyObject *leaves, Row *rows)
{
    Scratch scratch = {NULL, 0};
    Py_ssize_t count = PyList_GET_SIZE(columns);
    int done = 1;
    for (Py_ssize_t i = 0; i < count && done > 0; i++) {
        PyObject *one, *leaf;
        rows[i].sequence = first + i;
        /* Reading members runs no code of others, so that the list stays as it is. */
        one = gather(PyList_GET_ITEM(decisions, i), &rows[i], &scratch);
        if (one == NULL) {
            done = PyErr_Occurred() ? -1 : 0;
            break;
        }
        PyList_SET_ITEM(columns, i, one);
        if ((leaf = PyBytes_FromStringAndSize(NULL, SHA256_SIZE)) == NULL) {
            done = -1;
            break;
        }
        PyList_SET_ITEM(leaves, i, leaf);
        rows[i].leaf = (unsigned char *)PyBytes_AS_STRING(leaf);
    }
    if (done > 0) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < count && done > 0; i++)
            done = digest(&rows[i], &scratch) ? 1 : -2;
        Py_END_ALLOW_THREADS
    }
    free(scratch.start);
    if (done == -2)
        PyErr_NoMemory();
    return done < 0 ? -1 : done;
}

static PyObject *
rows_of(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 2 || !PyList_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "rows(decisions, first) takes a list and a number");
        return NULL;
    }
    long long first = PyLong_AsLongLong(args[1]), latest = 0;
    if (first == -1 && PyErr_Occurred())
        return NULL;
    Py_ssize_t many = PyList_GET_SIZE(args[0]);
    if (!many)
        Py_RETURN_NONE;
    PyObject *columns = PyList_New(many), *leaves = PyList_New(many), *result = NULL;
    Row *rows = PyMem_Calloc((size_t)many, sizeof(Row));
    int done = -1;
    if (columns != NULL && leaves != NULL && rows != NULL)
        done = fill(args[0], first, columns, leaves, rows);
    else if (rows == NULL)
        PyErr_NoMemory();
    if (done > 0) {
        latest = rows[0].at;
        for (Py_ssize_t i = 1; i < many; i++)
            latest = rows[i].at > latest ? rows[i].at : latest;
        result = Py_BuildValue("(OOL)", columns, leaves, latest);
    }
    else if (!done) {
        result = Py_NewRef(Py_None);
    }
    PyMem_Free(rows);
    Py_XDECREF(columns);
    Py_XDECREF(leaves);
    return result;
}

static PyObject *
sha256_of(PyObject *module, PyObject *data)
{
    unsigned char digest[SHA256_SIZE];
    Sha256 sha;
    (void)module;
    if (!PyBytes_Check(data)) {
        PyErr_SetString(PyExc_TypeError, "sha256(data) takes bytes");
        return NULL;
    }
    sha256_begin(&sha);
    sha256_add(&sha, PyBytes_AS_STRING(data), (size_t)PyBytes_GET_SIZE(data));
    sha256_end(&sha, digest);
    return PyBytes_FromStringAndSize((char *)digest, SHA256_SIZE);
}

static PyObject *
choose(PyObject *module, PyObject *plainly)
{
    int wanted = PyObject_IsTrue(plainly);
    (void)module;
    if (wanted < 0)
        return NULL;
    sha256_choose(wanted);
    return PyBool_FromLong(sha256_blocks != sha256_plainly);
}

static PyMethodDef methods[] = {
    {"rows", (PyCFunction)(void (*)(void))rows_of, METH_FASTCALL,
     "rows(decisions, first): (rows of the table, leaves, the latest time in microseconds); None where one is unusual."},
    {"sha256", sha256_of, METH_O, "The digest of bytes."},
    {"choose", choose, METH_O, "Compute digests plainly, or as well as the processor can; whether it helps."},
    {NULL},
};

static int
execute(PyObject *module)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL)
        return -1;
    for (int i = 0; i < MEMBERS; i++)
        if (names[i] == NULL && (names[i] = PyUnicode_InternFromString(member_names[i])) == NULL)
            return -1;
    if ((value_name == NULL && (value_name = PyUnicode_InternFromString("_value_")) == NULL) ||
        (no_text == NULL && (no_text = PyUnicode_FromString("")) == NULL) ||
        (no_bytes == NULL && (no_bytes = PyBytes_FromString("")) == NULL))
        return -1;
    sha256_choose(0);
    return add_source(module);
}

TIPSTAFF_KERNEL(record, "Rows of decisions and their digests.", methods, execute)
