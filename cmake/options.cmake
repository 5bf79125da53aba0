# How every target of ours is compiled: language, warnings, floating point, sanitizers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The same static libraries go into the binary and into the Python extension.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# pybind11's types are hidden; a visible class that holds one would be a warning.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

set(TAIPAN_SANITIZE "" CACHE STRING "-fsanitize= list for every target, e.g. address,undefined")

add_library(taipan_options INTERFACE)
target_include_directories(taipan_options INTERFACE "${CMAKE_SOURCE_DIR}"
                                                    "${CMAKE_BINARY_DIR}/generated")
target_compile_options(taipan_options INTERFACE -Wall -Wextra -Wpedantic -Werror
                                                # A stream, a replay and another machine give the
                                                # same bits: fused operations are written, not found.
                                                -ffp-contract=off)

# GCC 12 sees overlapping copies inside std::string that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(taipan_options INTERFACE -Wno-restrict)
endif()

if(TAIPAN_SANITIZE)
  target_compile_options(taipan_options INTERFACE
    -fsanitize=${TAIPAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # Instrumented code makes GCC's flow analysis report values that are always set.
    -Wno-maybe-uninitialized)
  target_link_options(taipan_options INTERFACE -fsanitize=${TAIPAN_SANITIZE})
endif()

configure_file("${CMAKE_SOURCE_DIR}/cmake/taipan_version.h.in"
               "${CMAKE_BINARY_DIR}/generated/taipan_version.h" @ONLY)
