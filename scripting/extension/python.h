// CPython and NumPy, included one way by every file of the module.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

// One table of NumPy's functions for the whole module; module.cpp fills it.
#define PY_ARRAY_UNIQUE_SYMBOL taipan_numpy_api
#ifndef TAIPAN_IMPORTS_NUMPY
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>
