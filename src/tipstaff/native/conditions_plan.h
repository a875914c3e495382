/* What a plan of conditions is in memory, and what is at hand while it runs for an event. */
#ifndef TIPSTAFF_CONDITIONS_PLAN_H
#define TIPSTAFF_CONDITIONS_PLAN_H

#include "members.h"

#define FEW_ARGUMENTS 8
#define FEW_RECORDS 4
#define FEW_CONSTANTS 4
#define MOST_STEPS 30000
#define DEEPEST 200
#define LARGEST_EXACT (1LL << 53)

enum { CONSTANT, RECORD, LOCAL, /* at hand */
       VARIABLE, MEMBER, ENTRY, ITEM, SIZE, CHOOSE, ADD, SUBTRACT, MULTIPLY, CALL, ASK, /* values */
       AND, OR, NOT, HAS, HAS_ENTRY, SAME, LESS, AT_MOST, AMONG, IN, STARTS, ENDS, CONTAINS, FOUND, NUMBERED,
       EXISTS, ALL, /* true or false */
       KINDS };

static const char *const WORDS[KINDS] = {
    "constant", "record", "local",
    "variable", "member", "entry", "item", "size", "choose", "add", "subtract", "multiply", "call", "ask",
    "and", "or", "not", "has", "has-entry", "same", "less", "at-most", "among", "in", "starts", "ends", "contains",
    "found", "numbered", "exists", "all",
};

typedef struct {
    unsigned char kind;
    unsigned char looping;  /* reads a loop's item */
    short slot;             /* where its outcome is kept for the event, -1 for nowhere */
    int a, b, c;            /* steps; or where the steps that it works on begin in `pool`, and how many they are */
    PyObject *object;       /* a constant, a name, a function, constants */
    PyObject *other;        /* (TYPE, FITTING) */
    Place seen;             /* of `member` and `has` */
} Step;

typedef struct {
    int step;
    PyObject *number;
} Root;

typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
    Step *steps;
    int *pool;
    Root *roots;
    int count, pooled, rooted, truths, values;
    PyObject *records, *unset, *errors, *adopt;
} Conditions;

typedef struct {
    Conditions *plan;
    PyObject *activation;
    PyObject *records[FEW_RECORDS];
    PyObject *local;
    signed char *truths; /* 1, 0, -1 for failed, 2 for not yet asked */
    PyObject **values;   /* NULL for not yet asked, FAILED */
    PyObject **loose;    /* values that are kept nowhere else until the event, or the item of a loop, is done */
    int holding, room;
    int broken;          /* an exception is set that is none of the language's */
    PyObject *own[32];
} Frame;

static char failed_mark;
#define FAILED ((PyObject *)&failed_mark)

static PyObject *get_word, *call_word;

static PyObject *value_of(Frame *frame, int number);
static int truth_of(Frame *frame, int number);

#endif
