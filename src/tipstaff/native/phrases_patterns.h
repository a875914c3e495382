/* Patterns among the phrases of a text: each at each of its anchors, as `tipstaff.signals.grammar.search` finds them. */
#ifndef TIPSTAFF_PHRASES_PATTERNS_H
#define TIPSTAFF_PHRASES_PATTERNS_H

#include "phrases_reading.h"

/* What a search goes through: occurrences by first word as they were found, and by their last words. */
typedef struct {
    const Phrases *self;
    const Found *found;
    unsigned char *possible, *active; /* by pattern: all it needs is in the text; by kind: it has such a pattern */
    int32_t *starts, *ends;           /* by word: the first occurrence that begins there or behind; in `by_last`, that ends */
    int32_t *by_last;
    uint64_t *blocks, *near; /* places in each block of words, after one that is empty; places in three of them */
} Search;

static inline int
within(const uint64_t *needs, const uint64_t *present, Py_ssize_t width)
{
    uint64_t missing = 0;
    for (Py_ssize_t at = 0; at < width; at++) {
        missing |= needs[at] & ~present[at];
    }
    return !missing;
}

static inline const uint64_t *
places_at(const Phrases *self, const Occurrence *one)
{
    return self->places + self->kinds[one->phrase] * self->width;
}

static inline int32_t
last_of(const Phrases *self, const Occurrence *one)
{
    return one->first + self->sizes[one->phrase] - 1;
}

static inline void
add_places(uint64_t *to, const uint64_t *from, Py_ssize_t width)
{
    for (Py_ssize_t at = 0; at < width; at++) {
        to[at] |= from[at];
    }
}

/* Marks the patterns that have all they need in the text, and kinds with such patterns; 0 when there are none. */
static int
mark_possible(const Search *search)
{
    const Phrases *self = search->self;
    uint64_t present[PLACES / 64] = {0};
    int any = 0;
    for (Py_ssize_t at = 0; at < search->found->count; at++) {
        add_places(present, places_at(self, &search->found->items[at]), self->width);
    }
    for (Py_ssize_t at = 0; at < self->patterns_count; at++) {
        search->possible[at] = (unsigned char)within(self->needs + at * self->width, present, self->width);
        any |= search->possible[at];
    }
    for (Py_ssize_t kind = 0; any && kind < self->kinds_count; kind++) {
        for (int32_t at = self->sought_from[kind]; at < self->sought_from[kind + 1]; at++) {
            search->active[kind] |= search->possible[self->sought[at]];
        }
    }
    return any;
}

/* Fills `starts`, `ends`, `by_last` and `blocks`; `ends` and `blocks` are nought before. */
static void
lay_out(const Search *search, Py_ssize_t words)
{
    const Phrases *self = search->self;
    const Occurrence *items = search->found->items;
    Py_ssize_t count = search->found->count, word = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        for (; word <= items[at].first; word++) {
            search->starts[word] = (int32_t)at;
        }
        search->ends[last_of(self, &items[at]) + 1]++;
        add_places(search->blocks + (items[at].first / self->widest + 1) * self->width, places_at(self, &items[at]),
                   self->width);
    }
    for (; word <= words; word++) {
        search->starts[word] = (int32_t)count;
    }
    for (word = 0; word < words; word++) {
        search->ends[word + 1] += search->ends[word];
    }
    /* Each is put where those that end there begin, which then lie one further. */
    for (Py_ssize_t at = 0; at < count; at++) {
        search->by_last[search->ends[last_of(self, &items[at])]++] = (int32_t)at;
    }
    for (word = words; word > 0; word--) {
        search->ends[word] = search->ends[word - 1];
    }
    search->ends[0] = 0;
}

static inline int
stands_for(const Search *search, int32_t at, const Item *item)
{
    return (places_at(search->self, &search->found->items[at])[item->place / 64] >> item->place % 64) & 1;
}

/* The items before an anchor, each as near as can be to the next one, a word further only when none is there. */
static int
find_before(const Search *search, const Item *items, int anchor, int32_t *chosen)
{
    const Occurrence *found = search->found->items;
    int32_t word[ITEMS], at[ITEMS];
    int level = anchor;
    while (level > 0) {
        level--;
        word[level] = found[chosen[level + 1]].first - 1;
        at[level] = word[level] < 0 ? 0 : search->ends[word[level]];
        for (;;) {
            int32_t least = Py_MAX(0, found[chosen[level + 1]].first - 1 - items[level + 1].gap);
            while (word[level] >= least) {
                while (at[level] < search->ends[word[level] + 1] &&
                       !stands_for(search, search->by_last[at[level]], &items[level])) {
                    at[level]++;
                }
                if (at[level] < search->ends[word[level] + 1]) {
                    break;
                }
                word[level]--;
                at[level] = word[level] < 0 ? 0 : search->ends[word[level]];
            }
            if (word[level] >= least) {
                chosen[level] = search->by_last[at[level]++];
                break;
            }
            if (++level == anchor) {
                return 0;
            }
        }
    }
    return 1;
}

/* The items after an anchor, likewise. */
static int
find_after(const Search *search, const Item *items, int anchor, int size, int32_t *chosen)
{
    const Phrases *self = search->self;
    const Occurrence *found = search->found->items;
    int32_t count = (int32_t)search->found->count, at[ITEMS];
    int level = anchor;
    while (level + 1 < size) {
        level++;
        at[level] = search->starts[last_of(self, &found[chosen[level - 1]]) + 1];
        for (;;) {
            int32_t most = last_of(self, &found[chosen[level - 1]]) + 1 + items[level].gap;
            while (at[level] < count && found[at[level]].first <= most && !stands_for(search, at[level], &items[level])) {
                at[level]++;
            }
            if (at[level] < count && found[at[level]].first <= most) {
                chosen[level] = at[level]++;
                break;
            }
            if (--level == anchor) {
                return 0;
            }
        }
    }
    return 1;
}

/* A match as (pattern, ((first word, phrase), ...)). */
static int
put_match(PyObject *list, const Search *search, int32_t number, const int32_t *chosen)
{
    int size = search->self->patterns[number].size;
    PyObject *at = PyTuple_New(size);
    for (int item = 0; at && item < size; item++) {
        const Occurrence *one = &search->found->items[chosen[item]];
        PyObject *pair = Py_BuildValue("(ii)", one->first, one->phrase);
        if (!pair) {
            Py_CLEAR(at);
            break;
        }
        PyTuple_SET_ITEM(at, item, pair);
    }
    PyObject *match = at ? Py_BuildValue("(iN)", number, at) : NULL;
    int done = match ? PyList_Append(list, match) : -1;
    Py_XDECREF(match);
    return done;
}

/* The patterns with an anchor at an occurrence. */
static int
match_at(const Search *search, int32_t at, PyObject *list)
{
    const Phrases *self = search->self;
    int32_t kind = self->kinds[search->found->items[at].phrase], chosen[ITEMS];
    for (int32_t one = self->sought_from[kind]; one < self->sought_from[kind + 1]; one++) {
        int32_t number = self->sought[one];
        const Pattern *pattern = &self->patterns[number];
        const Item *items = self->items + pattern->first;
        if (!search->possible[number] || !within(self->needs + number * self->width, search->near, self->width)) {
            continue;
        }
        chosen[pattern->anchor] = at;
        if (find_before(search, items, pattern->anchor, chosen) &&
            find_after(search, items, pattern->anchor, pattern->size, chosen)) {
            if (PyList_GET_SIZE(list) >= self->most) {
                return 0;
            }
            if (put_match(list, search, number, chosen) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int
match_all(const Search *search, PyObject *list)
{
    const Phrases *self = search->self;
    Py_ssize_t block = -1, width = self->width;
    for (Py_ssize_t at = 0; at < search->found->count && PyList_GET_SIZE(list) < self->most; at++) {
        const Occurrence *one = &search->found->items[at];
        if (!search->active[self->kinds[one->phrase]]) {
            continue;
        }
        if (one->first / self->widest != block) {
            block = one->first / self->widest;
            memset(search->near, 0, (size_t)width * sizeof *search->near);
            for (int beside = 0; beside < 3; beside++) {
                add_places(search->near, search->blocks + (block + beside) * width, width);
            }
        }
        if (match_at(search, (int32_t)at, list) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Every match, by the place of its anchor, of patterns in their order. NULL with an error set. */
static PyObject *
match_patterns(const Phrases *self, const Found *found, Py_ssize_t words)
{
    Py_ssize_t blocks = words / self->widest + 3;
    size_t numbers = 2 * ((size_t)words + 2) + (size_t)found->count;
    unsigned char *marks = PyMem_Calloc((size_t)(self->patterns_count + self->kinds_count) + 1, 1);
    PyObject *list = marks ? PyList_New(0) : PyErr_NoMemory();
    Search search = {self, found, marks, marks + self->patterns_count, NULL, NULL, NULL, NULL, NULL};
    if (list && mark_possible(&search)) {
        search.starts = PyMem_Calloc(numbers, sizeof(int32_t));
        search.blocks = PyMem_Calloc((size_t)((blocks + 1) * self->width), sizeof(uint64_t));
        if (!search.starts || !search.blocks) {
            PyErr_NoMemory();
            Py_CLEAR(list);
        }
        else {
            search.ends = search.starts + words + 2;
            search.by_last = search.ends + words + 2;
            search.near = search.blocks + blocks * self->width;
            lay_out(&search, words);
            if (match_all(&search, list) < 0) {
                Py_CLEAR(list);
            }
        }
    }
    PyMem_Free(search.starts);
    PyMem_Free(search.blocks);
    PyMem_Free(marks);
    return list;
}

#endif
