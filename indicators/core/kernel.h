// The instruction sets an operator's block path is compiled for, chosen per call.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace taipan {

enum class Kernel { automatic, scalar, avx2, avx512 };

/// "auto", "scalar", "avx2", "avx512"; nothing for any other name.
std::optional<Kernel> kernel_from_name(std::string_view name);
std::string_view kernel_name(Kernel kernel);

/// Whether this processor can run `kernel`.
bool is_supported(Kernel kernel);

/// The kernels of this processor, scalar first, without `automatic`.
std::vector<Kernel> supported_kernels();

/// `automatic` becomes the fastest supported kernel; others stay.
Kernel resolve(Kernel kernel);

}  // namespace taipan
