// Input arrays: read in place when they are contiguous doubles, converted once otherwise.
#pragma once

#include <array>
#include <span>

#include "indicators/core/definition.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

inline constexpr std::size_t most_inputs = 8;

/// The inputs of one call. The caller keeps the arguments themselves alive.
class InputArrays {
 public:
  /// `objects` are in the order of the schema's inputs.
  InputArrays(const Schema& schema, PyObject* const* objects);

  std::span<const double* const> data() const { return {data_.data(), count_}; }
  std::span<const std::size_t> lengths() const { return {lengths_.data(), count_}; }
  /// Of every input, once the lengths were checked to agree.
  std::size_t size() const { return lengths_[0]; }

 private:
  std::array<Reference, most_inputs> converted_;
  std::array<const double*, most_inputs> data_;
  std::array<std::size_t, most_inputs> lengths_;
  std::size_t count_;
};

}  // namespace taipan::scripting
