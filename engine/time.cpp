#include "engine/time.h"

#include <fmt/format.h>

#include <array>
#include <cctype>

namespace taipan::engine {
namespace {

struct Civil {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

// Howard Hinnant's days_from_civil and civil_from_days (public domain), on 400-year eras.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

Civil civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

unsigned days_in_month(int year, int month) {
  constexpr std::array<unsigned, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text; a failed read leaves the rest untouched.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool accept(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool accept_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    int parsed = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return false;
      parsed = parsed * 10 + (rest_[i] - '0');
    }
    value = parsed;
    rest_.remove_prefix(count);
    return true;
  }

  bool month_name(int& month) {
    constexpr std::string_view kNames = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (rest_.size() < 3) return false;
    std::array<char, 3> name{};
    for (std::size_t i = 0; i < 3; ++i) {
      name[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(rest_[i])));
    }
    const auto at = kNames.find(std::string_view(name.data(), name.size()));
    if (at == std::string_view::npos || at % 3 != 0) return false;
    month = static_cast<int>(at / 3) + 1;
    rest_.remove_prefix(3);
    return true;
  }

 private:
  std::string_view rest_;
};

// Decimals beyond nanoseconds are dropped.
bool read_fraction(Cursor& cursor, Timestamp& time) {
  if (!cursor.accept('.') && !cursor.accept(',')) return true;
  Timestamp unit = kSecond / 10;
  int digit = 0;
  if (!cursor.digits(1, digit)) return false;
  do {
    time += digit * unit;
    unit /= 10;
  } while (cursor.digits(1, digit));
  return true;
}

bool read_time_of_day(Cursor& cursor, Timestamp& time) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!cursor.digits(2, hour) || !cursor.accept(':') || !cursor.digits(2, minute)) return false;
  const bool has_seconds = cursor.accept(':');
  if (has_seconds && !cursor.digits(2, second)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  time += hour * kHour + minute * kMinute + second * kSecond;
  return !has_seconds || read_fraction(cursor, time);
}

bool read_zone(Cursor& cursor, CalendarTime& result) {
  cursor.accept(' ');
  if (cursor.done()) return true;
  result.has_zone = true;
  if (cursor.accept('Z') || cursor.accept('z')) return true;
  const bool ahead = cursor.peek() == '+';
  int hours = 0;
  int minutes = 0;
  if (!cursor.accept_any("+-") || !cursor.digits(2, hours)) return false;
  const bool colon = cursor.accept(':');
  if (!cursor.digits(2, minutes) && (colon || !cursor.done())) return false;
  if (hours > 15 || minutes > 59) return false;
  const Timestamp offset = hours * kHour + minutes * kMinute;
  result.time += ahead ? -offset : offset;
  return true;
}

bool read_numeric_date(Cursor& cursor, int& year, int& month, int& day) {
  if (!cursor.digits(4, year)) return false;
  const char separator = cursor.peek();
  if (is_digit(separator)) return cursor.digits(2, month) && cursor.digits(2, day);
  return cursor.accept_any("-/") && cursor.digits(2, month) && cursor.accept(separator) &&
         cursor.digits(2, day);
}

bool read_named_date(Cursor& cursor, int& year, int& month, int& day) {
  if (!cursor.month_name(month) || !cursor.accept(' ')) return false;
  if (!cursor.digits(2, day) && !cursor.digits(1, day)) return false;
  cursor.accept(',');
  return cursor.accept(' ') && cursor.digits(4, year);
}

bool read_date(Cursor& cursor, Timestamp& time) {
  int year = 0;
  int month = 0;
  int day = 0;
  const bool read = is_digit(cursor.peek()) ? read_numeric_date(cursor, year, month, day)
                                            : read_named_date(cursor, year, month, day);
  if (!read) return false;
  const auto date = from_civil(year, month, day);
  if (date) time = *date;
  return date.has_value();
}

std::string format_date(std::int64_t days) {
  const Civil civil = civil_from_days(days);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string format_fraction(Timestamp nanoseconds) {
  if (nanoseconds == 0) return {};
  if (nanoseconds % 1'000'000 == 0) return fmt::format(".{:03}", nanoseconds / 1'000'000);
  if (nanoseconds % 1'000 == 0) return fmt::format(".{:06}", nanoseconds / 1'000);
  return fmt::format(".{:09}", nanoseconds);
}

}  // namespace

std::optional<Timestamp> from_civil(int year, int month, int day) {
  if (year < 1678 || year > 2261 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (static_cast<unsigned>(day) > days_in_month(year, month)) return std::nullopt;
  return days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * kDay;
}

std::string format_time(Timestamp time) {
  const std::int64_t days = day_number(time);
  return time == days * kDay ? format_date(days) : format_full_time(time);
}

std::string format_full_time(Timestamp time) {
  const std::int64_t days = day_number(time);
  const Timestamp rest = time - days * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}{}Z", format_date(days), rest / kHour,
                     rest % kHour / kMinute, rest % kMinute / kSecond,
                     format_fraction(rest % kSecond));
}

std::optional<CalendarTime> parse_calendar_time(std::string_view text) {
  Cursor cursor(text);
  CalendarTime result;
  if (!read_date(cursor, result.time)) return std::nullopt;
  if (cursor.done()) return result;
  if (!cursor.accept_any("T ")) return std::nullopt;
  result.has_time_of_day = true;
  const bool read = read_time_of_day(cursor, result.time) && read_zone(cursor, result);
  if (!read || !cursor.done()) return std::nullopt;
  return result;
}

std::optional<Timestamp> parse_time_of_day(std::string_view text) {
  Cursor cursor(text);
  Timestamp time = 0;
  if (!read_time_of_day(cursor, time) || !cursor.done()) return std::nullopt;
  return time;
}

}  // namespace taipan::engine
