/* Hashed n-grams of a text, weighed by all models at once.
 *
 * The definition is `tipstaff.signals.model.features` and `Bank.sums` and `_score` of `tipstaff.signals.model.linear`:
 * words, pairs and traits, runs of two to four characters, each a place in one of two tables of 65,536, each place counted
 * once. Sums are whole numbers and scores the same steps in the same order (built without contraction of products and
 * sums), so that what comes out is the same to the last bit.
 *
 *     table = Table((words_and_chars, ...), figures, classes, limit, opening)     131,072 signed bytes a model
 *     table.scores(cased, bare)     a number from 0 to 1 for each model
 *     table.weights(number)         the 131,072 signed bytes of one of them, as they were given
 *     shaped(bare)                  what of a bare text the models read (`shaped_of`)
 *     rounded(number)               to four decimals, as `round` does it
 */
#include "crc.h"
#include "shaping.h"
#include "tables.h"
#include <math.h>

#define SIZE 65536u
#define SPREAD 0x9E3779B1u
#define STEP 0x01000193u
#define MODELS_MOST 64
#define LIMIT_MOST 1000000
#define TRAITS 4
#define TRAIT_MOST 20 /* how much of one there is, at most */
#define FIGURES 6
static const uint32_t THRICE[3] = {0x85EBCA6Bu, 0xC2B2AE35u, 0x27D4EB2Fu};

/* The CRC-32 of a word in UTF-8. */
static uint32_t
crc_word(const Py_UCS4 *word, Py_ssize_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = word[at];
        if (c < 0x80) {
            crc = crc_byte(crc, c);
            continue;
        }
        if (c < 0x800) {
            crc = crc_byte(crc, 0xC0 | c >> 6);
        }
        else {
            if (c < 0x10000) {
                crc = crc_byte(crc, 0xE0 | c >> 12);
            }
            else {
                crc = crc_byte(crc, 0xF0 | c >> 18);
                crc = crc_byte(crc, 0x80 | (c >> 12 & 0x3F));
            }
            crc = crc_byte(crc, 0x80 | (c >> 6 & 0x3F));
        }
        crc = crc_byte(crc, 0x80 | (c & 0x3F));
    }
    return crc ^ 0xFFFFFFFFu;
}

/* ---- the places of one table that a text has ---- */

typedef struct {
    uint64_t seen[SIZE / 64];
    const unsigned char *rows; /* what the places stand for, asked for as soon as a place is known */
    size_t stride;
    uint32_t *places, *end; /* each once; there is always room for one more */
} Places;

static inline void
mark(Places *some, uint32_t place)
{
    uint64_t bit = 1ull << (place & 63), held = some->seen[place >> 6];
    some->seen[place >> 6] = held | bit;
    FETCH(some->rows + place * some->stride);
    *some->end = place;
    some->end += !(held & bit);
}

static inline void
mark_hash(Places *some, uint32_t hash)
{
    mark(some, hash * SPREAD >> 16);
}

/* ---- the features of a text ---- */

static int
is_sign(Py_UCS4 c)
{
    switch (c) {
    case 0xA3: case '$': case 0x20AC: case '%': case '!': case '?': case '&': case '*': case ':':
        return 1;
    }
    return 0;
}

/* Where the word that begins here ends: what `shaping.WORD` matches; `at` itself when none begins. */
static Py_ssize_t
word_end(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_UCS4 c = text[at];
    Py_ssize_t end = at + 1;
    if (is_letter(c)) {
        while (end < size && is_letter(text[end])) {
            end++;
        }
        if (end + 1 < size && text[end] == '\'' && is_letter(text[end + 1])) {
            end += 2;
            while (end < size && is_letter(text[end])) {
                end++;
            }
        }
        return end;
    }
    if (c == '0') {
        while (end < size && end - at < 12 && text[end] == '0') {
            end++;
        }
        return end;
    }
    if (c == '<') {
        while (end < size && is_word(text[end])) {
            end++;
        }
        return end > at + 1 && end < size && text[end] == '>' ? end + 1 : at;
    }
    return is_sign(c) ? end : at;
}

/* Words and pairs of neighbours; how many words. What follows a `<` is walked over twice at most. */
static Py_ssize_t
mark_words(Places *some, const Py_UCS4 *text, Py_ssize_t size)
{
    Py_ssize_t words = 0;
    uint32_t before = 0;
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t end = word_end(text, at, size);
        if (end == at) {
            at++;
            continue;
        }
        uint32_t hash = crc_word(text + at, end - at);
        if (words++) {
            mark_hash(some, before * STEP + hash);
        }
        mark_hash(some, hash);
        before = hash;
        at = end;
    }
    return words;
}

/* The places of each trait, by how much of it there is. */
static uint32_t trait_places[TRAITS][TRAIT_MOST + 1][3];
static const char trait_kinds[TRAITS] = {'L', 'C', 'D', 'K'};

static void
make_trait_places(void)
{
    for (int kind = 0; kind < TRAITS; kind++) {
        for (int count = 0; count <= TRAIT_MOST; count++) {
            char text[8];
            int size = PyOS_snprintf(text, sizeof text, "%c%d", trait_kinds[kind], count);
            for (int start = 0; start < 3; start++) {
                uint32_t crc = THRICE[start] ^ 0xFFFFFFFFu;
                for (int at = 0; at < size; at++) {
                    crc = crc_byte(crc, (unsigned char)text[at]);
                }
                trait_places[kind][count][start] = (crc ^ 0xFFFFFFFFu) & (SIZE - 1);
            }
        }
    }
}

static void
mark_trait(Places *some, int kind, Py_ssize_t count)
{
    for (int start = 0; start < 3; start++) {
        mark(some, trait_places[kind][count][start]);
    }
}

/* Length, capitals, digits, and words in capitals: of three letters, or that begin with four. */
static void
mark_traits(Places *some, const Py_UCS4 *text, Py_ssize_t letters, const unsigned char *classes)
{
    Py_ssize_t capitals = 0, digits = 0, shouted = 0, run = 0, lead = 0;
    for (Py_ssize_t at = 0; at <= letters; at++) {
        unsigned char kind = at == letters ? ' ' : classes[text[at] < 256 ? text[at] : '?'];
        capitals += kind == 'A';
        digits += kind == '0';
        if (kind == ' ') {
            shouted += run == 3 ? lead == 3 : lead >= 4;
            run = lead = 0;
        }
        else {
            lead += kind == 'A' && lead == run;
            run++;
        }
    }
    Py_ssize_t size = letters + 1;
    mark_trait(some, 0, size < 200 ? size / 20 : 10 + Py_MIN(size / 500, 10));
    mark_trait(some, 1, Py_MIN(capitals * 10 / size, 8));
    mark_trait(some, 2, Py_MIN(digits * 15 / size, 8));
    mark_trait(some, 3, Py_MIN(shouted, 4));
}

/* One space for each stretch of white space and one at either end; no surrogates. `out` has two more than `text`. */
static Py_ssize_t
even_out(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out)
{
    Py_ssize_t made = 0;
    out[made++] = ' ';
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = text[at];
        if (!Py_UNICODE_ISSPACE(c)) {
            out[made++] = Py_UNICODE_IS_SURROGATE(c) ? '?' : c;
        }
        else if (out[made - 1] != ' ') {
            out[made++] = ' ';
        }
    }
    if (out[made - 1] != ' ') {
        out[made++] = ' ';
    }
    return made;
}

static void
mark_runs(Places *some, const Py_UCS4 *text, Py_ssize_t size)
{
    Py_ssize_t at = 0;
    for (; at + 3 < size; at++) {
        uint32_t two = text[at] * STEP + text[at + 1], three = two * STEP + text[at + 2];
        mark_hash(some, two);
        mark_hash(some, three);
        mark_hash(some, three * STEP + text[at + 3]);
    }
    for (; at + 1 < size; at++) {
        uint32_t two = text[at] * STEP + text[at + 1];
        mark_hash(some, two);
        if (at + 2 < size) {
            mark_hash(some, two * STEP + text[at + 2]);
        }
    }
}

/* ---- the table ---- */

typedef struct {
    PyObject_HEAD
    unsigned char *weights; /* rows of words, then rows of characters: 128 more than they are, `stride` bytes each */
    double *figures;        /* of each model: scales and biases of words and characters, slope, offset */
    Py_ssize_t stride, models, limit, opening;
    int ready;
    unsigned char classes[256];
} Table;

static int
read_columns(Table *self, PyObject *columns, const Py_buffer *figures)
{
    self->models = PyTuple_GET_SIZE(columns);
    if (self->models < 1 || self->models > MODELS_MOST) {
        PyErr_SetString(PyExc_ValueError, "a table holds 1 to 64 models");
        return -1;
    }
    self->stride = (self->models + 7) / 8 * 8;
    self->weights = table_new(2 * SIZE * (size_t)self->stride);
    self->figures = PyMem_New(double, FIGURES * self->models);
    if (!self->weights || !self->figures) {
        PyErr_NoMemory();
        return -1;
    }
    if (figures->len != (Py_ssize_t)sizeof(double) * FIGURES * self->models) {
        PyErr_SetString(PyExc_ValueError, "six figures for each of the models");
        return -1;
    }
    memcpy(self->figures, figures->buf, (size_t)figures->len);
    for (Py_ssize_t model = 0; model < self->models; model++) {
        char *data;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyTuple_GET_ITEM(columns, model), &data, &size) < 0) {
            return -1;
        }
        if (size != 2 * SIZE) {
            PyErr_SetString(PyExc_ValueError, "a model has 131,072 weights");
            return -1;
        }
        for (Py_ssize_t place = 0; place < size; place++) {
            self->weights[place * self->stride + model] = (unsigned char)(data[place] + 128);
        }
    }
    return 0;
}

static int
table_init(Table *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *columns;
    Py_buffer classes, figures;
    if (self->weights) {
        PyErr_SetString(PyExc_TypeError, "a table is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "O!y*y*nn", &PyTuple_Type, &columns, &figures, &classes, &self->limit,
                          &self->opening)) {
        return -1;
    }
    int done = -1;
    if (classes.len != 256 || self->limit <= 0 || self->limit > LIMIT_MOST || self->opening <= 0) {
        PyErr_SetString(PyExc_ValueError, "256 classes, a limit and an opening above 0");
    }
    else {
        memcpy(self->classes, classes.buf, 256);
        done = read_columns(self, columns, &figures);
    }
    self->ready = !done;
    PyBuffer_Release(&classes);
    PyBuffer_Release(&figures);
    return done;
}

static void
table_dealloc(Table *self)
{
    PyTypeObject *type = Py_TYPE(self);
    table_free(self->weights);
    PyMem_Free(self->figures);
    type->tp_free(self);
    Py_DECREF(type);
}

/* The beginning of the text as models read it, in memory that the caller frees; NULL with an error set. */
static Py_UCS4 *
shaped(PyObject *bare, Py_ssize_t limit, Py_ssize_t *size)
{
    *size = Py_MIN(PyUnicode_GET_LENGTH(bare), limit);
    Py_UCS4 *codes = PyMem_New(Py_UCS4, *size + 1);
    if (codes) {
        copy_codes(bare, 0, *size, codes);
        codes = shape(codes, size);
    }
    if (!codes) {
        PyErr_NoMemory();
    }
    return codes;
}

/* Adds up the rows of some places. Eight models at once: four sums of sixteen bits in a word, which hold 256 rows. */
static void
add_rows(const Places *some, Py_ssize_t first, int64_t *sums)
{
    const uint64_t every_other = 0x00FF00FF00FF00FFull;
    const size_t stride = some->stride;
    for (const uint32_t *done = some->places; done < some->end; done += 256) {
        uint64_t even = 0, odd = 0;
        const uint32_t *end = some->end - done < 256 ? some->end : done + 256;
        for (const uint32_t *place = done; place < end; place++) {
            uint64_t row;
            memcpy(&row, some->rows + *place * stride + first, sizeof row);
            even += row & every_other;
            odd += row >> 8 & every_other;
        }
        for (int pair = 0; pair < 4; pair++) {
            int model = PY_LITTLE_ENDIAN ? 2 * pair : 7 - 2 * pair, other = PY_LITTLE_ENDIAN ? model + 1 : model - 1;
            sums[model] += (int64_t)(even >> 16 * pair & 0xFFFF);
            sums[other] += (int64_t)(odd >> 16 * pair & 0xFFFF);
        }
    }
    for (int model = 0; model < 8; model++) {
        sums[model] -= 128 * (some->end - some->places);
    }
}

/* 0 to 1, as `_score` of `tipstaff.signals.model.linear`: the same steps in the same order. */
static double
score(const double *figures, double words, double chars)
{
    double logit = (figures[0] * words + figures[1] + figures[2] * chars + figures[3]) / 2;
    double x = figures[4] * logit + figures[5];
    return x > -700 ? 1 / (1 + exp(-x)) : 0.0;
}

static PyObject *
as_scores(const Table *self, const Places *words, const Places *chars)
{
    PyObject *scores = PyTuple_New(self->models);
    double by_words = 1 / sqrt((double)(words->end - words->places));
    double by_chars = 1 / sqrt((double)Py_MAX(1, chars->end - chars->places));
    for (Py_ssize_t first = 0; scores && first < self->models; first += 8) {
        int64_t of_words[8] = {0}, of_chars[8] = {0};
        add_rows(words, first, of_words);
        add_rows(chars, first, of_chars);
        for (Py_ssize_t model = first; scores && model < Py_MIN(first + 8, self->models); model++) {
            double said = score(self->figures + FIGURES * model, (double)of_words[model - first] * by_words,
                                (double)of_chars[model - first] * by_chars);
            PyObject *number = PyFloat_FromDouble(said);
            if (number) {
                PyTuple_SET_ITEM(scores, model, number);
            }
            else {
                Py_CLEAR(scores);
            }
        }
    }
    return scores;
}

static PyObject *
nothing_said(const Table *self)
{
    PyObject *scores = PyTuple_New(self->models), *nought = PyFloat_FromDouble(0.0);
    for (Py_ssize_t model = 0; scores && nought && model < self->models; model++) {
        PyTuple_SET_ITEM(scores, model, Py_NewRef(nought));
    }
    if (!nought) {
        Py_CLEAR(scores);
    }
    Py_XDECREF(nought);
    return scores;
}

/* What all models say of a shaped text of that size and of the beginning of its cased form. */
static PyObject *
judge(const Table *self, const Py_UCS4 *text, Py_ssize_t size, PyObject *cased)
{
    Py_ssize_t opening = Py_MIN(PyUnicode_GET_LENGTH(cased), self->opening);
    Places words, chars;
    memset(words.seen, 0, sizeof words.seen);
    memset(chars.seen, 0, sizeof chars.seen);
    words.stride = chars.stride = (size_t)self->stride;
    words.rows = self->weights;
    chars.rows = self->weights + SIZE * chars.stride;
    Py_UCS4 *scratch = PyMem_New(Py_UCS4, Py_MAX(size, opening) + 2);
    /* Words and pairs are two a letter at most, runs three a letter; one more is written than counts. */
    words.places = words.end = PyMem_New(uint32_t, 2 * size + 3 * TRAITS + 1);
    chars.places = chars.end = PyMem_New(uint32_t, 3 * (size + 2) + 1);
    PyObject *scores = NULL;
    if (!scratch || !words.places || !chars.places) {
        PyErr_NoMemory();
    }
    else if (!mark_words(&words, text, size)) {
        scores = nothing_said(self);
    }
    else {
        copy_codes(cased, 0, opening, scratch);
        mark_traits(&words, scratch, opening, self->classes);
        mark_runs(&chars, scratch, even_out(text, size, scratch));
        scores = as_scores(self, &words, &chars);
    }
    PyMem_Free(words.places);
    PyMem_Free(chars.places);
    PyMem_Free(scratch);
    return scores;
}

static PyObject *
table_scores(Table *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !PyUnicode_Check(args[0]) || !PyUnicode_Check(args[1]) || !self->ready) {
        PyErr_SetString(PyExc_TypeError, "scores(cased, bare) takes two texts");
        return NULL;
    }
    Py_ssize_t size;
    Py_UCS4 *text = shaped(args[1], self->limit, &size);
    PyObject *scores = text ? judge(self, text, size, args[0]) : NULL;
    PyMem_Free(text);
    return scores;
}

static PyObject *
table_weights(Table *self, PyObject *number)
{
    Py_ssize_t model = PyLong_AsSsize_t(number);
    if (model == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (!self->ready || model < 0 || model >= self->models) {
        PyErr_SetString(PyExc_IndexError, "no such model");
        return NULL;
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, 2 * SIZE);
    for (Py_ssize_t place = 0; made && place < 2 * SIZE; place++) {
        PyBytes_AS_STRING(made)[place] = (char)(self->weights[place * self->stride + model] - 128);
    }
    return made;
}

static PyMethodDef table_methods[] = {
    {"weights", (PyCFunction)table_weights, METH_O, "The weights of one model, by its number."},
    {"scores", (PyCFunction)(void (*)(void))table_scores, METH_FASTCALL, "What each model says of a text, 0 to 1."},
    {NULL},
};

static PyType_Slot table_slots[] = {
    {Py_tp_doc, "The weights of several models, a row for each place."},
    {Py_tp_init, table_init},
    {Py_tp_dealloc, table_dealloc},
    {Py_tp_methods, table_methods},
    {0, NULL},
};

static PyType_Spec table_spec = {
    "tipstaff.native._features.Table", sizeof(Table), 0, Py_TPFLAGS_DEFAULT, table_slots,
};

static PyObject *
features_shaped(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "shaped(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size;
    Py_UCS4 *text = shaped(bare, PyUnicode_GET_LENGTH(bare), &size);
    PyObject *made = text ? PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, size) : NULL;
    PyMem_Free(text);
    return made;
}

/* To four decimals. Between 0 and 1 the nearest ten-thousandth is known at once, unless the number lies so near the
 * middle between two that only all of its digits tell. */
static PyObject *
features_rounded(PyObject *Py_UNUSED(module), PyObject *number)
{
    double given = PyFloat_AsDouble(number);
    if (given == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    if (given >= 0 && given <= 1) {
        double parts = given * 10000, whole = floor(parts), rest = parts - whole;
        if (rest < 0.4999999 || rest > 0.5000001) {
            return PyFloat_FromDouble((rest > 0.5 ? whole + 1 : whole) / 10000);
        }
    }
    return PyObject_CallMethod(number, "__round__", "i", 4);
}

static PyMethodDef functions[] = {
    {"rounded", features_rounded, METH_O, "To four decimals, as `round` does it."},
    {"shaped", features_shaped, METH_O, "What of a bare text the models read."},
    {NULL},
};

static int
execute(PyObject *module)
{
    make_crc_bytes();
    make_trait_places();
    return add_class(module, &table_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(features, "Hashed n-grams of a text, weighed.", functions, execute)
