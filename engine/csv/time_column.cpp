#include "engine/csv/time_column.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace taipan::engine {
namespace {

// An epoch unit is told by magnitude, which works from 1973 to 2261: each unit's range in between
// ends far below where the next begins.
constexpr std::int64_t kEarliestEpochSecond = 100'000'000;
constexpr std::int64_t kLatestEpochSecond = 9'200'000'000;

}  // namespace

const TimeColumn::EpochUnit TimeColumn::kEpochUnits[] = {
    {"seconds", kSecond},
    {"milliseconds", 1'000'000},
    {"microseconds", 1'000},
    {"nanoseconds", 1},
};

std::optional<TimeColumn> TimeColumn::detect(std::string_view first) {
  TimeColumn column;
  if (const auto calendar = parse_calendar_time(first)) {
    column.first_ = *calendar;
    return column;
  }
  for (const EpochUnit& unit : kEpochUnits) {
    if (!parse_epoch(first, unit)) continue;
    column.epoch_ = &unit;
    return column;
  }
  return std::nullopt;
}

std::optional<Timestamp> TimeColumn::parse(std::string_view text) const {
  if (epoch_ != nullptr) return parse_epoch(text, *epoch_);
  const auto calendar = parse_calendar_time(text);
  if (!calendar || calendar->has_zone != first_.has_zone) return std::nullopt;
  return calendar->time;
}

std::string TimeColumn::description() const {
  if (epoch_ != nullptr) return fmt::format("epoch {}", epoch_->name);
  if (first_.has_zone) return "calendar time with zone";
  return fmt::format("calendar {}, no zone given: taken as UTC",
                     first_.has_time_of_day ? "time" : "date");
}

std::optional<Timestamp> TimeColumn::parse_epoch(std::string_view text, const EpochUnit& unit) {
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  auto [stop, error] = std::from_chars(text.data(), end, whole);
  const std::int64_t units_per_second = kSecond / unit.nanoseconds;
  if (error != std::errc{} || whole < kEarliestEpochSecond * units_per_second ||
      whole > kLatestEpochSecond * units_per_second) {
    return std::nullopt;
  }
  Timestamp time = whole * unit.nanoseconds;
  if (stop == end) return time;
  if (*stop++ != '.') return std::nullopt;
  // Decimals beyond nanoseconds are dropped.
  for (Timestamp place = unit.nanoseconds / 10; stop != end; ++stop, place /= 10) {
    if (*stop < '0' || *stop > '9') return std::nullopt;
    time += (*stop - '0') * place;
  }
  return time;
}

}  // namespace taipan::engine
