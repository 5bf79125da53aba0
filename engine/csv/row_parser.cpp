#include "engine/csv/row_parser.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/csv/error.h"

namespace taipan::engine {

Bar RowParser::parse(std::string_view line, std::size_t number) {
  number_ = number;
  split(line);
  Bar bar;
  bar.time = read_time();
  bar.open = read_number(Role::open);
  bar.high = read_number(Role::high);
  bar.low = read_number(Role::low);
  bar.close = read_number(Role::close);
  if (layout_.has(Role::volume)) bar.volume = read_number(Role::volume);
  check(bar);
  previous_ = bar.time;
  return bar;
}

void RowParser::split(std::string_view line) {
  FieldReader reader(line, layout_.separator);
  Field field;
  std::size_t count = 0;
  for (; reader.next(field); ++count) {
    if (count == layout_.fields()) {
      throw CsvError(file_, number_, field.column,
                     fmt::format("value {} is one field too many: the first line has {}",
                                 in_quotes(field.text), layout_.fields()));
    }
    fields_[static_cast<std::size_t>(layout_.roles[count])] = field;
  }
  if (reader.broken()) throw unclosed_quote(file_, number_, field.column, line);
  if (count < layout_.fields()) {
    throw CsvError(file_, number_, line.size() + 1,
                   fmt::format("line {} has {} fields where the first line has {}: '{}' is missing",
                               in_quotes(line), count, layout_.fields(), layout_.names[count]));
  }
}

Timestamp RowParser::read_time() const {
  const auto time = time_.parse(field(Role::time).text);
  if (!time) {
    fail(Role::time, fmt::format("is not a time like those above it ({})", time_.description()));
  }
  Timestamp result = *time;
  if (layout_.has(Role::time_of_day)) {
    if (result % kDay != 0) {
      fail(Role::time, fmt::format("is not midnight UTC, but the time of day is in column '{}'",
                                   name(Role::time_of_day)));
    }
    const auto time_of_day = parse_time_of_day(field(Role::time_of_day).text);
    if (!time_of_day)
      fail(Role::time_of_day, "is not a time of day: HH:MM, HH:MM:SS or HH:MM:SS.f");
    result += *time_of_day;
  }
  if (result <= previous_) {
    fail(Role::time, fmt::format("is not after the bar before it, {}: times must strictly increase",
                                 format_time(previous_)));
  }
  return result;
}

double RowParser::read_number(Role role) const {
  const std::string_view text = field(role).text;
  if (text.empty()) fail(role, "is empty where a number is needed");
  const auto value = parse_number(text);
  if (!value) fail(role, "is not a number");
  if (!std::isfinite(*value)) fail(role, "is not a finite number");
  return *value;
}

void RowParser::check(const Bar& bar) const {
  if (bar.high < bar.low) {
    fail(Role::high, fmt::format("is below the low, {}: no bar can be like that", bar.low));
  }
  const auto check_inside = [&](Role role, double price) {
    if (price >= bar.low && price <= bar.high) return;
    fail(role, fmt::format("is outside the bar's low and high, {} and {}", bar.low, bar.high));
  };
  check_inside(Role::open, bar.open);
  check_inside(Role::close, bar.close);
  if (bar.volume < 0) fail(Role::volume, "is negative: a volume is at least 0");
}

void RowParser::fail(Role role, std::string_view rule) const {
  throw CsvError(
      file_, number_, field(role).column,
      fmt::format("column '{}': value {} {}", name(role), in_quotes(field(role).text), rule));
}

}  // namespace taipan::engine
