#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taipan::engine {

// What a column of a file of bars means.
enum class Role { ignored, time, time_of_day, open, high, low, close, volume };

inline constexpr std::size_t kRoleCount = 8;

std::string_view name_of(Role role);

struct CsvLayout {
  char separator = ',';
  bool has_header = true;
  std::vector<Role> roles;                         // by field
  std::vector<std::string> names;                  // by field, for error texts and the report
  std::array<std::size_t, kRoleCount> field_of{};  // by role; fields() when there is none

  std::size_t fields() const { return roles.size(); }
  bool has(Role role) const { return field_of[static_cast<std::size_t>(role)] < fields(); }
};

// Learns the layout from a file's first line. Throws CsvError when a column is missing or given
// twice, or when it cannot be told which is which.
CsvLayout detect_layout(std::string_view file, std::string_view first_line);

}  // namespace taipan::engine
