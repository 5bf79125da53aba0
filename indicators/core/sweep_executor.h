// Runs one indicator over a grid of parameters: common sub-expressions shared, rows of a family in
// one kernel, groups of rows spread over the cores.
#pragma once

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "indicators/core/indicator.h"

namespace taipan {

/// start, start + step, … as far as `end`, which is included; downwards when end < start. A step of
/// 0 is the start alone.
struct Range {
  double start;
  double end;
  double step;
};

/// The same of texts, by the parameter's rule.
struct TextRange {
  std::string start;
  std::string end;
  std::int64_t step;
};
using Axis = std::variant<Range, std::string, TextRange>;

/// Every combination of the axes (one for each parameter, in order), the last one fastest, less
/// those that break a rule between two parameters. Throws InvalidInput for a
/// range that is not of finite numbers, or not of whole ones for an integer, or not of texts that
/// keep their rule, and where no combination is left.
std::vector<Parameters> expand_grid(const Schema& schema, std::span<const Axis> axes);

/// The checks of a single call, for every row. Throws InvalidInput; returns the first complete row.
std::size_t check_sweep(const Definition& definition, std::span<const Parameters> rows,
                        std::span<const double* const> inputs,
                        std::span<const std::size_t> lengths);

/// arrays.outputs[j] is a row-major matrix of rows.size() x arrays.rows values, as `check_sweep`
/// allowed it. `threads` 0 means every core.
void run_sweep(const Definition& definition, std::span<const Parameters> rows, const Arrays& arrays,
               Kernel kernel, std::size_t threads = 0);

/// One indicator over many series, each as `check_call` allowed it.
void run_series(const Indicator& indicator, std::span<const Arrays> series, Kernel kernel,
                std::size_t threads = 0);

}  // namespace taipan
