#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

#include "engine/bar_columns.h"

namespace taipan::engine {

// The bars a strategy may know: the closed ones, as views on the columns being replayed.
class BarHistory {
 public:
  explicit BarHistory(std::shared_ptr<const BarColumns> columns) : columns_(std::move(columns)) {}

  std::size_t size() const { return size_; }
  std::span<const Timestamp> time() const { return {columns_->time.data(), size_}; }
  std::span<const double> open() const { return {columns_->open.data(), size_}; }
  std::span<const double> high() const { return {columns_->high.data(), size_}; }
  std::span<const double> low() const { return {columns_->low.data(), size_}; }
  std::span<const double> close() const { return {columns_->close.data(), size_}; }
  std::span<const double> volume() const { return {columns_->volume.data(), size_}; }

  // The whole storage, future included. Only for a host that reveals values bar by bar, never for
  // strategy code. Addresses stay the same for the whole run.
  const BarColumns& columns() const { return *columns_; }

  // Shared with views that outlive the run; owns nothing (use_count() == 0) when the run was given
  // plain columns.
  const std::shared_ptr<const BarColumns>& shared_columns() const { return columns_; }

  void advance() { ++size_; }

 private:
  std::shared_ptr<const BarColumns> columns_;
  std::size_t size_ = 0;
};

}  // namespace taipan::engine
