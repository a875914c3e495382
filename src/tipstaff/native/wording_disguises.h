/* Whether words of a text are spelled out, cut by signs, in digits and signs, or drawn out. */
#ifndef TIPSTAFF_WORDING_DISGUISES_H
#define TIPSTAFF_WORDING_DISGUISES_H

#include "wording_letters.h"

#define LEET_LEAST 3
#define LEET_MOST 24
#define ASKED_MOST 64 /* letters of a word that is asked for; longer ones are left to folding */
#define TOGETHER 64   /* letters that are looked at together */

/* Four letters, digits or signs with one to three parting signs between, and no word on either side. */
static int
is_spelled(const Text *text, Py_ssize_t at)
{
    const Py_UCS2 *kinds = text->kinds;
    for (int more = 3; more; more--) {
        Py_ssize_t gap = at + 1;
        while (gap < text->size && gap - at <= 4 && kinds[gap] & PARTING) {
            gap++;
        }
        if (gap == text->size || gap - at < 2 || gap - at > 4 || !(kinds[gap] & (LETTER | SIGN | EXCLAIM))) {
            return 0;
        }
        at = gap;
    }
    return at + 1 == text->size || !(kinds[at + 1] & BESIDE) || kinds[at + 1] & EXCLAIM;
}

/* What a function of Python says of a stretch, as a truth; -1 with an error set. */
static int
asked(PyObject *function, const Py_UCS2 *letters, Py_ssize_t size)
{
    PyObject *stretch = PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, letters, size);
    PyObject *said = stretch ? PyObject_CallOneArg(function, stretch) : NULL;
    int holds = said ? PyObject_IsTrue(said) : -1;
    Py_XDECREF(stretch);
    Py_XDECREF(said);
    return holds;
}

/* Whether the word around a drawn-out letter loses letters to be a watched word; -1 with an error set. */
static int
is_drawn_out(const Reading *self, const Text *text, Py_ssize_t run)
{
    const Py_UCS2 *lower = text->lower;
    Py_ssize_t start = run, end = run, size = text->size;
    while (start && run - start < LEET_MOST && Py_UNICODE_ISALNUM(lower[start - 1])) {
        start--;
    }
    while (end < size && is_plain(lower[end])) {
        end++;
    }
    if (end + 1 < size && (lower[end] == '\'' || lower[end] == 0x2019) && is_plain(lower[end + 1])) {
        for (end++; end < size && is_plain(lower[end]); end++) {
        }
    }
    return end - start > ASKED_MOST ? 1 : asked(self->shorter, lower + start, end - start);
}

/* Whether the signs around here cut a watched word; -1 with an error set. `end`: where letters and signs end. */
static int
is_cut(const Reading *self, const Text *text, Py_ssize_t at, Py_ssize_t *end)
{
    const Py_UCS2 *kinds = text->kinds;
    Py_ssize_t start = at;
    while (start && kinds[start - 1] & (LETTER | CUTTING)) {
        start--;
    }
    for (*end = at; *end < text->size && kinds[*end] & (LETTER | CUTTING);) {
        ++*end;
    }
    if (*end - start > ASKED_MOST) {
        return 1;
    }
    /* With what stands beside it, which may be a digit. */
    start -= start > 0;
    return asked(self->mended, text->lower + start, *end + (*end < text->size) - start);
}

/* Measures, prices, product codes and long numbers: read as no word. */
static int
is_measure(const Py_UCS2 *core, Py_ssize_t size)
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
reads_as_word(const Reading *self, const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    const Py_UCS2 *lower = text->lower, *kinds = text->kinds;
    while ((lower[start] == '|' || lower[start] == '+') && start + 1 < end) {
        start++;
    }
    while ((lower[end - 1] == '|' || lower[end - 1] == '+' || lower[end - 1] == '!') && end - 1 > start) {
        end--;
    }
    if (end - start < LEET_LEAST || end - start > LEET_MOST || (start && kinds[start - 1] & BEFORE)) {
        return 0;
    }
    if (end < text->size &&
        (kinds[end] & AFTER || (lower[end] == '.' && end + 1 < text->size && is_word(lower[end + 1])))) {
        return 0;
    }
    return is_measure(lower + start, end - start) ? 0 : asked(self->leet_word, lower + start, end - start);
}

/* Where the letters and signs end that begin here; what they are is added to `kinds`. */
static Py_ssize_t
run_end(const Text *text, Py_ssize_t at, Py_UCS2 *kinds)
{
    for (; at < text->size && text->kinds[at] & (LETTER | SIGN); at++) {
        *kinds |= text->kinds[at];
    }
    return at;
}

/* Where the letters and signs begin that end here or go on. An exclamation mark before them was gone through already where
 * a letter stands before it. */
static Py_ssize_t
token_start(const Text *text, Py_ssize_t at, Py_ssize_t done)
{
    while (at > done && text->kinds[at - 1] & (LETTER | SIGN)) {
        at--;
    }
    return at;
}

/* Whether the token around here, of letters and signs or of letters with an exclamation mark inside, reads as a word; -1
 * with an error set. `done`: where the token before ends, and then where this one does. */
static int
is_leet(const Reading *self, const Text *text, Py_ssize_t at, Py_ssize_t *done)
{
    Py_ssize_t start = token_start(text, at, *done), end;
    Py_UCS2 kinds = 0;
    end = run_end(text, start, &kinds);
    int mixed = kinds & LETTER && kinds & SIGN, goes_on = (kinds & LETTER) != 0;
    while (goes_on && end + 1 < text->size && text->kinds[end] & EXCLAIM && text->kinds[end + 1] & LETTER) {
        mixed = 1;
        end = run_end(text, end + 1, &kinds);
    }
    *done = end;
    return mixed ? reads_as_word(self, text, start, end) : 0;
}

/* How far a text has been gone through for each disguise that is asked for by the word. */
typedef struct {
    Py_ssize_t cut, leet, drawn;
    int spelled;
} Gone;

/* Whether a kind has any of these bits, as all ones or nought: what compilers do many at a time. */
#define HAS(kind, bits) ((Py_UCS2)-(Py_UCS2)(((kind) & (bits)) != 0))

/* What a letter and its neighbours show, a bit each: words that may be spelled out, cut, in leet, drawn out. */
static inline Py_UCS2
shows(const Py_UCS2 *kinds, const Py_UCS2 *lower)
{
    Py_UCS2 before = kinds[-1], here = kinds[0], next = kinds[1];
    Py_UCS2 before_letter = HAS(before, LETTER), letter = HAS(here, LETTER), next_letter = HAS(next, LETTER);
    Py_UCS2 between = before_letter & next_letter;
    /* Most words of one letter have longer ones behind them. */
    Py_UCS2 parted = HAS(kinds[2], PARTING) | (HAS(kinds[2], LETTER | SIGN | EXCLAIM) & HAS(kinds[3], PARTING));
    Py_UCS2 spelled = (Py_UCS2)~HAS(before, BESIDE) & HAS(here, LETTER | SIGN | EXCLAIM) & HAS(next, PARTING) & parted;
    Py_UCS2 cut = HAS(here, CUTTING) & between;
    Py_UCS2 leet = (letter & HAS(next, SIGN)) | (HAS(here, SIGN) & next_letter) | (HAS(here, EXCLAIM) & between);
    Py_UCS2 differs = (Py_UCS2)((lower[0] ^ lower[1]) | (lower[0] ^ lower[2]));
    Py_UCS2 drawn = HAS(here, DRAWN) & (Py_UCS2)~HAS(differs, 0xFFFF);
    return (spelled & 1) | (cut & 2) | (leet & 4) | (drawn & 8);
}

/* Whether what stands here is a disguise, or may be one that only the definition reads; -1 with an error set. */
static int
hides_at(const Reading *self, const Text *text, Py_ssize_t at, Py_UCS2 shown, Gone *gone)
{
    int hides = 0;
    if (shown & 1 && !gone->spelled && is_spelled(text, at)) {
        gone->spelled = 1;
        hides = asked(self->spelled, text->lower, text->size);
    }
    if (!hides && shown & 2 && at >= gone->cut) {
        hides = is_cut(self, text, at, &gone->cut);
    }
    if (!hides && shown & 4 && at >= gone->leet) {
        hides = is_leet(self, text, at, &gone->leet);
    }
    if (!hides && shown & 8 && at >= gone->drawn) {
        hides = is_drawn_out(self, text, at);
        for (gone->drawn = at + 1; gone->drawn < text->size && text->lower[gone->drawn] == text->lower[at];) {
            gone->drawn++;
        }
    }
    return hides;
}

/* The same of a whole text: letters are looked at many at a time, and by themselves where some of them show anything. */
static int
hides(const Reading *self, const Text *text)
{
    Gone gone = {0, 0, 0, 0};
    Py_UCS2 shown[TOGETHER];
    for (Py_ssize_t start = 0; start < text->size; start += TOGETHER) {
        Py_ssize_t end = text->size - start > TOGETHER ? start + TOGETHER : text->size;
        Py_UCS2 any = 0;
        for (Py_ssize_t at = start; at < end; at++) {
            any |= shown[at - start] = shows(text->kinds + at, text->lower + at);
        }
        for (Py_ssize_t at = start; any && at < end; at++) {
            int found = shown[at - start] ? hides_at(self, text, at, shown[at - start], &gone) : 0;
            if (found) {
                return found;
            }
        }
    }
    return 0;
}

#endif
