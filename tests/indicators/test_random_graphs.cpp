// Graphs put together at random from the operators: every executor, kernel and tile says the same.
#include <algorithm>
#include <random>

#include "indicators/define.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 1'500;

// A series and the series it is made of. Errors of those are errors of its own: a difference of two
// large numbers is not held to its own small size.
struct Made {
  Series series;
  std::vector<std::size_t> from;
};

class RandomGraph {
 public:
  explicit RandomGraph(unsigned seed) : random_(seed), graph_(std::make_unique<Graph>()) {
    for (int i = 0; i < 3; ++i) made_.push_back({graph_->input(), {}});
    const std::size_t count = 4 + random_() % 16;
    for (std::size_t i = 0; i < count; ++i) add_one();
  }

  std::vector<std::vector<std::size_t>> ancestry() const {
    std::vector<std::vector<std::size_t>> ancestry;
    for (const Made& made : made_) ancestry.push_back(made.from);
    return ancestry;
  }

  // Every series is an output, or a random half of them, so that others go through tiles.
  std::vector<std::size_t> choose_outputs(bool all) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < made_.size(); ++i) {
      if (all || random_() % 2 == 0 || i + 1 == made_.size()) chosen.push_back(i);
    }
    return chosen;
  }

  Plan take_plan(const std::vector<std::size_t>& outputs) {
    std::vector<Series> series;
    for (std::size_t i : outputs) series.push_back(made_[i].series);
    return Plan(std::move(graph_), series);
  }

 private:
  std::size_t any() { return random_() % made_.size(); }
  std::size_t period() { return 1 + random_() % (random_() % 4 == 0 ? 150 : 20); }

  void add(Series series, std::vector<std::size_t> from) {
    made_.push_back({series, std::move(from)});
  }

  void add_one() {
    const std::size_t a = any();
    const std::size_t b = any();
    switch (random_() % 4) {
      case 0:
        return add(combined(made_[a].series, made_[b].series), {a, b});
      case 1:
        return add(averaged(made_[a].series), {a});
      case 2:
        return add(windowed(made_[a].series), {a});
      default:
        return add_several(a, b);
    }
  }

  // Well-conditioned ones only: a quotient by nearly 0 or the sign of nearly 0 shows rounding.
  Series combined(Series a, Series b) {
    switch (random_() % 9) {
      case 0:
        return a + b;
      case 1:
        return a - b;
      case 2:
        return 0.25 * a - 1.0;
      case 3:
        return max(a, b);
      case 4:
        return min(b, 50.0);
      case 5:
        return abs(a);
      case 6:
        return sqrt(1.0 + abs(a));
      case 7:
        return divide(a, 1.0 + abs(b), 0.5);
      default:
        return -a;
    }
  }

  Series averaged(Series a) {
    switch (random_() % 6) {
      case 0:
        return ema(a, period());
      case 1:
        return ema(a, period(), Seed::first);
      case 2:
        return ema(a, period(), Seed::expanding_mean);
      case 3:
        return wilder(a, period());
      case 4:
        return rolling_mean(a, period());
      default:
        return fir(a, std::vector<double>(period(), 0.125));
    }
  }

  Series windowed(Series a) {
    switch (random_() % 7) {
      case 0:
        return rolling_max(a, period());
      case 1:
        return rolling_min(a, period());
      case 2:
        return lag(a, period());
      case 3:
        return difference(a, period());
      case 4:
        return change(a);
      case 5:
        return a.from(a.start() + period());
      default:
        return rolling_deviation(a, 1 + random_() % 9, Deviation::mean_absolute);
    }
  }

  void add_several(std::size_t a, std::size_t b) {
    if (random_() % 3 == 0) {
      add(true_range(made_[a].series, made_[b].series, made_[2].series), {a, b, 2});
      return;
    }
    const auto [up, down] = moves(made_[a].series);
    add(up, {a});
    add(down, {a});
    // Its variance is a square, whose errors have another size.
    add(rolling_moments(made_[b].series, 2 + period()).mean, {b});
  }

  std::mt19937 random_;
  std::unique_ptr<Graph> graph_;
  std::vector<Made> made_;
};

// The usual size of the largest series that each one is made of, itself included.
std::vector<double> scales_of(const Lines& lines,
                              const std::vector<std::vector<std::size_t>>& ancestry) {
  std::vector<double> scales;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    scales.push_back(scale_of(lines[i]));
    for (std::size_t from : ancestry[i]) scales[i] = std::max(scales[i], scales[from]);
  }
  return scales;
}

class RandomGraphs : public ::testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, RandomGraphs, ::testing::Range(0u, 200u));

TEST_P(RandomGraphs, AreComputedAlike) {
  const RandomBars bars(row_count, GetParam());
  const Lines inputs{bars.high, bars.low, bars.close};
  RandomGraph whole(GetParam());
  const auto ancestry = whole.ancestry();
  const Plan all = whole.take_plan(whole.choose_outputs(true));
  const Lines expected = run_by_steps(all, inputs);
  const std::vector<double> scales = scales_of(expected, ancestry);

  RandomGraph half(GetParam());
  const auto chosen = half.choose_outputs(false);
  const Plan some = half.take_plan(chosen);
  std::vector<std::size_t> every(expected.size());
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;

  const auto expect_alike = [&](const Lines& actual, const std::vector<std::size_t>& outputs,
                                const std::string& what) {
    for (std::size_t j = 0; j < outputs.size(); ++j) {
      const std::size_t i = outputs[j];
      EXPECT_TRUE(agree(actual[j], expected[i], scales[i])) << what << ", series " << i;
    }
  };
  expect_alike(run_by_steps(some, inputs), chosen, "steps");
  for (const Kernel kernel : supported_kernels()) {
    for (const std::size_t tile : {std::size_t{1}, std::size_t{61}, default_tile, row_count}) {
      const std::string what = std::string(kernel_name(kernel)) + ", tile " + std::to_string(tile);
      expect_alike(run_by_blocks(all, inputs, kernel, tile), every, what);
      expect_alike(run_by_blocks(some, inputs, kernel, tile), chosen, what + ", some");
    }
  }
}

TEST_P(RandomGraphs, GoOnFromASavedState) {
  const RandomBars bars(row_count, GetParam());
  const Lines inputs{bars.high, bars.low, bars.close};
  RandomGraph graph(GetParam());
  const auto chosen = graph.choose_outputs(false);
  const Plan plan = graph.take_plan(chosen);
  const Lines expected = run_by_steps(plan, inputs);
  Stream stream(plan);
  std::mt19937 random(GetParam());
  Line outputs(chosen.size());
  for (std::size_t t = 0; t < row_count; ++t) {
    if (random() % 100 == 0) {
      Stream other(plan);
      other.restore(stream.save());
      stream = random() % 2 == 0 ? std::move(other) : Stream(other);
    }
    stream.update(Line{inputs[0][t], inputs[1][t], inputs[2][t]}.data(), outputs.data());
    for (std::size_t j = 0; j < outputs.size(); ++j) {
      const double wanted = expected[j][t];
      ASSERT_TRUE(outputs[j] == wanted || (outputs[j] != outputs[j] && wanted != wanted))
          << "row " << t << ", output " << j;
    }
  }
}

}  // namespace
}  // namespace taipan
