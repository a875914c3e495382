/* Every phrase of a book in one pass over the words of a text, and what of it counts.
 *
 * The definition is `Book.scan` of `tipstaff.signals.grammar.book` as far as `matches`: which phrases stand where, whether
 * any of them tells anything, which count only near others and stand far from them, which lie inside an innocent phrase,
 * and whether any pattern has all of its items somewhere in the text.
 *
 * Words become numbers first (a text's word that no phrase has is -1); phrases are paths of such numbers in a tree, so
 * that a text is walked once, and from each word as far as the longest phrase reaches.
 *
 *     book = Phrases((phrase, ...), (kind of each phrase, ...), flags, (places of each kind, ...), (needs, ...), near)
 *     book.scan(joined)      None when nothing tells; else ([(first word, phrase), ...], whether a pattern may be there)
 */
#include "letters.h"
#include "tables.h"

#define TELLING 1
#define LOCAL 2
#define INNOCENT 4
#define FEW 512     /* letters that need no memory of their own, and their words */
#define TOGETHER 64 /* words that are looked up together */
#define LONGEST 128 /* letters of a word that a phrase may have */
#define BYTES 256   /* of places */

typedef struct {
    uint32_t hash;
    int32_t number; /* -1: nothing there */
} Entry;

typedef struct {
    int32_t start, size; /* in `letters` */
} Spelling;

typedef struct {
    uint64_t key; /* node and word */
    int32_t child;
} Step;

typedef struct {
    int32_t first, phrase;
} Occurrence;

typedef struct {
    Occurrence *items;
    Py_ssize_t count, room;
} Found;

typedef struct {
    PyObject_HEAD
    Py_UCS4 *letters;
    Entry *words;         /* by hash; made anew when half full */
    Spelling *spellings;  /* by number */
    Step *steps;
    Py_ssize_t letters_count, words_mask, words_count, steps_mask;
    int32_t *roots;    /* word to the node of the phrases that begin with it, or 0 */
    int32_t *phrases;  /* node to the phrase that ends there, or -1 */
    Py_ssize_t nodes, size, kinds_count, bytes, near;
    int32_t *kinds;    /* phrase to kind */
    int32_t *sizes;    /* phrase to how many words it has */
    unsigned char *flags, *places; /* by kind */
    unsigned char **needs;         /* by kind: `bytes` for each pattern */
    Py_ssize_t *needs_count;
} Phrases;

#define FIRST_HASH 0x811C9DC5u

static inline uint32_t
more_hash(uint32_t hash, Py_UCS4 c)
{
    return (hash ^ c) * 0x01000193u;
}

static inline uint32_t
last_hash(uint32_t hash)
{
    return hash ^ hash >> 15;
}

static inline uint32_t
hash_of(const Py_UCS4 *word, Py_ssize_t size)
{
    uint32_t hash = FIRST_HASH;
    for (Py_ssize_t at = 0; at < size; at++) {
        hash = more_hash(hash, word[at]);
    }
    return last_hash(hash);
}

static inline uint64_t
spread(uint64_t key)
{
    key *= 0x9E3779B97F4A7C15ull;
    return key ^ key >> 32;
}

/* The place of a word of that hash, or where it would go. */
static inline Entry *
entry_of(const Phrases *self, uint32_t hash, const Py_UCS4 *word, Py_ssize_t size)
{
    for (Py_ssize_t at = hash & self->words_mask;; at = (at + 1) & self->words_mask) {
        Entry *entry = &self->words[at];
        if (entry->number < 0) {
            return entry;
        }
        const Spelling *known = &self->spellings[entry->number];
        if (entry->hash == hash && known->size == size &&
            !memcmp(self->letters + known->start, word, (size_t)size * sizeof *word)) {
            return entry;
        }
    }
}

static inline Step *
step_of(const Phrases *self, int32_t node, int32_t word)
{
    uint64_t key = (uint64_t)(uint32_t)node << 32 | (uint32_t)word;
    for (Py_ssize_t at = (Py_ssize_t)(spread(key) & (uint64_t)self->steps_mask);; at = (at + 1) & self->steps_mask) {
        Step *step = &self->steps[at];
        if (!step->child || step->key == key) {
            return step;
        }
    }
}

/* ---- making it ---- */

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
        long kind = PyLong_AsLong(PyTuple_GET_ITEM(kinds, at));
        if (kind < 0 || kind >= self->kinds_count) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "a kind that there is not");
            }
            return -1;
        }
        self->kinds[at] = (int32_t)kind;
        if (add_phrase(self, PyTuple_GET_ITEM(written, at), (int32_t)at) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Copies bytes of exactly that size. */
static int
copy_bytes(PyObject *from, unsigned char *to, Py_ssize_t size)
{
    char *data;
    Py_ssize_t given;
    if (PyBytes_AsStringAndSize(from, &data, &given) < 0) {
        return -1;
    }
    if (given != size) {
        PyErr_SetString(PyExc_ValueError, "places and needs of all kinds have as many bytes");
        return -1;
    }
    memcpy(to, data, (size_t)size);
    return 0;
}

static int
read_kinds(Phrases *self, PyObject *flags, PyObject *places, PyObject *needs)
{
    self->kinds_count = PyTuple_GET_SIZE(places);
    if (!self->kinds_count || PyTuple_GET_SIZE(needs) != self->kinds_count ||
        !PyBytes_Check(PyTuple_GET_ITEM(places, 0))) {
        PyErr_SetString(PyExc_ValueError, "places and needs for each kind");
        return -1;
    }
    self->bytes = PyBytes_GET_SIZE(PyTuple_GET_ITEM(places, 0));
    if (self->bytes > BYTES) {
        PyErr_SetString(PyExc_ValueError, "more places than a text can be asked for");
        return -1;
    }
    size_t count = (size_t)self->kinds_count;
    self->flags = PyMem_Malloc(count);
    self->places = PyMem_Malloc(count * (size_t)self->bytes + 1);
    self->needs = PyMem_Calloc(count, sizeof(unsigned char *));
    self->needs_count = PyMem_Calloc(count, sizeof(Py_ssize_t));
    if (!self->flags || !self->places || !self->needs || !self->needs_count) {
        PyErr_NoMemory();
        return -1;
    }
    if (copy_bytes(flags, self->flags, self->kinds_count) < 0) {
        return -1;
    }
    for (Py_ssize_t kind = 0; kind < self->kinds_count; kind++) {
        PyObject *mine = PyTuple_GET_ITEM(needs, kind);
        if (copy_bytes(PyTuple_GET_ITEM(places, kind), self->places + kind * self->bytes, self->bytes) < 0) {
            return -1;
        }
        if (!PyTuple_Check(mine)) {
            PyErr_SetString(PyExc_TypeError, "the needs of a kind are a tuple");
            return -1;
        }
        self->needs[kind] = PyMem_Malloc((size_t)(PyTuple_GET_SIZE(mine) * self->bytes) + 1);
        if (!self->needs[kind]) {
            PyErr_NoMemory();
            return -1;
        }
        for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(mine); at++) {
            if (copy_bytes(PyTuple_GET_ITEM(mine, at), self->needs[kind] + at * self->bytes, self->bytes) < 0) {
                return -1;
            }
        }
        self->needs_count[kind] = PyTuple_GET_SIZE(mine);
    }
    return 0;
}

static int
phrases_init(Phrases *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *written, *kinds, *flags, *places, *needs;
    if (self->words) {
        PyErr_SetString(PyExc_TypeError, "a book is made once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "O!O!SO!O!n", &PyTuple_Type, &written, &PyTuple_Type, &kinds, &flags, &PyTuple_Type,
                          &places, &PyTuple_Type, &needs, &self->near)) {
        return -1;
    }
    if (self->near < 0 || self->near > INT32_MAX / 4) {
        PyErr_SetString(PyExc_ValueError, "near is a number of words");
        return -1;
    }
    return read_kinds(self, flags, places, needs) < 0 ? -1 : read_phrases(self, written, kinds);
}

static void
phrases_dealloc(Phrases *self)
{
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t kind = 0; self->needs && kind < self->kinds_count; kind++) {
        PyMem_Free(self->needs[kind]);
    }
    table_free(self->words);
    table_free(self->steps);
    void *held[] = {self->letters, self->spellings, self->roots,  self->phrases, self->kinds,
                    self->sizes,   self->flags,     self->places, self->needs,   self->needs_count};
    for (size_t at = 0; at < sizeof held / sizeof *held; at++) {
        PyMem_Free(held[at]);
    }
    type->tp_free(self);
    Py_DECREF(type);
}

/* ---- reading a text ---- */

/* Words of joined text whose entries are asked of memory before the first of them is looked at. */
typedef struct {
    Py_ssize_t start, size;
    uint32_t hash;
} Heard;

/* The numbers of so many words. */
static void
number_heard(const Phrases *self, const Py_UCS4 *letters, const Heard *heard, int count, int32_t *numbers)
{
    for (int at = 0; at < count; at++) {
        const Heard *word = &heard[at];
        /* A word of so many letters is of no phrase. */
        numbers[at] = word->size > LONGEST ? -1
                                           : entry_of(self, word->hash, letters + word->start, word->size)->number;
        if (numbers[at] >= 0) {
            FETCH(&self->roots[numbers[at]]);
        }
    }
}

/* The numbers of the words of joined text, whose letters are put into `letters`; how many there are. */
static Py_ssize_t
number_words(const Phrases *self, PyObject *joined, Py_UCS4 *letters, int32_t *numbers)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(joined), count = 0;
    Heard heard[TOGETHER];
    int some = 0;
    copy_codes(joined, 0, size, letters);
    for (Py_ssize_t at = 0; at < size; at++) {
        if (letters[at] == ' ') {
            continue;
        }
        Py_ssize_t start = at;
        uint32_t hash = FIRST_HASH;
        for (; at < size && letters[at] != ' '; at++) {
            hash = more_hash(hash, letters[at]);
        }
        hash = last_hash(hash);
        heard[some] = (Heard){start, at - start, hash};
        FETCH(&self->words[hash & self->words_mask]);
        if (++some == TOGETHER) {
            number_heard(self, letters, heard, some, numbers + count);
            count += some;
            some = 0;
        }
    }
    number_heard(self, letters, heard, some, numbers + count);
    return count + some;
}

static int
add(Found *found, int32_t first, int32_t phrase)
{
    if (found->count == found->room) {
        Py_ssize_t room = found->room ? found->room * 2 : 64;
        Occurrence *items = PyMem_Resize(found->items, Occurrence, room);
        if (!items) {
            PyErr_NoMemory();
            return -1;
        }
        found->items = items;
        found->room = room;
    }
    found->items[found->count++] = (Occurrence){first, phrase};
    return 0;
}

/* Every phrase at every word: by first word, shorter ones first. */
static int
find(const Phrases *self, const int32_t *words, Py_ssize_t count, Found *found)
{
    for (Py_ssize_t first = 0; first < count; first++) {
        int32_t node = words[first] < 0 ? 0 : self->roots[words[first]];
        for (Py_ssize_t at = first; node;) {
            if (self->phrases[node] >= 0 && add(found, (int32_t)first, self->phrases[node]) < 0) {
                return -1;
            }
            if (++at == count || words[at] < 0) {
                break;
            }
            node = step_of(self, node, words[at])->child;
        }
    }
    return 0;
}

static inline unsigned char
flag(const Phrases *self, const Occurrence *one)
{
    return self->flags[self->kinds[one->phrase]];
}

static int
any(const Phrases *self, const Found *found, unsigned char wanted)
{
    for (Py_ssize_t at = 0; at < found->count; at++) {
        if (flag(self, &found->items[at]) & wanted) {
            return 1;
        }
    }
    return 0;
}

/* Takes out what counts only near others and stands far from them. */
static void
keep_near(const Phrases *self, Found *found)
{
    Py_ssize_t ahead = 0, kept = 0;
    int64_t end = INT64_MIN / 2; /* how far those that begin so near reach */
    for (Py_ssize_t at = 0; at < found->count; at++) {
        Occurrence one = found->items[at];
        if (flag(self, &one) & LOCAL) {
            /* `ahead` never lies behind `at`, so what it looks at has not been moved yet. */
            for (; ahead < found->count && (ahead < at || found->items[ahead].first <= one.first + self->near); ahead++) {
                const Occurrence *other = &found->items[ahead];
                if (ahead >= at && !(flag(self, other) & LOCAL)) {
                    int64_t reach = (int64_t)other->first + self->sizes[other->phrase];
                    end = Py_MAX(end, reach);
                }
            }
            if (end + self->near <= one.first) {
                continue;
            }
        }
        else if (ahead <= at) {
            int64_t reach = (int64_t)one.first + self->sizes[one.phrase];
            end = Py_MAX(end, reach);
            ahead = at + 1;
        }
        found->items[kept++] = one;
    }
    found->count = kept;
}

/* Takes out what lies inside innocent phrases. */
static int
leave_innocent(const Phrases *self, Found *found, Py_ssize_t words)
{
    unsigned char *innocent = PyMem_Calloc((size_t)words + 1, 1);
    if (!innocent) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t at = 0; at < found->count; at++) {
        const Occurrence *one = &found->items[at];
        if (flag(self, one) & INNOCENT) {
            memset(innocent + one->first, 1, (size_t)self->sizes[one->phrase]);
        }
    }
    Py_ssize_t kept = 0;
    for (Py_ssize_t at = 0; at < found->count; at++) {
        Occurrence one = found->items[at];
        if (memchr(innocent + one.first, 0, (size_t)self->sizes[one.phrase])) {
            found->items[kept++] = one;
        }
    }
    found->count = kept;
    PyMem_Free(innocent);
    return 0;
}

static int
within(const unsigned char *needs, const unsigned char *present, Py_ssize_t bytes)
{
    for (Py_ssize_t at = 0; at < bytes; at++) {
        if (needs[at] & ~present[at]) {
            return 0;
        }
    }
    return 1;
}

/* Whether some pattern has its anchor and all of its other items in the text. */
static int
may_match(const Phrases *self, const Found *found)
{
    unsigned char present[BYTES] = {0};
    for (Py_ssize_t at = 0; at < found->count; at++) {
        const unsigned char *places = self->places + self->kinds[found->items[at].phrase] * self->bytes;
        for (Py_ssize_t byte = 0; byte < self->bytes; byte++) {
            present[byte] |= places[byte];
        }
    }
    for (Py_ssize_t at = 0; at < found->count; at++) {
        int32_t kind = self->kinds[found->items[at].phrase];
        for (Py_ssize_t one = 0; one < self->needs_count[kind]; one++) {
            if (within(self->needs[kind] + one * self->bytes, present, self->bytes)) {
                return 1;
            }
        }
    }
    return 0;
}

static PyObject *
as_list(const Found *found)
{
    PyObject *list = PyList_New(found->count);
    for (Py_ssize_t at = 0; list && at < found->count; at++) {
        PyObject *one = Py_BuildValue("(ii)", found->items[at].first, found->items[at].phrase);
        if (!one) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, at, one);
    }
    return list;
}

/* Fills `found` with what counts; 0 when nothing does, -1 with an error set. */
static int
read_text(const Phrases *self, PyObject *joined, Py_UCS4 *letters, int32_t *words, Found *found)
{
    Py_ssize_t count = number_words(self, joined, letters, words);
    if (find(self, words, count, found) < 0) {
        return -1;
    }
    if (!any(self, found, TELLING)) {
        return 0;
    }
    if (count > self->near && any(self, found, LOCAL)) {
        keep_near(self, found);
    }
    if (any(self, found, INNOCENT) && leave_innocent(self, found, count) < 0) {
        return -1;
    }
    return 1;
}

static PyObject *
phrases_scan(Phrases *self, PyObject *joined)
{
    if (!PyUnicode_Check(joined) || PyUnicode_GET_LENGTH(joined) > INT32_MAX / 2 || !self->words) {
        PyErr_SetString(PyExc_TypeError, "joined words are text");
        return NULL;
    }
    Py_UCS4 few_letters[FEW], *letters = few_letters;
    int32_t few[FEW / 2 + 1], *words = few;
    Py_ssize_t size = PyUnicode_GET_LENGTH(joined);
    if (size > FEW) {
        letters = PyMem_New(Py_UCS4, size);
        words = PyMem_New(int32_t, size / 2 + 1);
    }
    Found found = {NULL, 0, 0};
    PyObject *told = NULL;
    int tells = -1;
    if (!letters || !words) {
        PyErr_NoMemory();
    }
    else {
        tells = read_text(self, joined, letters, words, &found);
    }
    if (tells > 0) {
        told = Py_BuildValue("(NO)", as_list(&found), may_match(self, &found) ? Py_True : Py_False);
    }
    PyMem_Free(found.items);
    if (size > FEW) {
        PyMem_Free(letters);
        PyMem_Free(words);
    }
    return tells ? told : Py_NewRef(Py_None);
}

static PyMethodDef phrases_methods[] = {
    {"scan", (PyCFunction)phrases_scan, METH_O,
     "What counts in joined words and whether a pattern may be there; None when nothing tells."},
    {NULL},
};

static PyType_Slot phrases_slots[] = {
    {Py_tp_doc, "The phrases of a book."},
    {Py_tp_init, phrases_init},
    {Py_tp_dealloc, phrases_dealloc},
    {Py_tp_methods, phrases_methods},
    {0, NULL},
};

static PyType_Spec phrases_spec = {
    "tipstaff.native._phrases.Phrases", sizeof(Phrases), 0, Py_TPFLAGS_DEFAULT, phrases_slots,
};

static int
execute(PyObject *module)
{
    return add_class(module, &phrases_spec) < 0 ? -1 : add_source(module);
}

TIPSTAFF_KERNEL(phrases, "The phrases of a book in one pass.", NULL, execute)
