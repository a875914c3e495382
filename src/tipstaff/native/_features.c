/* Hashed n-grams of a text, weighed by all models at once.
 *
 * The definition is `tipstaff.signals.model.features` and `Bank.sums` of `tipstaff.signals.model.linear`: words, pairs
 * and traits, runs of two to four characters, each a place in one of two tables of 65,536, each place counted once.
 * Everything is whole numbers, so that what comes out is the same to the last bit.
 *
 *     table = Table([words_and_chars, ...], shaped_of, limit, opening)     131,072 signed bytes a model
 *     table.sums(cased, bare)       ((a sum of words a model, ...), (of characters, ...), places of words, of characters)
 */
#include "letters.h"

#define SIZE 65536u
#define SPREAD 0x9E3779B1u
#define STEP 0x01000193u
#define MODELS_MOST 64
#define TRAITS 4
static const uint32_t THRICE[3] = {0x85EBCA6Bu, 0xC2B2AE35u, 0x27D4EB2Fu};

static uint32_t crc_table[256];

static void
make_crc_table(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) {
            value = (value >> 1) ^ (value & 1 ? 0xEDB88320u : 0);
        }
        crc_table[byte] = value;
    }
}

static inline uint32_t
crc_byte(uint32_t crc, uint32_t byte)
{
    return (crc >> 8) ^ crc_table[(crc ^ byte) & 0xFF];
}

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

/* ---- what all models say of the places seen so far ---- */

typedef struct {
    const int8_t *weights; /* a row for each place, `stride` bytes each */
    Py_ssize_t stride, models;
    uint64_t seen[SIZE / 64];
    int32_t sums[MODELS_MOST];
    Py_ssize_t places;
} Weighing;

static void
begin(Weighing *one, const int8_t *weights, Py_ssize_t stride, Py_ssize_t models)
{
    memset(one, 0, sizeof *one);
    one->weights = weights;
    one->stride = stride;
    one->models = models;
}

static inline void
weigh(Weighing *one, uint32_t place)
{
    uint64_t bit = 1ull << (place & 63);
    if (one->seen[place >> 6] & bit) {
        return;
    }
    one->seen[place >> 6] |= bit;
    one->places++;
    const int8_t *row = one->weights + (size_t)place * (size_t)one->stride;
    if (one->stride == 8) {
        for (int model = 0; model < 8; model++) {
            one->sums[model] += row[model];
        }
        return;
    }
    for (Py_ssize_t model = 0; model < one->stride; model++) {
        one->sums[model] += row[model];
    }
}

static inline void
weigh_hash(Weighing *one, uint32_t hash)
{
    weigh(one, hash * SPREAD >> 16);
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
weigh_words(Weighing *one, const Py_UCS4 *text, Py_ssize_t size)
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
            weigh_hash(one, before * STEP + hash);
        }
        weigh_hash(one, hash);
        before = hash;
        at = end;
    }
    return words;
}

static void
weigh_trait(Weighing *one, char kind, Py_ssize_t count)
{
    char text[24];
    int size = PyOS_snprintf(text, sizeof text, "%c%zd", kind, count);
    for (int start = 0; start < 3; start++) {
        uint32_t crc = THRICE[start] ^ 0xFFFFFFFFu;
        for (int at = 0; at < size; at++) {
            crc = crc_byte(crc, (unsigned char)text[at]);
        }
        weigh(one, (crc ^ 0xFFFFFFFFu) & (SIZE - 1));
    }
}

/* Length, capitals, digits, and words in capitals: of three letters, or that begin with four. */
static void
weigh_traits(Weighing *one, const Py_UCS4 *text, Py_ssize_t letters, const unsigned char *classes)
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
    weigh_trait(one, 'L', size < 200 ? size / 20 : 10 + Py_MIN(size / 500, 10));
    weigh_trait(one, 'C', Py_MIN(capitals * 10 / size, 8));
    weigh_trait(one, 'D', Py_MIN(digits * 15 / size, 8));
    weigh_trait(one, 'K', Py_MIN(shouted, 4));
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
weigh_runs(Weighing *one, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at + 1 < size; at++) {
        uint32_t hash = text[at] * STEP + text[at + 1];
        weigh_hash(one, hash);
        if (at + 2 < size) {
            hash = hash * STEP + text[at + 2];
            weigh_hash(one, hash);
        }
        if (at + 3 < size) {
            weigh_hash(one, hash * STEP + text[at + 3]);
        }
    }
}

/* ---- the table ---- */

typedef struct {
    PyObject_HEAD
    int8_t *weights; /* rows of words, then rows of characters */
    Py_ssize_t stride, models, limit, opening;
    PyObject *shaped_of;
    unsigned char classes[256];
} Table;

static int
read_columns(Table *self, PyObject *columns)
{
    self->models = PyTuple_GET_SIZE(columns);
    if (self->models < 1 || self->models > MODELS_MOST) {
        PyErr_SetString(PyExc_ValueError, "a table holds 1 to 64 models");
        return -1;
    }
    self->stride = (self->models + 7) / 8 * 8;
    self->weights = PyMem_Calloc(2 * SIZE, (size_t)self->stride);
    if (!self->weights) {
        PyErr_NoMemory();
        return -1;
    }
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
            self->weights[place * self->stride + model] = (int8_t)data[place];
        }
    }
    return 0;
}

static int
table_init(Table *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *columns, *shaped_of;
    Py_buffer classes;
    if (self->weights) {
        PyErr_SetString(PyExc_TypeError, "a table is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "O!Oy*nn", &PyTuple_Type, &columns, &shaped_of, &classes, &self->limit,
                          &self->opening)) {
        return -1;
    }
    int fits = classes.len == 256 && self->limit > 0 && self->opening > 0;
    if (fits) {
        memcpy(self->classes, classes.buf, 256);
    }
    PyBuffer_Release(&classes);
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "256 classes, a limit and an opening above 0");
        return -1;
    }
    self->shaped_of = Py_NewRef(shaped_of);
    return read_columns(self, columns);
}

static void
table_dealloc(Table *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->weights);
    Py_XDECREF(self->shaped_of);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Whether links or addresses may stand there: what `shaped_of` has more to do for than to make digits alike. */
static int
is_linked(const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = text[at];
        if (c == '@') {
            return 1;
        }
        if (c == '.' && at && at + 1 < size && text[at + 1] >= 'a' && text[at + 1] <= 'z') {
            Py_UCS4 behind = text[at - 1];
            if ((behind >= 'a' && behind <= 'z') || (behind >= '0' && behind <= '9')) {
                return 1;
            }
        }
        if (c == ':' && at + 2 < size && text[at + 1] == '/' && text[at + 2] == '/') {
            return 1;
        }
    }
    return 0;
}

/* The beginning of the text as models read it, in memory that the caller frees; NULL with an error set. */
static Py_UCS4 *
shaped(Table *self, PyObject *bare, Py_ssize_t *size)
{
    *size = Py_MIN(PyUnicode_GET_LENGTH(bare), self->limit);
    Py_UCS4 *codes = PyMem_New(Py_UCS4, *size + 1);
    if (!codes) {
        PyErr_NoMemory();
        return NULL;
    }
    copy_codes(bare, 0, *size, codes);
    if (!is_linked(codes, *size)) {
        for (Py_ssize_t at = 0; at < *size; at++) {
            codes[at] = codes[at] > '0' && codes[at] <= '9' ? '0' : codes[at];
        }
        return codes;
    }
    PyMem_Free(codes);
    PyObject *beginning = PyUnicode_Substring(bare, 0, *size);
    PyObject *made = beginning ? PyObject_CallOneArg(self->shaped_of, beginning) : NULL;
    Py_XDECREF(beginning);
    if (!made) {
        return NULL;
    }
    codes = NULL;
    if (!PyUnicode_Check(made)) {
        PyErr_SetString(PyExc_TypeError, "a shaped text is text");
    }
    else {
        codes = PyUnicode_AsUCS4Copy(made);
        *size = PyUnicode_GET_LENGTH(made);
    }
    Py_DECREF(made);
    return codes;
}

static PyObject *
as_floats(const Weighing *one)
{
    PyObject *sums = PyTuple_New(one->models);
    for (Py_ssize_t model = 0; sums && model < one->models; model++) {
        PyObject *sum = PyFloat_FromDouble(one->sums[model]);
        if (!sum) {
            Py_CLEAR(sums);
            break;
        }
        PyTuple_SET_ITEM(sums, model, sum);
    }
    return sums;
}

/* Both parts weighed; 0 when there are no words, -1 with an error set. */
static int
weigh_all(Table *self, PyObject *cased, PyObject *bare, Weighing *words, Weighing *chars)
{
    Py_ssize_t size, opening = Py_MIN(PyUnicode_GET_LENGTH(cased), self->opening);
    Py_UCS4 *text = shaped(self, bare, &size);
    if (!text) {
        return -1;
    }
    begin(words, self->weights, self->stride, self->models);
    int found = weigh_words(words, text, size) > 0;
    Py_UCS4 *scratch = found ? PyMem_New(Py_UCS4, Py_MAX(size, opening) + 2) : NULL;
    if (found && !scratch) {
        PyErr_NoMemory();
        found = -1;
    }
    if (found > 0) {
        copy_codes(cased, 0, opening, scratch);
        weigh_traits(words, scratch, opening, self->classes);
        begin(chars, self->weights + (size_t)SIZE * (size_t)self->stride, self->stride, self->models);
        weigh_runs(chars, scratch, even_out(text, size, scratch));
    }
    PyMem_Free(scratch);
    PyMem_Free(text);
    return found;
}

static PyObject *
table_sums(Table *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !PyUnicode_Check(args[0]) || !PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "sums(cased, bare) takes two texts");
        return NULL;
    }
    Weighing words, chars;
    int found = weigh_all(self, args[0], args[1], &words, &chars);
    if (found < 0) {
        return NULL;
    }
    if (!found) {
        return Py_BuildValue("(()()nn)", (Py_ssize_t)0, (Py_ssize_t)0);
    }
    return Py_BuildValue("(NNnn)", as_floats(&words), as_floats(&chars), words.places, chars.places);
}

static PyMethodDef table_methods[] = {
    {"sums", (PyCFunction)(void (*)(void))table_sums, METH_FASTCALL,
     "Sums of weights over the words and over the runs of characters, a model each, and how many places there are."},
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

static int
execute(PyObject *module)
{
    make_crc_table();
    PyObject *type = PyType_FromSpec(&table_spec);
    if (!type || PyModule_AddObjectRef(module, "Table", type) < 0) {
        Py_XDECREF(type);
        return -1;
    }
    Py_DECREF(type);
    return add_source(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_features", "Hashed n-grams of a text, weighed.", 0, NULL, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit__features(void)
{
    return PyModuleDef_Init(&definition);
}
