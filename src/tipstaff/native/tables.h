/* Tables that are looked into here and there: each look waits for memory, so there should be few, and early ones. */
#ifndef TIPSTAFF_TABLES_H
#define TIPSTAFF_TABLES_H

#include "kernel.h"
#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

/* Asks memory for what is looked at soon. */
#if defined(__GNUC__) || defined(__clang__)
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)0)
#endif

#define TABLE_LINE 64           /* bytes that memory gives at once */
#define TABLE_PAGE (2u << 20)   /* a large page: one entry of the processor's table of pages instead of 512 */

/* Memory for a table, all nought, to be given back with table_free; NULL when there is none. Large ones lie in large
 * pages where the system has them. */
static void *
table_new(size_t size)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    void *made = NULL;
    int large = size >= TABLE_PAGE / 4;
    size_t whole = large ? (size + TABLE_PAGE - 1) / TABLE_PAGE * TABLE_PAGE : size;
    if (posix_memalign(&made, large ? TABLE_PAGE : TABLE_LINE, whole)) {
        return NULL;
    }
    if (large) {
        madvise(made, whole, MADV_HUGEPAGE);
    }
    return memset(made, 0, size);
#else
    return calloc(size, 1);
#endif
}

static void
table_free(void *table)
{
    free(table);
}

#endif
