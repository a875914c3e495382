/* A bare text as the models read it: links become ` <url> `, addresses ` <mail> `, digits are all alike.
 *
 * The definition is `shaped_of` of `tipstaff.signals.model.shaping`, and its expressions are what is named here. Each
 * step goes over the text once and looks ahead by a bounded number of letters.
 */
#ifndef TIPSTAFF_SHAPING_H
#define TIPSTAFF_SHAPING_H

#include "letters.h"

#define TAIL_MOST 2000 /* letters of a link */
#define NAME_MOST 63
#define LOCAL_MOST 64
#define DOMAIN_MOST 200
/* A link of four letters (`a.co`) becomes seven, an address of five (`a@b.c`) eight. */
#define SHAPED_MOST(size) (3 * (size) + 8)

/* Endings behind which a bare name is a link. */
static const char *const shaped_endings[] = {
    "com", "net", "org", "info", "biz", "co",   "ly",   "me", "uk",     "fr",  "io",
    "top", "xyz", "click", "shop", "tv", "mobi", "app", "site", "online",
};

static inline int
is_name_letter(Py_UCS4 c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Whether a word begins or ends before that letter. */
static inline int
is_edge(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    return (at > 0 && is_word(text[at - 1])) != (at < size && is_word(text[at]));
}

static inline int
starts_with(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size, const char *word)
{
    for (; *word; word++, at++) {
        if (at >= size || text[at] != (Py_UCS4)*word) {
            return 0;
        }
    }
    return 1;
}

/* Where a stretch without white space ends, after so many letters at most. */
static inline Py_ssize_t
unspaced_end(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t most = size - at < TAIL_MOST ? size : at + TAIL_MOST;
    while (at < most && !Py_UNICODE_ISSPACE(text[at])) {
        at++;
    }
    return at;
}

static int
is_ending(const Py_UCS4 *label, Py_ssize_t size)
{
    for (size_t one = 0; one < sizeof shaped_endings / sizeof *shaped_endings; one++) {
        if ((Py_ssize_t)strlen(shaped_endings[one]) == size && starts_with(label, 0, size, shaped_endings[one])) {
            return 1;
        }
    }
    return 0;
}

/* Where the link ends that begins here; 0 when none does. `run` is where the letters of the name end, once known. */
static Py_ssize_t
link_end(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size, Py_ssize_t *run)
{
    Py_ssize_t body = 0;
    if (text[at] == 'h') {
        body = starts_with(text, at, size, "http://") ? at + 7 : starts_with(text, at, size, "https://") ? at + 8 : 0;
    }
    else if (text[at] == 'w' && starts_with(text, at, size, "www.")) {
        body = at + 4;
    }
    if (body) {
        Py_ssize_t end = unspaced_end(text, body, size);
        if (end > body) {
            return end;
        }
    }
    if (!is_name_letter(text[at]) || !is_edge(text, at, size)) {
        return 0;
    }
    if (*run <= at) {
        for (*run = at + 1; *run < size && is_name_letter(text[*run]); ++*run) {
        }
    }
    if (*run - at > NAME_MOST || *run >= size || text[*run] != '.') {
        return 0;
    }
    Py_ssize_t label = *run + 1, end = label;
    while (end < size && end - label < 8 && is_word(text[end])) {
        end++;
    }
    if (!is_ending(text + label, end - label)) {
        return 0;
    }
    return end < size && text[end] == '/' ? unspaced_end(text, end + 1, size) : end;
}

static inline Py_ssize_t
put_word(Py_UCS4 *out, Py_ssize_t made, const char *word)
{
    while (*word) {
        out[made++] = (Py_UCS4)(unsigned char)*word++;
    }
    return made;
}

static Py_ssize_t
shape_links(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out)
{
    Py_ssize_t made = 0, run = 0;
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t end = link_end(text, at, size, &run);
        if (end) {
            made = put_word(out, made, " <url> ");
            at = end;
        }
        else {
            out[made++] = text[at++];
        }
    }
    return made;
}

static inline int
is_local(Py_UCS4 c)
{
    return is_word(c) || c == '.' || c == '+' || c == '-';
}

/* Where the address ends whose first part stands before this `@`; 0 when it is none. */
static Py_ssize_t
address_end(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t size)
{
    Py_ssize_t name = at + 1, dot = name;
    while (dot < size && dot - name <= NAME_MOST && (is_word(text[dot]) || text[dot] == '-')) {
        dot++;
    }
    if (dot == name || dot - name > NAME_MOST || dot >= size || text[dot] != '.') {
        return 0;
    }
    Py_ssize_t end = dot + 1;
    while (end < size && end - dot <= DOMAIN_MOST && (is_word(text[end]) || text[end] == '.')) {
        end++;
    }
    while (end > dot + 1 && !is_edge(text, end, size)) {
        end--;
    }
    return end > dot + 1 ? end : 0;
}

static Py_ssize_t
shape_addresses(const Py_UCS4 *text, Py_ssize_t size, Py_UCS4 *out)
{
    Py_ssize_t made = 0;
    for (Py_ssize_t at = 0; at < size;) {
        if (!is_local(text[at]) || (at && is_local(text[at - 1]))) {
            out[made++] = text[at++];
            continue;
        }
        Py_ssize_t end = at;
        while (end < size && is_local(text[end])) {
            end++;
        }
        Py_ssize_t whole = end < size && text[end] == '@' && end - at <= LOCAL_MOST ? address_end(text, end, size) : 0;
        if (whole) {
            made = put_word(out, made, " <mail> ");
            at = whole;
        }
        else {
            memcpy(out + made, text + at, (size_t)(end - at) * sizeof *text);
            made += end - at;
            at = end;
        }
    }
    return made;
}

/* Whether links, and whether addresses may stand there. */
static void
look_for_links(const Py_UCS4 *text, Py_ssize_t size, int *linked, int *addressed)
{
    *linked = *addressed = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 c = text[at];
        if (c == '@') {
            *addressed = 1;
        }
        else if (c == '.') {
            *linked |= at && at + 1 < size && text[at + 1] >= 'a' && text[at + 1] <= 'z' && text[at - 1] != '-' &&
                       is_name_letter(text[at - 1]);
        }
        else if (c == ':') {
            *linked |= at + 2 < size && text[at + 1] == '/' && text[at + 2] == '/';
        }
    }
}

/* The text shaped, in memory that the caller frees, and its size; NULL without memory. Takes `text`, which it may give
 * back. */
static Py_UCS4 *
shape(Py_UCS4 *text, Py_ssize_t *size)
{
    int linked, addressed;
    look_for_links(text, *size, &linked, &addressed);
    for (int step = 0; step < 2; step++) {
        if (!(step ? addressed : linked)) {
            continue;
        }
        Py_UCS4 *made = PyMem_New(Py_UCS4, SHAPED_MOST(*size));
        if (made) {
            *size = step ? shape_addresses(text, *size, made) : shape_links(text, *size, made);
        }
        PyMem_Free(text);
        if (!made) {
            return NULL;
        }
        text = made;
    }
    for (Py_ssize_t at = 0; at < *size; at++) {
        text[at] = text[at] > '0' && text[at] <= '9' ? '0' : text[at];
    }
    return text;
}

#endif
