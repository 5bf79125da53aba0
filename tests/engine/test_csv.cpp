#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "engine/csv/bars.h"
#include "engine/csv/error.h"
#include "engine/csv/fields.h"
#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

// The same two bars, written in every layout that is understood.
struct Layout {
  const char* name;
  std::string text;
};

void PrintTo(const Layout& value, std::ostream* stream) { *stream << value.name; }

class CsvLayouts : public ::testing::TestWithParam<Layout> {};

TEST_P(CsvLayouts, GiveTheSameBars) {
  const BarColumns bars = parse_bars_csv("bars.csv", GetParam().text).bars;
  const Timestamp monday = *from_civil(2000, 1, 3);
  EXPECT_EQ(bars.time, (std::vector<Timestamp>{monday, monday + kDay}));
  EXPECT_EQ(bars.open, (std::vector<double>{1.5, 2.25}));
  EXPECT_EQ(bars.high, (std::vector<double>{3, 4}));
  EXPECT_EQ(bars.low, (std::vector<double>{-1, 0.5}));
  EXPECT_EQ(bars.close, (std::vector<double>{2, 1}));
  EXPECT_EQ(bars.volume, (std::vector<double>{100, 0}));
}

const char kPlain[] =
    "date,open,high,low,close,volume\n2000-01-03,1.5,3,-1,2,100\n2000-01-04,2.25,4,.5,1,0\n";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    All, CsvLayouts,
    ::testing::Values(
        Layout{"plain", kPlain}, Layout{"semicolons", replaced(kPlain, ",", ";")},
        Layout{"tabs", replaced(kPlain, ",", "\t")},
        Layout{"spaces_after_commas", replaced(kPlain, ",", ", ")},
        Layout{"windows_line_ends", replaced(kPlain, "\n", "\r\n")},
        Layout{"blank_lines_at_the_end", std::string(kPlain) + "\n \r\n\n"},
        Layout{"no_line_end", std::string(kPlain, sizeof kPlain - 2)},
        Layout{"byte_order_mark", std::string("\xef\xbb\xbf") + kPlain},
        Layout{"upper_case", replaced(replaced(kPlain, "date", "DATE"), "open", "Open")},
        Layout{"timestamp", replaced(kPlain, "date", "Timestamp")},
        Layout{"saved_index", replaced(kPlain, "date", "")},
        Layout{"slashes", replaced(kPlain, "2000-01-", "2000/01/")},
        Layout{"compact_dates", replaced(kPlain, "2000-01-", "200001")},
        Layout{"month_names",
               replaced(replaced(kPlain, "2000-01-03", "Jan 3 2000"), "2000-01-04", "Jan 4 2000")},
        Layout{"quoted",
               "\"date\",\"open\",\"high\",\"low\",\"close\",\"volume\"\n"
               "\"Jan 3, 2000\",\"1.5\",\"3\",\"-1\",\"2\",\"100\"\n"
               "\"Jan 4, 2000\",\"2.25\",\"4\",\"0.5\",\"1\",\"0\"\n"},
        Layout{"any_order_and_more_columns",
               "symbol,volume,close,low,high,open,Adj Close,Open Time\n"
               "X,100,2,-1,3,1.5,7,2000-01-03\nX,0,1,.5,4,2.25,7,2000-01-04\n"},
        Layout{"date_and_time",
               "Date,Time,Open,High,Low,Close,Volume\n2000-01-03,00:00:00,1.5,3,-1,2,100\n"
               "2000-01-04,00:00:00,2.25,4,.5,1,0\n"},
        Layout{"epoch_seconds",
               "unix,o,h,l,c,v\n946857600,1.5,3,-1,2,100\n946944000.0,2.25,4,.5,1,0\n"},
        Layout{"epoch_milliseconds",
               "ts_ms,open,high,low,close,vol\n946857600000,1.5,3,-1,2,100\n"
               "946944000000,2.25,4,.5,1,0\n"},
        Layout{"epoch_microseconds",
               "time,open,high,low,close,volume\n946857600000000,1.5,3,-1,2,1e2\n"
               "946944000000000,2.25,4,5e-1,1,0\n"},
        Layout{"epoch_nanoseconds",
               "time,open,high,low,close,volume\n946857600000000000,1.5,+3,-1,2,100\n"
               "946944000000000000,2.25,4,.5,1,0\n"},
        Layout{"no_header", "2000-01-03,1.5,3,-1,2,100\n2000-01-04,2.25,4,.5,1,0\n"},
        Layout{"no_header_more_columns",
               "946857600000,1.5,3,-1,2,100,946943999999,5\n946944000000,2.25,4,.5,1,0,9,5\n"},
        Layout{"no_header_date_and_time",
               "2000-01-03,00:00,1.5,3,-1,2,100\n2000-01-04,00:00,2.25,4,.5,1,0\n"},
        Layout{"zones",
               "time,open,high,low,close,volume\n2000-01-03T01:00:00+01:00,1.5,3,-1,2,100\n"
               "2000-01-03T19:00-05:00,2.25,4,.5,1,0\n"}),
    [](const auto& test) { return test.param.name; });

TEST(Csv, DateAndTimeColumnsAddUp) {
  const auto bars = parse_bars_csv("bars.csv",
                                   "Date,Time,Open,High,Low,Close\n2000-01-03,09:30,1,1,1,1\n"
                                   "2000-01-03,09:30:00.5,1,1,1,1\n")
                        .bars;
  const Timestamp morning = *from_civil(2000, 1, 3) + 9 * kHour + 30 * kMinute;
  EXPECT_EQ(bars.time, (std::vector<Timestamp>{morning, morning + kSecond / 2}));
  EXPECT_EQ(bars.volume, (std::vector<double>{0, 0})) << "without a volume column";
}

TEST(Csv, TheReportSaysWhatWasFound) {
  const auto report = parse_bars_csv("x.csv",
                                     "Day Open,Open,High,Low,Close,Adj Close,ts\n"
                                     "a,1,1,1,1,2,946857600\nb,1,1,1,1,2,946944000\n")
                          .report;
  EXPECT_EQ(describe(report),
            "x.csv: 2 bars, 2000-01-03 to 2000-01-04\n"
            "  commas, header: open, high, low, close, time='ts'; ignored: 'Day Open', "
            "'Adj Close'; epoch seconds");
  EXPECT_NE(describe(parse_bars_csv("x.csv", "2000-01-03,1,1,1,1\n").report)
                .find("no header, columns by position: time, open, high, low, close"),
            std::string::npos);
}

TEST(Csv, AllNumbersReadAsTheNearestDouble) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200'000; ++i) {
    std::string text = std::to_string(random() % (i % 2 == 0 ? 100'000 : 10'000'000'000));
    if (i % 7 != 0) text.insert(random() % (text.size() + 1), ".");
    if (i % 5 == 0) text += std::to_string(random() % 1000);
    if (i % 11 == 0) text.insert(0, "-");
    if (text == "." || text == "-.") continue;
    double expected = 0;
    std::from_chars(text.data(), text.data() + text.size(), expected);
    ASSERT_EQ(parse_number(text), expected) << text;
  }
  for (const char* text : {"", ".", "-", "+", "1.2.3", "1,5", "0x10", "1e", "--1", "+-1", "1 2"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(Csv, NumbersBeyondADouble) {
  EXPECT_EQ(parse_number("1e-400"), 0);
  EXPECT_EQ(parse_number("-1e-400"), 0);
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1"), 0);
  EXPECT_EQ(parse_number("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_TRUE(std::isinf(*parse_number("1e400")));
  EXPECT_TRUE(std::isinf(*parse_number("-1e400")));
  EXPECT_TRUE(std::isinf(*parse_number(std::string(400, '9'))));
}

TEST(Csv, LinesDoNotDependOnHowTheyWereRead) {
  std::mt19937 random(5);
  std::string text;
  for (int line = 0; line < 200; ++line) {
    // One line is longer than any block.
    text += std::string(line == 77 ? 1'000'000 : random() % 50, 'x');
    text += line % 3 == 0 ? "\r\n" : "\n";
  }
  text += "the last line has no end";

  LineReader whole{std::string_view(text)};
  std::size_t given = 0;
  LineReader pieces([&](char* buffer, std::size_t size) {
    const std::size_t most = given % 2 == 0 ? 7 : 1000;
    const std::size_t got = text.copy(buffer, std::min(size, most), given);
    given += got;
    return got;
  });
  std::string_view expected;
  std::string_view actual;
  while (whole.next(expected)) {
    ASSERT_TRUE(pieces.next(actual));
    ASSERT_EQ(actual, expected);
    ASSERT_EQ(pieces.number(), whole.number());
  }
  EXPECT_FALSE(pieces.next(actual));
  EXPECT_EQ(expected, "the last line has no end");
  EXPECT_EQ(whole.number(), 201u);
}

TEST(Csv, ADefectFarDownAFileIsFound) {
  std::string text = "ts,open,high,low,close\n";
  for (int i = 0; i < 50'000; ++i) text += std::to_string(946857600 + 60 * i) + ",1,2,1,1\n";
  const auto path = std::filesystem::temp_directory_path() / "taipan_test_long.csv";
  std::ofstream(path) << text;
  EXPECT_EQ(load_bars_csv(path.string()).bars.size(), 50'000u);
  std::ofstream(path, std::ios::app) << "949857600,1,2,1,3\n";
  try {
    load_bars_csv(path.string());
    FAIL() << "accepted";
  } catch (const CsvError& error) {
    EXPECT_EQ(error.line(), 50'002u);
    EXPECT_EQ(error.column(), 17u);
  }
  std::filesystem::remove(path);
}

TEST(Csv, RealFilesOfOtherEngines) {
  const auto file = shared_directory() / "engines" / "golden" / "data_ohlcv.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "reference data not found: " << file;
  const auto loaded = load_bars_csv(file.string());
  EXPECT_EQ(loaded.report.rows, 15'577u);
  EXPECT_EQ(format_time(loaded.report.first), "2017-07-24");
  EXPECT_EQ(format_time(loaded.report.last), "2024-09-01");
}

}  // namespace
}  // namespace taipan::engine::testing
