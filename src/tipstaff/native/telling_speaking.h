/* The decision on an event where rules have nothing but reasons to give, and what follows in every event alike. The
definition is `simply` in `decide/pronouncing.py`.

A line is a rule: whether it is simple, whether something follows, the rule and its verdict, its tellings by locale and
what makes one, and what comes before the first reason of a decision with this verdict.
*/
#ifndef TIPSTAFF_TELLING_SPEAKING_H
#define TIPSTAFF_TELLING_SPEAKING_H

#include "telling_writing.h"

enum { ID, OF_EVENT, ACCOUNT, NOTHING, REST, TO_CASE, FROM_CASE, TO_EFFECTS, FROM_EFFECTS, NOTHING_SEEN, SEEN, END, FORMS };
enum { TYPES, OF_TYPE, ENCODE, JUDGEMENT, OUTCOME, ALLOW, PARTS };

typedef struct {
    int simple, follows;
    PyObject *rule, *verdict, *told, *learn, *before;
    PyObject *alone;               /* what follows where it is the only one from which something does, once known */
} Line;

typedef struct {
    PyObject_HEAD
    PyObject *parts[PARTS];
    PyObject *forms[FORMS];
    Py_ssize_t many;
    Line *lines;
} Speaker;

/* What is read of the event at hand and of the facts about it. */
enum { FACTS_EVENT, EVENT_DATA, EVENT_TYPE, EVENT_ID, EVENT_ACCOUNT, WHOSE, LOCALE, RUN, READS };

static const char *const READ_NAMES[READS] = {"event", "data", "type", "id", "account", "account", "locale", "run"};
static PyObject *read_names[READS];
static Place read_places[READS];
static PyObject *computed_name, *shown_name, *effects_name, *versions_name;

static inline PyObject *
read_of(PyObject *owner, int what)
{
    return member_at(read_places + what, owner, read_names[what]);
}

/* One decision in the making. */
typedef struct {
    Speaker *speaker;
    PyObject *facts, *id, *at;
    PyObject *event, *data, *account;
    PyObject *matched, *failed;
    PyObject *cited, *verdict, *followed;
    Py_ssize_t places[3];          /* of the case, of the effects, and where they end */
    Buffer into;                   /* last: only what stands before it begins as nothing */
} Speech;

static inline int
say(Speech *speech, PyObject *bytes)
{
    return copy(&speech->into, PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
}

static inline int
say_value(Speech *speech, PyObject *value)
{
    return write_value(&speech->into, speech->speaker->parts[ENCODE], value, SHOWN);
}

/* Whose rules the event's are, run over its facts. */
static int
match(Speech *speech)
{
    PyObject *type = read_of(speech->event, EVENT_TYPE), *index, *run, *outcome = NULL;
    if (type == NULL)
        return -1;
    index = PyDict_GetItemWithError(speech->speaker->parts[TYPES], type);
    if (index != NULL)
        Py_INCREF(index);
    else if (!PyErr_Occurred())
        index = PyObject_CallOneArg(speech->speaker->parts[OF_TYPE], type);
    Py_DECREF(type);
    run = index == NULL ? NULL : PyObject_GetAttr(index, read_names[RUN]);
    Py_XDECREF(index);
    if (run != NULL) {
        PyObject *arguments[] = {speech->facts, speech->matched, speech->failed, speech->data};
        outcome = PyObject_Vectorcall(run, arguments, 4, NULL);
        Py_DECREF(run);
    }
    Py_XDECREF(outcome);
    return outcome == NULL ? -1 : 0;
}

/* The line of a place in the list of matched rules; NULL, with an exception, when there is none. */
static Line *
line_at(Speech *speech, Py_ssize_t place)
{
    PyObject *number = PyList_GET_ITEM(speech->matched, place);
    Py_ssize_t which = PyLong_CheckExact(number) ? PyLong_AsSsize_t(number) : -1;
    if (which < 0 || which >= speech->speaker->many) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_IndexError, "no rule has this number");
        return NULL;
    }
    return speech->speaker->lines + which;
}

/* Whether all are simple; the severest comes first then. 1, 0 or -1. */
static int
all_simple(Speech *speech)
{
    Py_ssize_t place, many = PyList_GET_SIZE(speech->matched);
    if (many > 1 && PyList_Sort(speech->matched) < 0)
        return -1;
    for (place = 0; place < many; place++) {
        Line *line = line_at(speech, place);
        if (line == NULL)
            return -1;
        if (!line->simple)
            return 0;
    }
    return 1;
}

/* The reason of a rule, in the language of the account. */
static int
say_reason(Speech *speech, Line *line, PyObject *locale)
{
    PyObject *telling = PyDict_GetItemWithError(line->told, locale);
    int outcome = -1;
    if (telling != NULL)
        Py_INCREF(telling);
    else if (!PyErr_Occurred())
        telling = PyObject_CallOneArg(line->learn, locale);
    if (telling == NULL)
        return -1;
    if (Py_IS_TYPE(telling, telling_type))
        outcome = tell(&speech->into, (Telling *)telling, speech->facts, speech->data);
    else
        PyErr_SetString(PyExc_TypeError, "a telling is expected");
    Py_DECREF(telling);
    return outcome;
}

static int
say_reasons(Speech *speech)
{
    Py_ssize_t place, many = PyList_GET_SIZE(speech->matched);
    PyObject *whose = read_of(speech->facts, WHOSE), *locale = whose == NULL ? NULL : read_of(whose, LOCALE);
    int outcome = locale == NULL ? -1 : 0;
    Py_XDECREF(whose);
    for (place = 0; place < many && outcome == 0; place++) {
        Line *line = line_at(speech, place);
        if (line == NULL) {
            outcome = -1;
            break;
        }
        outcome = place == 0 ? say(speech, line->before) : copy(&speech->into, ",", 1);
        if (place == 0)
            speech->verdict = line->verdict;
        if (outcome == 0)
            outcome = say_reason(speech, line, locale);
        if (outcome == 0)
            outcome = PyList_Append(speech->cited, line->rule);
        if (outcome == 0 && line->follows)
            outcome = PyList_Append(speech->followed, PyList_GET_ITEM(speech->matched, place));
    }
    Py_XDECREF(locale);
    return outcome;
}

/* What was computed, and the end. `nothing`: what stands for both where it is nothing. */
static int
say_facts(Speech *speech, PyObject *nothing, PyObject *before)
{
    PyObject *seen = PyObject_CallMethodNoArgs(speech->facts, computed_name);
    int outcome = seen == NULL ? -1 : PyObject_IsTrue(seen);
    if (outcome == 0 && nothing != NULL)
        outcome = say(speech, nothing);
    else if (outcome >= 0)
        outcome = say(speech, before) < 0 || say_value(speech, seen) < 0 ? -1 : say(speech, speech->speaker->forms[END]);
    Py_XDECREF(seen);
    return outcome;
}

/* What follows: an `Outcome`, a new reference. */
static PyObject *
outcome_of(Speech *speech)
{
    PyObject *numbers, *found;
    Line *line = NULL;
    if (PyList_GET_SIZE(speech->followed) == 1) {
        line = speech->speaker->lines + PyLong_AsSsize_t(PyList_GET_ITEM(speech->followed, 0));
        if (line->alone != NULL)
            return Py_NewRef(line->alone);
    }
    if ((numbers = PyList_AsTuple(speech->followed)) == NULL)
        return NULL;
    found = PyObject_CallOneArg(speech->speaker->parts[OUTCOME], numbers);
    Py_DECREF(numbers);
    if (line != NULL && found != NULL && line->alone == NULL)
        line->alone = Py_NewRef(found);
    return found;
}

/* From the last reason to the end where something follows. */
static int
say_effects(Speech *speech, PyObject *outcome)
{
    PyObject **forms = speech->speaker->forms;
    PyObject *arguments[] = {outcome, speech->account}, *shown;
    int said = say(speech, forms[TO_CASE]);
    speech->places[0] = (Py_ssize_t)speech->into.used;
    if (said < 0 || copy(&speech->into, "null", 4) < 0 || say(speech, forms[FROM_CASE]) < 0 ||
        say_value(speech, speech->at) < 0 || say(speech, forms[TO_EFFECTS]) < 0)
        return -1;
    speech->places[1] = (Py_ssize_t)speech->into.used;
    if ((shown = PyObject_VectorcallMethod(shown_name, arguments, 2, NULL)) == NULL)
        return -1;
    said = PyBytes_CheckExact(shown) ? say(speech, shown) : -1;
    Py_DECREF(shown);
    speech->places[2] = (Py_ssize_t)speech->into.used;
    if (said < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "effects are shown as bytes");
    return said < 0 ? -1 : say_facts(speech, NULL, forms[FROM_EFFECTS]);
}

/* The judgement from its JSON. `outcome`: what follows, or NULL. */
static PyObject *
judged(Speech *speech, PyObject *outcome)
{
    PyObject *json = PyBytes_FromStringAndSize(speech->into.start, (Py_ssize_t)speech->into.used), *made = NULL;
    PyObject *arguments[9] = {speech->id, speech->at, speech->event, speech->verdict, json, speech->cited};
    PyObject *asked[] = {outcome, speech->account};
    if (json == NULL)
        return NULL;
    if (outcome == NULL) {
        made = PyObject_Vectorcall(speech->speaker->parts[JUDGEMENT], arguments, 6, NULL);
    }
    else {
        Py_ssize_t *at = speech->places;
        arguments[6] = PyObject_VectorcallMethod(effects_name, asked, 2, NULL);
        arguments[7] = arguments[6] == NULL ? NULL : Py_BuildValue("(nnn)", at[0], at[1], at[2]);
        arguments[8] = arguments[7] == NULL ? NULL : PyObject_GetAttr(outcome, versions_name);
        if (arguments[8] != NULL)
            made = PyObject_Vectorcall(speech->speaker->parts[JUDGEMENT], arguments, 9, NULL);
        Py_XDECREF(arguments[6]);
        Py_XDECREF(arguments[7]);
        Py_XDECREF(arguments[8]);
    }
    Py_DECREF(json);
    return made;
}

static PyObject *
with_effects(Speech *speech)
{
    PyObject *outcome = outcome_of(speech), *made = NULL;
    if (outcome != NULL && say_effects(speech, outcome) == 0)
        made = judged(speech, outcome);
    Py_XDECREF(outcome);
    return made;
}

/* All of it, from what matched. */
static PyObject *
spoken(Speech *speech)
{
    PyObject **forms = speech->speaker->forms, *event_id = read_of(speech->event, EVENT_ID);
    int outcome = event_id == NULL ? -1 : 0;
    if (outcome == 0 && (say(speech, forms[ID]) < 0 || say_value(speech, speech->id) < 0 ||
                         say(speech, forms[OF_EVENT]) < 0 || say_value(speech, event_id) < 0 ||
                         say(speech, forms[ACCOUNT]) < 0 || say_value(speech, speech->account) < 0))
        outcome = -1;
    Py_XDECREF(event_id);
    if (outcome == 0 && PyList_GET_SIZE(speech->matched) > 0) {
        outcome = say_reasons(speech);
        if (outcome == 0 && PyList_GET_SIZE(speech->followed) > 0)
            return with_effects(speech);
        if (outcome == 0)
            outcome = say(speech, forms[REST]);
    }
    else if (outcome == 0) {
        outcome = say(speech, forms[NOTHING]);
    }
    if (outcome == 0)
        outcome = say_value(speech, speech->at);
    if (outcome == 0)
        outcome = say_facts(speech, forms[NOTHING_SEEN], forms[SEEN]);
    return outcome < 0 ? NULL : judged(speech, NULL);
}

/* The numbers of the rules that are true, and of those that only the interpreter can tell, for the whole procedure. */
static PyObject *
unspoken(Speech *speech)
{
    return PyTuple_Pack(2, speech->matched, speech->failed);
}

static PyObject *
speaker_call(PyObject *self, PyObject *const *args, Py_ssize_t given)
{
    Speech speech;
    PyObject *made = NULL;
    int simple;
    memset(&speech, 0, offsetof(Speech, into));
    speech.speaker = (Speaker *)self;
    if (given != 3 || speech.speaker->parts[TYPES] == NULL) {
        PyErr_SetString(PyExc_TypeError, "facts, an id and a time are taken");
        return NULL;
    }
    speech.facts = args[0];
    speech.id = args[1];
    speech.at = args[2];
    speech.verdict = speech.speaker->parts[ALLOW];
    begin_buffer(&speech.into);
    if ((speech.event = read_of(speech.facts, FACTS_EVENT)) != NULL &&
        (speech.data = read_of(speech.event, EVENT_DATA)) != NULL &&
        (speech.account = read_of(speech.event, EVENT_ACCOUNT)) != NULL &&
        (speech.matched = PyList_New(0)) != NULL && (speech.failed = PyList_New(0)) != NULL &&
        (speech.cited = PyList_New(0)) != NULL && (speech.followed = PyList_New(0)) != NULL && match(&speech) == 0) {
        simple = PyList_GET_SIZE(speech.failed) ? 0 : all_simple(&speech);
        made = simple < 0 ? NULL : simple ? spoken(&speech) : unspoken(&speech);
    }
    free_buffer(&speech.into);
    Py_XDECREF(speech.event);
    Py_XDECREF(speech.data);
    Py_XDECREF(speech.account);
    Py_XDECREF(speech.matched);
    Py_XDECREF(speech.failed);
    Py_XDECREF(speech.cited);
    Py_XDECREF(speech.followed);
    return made;
}

/* ---- making one ---- */

static int
read_line(Line *line, PyObject *given)
{
    int simple, follows;
    if (!PyTuple_CheckExact(given) || PyTuple_GET_SIZE(given) != 7 || !PyDict_CheckExact(PyTuple_GET_ITEM(given, 4)) ||
        !PyBytes_CheckExact(PyTuple_GET_ITEM(given, 6)))
        return refuse("a line is simple, follows, rule, verdict, tellings, what makes one, bytes");
    simple = PyObject_IsTrue(PyTuple_GET_ITEM(given, 0));
    follows = PyObject_IsTrue(PyTuple_GET_ITEM(given, 1));
    if (simple < 0 || follows < 0)
        return -1;
    line->simple = simple;
    line->follows = follows;
    line->rule = Py_NewRef(PyTuple_GET_ITEM(given, 2));
    line->verdict = Py_NewRef(PyTuple_GET_ITEM(given, 3));
    line->told = Py_NewRef(PyTuple_GET_ITEM(given, 4));
    line->learn = Py_NewRef(PyTuple_GET_ITEM(given, 5));
    line->before = Py_NewRef(PyTuple_GET_ITEM(given, 6));
    return 0;
}

static int
read_forms(Speaker *speaker, PyObject *forms)
{
    Py_ssize_t number;
    if (PyTuple_GET_SIZE(forms) != FORMS)
        return refuse("twelve forms are expected");
    for (number = 0; number < FORMS; number++) {
        if (!PyBytes_CheckExact(PyTuple_GET_ITEM(forms, number)))
            return refuse("forms are bytes");
        speaker->forms[number] = Py_NewRef(PyTuple_GET_ITEM(forms, number));
    }
    return 0;
}

static PyObject *
speaker_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    PyObject *parts, *forms, *lines;
    Speaker *speaker;
    Py_ssize_t number;
    int outcome;
    if (kwds != NULL && PyDict_GET_SIZE(kwds) > 0) {
        PyErr_SetString(PyExc_TypeError, "no names are taken");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!O!O!:Speaker", &PyTuple_Type, &parts, &PyTuple_Type, &forms, &PyTuple_Type, &lines))
        return NULL;
    if (PyTuple_GET_SIZE(parts) != PARTS || !PyDict_CheckExact(PyTuple_GET_ITEM(parts, TYPES))) {
        PyErr_SetString(PyExc_ValueError, "six parts are expected, the first a dictionary");
        return NULL;
    }
    speaker = (Speaker *)type->tp_alloc(type, 0);
    if (speaker == NULL)
        return NULL;
    for (number = 0; number < PARTS; number++)
        speaker->parts[number] = Py_NewRef(PyTuple_GET_ITEM(parts, number));
    speaker->lines = PyMem_Calloc((size_t)PyTuple_GET_SIZE(lines) + 1, sizeof(Line));
    if (speaker->lines == NULL) {
        Py_DECREF(speaker);
        return PyErr_NoMemory();
    }
    outcome = read_forms(speaker, forms);
    for (number = 0; number < PyTuple_GET_SIZE(lines) && outcome == 0; number++) {
        outcome = read_line(speaker->lines + number, PyTuple_GET_ITEM(lines, number));
        speaker->many = number + 1;
    }
    if (outcome < 0)
        Py_CLEAR(speaker);
    return (PyObject *)speaker;
}

static int
speaker_traverse(PyObject *self, visitproc visit, void *arg)
{
    Speaker *speaker = (Speaker *)self;
    Py_ssize_t number;
    Py_VISIT(Py_TYPE(self));
    for (number = 0; number < PARTS; number++)
        Py_VISIT(speaker->parts[number]);
    for (number = 0; number < speaker->many; number++) {
        Line *line = speaker->lines + number;
        Py_VISIT(line->rule);
        Py_VISIT(line->verdict);
        Py_VISIT(line->told);
        Py_VISIT(line->learn);
        Py_VISIT(line->alone);
    }
    return 0;
}

static int
speaker_clear(PyObject *self)
{
    Speaker *speaker = (Speaker *)self;
    Py_ssize_t number, many = speaker->many;
    for (number = 0; number < PARTS; number++)
        Py_CLEAR(speaker->parts[number]);
    speaker->many = 0;
    for (number = 0; number < many; number++) {
        Line *line = speaker->lines + number;
        Py_CLEAR(line->rule);
        Py_CLEAR(line->verdict);
        Py_CLEAR(line->told);
        Py_CLEAR(line->learn);
        Py_CLEAR(line->before);
        Py_CLEAR(line->alone);
    }
    return 0;
}

static void
speaker_dealloc(PyObject *self)
{
    Speaker *speaker = (Speaker *)self;
    PyTypeObject *type = Py_TYPE(self);
    int number;
    PyObject_GC_UnTrack(self);
    speaker_clear(self);
    for (number = 0; number < FORMS; number++)
        Py_XDECREF(speaker->forms[number]);
    PyMem_Free(speaker->lines);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef speaker_methods[] = {
    {"speak", (PyCFunction)(void (*)(void))speaker_call, METH_FASTCALL,
     "speak(facts, id, at): the judgement, or the numbers of the rules for the whole procedure."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot speaker_slots[] = {
    {Py_tp_new, speaker_new},
    {Py_tp_traverse, speaker_traverse},
    {Py_tp_clear, speaker_clear},
    {Py_tp_dealloc, speaker_dealloc},
    {Py_tp_methods, speaker_methods},
    {Py_tp_doc, "Gives judgements on events where rules have nothing but reasons to give."},
    {0, NULL},
};

static PyType_Spec speaker_spec = {
    .name = "tipstaff.native._telling.Speaker",
    .basicsize = sizeof(Speaker),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = speaker_slots,
};

static int
add_speaker(PyObject *module)
{
    static PyObject **const words[] = {&computed_name, &shown_name, &effects_name, &versions_name};
    static const char *const texts[] = {"computed", "shown", "effects", "versions"};
    int number;
    for (number = 0; number < READS; number++)
        if (read_names[number] == NULL && (read_names[number] = PyUnicode_InternFromString(READ_NAMES[number])) == NULL)
            return -1;
    for (number = 0; number < 4; number++)
        if (*words[number] == NULL && (*words[number] = PyUnicode_InternFromString(texts[number])) == NULL)
            return -1;
    return add_class(module, &speaker_spec);
}

#endif
