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

/* To be called by a module's Py_mod_exec: a class of the module, under the last part of its name. */
static inline int
add_class(PyObject *module, PyType_Spec *spec)
{
    PyObject *made = PyType_FromModuleAndSpec(module, spec, NULL);
    int added = made == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)made);
    Py_XDECREF(made);
    return added;
}

/* What kernels keep is one interpreter's; a second one in the process does without. */
#if PY_VERSION_HEX >= 0x030C0000
#define TIPSTAFF_ALONE {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#else
#define TIPSTAFF_ALONE
#endif

/* The end of every kernel: the module `_NAME`, what it is, its functions (or NULL) and its Py_mod_exec. */
#define TIPSTAFF_KERNEL(NAME, ABOUT, FUNCTIONS, EXECUTE)                                     \
    static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, EXECUTE}, TIPSTAFF_ALONE {0, NULL}}; \
    static struct PyModuleDef module_definition = {                                          \
        PyModuleDef_HEAD_INIT, "_" #NAME, ABOUT, 0, FUNCTIONS, module_slots, NULL, NULL, NULL, \
    };                                                                                       \
    PyMODINIT_FUNC PyInit__##NAME(void) { return PyModuleDef_Init(&module_definition); }

#endif
