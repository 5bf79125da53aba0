// Bars of a random walk, the same for the same seed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "indicators/core/definition.h"

namespace taipan {

struct RandomBars {
  std::vector<double> open;
  std::vector<double> high;
  std::vector<double> low;
  std::vector<double> close;
  std::vector<double> volume;
  std::vector<double> time;  // every four hours, in milliseconds

  RandomBars(std::size_t rows, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    double price = 100.0;
    for (std::size_t i = 0; i < rows; ++i) {
      open.push_back(price);
      // Steps of a size in proportion to the price would drift to 0 over millions of rows.
      price = std::max(1.0, price + normal(random));
      close.push_back(price);
      high.push_back(std::max(open.back(), price) + 0.5 * std::fabs(normal(random)));
      low.push_back(std::min(open.back(), price) - 0.25 * std::fabs(normal(random)));
      volume.push_back(std::floor(1000.0 * std::exp(0.5 * normal(random))));
      time.push_back(1.5e12 + 14.4e6 * static_cast<double>(i));
    }
  }

  std::size_t size() const { return close.size(); }

  const std::vector<double>& column(Field field) const {
    switch (field) {
      case Field::open:
        return open;
      case Field::high:
        return high;
      case Field::low:
        return low;
      case Field::volume:
        return volume;
      case Field::time:
        return time;
      default:
        return close;
    }
  }

  /// The columns an indicator asks for, from row `begin` on.
  std::vector<const double*> inputs_of(const Schema& schema, std::size_t begin = 0) const {
    std::vector<const double*> inputs;
    for (const InputSpec& input : schema.inputs) {
      inputs.push_back(column(input.field).data() + begin);
    }
    return inputs;
  }
};

}  // namespace taipan
