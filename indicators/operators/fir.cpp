#include "indicators/operators/fir.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/fir.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/bank_windows.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_FIR_ONCE
#define TAIPAN_FIR_ONCE
namespace taipan {

// Rows that one register tile serves.
inline constexpr std::size_t fir_rows = 6;

// The weights of up to fir_rows rows, newest tap first.
struct FirTile {
  const double* common;  // [tap][row], for the taps that every row has
  std::size_t common_taps;
  std::array<const double*, fir_rows> rest;  // of each row, the taps beyond
  std::array<std::size_t, fir_rows> taps;    // of each row, all of them
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// One tile in registers: `rows` sums of `columns` vectors each. Every tap loads `columns` vectors
// of x and `rows` weights for rows * columns FMAs, so that the multipliers are the limit, not the
// loads.
template <std::size_t rows, std::size_t columns>
HWY_INLINE void fir_tile(const double* x, const FirTile& tile, double* const* out, std::size_t i) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  V sum[rows][columns];
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) sum[r][c] = hn::Zero(d);
  }
  const double* at = x + i;
  const double* weight = tile.common;
  for (std::size_t tap = 0; tap < tile.common_taps; ++tap, --at, weight += rows) {
    V window[columns];
    for (std::size_t c = 0; c < columns; ++c) window[c] = hn::LoadU(d, at + c * lanes);
    for (std::size_t r = 0; r < rows; ++r) {
      const V w = hn::Set(d, weight[r]);
      for (std::size_t c = 0; c < columns; ++c) sum[r][c] = hn::MulAdd(w, window[c], sum[r][c]);
    }
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const double* older = at;
    for (std::size_t tap = tile.common_taps; tap < tile.taps[r]; ++tap, --older) {
      const V w = hn::Set(d, tile.rest[r][tap - tile.common_taps]);
      for (std::size_t c = 0; c < columns; ++c) {
        sum[r][c] = hn::MulAdd(w, hn::LoadU(d, older + c * lanes), sum[r][c]);
      }
    }
    for (std::size_t c = 0; c < columns; ++c) hn::StoreU(sum[r][c], d, out[r] + i + c * lanes);
  }
}

#if HWY_TARGET == HWY_AVX3
// One row alone has a load for every FMA, and a load that crosses a cache line takes twice as long
// as an FMA: every other window is put together from vectors that are in registers already.
template <std::size_t columns, int shift>
HWY_INLINE void fir_taps(const double* x, const double*& weight, const double* end,
                         const V (&block)[columns + 1], V (&sum)[columns]) {
  const D d;
  if (weight == end) return;
  const V w = hn::Set(d, *weight++);
  for (std::size_t c = 0; c < columns; ++c) {
    V window;
    if constexpr (shift == 0) {
      window = block[c + 1];
    } else if constexpr (shift % 2 == 0) {
      window = hn::LoadU(d, x + c * 8 - shift);
    } else {
      window = shifted<shift>(block[c], block[c + 1]);
    }
    sum[c] = hn::MulAdd(w, window, sum[c]);
  }
  if constexpr (shift < 7) fir_taps<columns, shift + 1>(x, weight, end, block, sum);
}

template <std::size_t columns>
HWY_INLINE void fir_row(const double* x, const double* weight, std::size_t taps, double* out) {
  const D d;
  const double* end = weight + taps;
  V sum[columns];
  V block[columns + 1];
  for (std::size_t c = 0; c < columns; ++c) {
    sum[c] = hn::Zero(d);
    block[c + 1] = hn::LoadU(d, x + c * 8);
  }
  while (true) {
    // Nothing is read beyond the oldest tap.
    const auto left = static_cast<std::size_t>(end - weight);
    block[0] = left >= 9 ? hn::LoadU(d, x - 8)
                         : hn::MaskedLoad(hn::Not(hn::FirstN(d, 9 - left)), d, x - 8);
    fir_taps<columns, 0>(x, weight, end, block, sum);
    if (weight == end) break;
    for (std::size_t c = columns; c > 0; --c) block[c] = block[c - 1];
    x -= 8;
  }
  for (std::size_t c = 0; c < columns; ++c) hn::StoreU(sum[c], d, out + c * 8);
}
#endif

template <std::size_t rows, std::size_t columns>
void fir_lines(const double* x, const FirTile& tile, double* const* out, std::size_t n) {
  const std::size_t lanes = hn::Lanes(D());
  std::size_t i = 0;
#if HWY_TARGET == HWY_AVX3
  if constexpr (rows == 1) {
    for (; i + columns * lanes <= n; i += columns * lanes) {
      fir_row<columns>(x + i, tile.common, tile.common_taps, out[0] + i);
    }
  }
#endif
  for (; i + columns * lanes <= n; i += columns * lanes) fir_tile<rows, columns>(x, tile, out, i);
  for (; i + lanes <= n; i += lanes) fir_tile<rows, 1>(x, tile, out, i);
  if (i == n) return;
  // What is left is part of a whole vector that ends with it; windows have no state to disturb.
  if (n >= lanes) return fir_tile<rows, 1>(x, tile, out, n - lanes);
  for (; i < n; ++i) {
    for (std::size_t r = 0; r < rows; ++r) {
      double sum = 0.0;
      for (std::size_t tap = 0; tap < tile.taps[r]; ++tap) {
        const double w = tap < tile.common_taps ? tile.common[tap * rows + r]
                                                : tile.rest[r][tap - tile.common_taps];
        sum += w * *(x + i - tap);
      }
      out[r][i] = sum;
    }
  }
}

// Registers: 6x4 sums of 32 in AVX-512, 6x2 of 16 in AVX2.
template <std::size_t rows>
void fir_rows_of(const double* x, const FirTile& tile, double* const* out, std::size_t n) {
  constexpr std::size_t many = HWY_TARGET == HWY_AVX3 ? 4 : 2;
  fir_lines<rows, rows == 1 ? 2 * many : many>(x, tile, out, n);
}

// All outputs must be defined: every tap of every row is read.
void run_fir(const double* x, const FirTile& tile, std::size_t rows, double* const* out,
             std::size_t n) {
  switch (rows) {
    case 1:
      return fir_rows_of<1>(x, tile, out, n);
    case 2:
      return fir_rows_of<2>(x, tile, out, n);
    case 3:
      return fir_rows_of<3>(x, tile, out, n);
    case 4:
      return fir_rows_of<4>(x, tile, out, n);
    case 5:
      return fir_rows_of<5>(x, tile, out, n);
    default:
      return fir_rows_of<6>(x, tile, out, n);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_fir);

// The loader chooses a clone before ThreadSanitizer's runtime is up, which the choice would call.
#ifdef __SANITIZE_THREAD__
#define TAIPAN_CLONES
#else
#define TAIPAN_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

using PartialSums = std::array<double, 8>;

double total(const PartialSums& sum) {
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

// The reference arithmetic: always eight partial sums and one tree, whatever the vector's width.
TAIPAN_CLONES PartialSums partial_sums(const double* weights, const double* x, std::size_t n) {
  PartialSums sum{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t j = 0; j < 8; ++j) sum[j] += weights[i + j] * x[i + j];
  }
  const std::size_t rest = n - i;
  for (std::size_t j = 0; j < 8; ++j) sum[j] += j < rest ? weights[i + j] * x[i + j] : 0.0;
  return sum;
}

double dot(const double* weights, const double* x, std::size_t n) {
  return total(partial_sums(weights, x, n));
}

// As many of the newest values may still be on their way to the cache when the next one comes.
constexpr std::size_t newest_few = 4;

class Fir final : public Operator {
 public:
  explicit Fir(std::shared_ptr<const std::vector<double>> weights) : weights_(std::move(weights)) {}

  std::string key() const override { return "fir" + bytes_of(*weights_); }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Fir>(weights_); }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return taps() - 1; }
  std::size_t lookback() const override { return taps() - 1; }
  std::string_view family() const override { return "fir"; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    Operator* self = this;
    block_rows({&self, 1}, in, out, n, kernel);
  }

  void block_rows(std::span<Operator* const> rows, const double* const* in, double* const* out,
                  std::size_t n, Kernel kernel) override {
    // Rows of one family on one input have seen equally many values. Until the longest window is
    // full they begin one by one.
    std::size_t longest = 0;
    for (Operator* row : rows) longest = std::max(longest, static_cast<Fir*>(row)->taps());
    const std::size_t filling = longest - 1 - std::min(seen_, longest - 1);
    const std::size_t begin = std::min(filling, n);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      auto& row = *static_cast<Fir*>(rows[r]);
      for (std::size_t i = 0; i < begin; ++i) row.fill(in[0] + i, out[r] + i);
      row.seen_ += n - begin;
    }
    if (begin == n) return;
    if (packed_rows_ != rows.size()) pack(rows);
    std::array<double*, fir_rows> outputs;
    for (std::size_t r = 0; r < rows.size(); r += fir_rows) {
      const std::size_t count = std::min(fir_rows, rows.size() - r);
      for (std::size_t k = 0; k < count; ++k) outputs[k] = out[r + k] + begin;
      TAIPAN_DISPATCH(run_fir, kernel)
      (in[0] + begin, tiles_[r / fir_rows], count, outputs.data(), n - begin);
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    fill(in[0] + t, out[0] + t);
  }
  Settled settled() override {
    if (seen_ < taps()) return nullptr;
    return carrying<&Fir::next>();
  }

  BankStep bank() const override {
    return {window_parts, [weights = weights_](const BankRow& row) {
              if (row.seen() + 1 < weights->size()) return;
              sum_windows(
                  row, weights->size(), 0,
                  [w = weights->data()](std::size_t k, double x, std::size_t) { return w[k] * x; },
                  [y = row.out()](double sum, std::size_t s) { y[s] = sum; });
            }};
  }

 private:
  // `dot`, with the newest values and those of a last part one by one: a vector that holds a value
  // just stored waits until that has reached the cache, and with it all that came before.
  double next(double newest, const double* x) {
    const std::size_t n = taps();
    const double* weights = weights_->data();
    const double* oldest = x + 1 - n;
    std::array<double, 8> sum{};
    const std::size_t whole = n < newest_few ? 0 : (n - newest_few) / 8 * 8;
    if (whole > 0) sum = partial_sums(weights, oldest, whole);
    for (std::size_t i = whole; i < n; i += 8) {
#pragma GCC unroll 8
      for (std::size_t j = 0; j < 8; ++j) {
        if (i + j < n) sum[j] += weights[i + j] * (i + j + 1 < n ? oldest[i + j] : newest);
      }
    }
    return total(sum);
  }

  std::size_t taps() const { return weights_->size(); }

  void fill(const double* x, double* out) {
    if (++seen_ >= taps()) *out = dot(weights_->data(), x + 1 - taps(), taps());
  }

  void pack(std::span<Operator* const> rows);

  std::shared_ptr<const std::vector<double>> weights_;  // oldest first
  std::size_t seen_ = 0;
  // Of the row that leads a group: the group's weights as the tiles read them.
  std::size_t packed_rows_ = 0;
  std::vector<FirTile> tiles_;
  std::vector<double> packed_;
};

void Fir::pack(std::span<Operator* const> rows) {
  packed_rows_ = rows.size();
  tiles_.clear();
  std::size_t total = 0;
  for (Operator* row : rows) total += static_cast<Fir*>(row)->taps();
  packed_.resize(total);
  double* place = packed_.data();
  for (std::size_t begin = 0; begin < rows.size(); begin += fir_rows) {
    const auto group = rows.subspan(begin, std::min(fir_rows, rows.size() - begin));
    FirTile tile{place, ~std::size_t{0}, {}, {}};
    for (std::size_t r = 0; r < group.size(); ++r) {
      tile.taps[r] = static_cast<Fir*>(group[r])->taps();
      tile.common_taps = std::min(tile.common_taps, tile.taps[r]);
    }
    const auto weight = [&group](std::size_t row, std::size_t tap) {
      const auto& weights = *static_cast<Fir*>(group[row])->weights_;
      return weights[weights.size() - 1 - tap];
    };
    for (std::size_t tap = 0; tap < tile.common_taps; ++tap) {
      for (std::size_t r = 0; r < group.size(); ++r) *place++ = weight(r, tap);
    }
    for (std::size_t r = 0; r < group.size(); ++r) {
      tile.rest[r] = place;
      for (std::size_t tap = tile.common_taps; tap < tile.taps[r]; ++tap) *place++ = weight(r, tap);
    }
    tiles_.push_back(tile);
  }
}

}  // namespace

void weigh_windows(const std::vector<double>& newest_first, const double* x, double* out,
                   std::size_t n, Kernel kernel) {
  const FirTile tile{newest_first.data(), newest_first.size(), {}, {newest_first.size()}};
  TAIPAN_DISPATCH(run_fir, kernel)(x, tile, 1, &out, n);
}

Series fir(Series x, std::vector<double> weights) {
  auto shared = std::make_shared<const std::vector<double>>(std::move(weights));
  return x.graph().apply(std::make_unique<Fir>(std::move(shared)), {x});
}

Series weighted_average(Series x, std::size_t taps,
                        const std::function<double(std::size_t tap, std::size_t taps)>& weight) {
  std::vector<double> weights(taps);
  double sum = 0.0;
  for (std::size_t i = 0; i < taps; ++i) sum += weights[i] = weight(i, taps);
  for (double& one : weights) one /= sum;
  return fir(x, std::move(weights));
}

}  // namespace taipan
#endif  // HWY_ONCE
