/* What a reading knows of each letter, and a text read with it. */
#ifndef TIPSTAFF_WORDING_LETTERS_H
#define TIPSTAFF_WORDING_LETTERS_H

#include "wording_words.h"

#define CODES 0x2200 /* Windows-1252 ends at the trade mark sign, U+2122 */
#define PAST 4       /* letters that stand for nothing, before a text and behind it */

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
    WORD = 2048,    /* what is left of it when bare is of a word */
    QUOTE = 4096,   /* bare, it is an apostrophe */
};

typedef struct {
    Py_UCS2 lower, bare, kind, shape; /* `shape`: the kind of it in lower case */
} Letter;

typedef struct {
    PyObject_HEAD
    PyObject *leet_word, *shorter, *mended, *spelled; /* what Python is asked; NULL before it is made */
    Letter letters[CODES];
} Reading;

/* A text in lower case, bare, and the kind of each letter in lower case, with room for its joined words. */
typedef struct {
    Py_UCS2 *lower, *bare, *kinds, *joined;
    Py_ssize_t size;
} Text;

/* How much memory a text needs, in letters. */
#define ROOM(size) (4 * ((size_t)(size) + 2 * PAST))

/* The parts of memory that a text lies in. */
static Text
text_in(Py_UCS2 *memory, Py_ssize_t size)
{
    Py_ssize_t room = size + 2 * PAST;
    Py_UCS2 *parts[] = {memory, memory + 2 * room};
    for (int part = 0; part < 2; part++) { /* of what is in lower case, and of the kinds */
        memset(parts[part], 0, PAST * sizeof(Py_UCS2));
        memset(parts[part] + PAST + size, 0, PAST * sizeof(Py_UCS2));
    }
    return (Text){memory + PAST, memory + room + PAST, memory + 2 * room + PAST, memory + 3 * room, size};
}

#define READ_LETTERS(WIDTH)                                            \
    for (Py_ssize_t at = 0; at < size; at++) {                         \
        Py_UCS4 c = ((const WIDTH *)data)[at];                         \
        if (sizeof(WIDTH) > 1 && c >= CODES) {                         \
            return 0;                                                  \
        }                                                              \
        const Letter *letter = &self->letters[c];                      \
        common &= letter->kind;                                        \
        wide |= c;                                                     \
        text->lower[at] = letter->lower;                               \
        text->bare[at] = letter->bare;                                 \
        text->kinds[at] = letter->shape;                               \
    }

/* Lower case, bare and kinds; 0 for a text that is not ordinary. */
static int
read_text(const Reading *self, PyObject *raw, const Text *text)
{
    const void *data = PyUnicode_DATA(raw);
    Py_ssize_t size = text->size;
    Py_UCS4 common = LATIN | WESTERN, wide = 0;
    if (PyUnicode_KIND(raw) == PyUnicode_1BYTE_KIND) {
        READ_LETTERS(Py_UCS1)
    }
    else if (PyUnicode_KIND(raw) == PyUnicode_2BYTE_KIND) {
        READ_LETTERS(Py_UCS2)
    }
    else {
        return 0;
    }
    return (common & (wide > 255 ? WESTERN : LATIN)) != 0;
}

/* Whether the word that ends before `made` is an elision, and does not begin where another one ended. */
static int
is_elision(const Py_UCS2 *out, Py_ssize_t made, Py_ssize_t elided)
{
    if (is_elided(out[made - 1]) && out[made - 2] == ' ') {
        return made - 1 != elided;
    }
    return made > 2 && out[made - 1] == 'u' && out[made - 2] == 'q' && out[made - 3] == ' ' && made - 2 != elided;
}

/* Bare words with a space around each; how many letters that makes. Letter by letter without a branch, but at marks in
 * words: `join_words` says the same more plainly. */
static Py_ssize_t
join_bare(const Text *text)
{
    const Py_UCS2 *restrict bare = text->bare, *restrict kinds = text->kinds;
    Py_UCS2 *restrict out = text->joined;
    Py_ssize_t made = 1, elided = -1, size = text->size; /* `elided`: where a word begins that an elision stood before */
    out[0] = ' ';
    for (Py_ssize_t at = 0; at < size; at++) {
        unsigned kind = kinds[at], word = kind / WORD & 1, inside = kinds[at - 1] / WORD & 1;
        if (kind & QUOTE && inside && kinds[at + 1] & WORD) {
            if (is_elision(out, made, elided)) {
                made -= out[made - 1] == 'u' ? 2 : 1;
                elided = made;
            }
            else {
                out[made++] = bare[at];
            }
            continue;
        }
        /* A letter of a word, or the space behind one. */
        out[made] = (Py_UCS2)(' ' + ((bare[at] - ' ') & -word));
        made += word | inside;
    }
    out[made] = ' ';
    made += size && kinds[size - 1] & WORD;
    return made > 1 ? made : 0;
}

#endif
