/* The words of a text, where nothing hides.
 *
 * Most texts are written in Western letters that need no composing and wear no disguise. For them the three forms that
 * all signals read (lower case, bare, bare words joined) are made in one pass. All others are left to
 * `tipstaff.signals.text.folding`, which is the definition for these too; `joined_of` of `tipstaff.signals.text.words` and
 * `gist` of `tipstaff.signals.text.sketch` are done over again for every text.
 *
 *     reading = Reading(letters, lower, bare, kinds, leet_word, shorter)     texts of one size, kinds two bytes each
 *     reading.ordinary(raw)    None, or (lower, bare, joined words)
 *     joined(bare)             the words with a space around each
 *     gist(bare)               words without apostrophes at their ends; those with digits are `#`
 *     may_link(bare)           False only where the expression of links of `sketch` finds nothing
 *     fixed(bare)              those without digits, one space between, and how many they are
 */
#include "letters.h"

#define CODES 0x2200 /* Windows-1252 ends at the trade mark sign, U+2122 */
#define FEW 512      /* characters that need no memory of their own */
#define LEET_LEAST 3
#define LEET_MOST 24
#define ASKED_MOST 64 /* letters of a word that is asked for; longer ones are left to folding */

enum {
    LATIN = 1,      /* ordinary in a text of Latin-1 */
    WESTERN = 2,    /* ordinary in a text of Windows-1252 */
    LETTER = 4,     /* in the shape of a text */
    SIGN = 8,
    CUTTING = 16,
    PARTING = 32,
    EXCLAIM = 64,
    BEFORE = 128,   /* what may not stand before a word in leet */
    AFTER = 256,
    DRAWN = 512,    /* a letter that may be drawn out */
    BESIDE = 1024,  /* what spelled-out letters cannot stand beside */
};

typedef struct {
    Py_UCS2 lower, bare, kind;
} Letter;

typedef struct {
    PyObject_HEAD
    PyObject *leet_word, *shorter;
    Letter letters[CODES];
} Reading;

/* ---- words ---- */

static inline int
is_elided(Py_UCS4 c)
{
    return c == 'c' || c == 'd' || c == 'j' || c == 'l' || c == 'm' || c == 'n' || c == 's' || c == 't';
}

/* Where the bare word begins that begins here, a French elision left out. */
static Py_ssize_t
word_start(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t mark = is_elided(text[at]) ? at + 1 : text[at] == 'q' && at + 1 < size && text[at + 1] == 'u' ? at + 2 : 0;
    return mark && mark + 1 < size && text[mark] == '\'' && is_word(text[mark + 1]) ? mark + 1 : at;
}

/* Bare words with a space around each; how many letters that makes. `out` has two more than `text`. */
static Py_ssize_t
join_words(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out)
{
    Py_ssize_t made = 0;
    out[made++] = ' ';
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_word(text[at])) {
            at++;
            continue;
        }
        at = word_start(text, at, size);
        while (at < size && (is_word(text[at]) || (text[at] == '\'' && at + 1 < size && is_word(text[at + 1])))) {
            out[made++] = text[at++];
        }
        out[made++] = ' ';
    }
    return made > 1 ? made : 0;
}

static PyObject *
as_text(const Py_UCS4 *codes, Py_ssize_t size)
{
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, codes, size);
}

static PyObject *
wording_joined(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "joined(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare);
    Py_UCS4 few[2 * FEW + 2], *codes = few;
    if (size > FEW && !(codes = PyMem_New(Py_UCS4, 2 * size + 2))) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    PyObject *joined = as_text(codes + size, join_words(codes, size, codes + size));
    if (codes != few) {
        PyMem_Free(codes);
    }
    return joined;
}

static int
put(PyObject *list, PyObject *item)
{
    int done = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    return done;
}

static inline int
is_plain(Py_UCS4 c)
{
    return c != '_' && is_word(c);
}

/* One word of a gist: a `#` when it has a digit. */
static PyObject *
gist_word(const Py_UCS4 *word, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size; at++) {
        if (Py_UNICODE_ISDECIMAL(word[at])) {
            return PyUnicode_FromStringAndSize("#", 1);
        }
    }
    return as_text(word, size);
}

static int
put_gist(PyObject *list, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_plain(text[at])) {
            at++;
            continue;
        }
        Py_ssize_t start = at;
        while (at < size && (is_plain(text[at]) || (text[at] == '\'' && at + 1 < size && is_plain(text[at + 1])))) {
            at++;
        }
        if (put(list, gist_word(text + start, at - start)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Words of a gist that have no digit, one space between; how many letters that makes, and how many words in `words`. */
static Py_ssize_t
keep_words(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out, Py_ssize_t *words)
{
    Py_ssize_t made = 0;
    *words = 0;
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_plain(text[at])) {
            at++;
            continue;
        }
        Py_ssize_t start = made;
        int digits = 0;
        if (made) {
            out[made++] = ' ';
        }
        while (at < size && (is_plain(text[at]) || (text[at] == '\'' && at + 1 < size && is_plain(text[at + 1])))) {
            digits |= text[at] < 128 ? text[at] >= '0' && text[at] <= '9' : Py_UNICODE_ISDECIMAL(text[at]);
            out[made++] = text[at++];
        }
        made = digits ? start : made;
        *words += !digits;
    }
    return made;
}

static PyObject *
wording_fixed(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "fixed(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare), words;
    Py_UCS4 few[2 * FEW + 1], *codes = few;
    if (size > FEW && !(codes = PyMem_New(Py_UCS4, 2 * size + 1))) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    Py_ssize_t made = keep_words(codes, size, codes + size, &words);
    PyObject *found = Py_BuildValue("(Nn)", as_text(codes + size, made), words);
    if (codes != few) {
        PyMem_Free(codes);
    }
    return found;
}

/* An address has an at sign, a link a slash or begins with `www.`. */
static int
has_link_mark(PyObject *text)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    int kind = PyUnicode_KIND(text);
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, at);
        if (c == '@' || c == '/' || (c == '.' && at > 2 && PyUnicode_READ(kind, data, at - 1) == 'w')) {
            return 1;
        }
    }
    return 0;
}

static PyObject *
wording_may_link(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "may_link(bare) takes a text");
        return NULL;
    }
    return PyBool_FromLong(has_link_mark(bare));
}

static PyObject *
wording_gist(PyObject *Py_UNUSED(module), PyObject *bare)
{
    if (!PyUnicode_Check(bare)) {
        PyErr_SetString(PyExc_TypeError, "gist(bare) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(bare);
    Py_UCS4 *codes = PyMem_New(Py_UCS4, size + 1);
    if (!codes) {
        return PyErr_NoMemory();
    }
    copy_codes(bare, 0, size, codes);
    PyObject *list = PyList_New(0);
    if (list && put_gist(list, codes, size) < 0) {
        Py_CLEAR(list);
    }
    PyMem_Free(codes);
    return list;
}

/* ---- disguises that a text may wear ---- */

static inline Py_UCS2
kind_of(const Reading *self, Py_UCS4 c)
{
    return self->letters[c].kind;
}

/* Four letters, digits or signs with one to three parting signs between, and no word on either side. */
static int
is_spelled(const Reading *self, const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    for (int more = 3; more; more--) {
        Py_ssize_t gap = at + 1;
        while (gap < size && gap - at <= 4 && kind_of(self, text[gap]) & PARTING) {
            gap++;
        }
        if (gap == size || gap - at < 2 || gap - at > 4 || !(kind_of(self, text[gap]) & (LETTER | SIGN | EXCLAIM))) {
            return 0;
        }
        at = gap;
    }
    return at + 1 == size || !(kind_of(self, text[at + 1]) & BESIDE) || kind_of(self, text[at + 1]) & EXCLAIM;
}

/* What a function of Python says of a stretch, as a truth; -1 with an error set. */
static int
asked(PyObject *function, const Py_UCS4 *text, Py_ssize_t size)
{
    PyObject *stretch = as_text(text, size), *said = stretch ? PyObject_CallOneArg(function, stretch) : NULL;
    int holds = said ? PyObject_IsTrue(said) : -1;
    Py_XDECREF(stretch);
    Py_XDECREF(said);
    return holds;
}

/* Whether the word around a drawn-out letter loses letters to be a watched word; -1 with an error set. */
static int
is_drawn_out(const Reading *self, const Py_UCS4 *text, Py_ssize_t run, Py_ssize_t size)
{
    Py_ssize_t start = run, end = run;
    while (start && run - start < LEET_MOST && Py_UNICODE_ISALNUM(text[start - 1])) {
        start--;
    }
    while (end < size && is_plain(text[end])) {
        end++;
    }
    if (end + 1 < size && (text[end] == '\'' || text[end] == 0x2019) && is_plain(text[end + 1])) {
        for (end++; end < size && is_plain(text[end]); end++) {
        }
    }
    return end - start > ASKED_MOST ? 1 : asked(self->shorter, text + start, end - start);
}

/* Drawn out: letters in a row, each word that has them asked for once. */
static int
has_drawn_out(const Reading *self, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at + 2 < size; at++) {
        if (!(kind_of(self, text[at]) & DRAWN) || text[at + 1] != text[at] || text[at + 2] != text[at]) {
            continue;
        }
        int drawn = is_drawn_out(self, text, at, size);
        if (drawn) {
            return drawn;
        }
        while (at + 1 < size && text[at + 1] == text[at]) {
            at++;
        }
    }
    return 0;
}

/* Spelled out or cut by signs: what may be a disguise that only the definition reads. */
static int
may_hide(const Reading *self, const Py_UCS4 *text, Py_ssize_t size)
{
    Py_UCS2 before = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS2 kind = kind_of(self, text[at]);
        if (!(before & BESIDE) && kind & (LETTER | SIGN | EXCLAIM) && is_spelled(self, text, at, size)) {
            return 1;
        }
        if (kind & CUTTING && before & LETTER && at && at + 1 < size && kind_of(self, text[at + 1]) & LETTER) {
            return 1;
        }
        before = kind;
    }
    return 0;
}

/* Measures, prices, product codes and long numbers: read as no word. */
static int
is_measure(const Py_UCS4 *core, Py_ssize_t size)
{
    Py_ssize_t digits = 0, letters = 0, run = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        run = core[at] >= '0' && core[at] <= '9' ? run + 1 : 0;
        if (run == 4) {
            return 1;
        }
    }
    if (size > 1 && core[1] >= '0' && core[1] <= '9' &&
        (core[0] == '$' || core[0] == 0x20AC || core[0] == 0xA3 || core[0] == '+')) {
        return 1;
    }
    while (digits < size && core[digits] >= '0' && core[digits] <= '9') {
        digits++;
    }
    while (letters < size && is_letter(core[letters])) {
        letters++;
    }
    if (digits) {
        for (letters = digits; letters < size && is_letter(core[letters]); letters++) {
        }
        return letters == size && size - digits >= 1 && size - digits <= 3;
    }
    for (digits = letters; digits < size && core[digits] >= '0' && core[digits] <= '9'; digits++) {
    }
    return digits == size && letters >= 1 && letters <= 3 && size - letters >= 1 && size - letters <= 2;
}

/* Whether a token of letters and signs reads as a word; -1 with an error set. */
static int
reads_as_word(const Reading *self, const Py_UCS4 *text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t size)
{
    while ((text[start] == '|' || text[start] == '+') && start + 1 < end) {
        start++;
    }
    while ((text[end - 1] == '|' || text[end - 1] == '+' || text[end - 1] == '!') && end - 1 > start) {
        end--;
    }
    if (end - start < LEET_LEAST || end - start > LEET_MOST || (start && kind_of(self, text[start - 1]) & BEFORE)) {
        return 0;
    }
    if (end < size && (kind_of(self, text[end]) & AFTER || (text[end] == '.' && end + 1 < size && is_word(text[end + 1])))) {
        return 0;
    }
    if (is_measure(text + start, end - start)) {
        return 0;
    }
    return asked(self->leet_word, text + start, end - start);
}

/* Whether some token of letters and signs, or of letters with an exclamation mark inside, reads as a word. */
static int
has_leet(const Reading *self, const Py_UCS4 *text, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at < size;) {
        if (!(kind_of(self, text[at]) & (LETTER | SIGN))) {
            at++;
            continue;
        }
        Py_ssize_t start = at;
        Py_UCS2 kinds = 0;
        for (; at < size && kind_of(self, text[at]) & (LETTER | SIGN); at++) {
            kinds |= kind_of(self, text[at]);
        }
        int mixed = kinds & LETTER && kinds & SIGN;
        int goes_on = kinds & LETTER && !(kinds & SIGN);
        while ((mixed || goes_on) && at + 1 < size && kind_of(self, text[at]) & EXCLAIM &&
               kind_of(self, text[at + 1]) & LETTER) {
            mixed = 1;
            for (at++; at < size && kind_of(self, text[at]) & (LETTER | SIGN); at++) {
            }
        }
        int reads = mixed ? reads_as_word(self, text, start, at, size) : 0;
        if (reads) {
            return reads;
        }
    }
    return 0;
}

/* ---- ordinary texts ---- */

/* Lower case and bare; 0 for a text that is not ordinary. */
static int
lower_and_bare(const Reading *self, const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *lower, Py_UCS4 *bare)
{
    Py_UCS2 common = LATIN | WESTERN, wide = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        if (text[at] >= CODES) {
            return 0;
        }
        const Letter *letter = &self->letters[text[at]];
        common &= letter->kind;
        wide |= text[at] > 255;
        lower[at] = letter->lower;
        bare[at] = letter->bare;
    }
    return common & (wide ? WESTERN : LATIN);
}

/* The three forms, of a text with memory for them; NULL without an error set for a text that is not ordinary. */
static PyObject *
forms(const Reading *self, PyObject *raw, Py_UCS4 *codes, Py_ssize_t size)
{
    Py_UCS4 *lower = codes + size + 2, *bare = lower + size;
    copy_codes(raw, 0, size, codes);
    if (!lower_and_bare(self, codes, size, lower, bare) || may_hide(self, lower, size) || has_leet(self, lower, size) ||
        has_drawn_out(self, lower, size)) {
        return NULL;
    }
    PyObject *text = as_text(lower, size);
    PyObject *plain = memcmp(lower, bare, (size_t)size * sizeof *bare) ? as_text(bare, size) : Py_XNewRef(text);
    PyObject *joined = as_text(codes, join_words(bare, size, codes));
    return Py_BuildValue("(NNN)", text, plain, joined);
}

static PyObject *
reading_ordinary(Reading *self, PyObject *raw)
{
    if (!PyUnicode_Check(raw) || !self->leet_word) {
        PyErr_SetString(PyExc_TypeError, "ordinary(raw) takes a text");
        return NULL;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(raw);
    Py_UCS4 few[3 * FEW + 2], *codes = few;
    if (PyUnicode_MAX_CHAR_VALUE(raw) > 0xFFFF) {
        return Py_NewRef(Py_None);
    }
    if (size > FEW && !(codes = PyMem_New(Py_UCS4, 3 * size + 2))) {
        return PyErr_NoMemory();
    }
    PyObject *made = forms(self, raw, codes, size);
    if (codes != few) {
        PyMem_Free(codes);
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
        self->letters[c] = (Letter){(Py_UCS2)small, (Py_UCS2)plain, kind};
    }
    return 0;
}

static int
reading_init(Reading *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *letters, *lower, *bare, *leet_word, *shorter;
    Py_buffer kinds;
    if (self->leet_word) {
        PyErr_SetString(PyExc_TypeError, "a reading is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "UUUy*OO", &letters, &lower, &bare, &kinds, &leet_word, &shorter)) {
        return -1;
    }
    int done = read_letters(self, letters, lower, bare, &kinds);
    PyBuffer_Release(&kinds);
    if (!done) {
        self->leet_word = Py_NewRef(leet_word);
        self->shorter = Py_NewRef(shorter);
    }
    return done;
}

static void
reading_dealloc(Reading *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->leet_word);
    Py_XDECREF(self->shorter);
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
