# Chooses the interpreter: -DPython_EXECUTABLE, else the active virtual environment, else python3 on
# PATH, else Debian's. One without NumPy, headers or library is passed over, and the log says why.

function(taipan_probe_python candidate origin)
  execute_process(
    COMMAND "${candidate}" "${CMAKE_SOURCE_DIR}/cmake/probe_python.py"
    OUTPUT_VARIABLE path ERROR_VARIABLE reason RESULT_VARIABLE status
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
  set(accepted "" PARENT_SCOPE)
  if(status EQUAL 0)
    message(STATUS "Python: ${path} (${origin})")
    set(accepted "${path}" PARENT_SCOPE)
    return()
  endif()
  if(NOT reason)
    set(reason "cannot be run: ${status}")
  endif()
  message(STATUS "Python: not ${candidate} (${origin}): ${reason}")
endfunction()

if(Python_EXECUTABLE)
  taipan_probe_python("${Python_EXECUTABLE}" "Python_EXECUTABLE")
  if(NOT accepted)
    message(FATAL_ERROR "Python_EXECUTABLE=${Python_EXECUTABLE} cannot be used, see above")
  endif()
else()
  set(accepted "")
  if(DEFINED ENV{VIRTUAL_ENV})
    taipan_probe_python("$ENV{VIRTUAL_ENV}/bin/python3" "the active virtual environment")
  endif()
  find_program(TAIPAN_PYTHON_ON_PATH python3 NO_CACHE)
  if(NOT accepted AND TAIPAN_PYTHON_ON_PATH)
    taipan_probe_python("${TAIPAN_PYTHON_ON_PATH}" "first on PATH")
  endif()
  if(NOT accepted)
    taipan_probe_python("/usr/bin/python3" "the system's")
  endif()
  if(NOT accepted)
    message(FATAL_ERROR "No Python with NumPy and development files: run scripts/setup, "
                        "or give one by -DPython_EXECUTABLE=PATH")
  endif()
  set(Python_EXECUTABLE "${accepted}")
endif()

find_package(Python REQUIRED COMPONENTS Interpreter Development.Module Development.Embed NumPy)
set(PYBIND11_FINDPYTHON ON)
find_package(pybind11 2.10 REQUIRED CONFIG)
