#include <cstdio>
#include <string_view>

#include "bench/windows.h"

namespace {

// Takes --kernel=NAME out of the arguments. False when there is no such kernel here.
bool take_kernel(int& argc, char** argv) {
  constexpr std::string_view option = "--kernel=";
  int kept = 0;
  for (int i = 0; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with(option)) {
      argv[kept++] = argv[i];
      continue;
    }
    const auto kernel = taipan::kernel_from_name(argument.substr(option.size()));
    if (!kernel || !taipan::is_supported(*kernel)) return false;
    taipan::bench::chosen_kernel() = *kernel;
  }
  argc = kept;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (!take_kernel(argc, argv)) {
    std::fputs("--kernel: this machine runs auto, scalar", stderr);
    for (const taipan::Kernel kernel : taipan::supported_kernels()) {
      if (kernel != taipan::Kernel::scalar) {
        std::fprintf(stderr, ", %s", taipan::kernel_name(kernel).data());
      }
    }
    std::fputc('\n', stderr);
    return 2;
  }
  taipan::bench::add_yardsticks();
  taipan::bench::add_indicators();
  taipan::bench::add_streams();
  taipan::bench::add_banks();
  taipan::bench::add_sweeps();
  benchmark::AddCustomContext(
      "kernel", taipan::kernel_name(taipan::resolve(taipan::bench::chosen_kernel())).data());
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
