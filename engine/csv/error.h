#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace taipan::engine {

// What is wrong with a file, and where: `bars.csv:17:5: column 'high': value 'abc' is not a
// number`. Line and column count from 1, the column in bytes; both are 0 when the file as a whole
// is meant.
class CsvError : public std::runtime_error {
 public:
  CsvError(std::string_view file, std::size_t line, std::size_t column, std::string_view message);

  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }

 private:
  std::size_t line_;
  std::size_t column_;
};

// For a quoted field that begins at `column` of `text`, which is line `line`, and does not end.
CsvError unclosed_quote(std::string_view file, std::size_t line, std::size_t column,
                        std::string_view text);

// A value for an error text: in quotes, unprintable bytes as '?', cut when long.
std::string in_quotes(std::string_view value);

}  // namespace taipan::engine
