/* The phrases of a book as paths of words, and where a word or a step of a path is found. */
#ifndef TIPSTAFF_PHRASES_BOOK_H
#define TIPSTAFF_PHRASES_BOOK_H

#include "letters.h"
#include "tables.h"

#define TELLING 1
#define LOCAL 2
#define INNOCENT 4
#define FEW 512     /* letters that need no memory of their own, and their words */
#define TOGETHER 64 /* words that are looked up together */
#define AHEAD 8     /* words whose phrases are asked of memory before they are walked */
#define LONGEST 128 /* letters of a word that a phrase may have */
#define PLACES 2048 /* that items of patterns have at most, in all */
#define ITEMS 16    /* of a pattern */

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
    int32_t place, gap; /* the bit of what stands there; how many words may lie before it */
} Item;

typedef struct {
    int32_t first, size, anchor; /* in `items`; the anchor counts from the first */
} Pattern;

typedef struct {
    PyObject_HEAD
    Py_UCS4 *letters;
    Entry *words;         /* by hash; made anew when half full */
    Spelling *spellings;  /* by number */
    Step *steps;
    Py_ssize_t letters_count, words_mask, words_count, steps_mask;
    int32_t *roots;    /* word to the node of the phrases that begin with it, or 0 */
    int32_t *phrases;  /* node to the phrase that ends there, or -1 */
    Py_ssize_t nodes, size, kinds_count, near, widest, most;
    int32_t *kinds;    /* phrase to kind */
    int32_t *sizes;    /* phrase to how many words it has */
    unsigned char *flags;          /* by kind */
    uint64_t *places;              /* by kind: `width` for each */
    int32_t *sought, *sought_from; /* patterns that are looked for where a kind stands; by kind, where its own begin */
    Pattern *patterns;
    Item *items;
    uint64_t *needs; /* by pattern: `width` for each */
    Py_ssize_t patterns_count, width;
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

#endif
