#pragma once

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "engine/csv/fields.h"
#include "engine/csv/layout.h"
#include "engine/csv/time_column.h"
#include "engine/events.h"

namespace taipan::engine {

// One line of text to one bar, checked; knows the previous bar's time. Throws CsvError.
class RowParser {
 public:
  RowParser(std::string_view file, const CsvLayout& layout, const TimeColumn& time)
      : file_(file), layout_(layout), time_(time) {}

  Bar parse(std::string_view line, std::size_t number);

 private:
  void split(std::string_view line);
  Timestamp read_time() const;
  double read_number(Role role) const;
  void check(const Bar& bar) const;
  [[noreturn]] void fail(Role role, std::string_view rule) const;

  const Field& field(Role role) const { return fields_[static_cast<std::size_t>(role)]; }

  // In the file.
  const std::string& name(Role role) const {
    return layout_.names[layout_.field_of[static_cast<std::size_t>(role)]];
  }

  std::string_view file_;
  const CsvLayout& layout_;
  const TimeColumn& time_;
  std::size_t number_ = 0;
  std::array<Field, kRoleCount> fields_;
  Timestamp previous_ = std::numeric_limits<Timestamp>::min();
};

}  // namespace taipan::engine
