#include "indicators/core/kernel.h"

#include <hwy/highway.h>

#include <array>

namespace taipan {
namespace {

constexpr std::array<std::string_view, 4> names{"auto", "scalar", "avx2", "avx512"};

Kernel best() {
  if (is_supported(Kernel::avx512)) return Kernel::avx512;
  return is_supported(Kernel::avx2) ? Kernel::avx2 : Kernel::scalar;
}

}  // namespace

std::optional<Kernel> kernel_from_name(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Kernel>(i);
  }
  return std::nullopt;
}

std::string_view kernel_name(Kernel kernel) { return names[static_cast<std::size_t>(kernel)]; }

bool is_supported(Kernel kernel) {
  static const auto targets = hwy::SupportedTargets();
  if (kernel == Kernel::avx512) return (targets & HWY_AVX3) != 0;
  if (kernel == Kernel::avx2) return (targets & HWY_AVX2) != 0;
  return true;
}

std::vector<Kernel> supported_kernels() {
  std::vector<Kernel> kernels;
  for (Kernel kernel : {Kernel::scalar, Kernel::avx2, Kernel::avx512}) {
    if (is_supported(kernel)) kernels.push_back(kernel);
  }
  return kernels;
}

Kernel resolve(Kernel kernel) {
  static const Kernel fastest = best();
  return kernel == Kernel::automatic ? fastest : kernel;
}

}  // namespace taipan
