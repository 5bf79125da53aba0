#include "engine/csv/bars.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "engine/csv/error.h"
#include "engine/csv/fields.h"
#include "engine/csv/layout.h"
#include "engine/csv/row_parser.h"
#include "engine/csv/time_column.h"

namespace taipan::engine {
namespace {

// In blocks, so that pipes work as well as files.
std::string read_file(const std::string& path) {
  constexpr std::size_t kBlock = std::size_t{1} << 22;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  const auto fail = [&] {
    throw CsvError(path, 0, 0, fmt::format("the file cannot be read: {}", std::strerror(errno)));
  };
  if (file == nullptr) fail();
  std::string text;
  std::error_code unknown_size;
  const auto size_hint = std::filesystem::file_size(path, unknown_size);
  if (!unknown_size) text.reserve(size_hint + kBlock);
  for (std::size_t got = kBlock; got == kBlock;) {
    const std::size_t size = text.size();
    text.resize(size + kBlock);
    got = std::fread(text.data() + size, 1, kBlock, file.get());
    if (std::ferror(file.get()) != 0) fail();
    text.resize(size + got);
  }
  return text;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

TimeColumn detect_time(std::string_view file, const CsvLayout& layout, std::string_view line,
                       std::size_t number) {
  FieldReader reader(line, layout.separator);
  Field field;
  const std::size_t wanted = layout.field_of[static_cast<std::size_t>(Role::time)];
  for (std::size_t i = 0; i <= wanted && reader.next(field); ++i) {
    if (i < wanted) continue;
    if (const auto time = TimeColumn::detect(field.text)) return *time;
  }
  throw CsvError(file, number, field.column,
                 fmt::format("column '{}': value {} is not a time: {}", layout.names[wanted],
                             in_quotes(field.text), kTimeRule));
}

BarColumns parse_rows(std::string_view file, LineReader lines, const CsvLayout& layout,
                      const TimeColumn& time, std::size_t expected) {
  BarColumns bars;
  bars.reserve(expected);
  RowParser parser(file, layout, time);
  std::string_view line;
  while (lines.next(line)) {
    if (line.empty()) {
      if (lines.only_blank_left()) break;
      throw CsvError(file, lines.number(), 1, "value '' is an empty line before the last bar");
    }
    bars.push_back(parser.parse(line, lines.number()));
  }
  return bars;
}

LoadReport report_on(std::string_view file, const CsvLayout& layout, const TimeColumn& time,
                     const BarColumns& bars) {
  LoadReport report;
  report.file = file;
  report.separator = layout.separator;
  report.has_header = layout.has_header;
  for (std::size_t i = 0; i < layout.fields(); ++i) {
    if (layout.roles[i] == Role::ignored) {
      report.ignored.push_back(layout.names[i]);
    } else {
      report.columns.push_back({name_of(layout.roles[i]), layout.names[i]});
    }
  }
  report.time_format = time.description();
  report.rows = bars.size();
  report.first = bars.time.front();
  report.last = bars.time.back();
  return report;
}

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

std::string_view name_of_separator(char separator) {
  if (separator == '\t') return "tabs";
  return separator == ';' ? "semicolons" : "commas";
}

}  // namespace

std::string describe(const LoadReport& report) {
  std::string columns;
  for (const auto& [meaning, name] : report.columns) {
    columns += columns.empty() ? "" : ", ";
    columns += same_word(meaning, name) ? meaning : fmt::format("{}={}", meaning, in_quotes(name));
  }
  std::string ignored;
  for (const std::string& name : report.ignored) {
    ignored += ignored.empty() ? "; ignored: " : ", ";
    ignored += in_quotes(name);
  }
  return fmt::format("{}: {} bars, {} to {}\n  {}, {}: {}{}; {}", report.file, report.rows,
                     format_time(report.first), format_time(report.last),
                     name_of_separator(report.separator),
                     report.has_header ? "header" : "no header, columns by position", columns,
                     ignored, report.time_format);
}

LoadedBars load_bars_csv(const std::string& path) { return parse_bars_csv(path, read_file(path)); }

LoadedBars parse_bars_csv(std::string_view file, std::string_view text) {
  LineReader lines(without_byte_order_mark(text));
  std::string_view first;
  if (lines.only_blank_left()) throw CsvError(file, 1, 1, "the file is empty");
  lines.next(first);
  const CsvLayout layout = detect_layout(file, first);

  LineReader rows = lines;
  std::string_view row = first;
  if (layout.has_header && (lines.only_blank_left() || !lines.next(row))) {
    throw CsvError(file, 2, 1, "the file has a header but no bar");
  }
  if (!layout.has_header) rows = LineReader(without_byte_order_mark(text));
  const TimeColumn time = detect_time(file, layout, row, lines.number());

  const std::size_t expected = text.size() / std::max<std::size_t>(row.size() + 1, 8) + 1;
  LoadedBars loaded;
  loaded.bars = parse_rows(file, rows, layout, time, expected);
  loaded.report = report_on(file, layout, time, loaded.bars);
  return loaded;
}

}  // namespace taipan::engine
