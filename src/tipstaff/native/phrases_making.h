/* Making a book of phrases of what Python gives. */
#ifndef TIPSTAFF_PHRASES_MAKING_H
#define TIPSTAFF_PHRASES_MAKING_H

#include "phrases_book.h"

/* A whole number of Python from nought up to `end`, which is too much; -1 with an error set. */
static int32_t
read_number(PyObject *from, Py_ssize_t end)
{
    long number = PyLong_AsLong(from);
    if (number < 0 || number >= end) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "a kind, a pattern, a place or a number of words that there is not");
        }
        return -1;
    }
    return (int32_t)number;
}

/* A table of words with room for so many, holding those there are. */
static int
widen(Phrases *self, Py_ssize_t room)
{
    Entry *before = self->words, *words = table_new((size_t)room * sizeof(Entry));
    if (!words) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t at = 0; at < room; at++) {
        words[at] = (Entry){0, -1};
    }
    Py_ssize_t held = before ? self->words_mask + 1 : 0;
    self->words = words;
    self->words_mask = room - 1;
    for (Py_ssize_t at = 0; at < held; at++) {
        if (before[at].number >= 0) {
            const Spelling *known = &self->spellings[before[at].number];
            *entry_of(self, before[at].hash, self->letters + known->start, known->size) = before[at];
        }
    }
    table_free(before);
    return 0;
}

/* Memory for all phrases: so many letters, and so many words at most. */
static int
reserve(Phrases *self, Py_ssize_t letters, Py_ssize_t words)
{
    Py_ssize_t room = 16;
    while (room * 2 < words * 3) {
        room *= 2;
    }
    self->steps_mask = room - 1;
    self->letters = PyMem_New(Py_UCS4, letters + 1);
    self->spellings = PyMem_New(Spelling, words + 1);
    self->steps = table_new((size_t)room * sizeof(Step));
    self->roots = PyMem_Calloc((size_t)words + 1, sizeof(int32_t));
    self->phrases = PyMem_New(int32_t, words + 1);
    self->kinds = PyMem_New(int32_t, self->size + 1);
    self->sizes = PyMem_New(int32_t, self->size + 1);
    if (!self->letters || !self->spellings || !self->steps || !self->roots || !self->phrases || !self->kinds ||
        !self->sizes) {
        PyErr_NoMemory();
        return -1;
    }
    self->phrases[0] = -1;
    self->nodes = 1;
    return widen(self, 16);
}

/* The number of a word, a new one for a new word; -1 with an error set. */
static int32_t
number_of(Phrases *self, const Py_UCS4 *word, Py_ssize_t size)
{
    if (self->words_count * 2 > self->words_mask && widen(self, 2 * (self->words_mask + 1)) < 0) {
        return -1;
    }
    uint32_t hash = hash_of(word, size);
    Entry *entry = entry_of(self, hash, word, size);
    if (entry->number < 0) {
        memcpy(self->letters + self->letters_count, word, (size_t)size * sizeof *word);
        self->spellings[self->words_count] = (Spelling){(int32_t)self->letters_count, (int32_t)size};
        *entry = (Entry){hash, (int32_t)self->words_count++};
        self->letters_count += size;
    }
    return entry->number;
}

static int32_t
new_node(Phrases *self)
{
    self->phrases[self->nodes] = -1;
    return (int32_t)self->nodes++;
}

static int32_t
child_of(Phrases *self, int32_t node, int32_t word)
{
    if (!node) {
        if (!self->roots[word]) {
            self->roots[word] = new_node(self);
        }
        return self->roots[word];
    }
    Step *step = step_of(self, node, word);
    if (!step->child) {
        step->key = (uint64_t)(uint32_t)node << 32 | (uint32_t)word;
        step->child = new_node(self);
    }
    return step->child;
}

static int
add_phrase(Phrases *self, PyObject *phrase, int32_t number)
{
    Py_UCS4 *codes = PyUnicode_AsUCS4Copy(phrase);
    if (!codes) {
        return -1;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(phrase);
    int32_t node = 0, count = 0;
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t end = at;
        while (end < size && codes[end] != ' ') {
            end++;
        }
        if (end - at > LONGEST) {
            count = 0;
            break;
        }
        if (end > at) {
            int32_t word = number_of(self, codes + at, end - at);
            if (word < 0) {
                PyMem_Free(codes);
                return -1;
            }
            node = child_of(self, node, word);
            count++;
        }
        at = end + 1;
    }
    PyMem_Free(codes);
    if (!count || self->phrases[node] >= 0) {
        PyErr_SetString(PyExc_ValueError, "each phrase has words of its own, of at most 128 letters");
        return -1;
    }
    self->phrases[node] = number;
    self->sizes[number] = count;
    return 0;
}

/* How many words a phrase has at most. */
static Py_ssize_t
words_of(PyObject *phrase)
{
    Py_ssize_t words = 1;
    for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(phrase); at++) {
        words += PyUnicode_READ_CHAR(phrase, at) == ' ';
    }
    return words;
}

static int
read_phrases(Phrases *self, PyObject *written, PyObject *kinds)
{
    Py_ssize_t letters = 0, words = 0;
    self->size = PyTuple_GET_SIZE(written);
    for (Py_ssize_t at = 0; at < self->size; at++) {
        if (!PyUnicode_Check(PyTuple_GET_ITEM(written, at))) {
            PyErr_SetString(PyExc_TypeError, "phrases are texts");
            return -1;
        }
        letters += PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(written, at)) + 1;
        words += words_of(PyTuple_GET_ITEM(written, at));
    }
    if (PyTuple_GET_SIZE(kinds) != self->size || letters > INT32_MAX / 8) {
        PyErr_SetString(PyExc_ValueError, "a kind for each phrase, and no more phrases than memory for them");
        return -1;
    }
    if (reserve(self, letters, words) < 0) {
        return -1;
    }
    for (Py_ssize_t at = 0; at < self->size; at++) {
        self->kinds[at] = read_number(PyTuple_GET_ITEM(kinds, at), self->kinds_count);
        if (self->kinds[at] < 0 || add_phrase(self, PyTuple_GET_ITEM(written, at), (int32_t)at) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Places of a kind, from bytes of which the first has the lowest bits. */
static int
read_places(PyObject *from, uint64_t *to, Py_ssize_t width)
{
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(from, &data, &size) < 0) {
        return -1;
    }
    if (size > 8 * width) {
        PyErr_SetString(PyExc_ValueError, "more places than the first kind has bytes for");
        return -1;
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        to[at / 8] |= (uint64_t)(unsigned char)data[at] << at % 8 * 8;
    }
    return 0;
}

/* Whether it is a tuple of two; else 0 with an error set. */
static int
is_pair(PyObject *given)
{
    if (PyTuple_Check(given) && PyTuple_GET_SIZE(given) == 2) {
        return 1;
    }
    PyErr_SetString(PyExc_TypeError, "patterns are (anchor, items), items (place, gap)");
    return 0;
}

/* The items of a pattern: ((place, gap), ...). */
static int
read_items(Phrases *self, Pattern *pattern, PyObject *items, uint64_t *needs)
{
    for (int at = 0; at < pattern->size; at++) {
        PyObject *one = PyTuple_GET_ITEM(items, at);
        if (!is_pair(one)) {
            return -1;
        }
        Item item = {read_number(PyTuple_GET_ITEM(one, 0), self->width * 64),
                     read_number(PyTuple_GET_ITEM(one, 1), INT32_MAX / 4)};
        if (item.place < 0 || item.gap < 0) {
            return -1;
        }
        self->items[pattern->first + at] = item;
        needs[item.place / 64] |= (uint64_t)1 << item.place % 64;
    }
    return 0;
}

/* All patterns: ((anchor, ((place, gap), ...)), ...). */
static int
read_patterns(Phrases *self, PyObject *patterns)
{
    self->patterns_count = PyTuple_GET_SIZE(patterns);
    self->patterns = PyMem_Calloc((size_t)self->patterns_count + 1, sizeof(Pattern));
    self->items = PyMem_Calloc((size_t)self->patterns_count * ITEMS + 1, sizeof(Item));
    self->needs = PyMem_Calloc((size_t)(self->patterns_count * self->width) + 1, sizeof(uint64_t));
    if (!self->patterns || !self->items || !self->needs) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t at = 0; at < self->patterns_count; at++) {
        PyObject *one = PyTuple_GET_ITEM(patterns, at), *items = is_pair(one) ? PyTuple_GET_ITEM(one, 1) : NULL;
        if (!items) {
            return -1;
        }
        if (!PyTuple_Check(items) || PyTuple_GET_SIZE(items) > ITEMS) {
            PyErr_SetString(PyExc_ValueError, "the places of a pattern are a tuple of at most 16");
            return -1;
        }
        Pattern *pattern = &self->patterns[at];
        *pattern = (Pattern){(int32_t)at * ITEMS, (int32_t)PyTuple_GET_SIZE(items), 0};
        pattern->anchor = read_number(PyTuple_GET_ITEM(one, 0), pattern->size);
        if (pattern->anchor < 0 || read_items(self, pattern, items, self->needs + at * self->width) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The patterns that are looked for where each kind stands: ((pattern, ...), ...). */
static int
read_sought(Phrases *self, PyObject *sought)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t kind = 0; kind < self->kinds_count; kind++) {
        if (!PyTuple_Check(PyTuple_GET_ITEM(sought, kind))) {
            PyErr_SetString(PyExc_TypeError, "the patterns of a kind are a tuple");
            return -1;
        }
        count += PyTuple_GET_SIZE(PyTuple_GET_ITEM(sought, kind));
    }
    self->sought = PyMem_Calloc((size_t)count + 1, sizeof(int32_t));
    self->sought_from = PyMem_Calloc((size_t)self->kinds_count + 1, sizeof(int32_t));
    if (!self->sought || !self->sought_from) {
        PyErr_NoMemory();
        return -1;
    }
    int32_t *next = self->sought;
    for (Py_ssize_t kind = 0; kind < self->kinds_count; kind++) {
        PyObject *mine = PyTuple_GET_ITEM(sought, kind);
        for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(mine); at++, next++) {
            if ((*next = read_number(PyTuple_GET_ITEM(mine, at), self->patterns_count)) < 0) {
                return -1;
            }
        }
        self->sought_from[kind + 1] = (int32_t)(next - self->sought);
    }
    return 0;
}

static int
read_kinds(Phrases *self, PyObject *flags, PyObject *places)
{
    self->kinds_count = PyTuple_GET_SIZE(places);
    if (!self->kinds_count || !PyBytes_Check(PyTuple_GET_ITEM(places, 0)) ||
        PyBytes_GET_SIZE(flags) != self->kinds_count) {
        PyErr_SetString(PyExc_ValueError, "flags and places for each kind");
        return -1;
    }
    self->width = (PyBytes_GET_SIZE(PyTuple_GET_ITEM(places, 0)) + 7) / 8;
    if (!self->width || self->width > PLACES / 64) {
        PyErr_SetString(PyExc_ValueError, "more places than a text can be asked for, or none");
        return -1;
    }
    size_t count = (size_t)self->kinds_count;
    self->flags = PyMem_Malloc(count);
    self->places = PyMem_Calloc(count * (size_t)self->width, sizeof(uint64_t));
    if (!self->flags || !self->places) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(self->flags, PyBytes_AS_STRING(flags), count);
    for (Py_ssize_t kind = 0; kind < self->kinds_count; kind++) {
        if (read_places(PyTuple_GET_ITEM(places, kind), self->places + kind * self->width, self->width) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
phrases_init(Phrases *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *written, *kinds, *flags, *places, *sought, *patterns;
    if (self->words || self->flags) {
        PyErr_SetString(PyExc_TypeError, "a book is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "O!O!SO!O!O!(nnn)", &PyTuple_Type, &written, &PyTuple_Type, &kinds, &flags,
                          &PyTuple_Type, &places, &PyTuple_Type, &sought, &PyTuple_Type, &patterns, &self->near,
                          &self->widest, &self->most)) {
        return -1;
    }
    if (self->near < 0 || self->near > INT32_MAX / 4 || self->widest < 1 || self->widest > INT32_MAX / 4 ||
        self->most < 0 || PyTuple_GET_SIZE(sought) != PyTuple_GET_SIZE(places)) {
        PyErr_SetString(PyExc_ValueError, "near and widest are numbers of words, and each kind has its patterns");
        return -1;
    }
    return read_kinds(self, flags, places) < 0 || read_patterns(self, patterns) < 0 || read_sought(self, sought) < 0
               ? -1
               : read_phrases(self, written, kinds);
}

static void
phrases_dealloc(Phrases *self)
{
    PyTypeObject *type = Py_TYPE(self);
    table_free(self->words);
    table_free(self->steps);
    void *held[] = {self->letters, self->spellings, self->roots,  self->phrases,     self->kinds,    self->sizes,
                    self->flags,   self->places,    self->sought, self->sought_from, self->patterns, self->items,
                    self->needs};
    for (size_t at = 0; at < sizeof held / sizeof *held; at++) {
        PyMem_Free(held[at]);
    }
    type->tp_free(self);
    Py_DECREF(type);
}

#endif
