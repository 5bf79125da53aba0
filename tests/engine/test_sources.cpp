#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/bar_source.h"
#include "engine/merged_source.h"

namespace taipan::engine {
namespace {

std::vector<Event> drain(EventSource& source) {
  std::vector<Event> events;
  Event event;
  while (source.next(event)) events.push_back(event);
  EXPECT_FALSE(source.next(event)) << "the end is for good";
  return events;
}

TEST(MergedSource, OrdersByTimeThenSourceThenSequence) {
  std::mt19937 random(11);
  std::vector<BarColumns> columns(16);
  std::vector<std::unique_ptr<EventSource>> sources;
  std::vector<Event> expected;
  for (std::uint32_t id = 0; id < columns.size(); ++id) {
    Timestamp time = 0;
    const std::size_t count = id == 3 ? 0 : 1 + random() % 200;
    for (std::size_t i = 0; i < count; ++i) {
      time += static_cast<Timestamp>(random() % 3);  // many ties, within and across sources
      const auto value = static_cast<double>(id * 1000 + i);
      columns[id].push_back({time, value, value, value, value, 0});
      expected.push_back({time, id, i, columns[id][i]});
    }
  }
  for (std::uint32_t id = 0; id < columns.size(); ++id) {
    sources.push_back(std::make_unique<BarSource>(columns[id], id));
  }
  std::sort(expected.begin(), expected.end(), precedes);

  MergedSource merged(std::move(sources));
  const auto actual = drain(merged);
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    ASSERT_EQ(actual[i].time, expected[i].time);
    ASSERT_EQ(actual[i].source, expected[i].source);
    ASSERT_EQ(actual[i].sequence, expected[i].sequence);
    ASSERT_EQ(std::get<Bar>(actual[i].body).open, std::get<Bar>(expected[i].body).open);
  }
}

TEST(MergedSource, OfNothing) {
  MergedSource merged({});
  EXPECT_TRUE(drain(merged).empty());
}

TEST(BarColumns, KeepsAnInterval) {
  BarColumns bars;
  for (Timestamp time = 10; time <= 50; time += 10) {
    const auto value = static_cast<double>(time);
    bars.push_back({time, value, value, value, value, value});
  }
  bars.keep(20, 50);
  EXPECT_EQ(bars.time, (std::vector<Timestamp>{20, 30, 40}));
  EXPECT_EQ(bars.volume, (std::vector<double>{20, 30, 40}));
  bars.keep(31, 39);
  EXPECT_TRUE(bars.empty());
  EXPECT_TRUE(bars.close.empty());
}

}  // namespace
}  // namespace taipan::engine
