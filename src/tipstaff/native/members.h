/* Members of objects whose place is known from the class: a slot is read without looking its name up. */
#ifndef TIPSTAFF_MEMBERS_H
#define TIPSTAFF_MEMBERS_H

#include "kernel.h"
#include <structmember.h>

#ifdef Py_GIL_DISABLED
#error "the global lock protects what is remembered of members"
#endif

/* Where a member stands in objects of the class that was seen last; a reference to that class, or NULL. */
typedef struct {
    PyObject *class;
    Py_ssize_t offset;
} Place;

static inline int
learn_place(Place *place, PyTypeObject *class, PyObject *name)
{
    PyObject *found, *before = place->class;
    PyMemberDef *member;
    if (class->tp_getattro != PyObject_GenericGetAttr)
        return 0;
    found = _PyType_Lookup(class, name);
    if (found == NULL || !Py_IS_TYPE(found, &PyMemberDescr_Type) || !PyType_IsSubtype(class, PyDescr_TYPE(found)))
        return 0;
    member = ((PyMemberDescrObject *)found)->d_member;
    if (member->type != T_OBJECT_EX || member->offset <= 0)
        return 0;
    place->offset = member->offset;
    place->class = Py_NewRef(class);
    Py_XDECREF(before);
    return 1;
}

/* A new reference to a member; NULL, with an exception, when there is none. */
static inline PyObject *
member_at(Place *place, PyObject *owner, PyObject *name)
{
    if ((PyObject *)Py_TYPE(owner) == place->class || learn_place(place, Py_TYPE(owner), name)) {
        PyObject *found = *(PyObject **)((char *)owner + place->offset);
        if (found != NULL)
            return Py_NewRef(found);
    }
    return PyObject_GetAttr(owner, name);
}

#endif
