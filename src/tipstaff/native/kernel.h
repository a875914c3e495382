/* What every kernel begins with. */
#ifndef TIPSTAFF_KERNEL_H
#define TIPSTAFF_KERNEL_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* The digest of the source, given by the build as a word without quotes that begins with an `x`. */
#ifndef TIPSTAFF_SOURCE
#define TIPSTAFF_SOURCE x
#endif
#define TIPSTAFF_TEXT_(word) #word
#define TIPSTAFF_TEXT(word) TIPSTAFF_TEXT_(word)

/* To be called by a module's Py_mod_exec. */
static inline int
add_source(PyObject *module)
{
    return PyModule_AddStringConstant(module, "SOURCE", TIPSTAFF_TEXT(TIPSTAFF_SOURCE) + 1);
}

#endif
