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

[[noreturn]] void fail_to_read(const std::string& path) {
  throw CsvError(path, 0, 0, fmt::format("the file cannot be read: {}", std::strerror(errno)));
}

// A pipe serves as well as a file.
LineReader open_lines(const std::string& path) {
  const std::shared_ptr<std::FILE> file(std::fopen(path.c_str(), "rb"), [](std::FILE* opened) {
    if (opened != nullptr) std::fclose(opened);
  });
  if (file == nullptr) fail_to_read(path);
  return LineReader([file, path](char* buffer, std::size_t size) {
    const std::size_t got = std::fread(buffer, 1, size, file.get());
    if (std::ferror(file.get()) != 0) fail_to_read(path);
    return got;
  });
}

// 0 when it is not known.
std::size_t size_of(const std::string& path) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  return unknown ? 0 : size;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// Blank lines end a file; the next line that is not blank, if there is one, is out of place.
bool next_row(std::string_view file, LineReader& lines, std::string_view& line) {
  if (!lines.next(line)) return false;
  if (!is_blank(line)) return true;
  const std::size_t blank = lines.number();
  while (lines.next(line)) {
    if (is_blank(line)) continue;
    throw CsvError(file, blank, 1, "value '' is an empty line before the last bar");
  }
  return false;
}

std::string read_first_line(std::string_view file, LineReader& lines) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string_view line;
  if (!next_row(file, lines, line)) throw CsvError(file, 1, 1, "the file is empty");
  const std::size_t after_lone = line.find_first_not_of('\r', line.find('\r'));
  if (after_lone != std::string_view::npos) {
    throw CsvError(file, 1, after_lone, "a CR alone ends no line: lines end with LF or CRLF");
  }
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  return std::string(line);
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
  if (reader.broken()) throw unclosed_quote(file, number, field.column, line);
  throw CsvError(file, number, field.column,
                 fmt::format("column '{}': value {} is not a time: {}", layout.names[wanted],
                             in_quotes(field.text), kTimeRule));
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

LoadedBars read_bars(std::string_view file, LineReader lines, std::size_t size) {
  const std::string first = read_first_line(file, lines);
  const CsvLayout layout = detect_layout(file, first);
  std::string_view row = first;
  if (layout.has_header && !next_row(file, lines, row)) {
    throw CsvError(file, 2, 1, "the file has a header but no bar");
  }
  const TimeColumn time = detect_time(file, layout, row, lines.number());

  LoadedBars loaded;
  loaded.bars.reserve(size / (row.size() + 1) + 1);
  RowParser parser(file, layout, time);
  do {
    loaded.bars.push_back(parser.parse(row, lines.number()));
  } while (next_row(file, lines, row));
  loaded.report = report_on(file, layout, time, loaded.bars);
  return loaded;
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

LoadedBars load_bars_csv(const std::string& path) {
  return read_bars(path, open_lines(path), size_of(path));
}

LoadedBars parse_bars_csv(std::string_view file, std::string_view text) {
  return read_bars(file, LineReader(text), text.size());
}

}  // namespace taipan::engine
