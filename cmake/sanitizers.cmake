# What tests need in their environment when the build is instrumented; empty otherwise.

set(sanitizer_environment "")
set(sanitizer_preload "")

if(TAIPAN_SANITIZE MATCHES "address")
  # A stack of two frames names who allocated and no one further up, so that suppressing Python's
  # own leaks cannot hide one of ours that Python called.
  set(lsan_options suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp print_suppressions=0
                   malloc_context_size=2)
  list(JOIN lsan_options ":" lsan_options)
  set(sanitizer_environment "LSAN_OPTIONS=${lsan_options}")
  set(runtime libasan.so)
elseif(TAIPAN_SANITIZE MATCHES "thread")
  set(runtime libtsan.so)
endif()

# A plain python must have the runtime loaded before the extension, and libstdc++ with it, or the
# runtime finds no exceptions to intercept.
if(TAIPAN_SANITIZE)
  set(libraries "")
  foreach(library IN ITEMS ${runtime} libstdc++.so)
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=${library}
                    OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE
                    COMMAND_ERROR_IS_FATAL ANY)
    file(REAL_PATH "${path}" path)
    list(APPEND libraries "${path}")
  endforeach()
  list(JOIN libraries " " libraries)
  set(sanitizer_preload "LD_PRELOAD=${libraries}")
endif()
