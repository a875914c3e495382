/* Which phrases stand in a text, and which of them count. */
#ifndef TIPSTAFF_PHRASES_READING_H
#define TIPSTAFF_PHRASES_READING_H

#include "phrases_book.h"

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

/* Asks memory for what is looked at where the phrases of a word are walked. */
static inline void
fetch_step(const Phrases *self, const int32_t *words, Py_ssize_t at, Py_ssize_t count)
{
    int32_t node = at < count && words[at] >= 0 ? self->roots[words[at]] : 0;
    if (!node) {
        return;
    }
    FETCH(&self->phrases[node]);
    if (at + 1 < count && words[at + 1] >= 0) {
        uint64_t key = (uint64_t)(uint32_t)node << 32 | (uint32_t)words[at + 1];
        FETCH(&self->steps[spread(key) & (uint64_t)self->steps_mask]);
    }
}

/* Every phrase at every word: by first word, shorter ones first. */
static int
find(const Phrases *self, const int32_t *words, Py_ssize_t count, Found *found)
{
    for (Py_ssize_t first = 0; first < count; first++) {
        fetch_step(self, words, first + AHEAD, count);
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

#endif
