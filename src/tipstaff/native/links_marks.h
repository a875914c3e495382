/* Where in a text something of a link may stand, by three characters at a time.
 *
 * Each kind of place has a bit: its first character, the one behind it and the next have it in their tables, and where all
 * three do, the place is looked at. So most of a text is passed over without a single branch.
 */
#ifndef TIPSTAFF_LINKS_MARKS_H
#define TIPSTAFF_LINKS_MARKS_H

#include "letters.h"

#define STRANGE 0xAD /* how characters beyond Latin-1 are read */
#define OPENING "[({<"
#define BLANK " \t"
#define DOT_SAID "dDpP"
#define CROSSES "xX*+"

typedef struct {
    unsigned char first[256], second[256], third[256];
} Marks;

/* At a glance, and where a disguise may begin. */
static Marks AT_A_GLANCE, BEGINNINGS;

static void
mark(unsigned char *table, const char *members, unsigned char bit)
{
    for (; *members; members++) {
        table[(unsigned char)*members] |= bit;
    }
}

/* A kind of place: characters, and those that must follow ("" for any). */
static void
mark_place(Marks *marks, unsigned char bit, const char *first, const char *second, const char *third)
{
    mark(marks->first, first, bit);
    const char *members[] = {second, third};
    unsigned char *tables[] = {marks->second, marks->third};
    for (int at = 0; at < 2; at++) {
        if (*members[at]) {
            mark(tables[at], members[at], bit);
            continue;
        }
        for (int c = 0; c < 256; c++) {
            tables[at][c] |= bit;
        }
    }
}

/* Fills the tables; to be called once. */
static void
make_marks(void)
{
    mark_place(&AT_A_GLANCE, 1, ".:/\\\t" OPENING "\xAD", "", "");
    mark_place(&AT_A_GLANCE, 2, " ", DOT_SAID, "oO0");
    mark_place(&AT_A_GLANCE, 4, "hH", CROSSES, CROSSES);
    mark_place(&BEGINNINGS, 1, "\xAD", "", "");
    mark_place(&BEGINNINGS, 2, ".:", BLANK, "");
    mark_place(&BEGINNINGS, 4, OPENING, ".:/" BLANK DOT_SAID, "");
    mark_place(&BEGINNINGS, 8, BLANK, ".:" OPENING "\xAD", "");
    mark_place(&BEGINNINGS, 16, BLANK, DOT_SAID, "oO0");
    mark_place(&BEGINNINGS, 32, "hH", CROSSES, CROSSES);
}

/* The letters of a text, and a byte for each, with two more that stand for nothing. */
typedef struct {
    Py_UCS4 *codes;
    unsigned char *bytes;
    Py_ssize_t size;
} Lettered;

/* The next place that is marked; the size of the text when there is none. */
static Py_ssize_t
next_mark(const Lettered *text, Py_ssize_t at, const Marks *marks)
{
    const unsigned char *bytes = text->bytes;
    while (at < text->size &&
           !(marks->first[bytes[at]] & marks->second[bytes[at + 1]] & marks->third[bytes[at + 2]])) {
        at++;
    }
    return at;
}

/* Reads a text into memory that `free_letters` gives back; 0, or -1 with an error set. */
static int
read_letters(PyObject *text, Lettered *read)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    *read = (Lettered){PyMem_Malloc((size_t)size * 5 + 2), NULL, size};
    if (!read->codes) {
        PyErr_NoMemory();
        return -1;
    }
    read->bytes = (unsigned char *)(read->codes + size);
    copy_codes(text, 0, size, read->codes);
    if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        memcpy(read->bytes, PyUnicode_DATA(text), (size_t)size);
    }
    else {
        for (Py_ssize_t at = 0; at < size; at++) {
            read->bytes[at] = (unsigned char)(read->codes[at] < 256 ? read->codes[at] : STRANGE);
        }
    }
    read->bytes[size] = read->bytes[size + 1] = 0;
    return 0;
}

static void
free_letters(Lettered *read)
{
    PyMem_Free(read->codes);
}

#endif
