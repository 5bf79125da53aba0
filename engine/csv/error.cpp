#include "engine/csv/error.h"

#include <fmt/format.h>

namespace taipan::engine {
namespace {

constexpr std::size_t kLongestShown = 40;

std::string located(std::string_view file, std::size_t line, std::size_t column,
                    std::string_view message) {
  if (line == 0) return fmt::format("{}: {}", file, message);
  return fmt::format("{}:{}:{}: {}", file, line, column, message);
}

}  // namespace

CsvError::CsvError(std::string_view file, std::size_t line, std::size_t column,
                   std::string_view message)
    : std::runtime_error(located(file, line, column, message)), line_(line), column_(column) {}

CsvError unclosed_quote(std::string_view file, std::size_t line, std::size_t column,
                        std::string_view text) {
  return CsvError(file, line, column,
                  fmt::format("value {} is a quoted field that does not end where it should",
                              in_quotes(text.substr(column - 1))));
}

std::string in_quotes(std::string_view value) {
  std::string shown(value.substr(0, kLongestShown));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return fmt::format("'{}{}'", shown, value.size() > kLongestShown ? "..." : "");
}

}  // namespace taipan::engine
