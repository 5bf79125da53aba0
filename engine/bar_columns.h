#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "engine/events.h"

namespace taipan::engine {

// Bars as one array a field: what indicators and NumPy views read without a copy.
struct BarColumns {
  std::vector<Timestamp> time;
  std::vector<double> open;
  std::vector<double> high;
  std::vector<double> low;
  std::vector<double> close;
  std::vector<double> volume;

  std::size_t size() const { return time.size(); }
  bool empty() const { return time.empty(); }

  void reserve(std::size_t count) {
    time.reserve(count);
    for (auto* column : {&open, &high, &low, &close, &volume}) column->reserve(count);
  }

  void push_back(const Bar& bar) {
    time.push_back(bar.time);
    open.push_back(bar.open);
    high.push_back(bar.high);
    low.push_back(bar.low);
    close.push_back(bar.close);
    volume.push_back(bar.volume);
  }

  Bar operator[](std::size_t index) const {
    return {time[index], open[index], high[index], low[index], close[index], volume[index]};
  }

  // Keeps the bars with from <= time < until; the times are strictly increasing.
  void keep(Timestamp from, Timestamp until) {
    const auto begin = std::lower_bound(time.begin(), time.end(), from);
    const auto end = std::lower_bound(begin, time.end(), until);
    const auto first = begin - time.begin();
    const auto last = end - time.begin();
    keep_rows(time, first, last);
    for (auto* column : {&open, &high, &low, &close, &volume}) keep_rows(*column, first, last);
  }

 private:
  template <class Value>
  static void keep_rows(std::vector<Value>& column, std::ptrdiff_t first, std::ptrdiff_t last) {
    column.erase(column.begin() + last, column.end());
    column.erase(column.begin(), column.begin() + first);
  }
};

}  // namespace taipan::engine
