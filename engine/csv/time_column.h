#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/time.h"

namespace taipan::engine {

// How the times of one column are written, learnt from its first value and demanded of the others.
class TimeColumn {
 public:
  // Empty when the value is no time that can be told from another.
  static std::optional<TimeColumn> detect(std::string_view first);

  std::optional<Timestamp> parse(std::string_view text) const;

  // For the report: "epoch milliseconds", or "calendar time, no zone given: taken as UTC".
  std::string description() const;

 private:
  struct EpochUnit {
    std::string_view name;
    Timestamp nanoseconds;
  };
  static const EpochUnit kEpochUnits[];

  static std::optional<Timestamp> parse_epoch(std::string_view text, const EpochUnit& unit);

  const EpochUnit* epoch_ = nullptr;  // null for calendar times
  CalendarTime first_;
};

// The rule in an error text.
inline constexpr std::string_view kTimeRule =
    "a time is a date (2000-01-03, 2000/01/03, 20000103, Jan 3 2000) with an optional time of day "
    "(T09:30[:00[.0]]) and zone (Z, +01:00), or an epoch between 1973 and 2261 in s, ms, us or ns";

}  // namespace taipan::engine
