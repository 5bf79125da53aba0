#include "indicators/operators/volume_index.h"

#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/volume_index.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/only_if.h"
#include "indicators/operators/vector_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

template <VolumeMove move>
HWY_INLINE V factor_at(const double* close, const double* volume) {
  const D d;
  const V now = hn::LoadU(d, volume);
  const V before = hn::LoadU(d, volume - 1);
  const auto counts = move == VolumeMove::rises ? hn::Gt(now, before) : hn::Lt(now, before);
  const V growth = hn::Div(hn::LoadU(d, close), hn::LoadU(d, close - 1));
  return hn::IfThenElse(counts, growth, hn::Set(d, 1.0));
}

// As a VectorScan goes, with products for sums: a vector is its own product over `lanes` factors
// times the vector before.
template <VolumeMove move>
std::size_t compound(const double* close, const double* volume, double* out, std::size_t n,
                     double carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1 || n < lanes) return 0;
  HWY_ALIGN double value[8];
  hn::Store(factor_at<move>(close, volume), d, value);
  // Lanes of these that would need factors before the first are never shifted into a later vector.
  V one = hn::Load(d, value);
  V two = hn::Mul(one, shifted<1>(one, one));
  V four = hn::Mul(two, shifted<2>(two, two));
  for (std::size_t j = 0; j < lanes; ++j) value[j] = carry *= value[j];
  V y = hn::Load(d, value);
  hn::StoreU(y, d, out);
  std::size_t i = lanes;
  for (; i + lanes <= n; i += lanes) {
    const V now = factor_at<move>(close + i, volume + i);
    const V now_two = hn::Mul(now, shifted<1>(one, now));
    const V now_four = hn::Mul(now_two, shifted<2>(two, now_two));
    V product = now_four;
    if constexpr (HWY_TARGET == HWY_AVX3) product = hn::Mul(now_four, shifted<4>(four, now_four));
    y = hn::Mul(y, product);
    hn::StoreU(y, d, out + i);
    one = now;
    two = now_two;
    four = now_four;
  }
  return i;
}

// Whole vectors only; returns how many values went.
std::size_t run_volume_index(VolumeMove move, const double* close, const double* volume,
                             double* out, std::size_t n, double carry) {
  if (move == VolumeMove::rises) {
    return compound<VolumeMove::rises>(close, volume, out, n, carry);
  }
  return compound<VolumeMove::falls>(close, volume, out, n, carry);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_volume_index);

class VolumeIndex final : public Operator {
 public:
  VolumeIndex(VolumeMove move, double initial) : move_(move), initial_(initial) { reset(); }

  std::string key() const override {
    return "volume_index" + bytes_of(std::array{static_cast<double>(move_), initial_});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<VolumeIndex>(move_, initial_);
  }
  void reset() override {
    is_first_ = true;
    y_ = initial_;
  }
  void exchange(Archive& archive) override { archive(is_first_, y_); }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    const std::size_t done = TAIPAN_DISPATCH(run_volume_index, kernel)(move_, in[0] + i, in[1] + i,
                                                                       out[0] + i, n - i, y_);
    // Products with an infinity or a 0 among them depend on the order of multiplying.
    if (done > 0 && std::isnormal(out[0][i + done - 1])) {
      i += done;
      y_ = out[0][i - 1];
    }
    while (i < n) step(in, out, i++);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (is_first_) {
      is_first_ = false;
      out[0][t] = y_;
    } else if (move_ == VolumeMove::rises) {
      advance<VolumeMove::rises>(in, out, t);
    } else {
      advance<VolumeMove::falls>(in, out, t);
    }
  }
  Settled settled() override {
    if (is_first_) return nullptr;
    return move_ == VolumeMove::rises ? threaded<&VolumeIndex::advance<VolumeMove::rises>>
                                      : threaded<&VolumeIndex::advance<VolumeMove::falls>>;
  }

  BankStep bank() const override {
    return {1, [rises = move_ == VolumeMove::rises, initial = initial_](const BankRow& row) {
              double* last = row.state();
              if (row.seen() == 0) {
                row.fill(last, initial);
                return row.fill(row.out(), initial);
              }
              const double* close = row.in(0);
              const double* close1 = row.in(0, 1);
              const double* volume = row.in(1);
              const double* volume1 = row.in(1, 1);
              double* y = row.out();
              row.each([=](std::size_t s) {
                const bool counts = rises ? volume[s] > volume1[s] : volume[s] < volume1[s];
                const double growth = close[s] / close1[s];
                y[s] = last[s] *= counts ? growth : 1.0;
              });
            }};
  }

 private:
  template <VolumeMove move>
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double now = in[1][t];
    const double before = in[1][t - 1];
    const bool counts = move == VolumeMove::rises ? now > before : now < before;
    const double growth = in[0][t] / in[0][t - 1];
    out[0][t] = y_ *= either(counts, growth, 1.0);
  }

  VolumeMove move_;
  double initial_;
  bool is_first_ = true;
  double y_ = 0.0;
};

}  // namespace

Series volume_index(Series close, Series volume, VolumeMove move, double initial) {
  return close.graph().apply(std::make_unique<VolumeIndex>(move, initial), {close, volume});
}

}  // namespace taipan
#endif  // HWY_ONCE
