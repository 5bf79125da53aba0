# Debian's packages; scripts/setup installs them.

find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(hwy REQUIRED)

# Every translation unit must agree on the targets: one-lane scalar, AVX2 and AVX-512 remain. The
# scalar one is asked for by calling its two-lane emulation broken, as it is before GCC 12.3.
add_library(taipan_highway INTERFACE)
target_link_libraries(taipan_highway INTERFACE hwy::hwy)
target_compile_definitions(taipan_highway
                           INTERFACE "HWY_DISABLED_TARGETS=(HWY_AVX3_DL|HWY_SSE4|HWY_SSSE3)"
                                     HWY_BROKEN_EMU128=1)
