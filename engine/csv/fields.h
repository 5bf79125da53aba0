#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace taipan::engine {

// Lines, without their LF or CRLF, of a text in memory or of blocks that are read as needed, so
// that a file need not fit into memory.
class LineReader {
 public:
  // Reads up to `size` bytes into `buffer`; 0 at the end.
  using ReadBlock = std::function<std::size_t(char* buffer, std::size_t size)>;

  explicit LineReader(std::string_view text) : rest_(text) {}
  explicit LineReader(ReadBlock read) : read_(std::move(read)), buffer_(kBlock) {}
  LineReader(LineReader&&) = default;

  // The line is valid until the next call.
  bool next(std::string_view& line);
  std::size_t number() const { return number_; }  // of the last line read, from 1

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 18;

  bool read_more();

  ReadBlock read_;
  std::vector<char> buffer_;
  std::string_view rest_;  // read, but no line yet
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
