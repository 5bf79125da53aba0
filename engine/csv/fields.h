#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace taipan::engine {

// Lines of a text, without their LF or CRLF.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  bool next(std::string_view& line);
  std::size_t number() const { return number_; }  // of the last line read, from 1

  // Whether nothing but white space follows.
  bool only_blank_left() const;

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

struct Field {
  std::string_view text;   // without surrounding spaces and quotes
  std::size_t column = 1;  // of its first byte in the line, from 1
};

// Fields of one line. Quoted fields may hold the separator, but no line break.
class FieldReader {
 public:
  FieldReader(std::string_view line, char separator)
      : begin_(line.data()), at_(begin_), end_(begin_ + line.size()), separator_(separator) {}

  // False at the end of the line, and at a quote that is not closed: see `broken`.
  bool next(Field& field);
  bool broken() const { return broken_; }

 private:
  bool next_quoted(const char* quote, Field& field);

  const char* begin_;
  const char* at_;  // null once the last field was read
  const char* end_;
  char separator_;
  bool broken_ = false;
};

// Decimal or scientific notation, with an optional sign. Infinities and NaN are given as such.
std::optional<double> parse_number(std::string_view text);

}  // namespace taipan::engine
