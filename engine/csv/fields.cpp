#include "engine/csv/fields.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <locale>
#include <sstream>
#include <string>

namespace taipan::engine {

bool LineReader::next(std::string_view& line) {
  std::size_t end = rest_.find('\n');
  while (end == std::string_view::npos) {
    const std::size_t searched = rest_.size();
    if (!read_more()) break;
    end = rest_.find('\n', searched);
  }
  if (rest_.empty()) return false;
  line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  ++number_;
  return true;
}

bool LineReader::read_more() {
  if (!read_) return false;
  const std::size_t kept = rest_.size();
  if (kept != 0) std::memmove(buffer_.data(), rest_.data(), kept);
  if (kept == buffer_.size()) buffer_.resize(2 * kept);
  const std::size_t got = read_(buffer_.data() + kept, buffer_.size() - kept);
  rest_ = {buffer_.data(), kept + got};
  return got != 0;
}

bool FieldReader::next(Field& field) {
  if (at_ == nullptr) return false;
  const char* first = at_;
  while (first != end_ && *first == ' ') ++first;
  if (first != end_ && *first == '"') return next_quoted(first, field);

  const char* stop = first;
  while (stop != end_ && *stop != separator_) ++stop;
  const char* last = stop;
  while (last != first && last[-1] == ' ') --last;
  field = {{first, static_cast<std::size_t>(last - first)},
           static_cast<std::size_t>(first - begin_) + 1};
  at_ = stop == end_ ? nullptr : stop + 1;
  return true;
}

bool FieldReader::next_quoted(const char* quote, Field& field) {
  const char* first = quote + 1;
  const auto length = static_cast<std::size_t>(end_ - first);
  const char* close =
      length == 0 ? nullptr : static_cast<const char*>(std::memchr(first, '"', length));
  const char* stop = close == nullptr ? end_ : close + 1;
  while (stop != end_ && *stop == ' ') ++stop;
  field.column = static_cast<std::size_t>(quote - begin_) + 1;
  if (close == nullptr || (stop != end_ && *stop != separator_)) {
    broken_ = true;
    return false;
  }
  field.text = {first, static_cast<std::size_t>(close - first)};
  at_ = stop == end_ ? nullptr : stop + 1;
  return true;
}

namespace {

constexpr std::array<double, 23> kPowersOfTen{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Clinger's fast path: up to 15 digits are exact in a double, and so are the powers of ten up to
// 22, so that the one division rounds correctly. Nothing for any other notation.
std::optional<double> parse_plain_decimal(std::string_view text) {
  constexpr std::size_t kMostCharacters = 16;  // 15 digits and the point
  if (text.size() > kMostCharacters) return std::nullopt;
  std::uint64_t digits = 0;
  std::size_t decimals = 0;
  bool point = false;
  for (const char c : text) {
    const auto digit = static_cast<unsigned>(c - '0');
    if (digit <= 9) {
      digits = digits * 10 + digit;
      decimals += point;
    } else if (c == '.' && !point) {
      point = true;
    } else {
      return std::nullopt;
    }
  }
  const std::size_t count = text.size() - point;
  if (count == 0 || count > 15) return std::nullopt;
  return static_cast<double>(digits) / kPowersOfTen[decimals];
}

// Of a number whose magnitude is too large or too small for a double, which from_chars does not
// tell apart: infinity, or the nearest double at 0.
double parse_out_of_range(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  double value = 0;
  return stream >> value ? value : std::numeric_limits<double>::infinity();
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (const auto plain = parse_plain_decimal(text)) return plain;
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return parse_out_of_range(text);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

}  // namespace taipan::engine
