#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taipan::engine {

// Nanoseconds since 1970-01-01T00:00:00 UTC.
using Timestamp = std::int64_t;

inline constexpr Timestamp kSecond = 1'000'000'000;
inline constexpr Timestamp kMinute = 60 * kSecond;
inline constexpr Timestamp kHour = 60 * kMinute;
inline constexpr Timestamp kDay = 24 * kHour;

// Days since 1970-01-01, rounded towards the past, so that times before 1970 belong to their own
// day.
constexpr std::int64_t day_number(Timestamp time) {
  return time >= 0 ? time / kDay : -((-(time + 1)) / kDay) - 1;
}

// 1970-01-01 was a Thursday; 0 is Sunday.
constexpr int weekday(Timestamp time) {
  return static_cast<int>(((day_number(time) + 4) % 7 + 7) % 7);
}

// Empty when the date does not exist or lies outside what 64-bit nanoseconds hold (1678 to 2261).
std::optional<Timestamp> from_civil(int year, int month, int day);

// 2000-01-03 at midnight, otherwise 2000-01-03T09:30:00Z, with 3, 6 or 9 decimals where needed.
std::string format_time(Timestamp time);

// Always with the time of day: 2000-01-03T00:00:00Z.
std::string format_full_time(Timestamp time);

// A calendar time as people write it: 2000-01-03, 2000/01/03, 20000103, Jan 3 2000, each optionally
// followed by T or a space and HH:MM[:SS[.fraction]], and by Z or an offset such as +01:00.
struct CalendarTime {
  Timestamp time = 0;
  bool has_time_of_day = false;
  bool has_zone = false;
};
std::optional<CalendarTime> parse_calendar_time(std::string_view text);

// HH:MM[:SS[.fraction]], as nanoseconds since midnight.
std::optional<Timestamp> parse_time_of_day(std::string_view text);

}  // namespace taipan::engine
