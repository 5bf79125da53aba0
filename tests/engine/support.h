#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace taipan::engine::testing {

// Reference data that is not part of the repository; tests that need it skip when it is absent.
inline std::filesystem::path shared_directory() {
  if (const char* path = std::getenv("TAIPAN_SHARED")) return path;
  return std::filesystem::path(TAIPAN_SOURCE_DIR) / ".." / "shared";
}

inline std::vector<std::vector<std::string>> read_csv(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::stringstream stream(line);
    rows.emplace_back();
    for (std::string field; std::getline(stream, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

// Bars from 2000-01-03, daily unless said otherwise, whose open, high, low and close follow from
// one price each.
inline BarColumns make_bars(const std::vector<double>& opens, const std::vector<double>& closes,
                            Timestamp step = kDay) {
  BarColumns bars;
  const Timestamp start = *from_civil(2000, 1, 3);
  for (std::size_t i = 0; i < opens.size(); ++i) {
    const auto [low, high] = std::minmax(opens[i], closes[i]);
    bars.push_back(
        {start + static_cast<Timestamp>(i) * step, opens[i], high + 1, low - 1, closes[i], 100});
  }
  return bars;
}

inline BarColumns make_bars(std::size_t count, Timestamp step = kDay) {
  std::vector<double> opens;
  std::vector<double> closes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<double>(i);
    opens.push_back(100 + 10 * ((i * 7) % 5) + x / 16);
    closes.push_back(100 + 10 * ((i * 11) % 7) - x / 32);
  }
  return make_bars(opens, closes, step);
}

// A strategy put together from functions.
struct Scripted : Strategy {
  std::function<void(Context&)> start;
  std::function<void(Context&, const Bar&)> bar;
  std::function<void(Context&, const OrderUpdate&)> order;
  std::function<void(Context&, const Fill&)> fill;
  std::function<void(Context&)> stop;
  BarListener* listener = nullptr;

  void on_start(Context& context) override {
    if (start) start(context);
  }
  void on_bar(Context& context, const Bar& value) override {
    if (bar) bar(context, value);
  }
  void on_order(Context& context, const OrderUpdate& update) override {
    if (order) order(context, update);
  }
  void on_fill(Context& context, const Fill& value) override {
    if (fill) fill(context, value);
  }
  void on_stop(Context& context) override {
    if (stop) stop(context);
  }
  BarListener* indicators() override { return listener; }
};

}  // namespace taipan::engine::testing
