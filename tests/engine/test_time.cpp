#include <gtest/gtest.h>

#include <random>

#include "engine/time.h"

namespace taipan::engine {
namespace {

TEST(Time, KnownInstants) {
  // date -u -d ... +%s
  EXPECT_EQ(from_civil(1970, 1, 1), 0);
  EXPECT_EQ(from_civil(2000, 2, 29), 951782400 * kSecond);
  EXPECT_EQ(from_civil(2024, 9, 1), 1725148800 * kSecond);
  EXPECT_EQ(from_civil(1969, 12, 31), -86400 * kSecond);
  EXPECT_EQ(from_civil(1900, 3, 1), -2203891200 * kSecond);
}

TEST(Time, DatesThatDoNotExist) {
  EXPECT_FALSE(from_civil(2001, 2, 29));
  EXPECT_FALSE(from_civil(1900, 2, 29));
  EXPECT_FALSE(from_civil(2000, 13, 1));
  EXPECT_FALSE(from_civil(2000, 0, 1));
  EXPECT_FALSE(from_civil(2000, 4, 31));
  EXPECT_FALSE(from_civil(1600, 1, 1)) << "not in 64-bit nanoseconds";
}

TEST(Time, Weekdays) {
  EXPECT_EQ(weekday(*from_civil(1970, 1, 1)), 4) << "a Thursday";
  EXPECT_EQ(weekday(*from_civil(2000, 1, 1)), 6) << "a Saturday";
  EXPECT_EQ(weekday(*from_civil(1969, 12, 28)), 0) << "a Sunday";
  EXPECT_EQ(weekday(*from_civil(1969, 12, 28) + kDay - 1), 0);
}

struct Written {
  const char* text;
  const char* meaning;
};

TEST(Time, WaysOfWriting) {
  const Written cases[] = {
      {"2000-01-03", "2000-01-03T00:00:00Z"},
      {"2000/01/03", "2000-01-03T00:00:00Z"},
      {"20000103", "2000-01-03T00:00:00Z"},
      {"Jan 3 2000", "2000-01-03T00:00:00Z"},
      {"dec 31, 1999", "1999-12-31T00:00:00Z"},
      {"2000-01-03 09:30", "2000-01-03T09:30:00Z"},
      {"20000103 09:30", "2000-01-03T09:30:00Z"},
      {"2000-01-03T09:30:01", "2000-01-03T09:30:01Z"},
      {"2000-01-03T09:30:01Z", "2000-01-03T09:30:01Z"},
      {"2000-01-03 09:30:01.5", "2000-01-03T09:30:01.500Z"},
      {"2000-01-03 09:30:01.000001", "2000-01-03T09:30:01.000001Z"},
      {"2000-01-03 09:30:01.0000000019", "2000-01-03T09:30:01.000000001Z"},
      {"2000-01-03T00:30:00+01:00", "2000-01-02T23:30:00Z"},
      {"2000-01-03T00:30:00-0530", "2000-01-03T06:00:00Z"},
      {"2000-01-03 00:30:00 +01", "2000-01-02T23:30:00Z"},
      {"1969-12-31T23:59:59.999", "1969-12-31T23:59:59.999Z"},
  };
  for (const auto& [text, meaning] : cases) {
    const auto time = parse_calendar_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(format_full_time(time->time), meaning) << text;
  }
}

TEST(Time, WhatIsNoTime) {
  for (const char* text :
       {"", "2000", "2000-1-3", "2000-01/03", "2000-01-03X", "2000-01-03T", "2000-01-03T9:30",
        "2000-01-03T24:00", "2000-01-03T09:60", "2000-01-03T09:30:60", "2000-01-03T09:30:00.",
        "2000-02-30", "01/03/2000", "Jam 3 2000", "2000-01-03T09:30+1", "2000-01-03T09:30:00Zx",
        "2000-01-03T09:30+16:00", "-2000-01-03", "2000-01-03T09:30:00+01:0"}) {
    EXPECT_FALSE(parse_calendar_time(text)) << text;
  }
}

TEST(Time, FormattedTimesReadBack) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<Timestamp> any(*from_civil(1700, 1, 1), *from_civil(2260, 1, 1));
  for (int i = 0; i < 10'000; ++i) {
    Timestamp time = any(random);
    if (i % 3 == 0) time -= time % kSecond;
    const auto read = parse_calendar_time(format_time(time));
    ASSERT_TRUE(read) << format_time(time);
    ASSERT_EQ(read->time, time);
  }
}

}  // namespace
}  // namespace taipan::engine
