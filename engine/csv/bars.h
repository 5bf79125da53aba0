#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/bar_columns.h"

namespace taipan::engine {

// What was found in a file, for the user to see: nothing is guessed in silence.
struct LoadReport {
  struct Column {
    std::string_view meaning;
    std::string name;  // in the file
  };
  std::string file;
  char separator = ',';
  bool has_header = true;
  std::vector<Column> columns;
  std::vector<std::string> ignored;
  std::string time_format;
  std::size_t rows = 0;
  Timestamp first = 0;
  Timestamp last = 0;
};

// Two lines of text.
std::string describe(const LoadReport& report);

struct LoadedBars {
  BarColumns bars;
  LoadReport report;
};

// Bars of one instrument, from a text file with one bar a line. Columns, separator and time format
// are detected. Throws CsvError for the first thing that is not right; nothing is half-loaded.
// Adjusted closes are ignored, because the other prices of the bar are not adjusted with them.
LoadedBars load_bars_csv(const std::string& path);

// The same for text in memory; `file` is what errors call it.
LoadedBars parse_bars_csv(std::string_view file, std::string_view text);

}  // namespace taipan::engine
