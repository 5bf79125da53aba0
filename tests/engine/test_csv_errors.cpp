// Every kind of defect is refused, with the place, the value and the rule.
#include <gtest/gtest.h>

#include <random>

#include "engine/csv/bars.h"
#include "engine/csv/error.h"

namespace taipan::engine {
namespace {

const std::string kHeader = "date,open,high,low,close,volume\n";
const std::string kGood = "2000-01-03,2,3,1,2,10\n";

struct Defect {
  const char* name;
  std::string text;
  const char* error;
};

void PrintTo(const Defect& value, std::ostream* stream) { *stream << value.name; }

class CsvDefects : public ::testing::TestWithParam<Defect> {};

TEST_P(CsvDefects, AreRefused) {
  try {
    parse_bars_csv("bars.csv", GetParam().text);
    FAIL() << "accepted";
  } catch (const CsvError& error) {
    EXPECT_EQ(std::string(error.what()).substr(0, std::string_view(GetParam().error).size()),
              GetParam().error);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, CsvDefects,
    ::testing::Values(
        Defect{"empty_file", "", "bars.csv:1:1: the file is empty"},
        Defect{"only_blank_lines", "\n \r\n", "bars.csv:1:1: the file is empty"},
        Defect{"header_only", kHeader, "bars.csv:2:1: the file has a header but no bar"},
        Defect{"header_and_blank_line", kHeader + "\r\n",
               "bars.csv:2:1: the file has a header but no bar"},
        Defect{"missing_column", "date,open,low,close\n2000-01-03,2,1,2\n",
               "bars.csv:1:1: column 'high' is missing; the header has 'date', 'open', 'low', "
               "'close'"},
        Defect{"missing_time", "day,open,high,low,close\n1,2,3,1,2\n",
               "bars.csv:1:1: column 'time' is missing"},
        Defect{"missing_without_header", "2000-01-03,2,3,1\n",
               "bars.csv:1:1: column 'close' is missing: without a header the columns are time, "
               "open, high, low, close and optionally volume, and there are only 4"},
        Defect{"column_twice", "date,open,high,low,close,Close\n2000-01-03,2,3,1,2,2\n",
               "bars.csv:1:26: column 'close' is there twice, as 'close' and 'Close'"},
        Defect{"header_of_digits", "0,1,2,3,4,5\n946857600000,2,3,1,2,9\n",
               "bars.csv:1:1: column 'time': value '0' is not a time: a time is"},
        Defect{"too_few_fields", kHeader + kGood + "2000-01-04,2,3,1,2\n",
               "bars.csv:3:19: line '2000-01-04,2,3,1,2' has 5 fields where the first line has 6: "
               "'volume' is missing"},
        Defect{"too_many_fields", kHeader + kGood + "2000-01-04,2,3,1,2,10,77\n",
               "bars.csv:3:23: value '77' is one field too many: the first line has 6"},
        Defect{"decimal_comma", "date;open;high;low;close\n2000-01-03;2,5;3;1;2\n",
               "bars.csv:2:12: column 'open': value '2,5' is not a number"},
        Defect{"not_a_number", kHeader + kGood + "2000-01-04,2,abc,1,2,10\n",
               "bars.csv:3:14: column 'high': value 'abc' is not a number"},
        Defect{"number_and_rest", kHeader + "2000-01-03,2,3,1x,2,10\n",
               "bars.csv:2:16: column 'low': value '1x' is not a number"},
        Defect{"empty_field", kHeader + "2000-01-03,2,3,1,,10\n",
               "bars.csv:2:18: column 'close': value '' is empty where a number is needed"},
        Defect{"nan", kHeader + "2000-01-03,2,3,1,nan,10\n",
               "bars.csv:2:18: column 'close': value 'nan' is not a finite number"},
        Defect{"infinity", kHeader + "2000-01-03,2,inf,1,2,10\n",
               "bars.csv:2:14: column 'high': value 'inf' is not a finite number"},
        Defect{"overflow", kHeader + "2000-01-03,2,1e999,1,2,10\n",
               "bars.csv:2:14: column 'high': value '1e999' is not a finite number"},
        Defect{"bad_first_time", kHeader + "03/01/2000,2,3,1,2,10\n",
               "bars.csv:2:1: column 'date': value '03/01/2000' is not a time: a time is"},
        Defect{"no_such_day", kHeader + "2000-02-30,2,3,1,2,10\n",
               "bars.csv:2:1: column 'date': value '2000-02-30' is not a time"},
        Defect{"unknown_time_unit", kHeader + "12345,2,3,1,2,10\n",
               "bars.csv:2:1: column 'date': value '12345' is not a time: a time is"},
        Defect{"time_after_2261", kHeader + "99999999999,2,3,1,2,10\n",
               "bars.csv:2:1: column 'date': value '99999999999' is not a time"},
        Defect{"bad_later_time", kHeader + kGood + "yesterday,2,3,1,2,10\n",
               "bars.csv:3:1: column 'date': value 'yesterday' is not a time like those above it "
               "(calendar date, no zone given: taken as UTC)"},
        Defect{"other_time_unit",
               "ts,open,high,low,close\n946857600,2,3,1,2\n"
               "946857600001,2,3,1,2\n",
               "bars.csv:3:1: column 'ts': value '946857600001' is not a time like those above it "
               "(epoch seconds)"},
        Defect{"bad_time_of_day", "date,time,open,high,low,close\n2000-01-03,25:00,2,3,1,2\n",
               "bars.csv:2:12: column 'time': value '25:00' is not a time of day"},
        Defect{"time_of_day_twice",
               "date,time,open,high,low,close\n2000-01-03,09:30,2,3,1,2\n"
               "2000-01-04 10:00,09:30,2,3,1,2\n",
               "bars.csv:3:1: column 'date': value '2000-01-04 10:00' is not midnight UTC, but the "
               "time of day is in column 'time'"},
        Defect{"zone_only_at_first",
               "date,open,high,low,close\n2000-01-03T09:30Z,2,3,1,2\n2000-01-04T09:30,2,3,1,2\n",
               "bars.csv:3:1: column 'date': value '2000-01-04T09:30' is not a time like those "
               "above it (calendar time with zone)"},
        Defect{"zone_only_later",
               "date,open,high,low,close\n2000-01-03T09:30,2,3,1,2\n2000-01-04T09:30Z,2,3,1,2\n",
               "bars.csv:3:1: column 'date': value '2000-01-04T09:30Z' is not a time like those "
               "above it (calendar time, no zone given: taken as UTC)"},
        Defect{"duplicate_time", kHeader + kGood + kGood,
               "bars.csv:3:1: column 'date': value '2000-01-03' is not after the bar before it, "
               "2000-01-03: times must strictly increase"},
        Defect{"unsorted_time", kHeader + kGood + "1999-12-31,2,3,1,2,10\n",
               "bars.csv:3:1: column 'date': value '1999-12-31' is not after the bar before it"},
        Defect{"high_below_low", kHeader + "2000-01-03,2,1,3,2,10\n",
               "bars.csv:2:14: column 'high': value '1' is below the low, 3: no bar can be like "
               "that"},
        Defect{
            "open_outside", kHeader + "2000-01-03,9,3,1,2,10\n",
            "bars.csv:2:12: column 'open': value '9' is outside the bar's low and high, 1 and 3"},
        Defect{"close_outside", kHeader + "2000-01-03,2,3,1,0.5,10\n",
               "bars.csv:2:18: column 'close': value '0.5' is outside the bar's low and high"},
        Defect{"negative_volume", kHeader + "2000-01-03,2,3,1,2,-10\n",
               "bars.csv:2:20: column 'volume': value '-10' is negative: a volume is at least 0"},
        Defect{"blank_line_inside", kHeader + kGood + "\n2000-01-04,2,3,1,2,10\n",
               "bars.csv:3:1: value '' is an empty line before the last bar"},
        Defect{"open_quote", kHeader + "2000-01-03,\"2,3,1,2,10\n",
               "bars.csv:2:12: value '\"2,3,1,2,10' is a quoted field that does not end"},
        Defect{"open_quote_at_the_first_time", kHeader + "\"2000-01-03,2,3,1,2,10\n",
               "bars.csv:2:1: value '\"2000-01-03,2,3,1,2,10' is a quoted field that does not end"},
        Defect{"lines_that_end_with_cr",
               "date,open,high,low,close\r2000-01-03,2,3,1,2\r2000-01-04,2,3,1,2\r",
               "bars.csv:1:25: a CR alone ends no line: lines end with LF or CRLF"},
        Defect{"open_quote_in_the_header", "date,\"open\n2000-01-03,2\n",
               "bars.csv:1:6: a quoted field does not end"},
        Defect{"binary", std::string("PK\x03\x04\0\0\n\0\0", 9),
               "bars.csv:1:1: column 'time' is missing; the header has 'PK"}),
    [](const auto& test) { return test.param.name; });

TEST(CsvErrors, ColumnsCountBytesBeforeQuotesAndAfterSpaces) {
  try {
    parse_bars_csv("bars.csv", kHeader + "\"2000-01-03\",  \"abc\",3,1,2,10\n");
    FAIL();
  } catch (const CsvError& error) {
    EXPECT_EQ(error.line(), 2u);
    EXPECT_EQ(error.column(), 16u);
  }
}

TEST(CsvErrors, FilesThatCannotBeRead) {
  const auto message = [](const char* path) -> std::string {
    try {
      load_bars_csv(path);
    } catch (const CsvError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_EQ(message("/nowhere/bars.csv"),
            "/nowhere/bars.csv: the file cannot be read: No such file or directory");
  EXPECT_EQ(message("/"), "/: the file cannot be read: Is a directory");
}

// Damaged files are either refused or give bars that keep every promise; nothing else can happen.
class CsvMutations {
 public:
  explicit CsvMutations(std::uint64_t seed) : random_(seed) {}

  std::string damaged(std::string text) {
    for (std::size_t count = 1 + random_() % 2; count > 0; --count) damage(text);
    return text;
  }

 private:
  void damage(std::string& text) {
    constexpr std::string_view kBytes("0123456789.,;\t-+:eEZTna\"\r\n \0\xff", 29);
    if (text.empty()) return;
    const std::size_t at = random_() % text.size();
    const std::size_t length = random_() % 12;
    const char byte = kBytes[random_() % kBytes.size()];
    switch (random_() % 5) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(random_() % text.size(), length));
        break;
      default:
        text.resize(at);
    }
  }

  std::mt19937_64 random_;
};

void expect_promises(const BarColumns& bars, const std::string& text) {
  ASSERT_FALSE(bars.empty()) << text;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar bar = bars[i];
    ASSERT_TRUE(bar.low <= bar.open && bar.open <= bar.high) << text;
    ASSERT_TRUE(bar.low <= bar.close && bar.close <= bar.high) << text;
    ASSERT_TRUE(bar.volume >= 0 && bar.volume < 1e300 * 1e10) << text;
    ASSERT_TRUE(i == 0 || bars.time[i - 1] < bar.time) << text;
  }
}

TEST(CsvErrors, DamagedFilesNeverDoHarm) {
  const std::string seeds[] = {
      kHeader + kGood + "2000-01-04,2.5,3e0,1,2,0\n2000-01-05,-1,-1,-2,-1.5,7\n",
      "unix;o;h;l;c\r\n946857600.5;2;3;1;2\r\n946944000;2;3;1;2\r\n",
      "\xef\xbb\xbf\"Date\",\"Time\",Open,High,Low,Close,Adj Close\n"
      "\"Jan 3, 2000\",09:30:00.25,2,3,1,2,2\n\"Jan 4, 2000\",09:30,2,3,1,2,2\n",
      "946857600000\t2\t3\t1\t2\t5\n946944000000\t2\t3\t1\t2\t5\n",
      "time,open,high,low,close\n2000-01-03T00:30:00+01:00,2,3,1,2\n2000-01-04T00:30Z,2,3,1,2\n"};
  CsvMutations mutations(20000103);
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = mutations.damaged(seeds[static_cast<std::size_t>(round) % 5]);
    // An exact-sized heap copy lets the address sanitizer see a read past the end.
    const std::vector<char> copy(text.begin(), text.end());
    try {
      const auto loaded = parse_bars_csv("x.csv", {copy.data(), copy.size()});
      expect_promises(loaded.bars, text);
      ++accepted;
    } catch (const CsvError& error) {
      ASSERT_TRUE(std::string(error.what()).starts_with("x.csv:")) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(accepted, 1000u) << "the damage is so great that nothing is tested";
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace taipan::engine
