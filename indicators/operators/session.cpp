#include "indicators/operators/session.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/session.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_SESSION_ONCE
#define TAIPAN_SESSION_ONCE
namespace taipan {

// The present session and its sums.
struct SessionSums {
  double session;  // its number; NaN before the first row
  double product;
  double weight;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

using M = hn::Mask<D>;

HWY_INLINE V last_lane(V x) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_permutexvar_pd(_mm512_set1_epi64(7), x.raw)};
#elif HWY_TARGET == HWY_AVX2
  return V{_mm256_permute4x64_pd(x.raw, 0xFF)};
#else
  return x;
#endif
}

HWY_INLINE unsigned bits_of(M mask) {
#if HWY_TARGET == HWY_AVX3
  return mask.raw;
#else
  std::uint8_t bits[8];
  hn::StoreMaskBits(D(), mask, bits);
  return bits[0];
#endif
}

HWY_INLINE M mask_of(unsigned bits) {
#if HWY_TARGET == HWY_AVX3
  return M{static_cast<__mmask8>(bits)};
#else
  const std::uint8_t byte[8] = {static_cast<std::uint8_t>(bits)};
  return hn::LoadMaskBits(D(), byte);
#endif
}

// Where a session has begun in a lane or up to 1, 3 and 7 lanes before.
struct Begun {
  M lane;
  M two;
  M four;
  M any;  // in the vector, up to the lane
};

HWY_INLINE Begun begun_of(M begins) {
  const unsigned lane = bits_of(begins);
  const unsigned two = lane | lane << 1;
  const unsigned four = two | two << 2;
  return {begins, mask_of(two), mask_of(four), mask_of(four | four << 4)};
}

HWY_INLINE V added(V x, M begun, V earlier) {
  return hn::Add(x, hn::IfThenElse(begun, hn::Zero(D()), earlier));
}

// Sums of x since its session began, `carry` being those of the session before the vector.
HWY_INLINE V session_sums(V x, const Begun& begun, V carry) {
  const V none = hn::Zero(D());
  V sum = added(x, begun.lane, shifted<1>(none, x));
  sum = added(sum, begun.two, shifted<2>(none, sum));
#if HWY_TARGET == HWY_AVX3
  sum = added(sum, begun.four, shifted<4>(none, sum));
#endif
  return added(sum, begun.any, carry);
}

// The number of each time's session; times from 0 to 2^52. The quotient is off by 1 at most.
HWY_INLINE V sessions_of(V time, V length, V inverse) {
  const D d;
  const V one = hn::Set(d, 1.0);
  const V number = hn::Floor(hn::Mul(time, inverse));
  const V rest = hn::NegMulAdd(number, length, time);
  const V less = hn::IfThenElseZero(hn::Lt(rest, hn::Zero(d)), one);
  const V more = hn::IfThenElseZero(hn::Ge(rest, length), one);
  return hn::Add(hn::Sub(number, less), more);
}

// Whole vectors of usual times only; returns how many values went.
std::size_t run_sessions(const double* time, const double* x, const double* weight, double length,
                         SessionSums& sums, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1) return 0;
  const V lengths = hn::Set(d, length);
  const V inverse = hn::Set(d, 1.0 / length);
  const V largest = hn::Set(d, 0x1p52);
  const V undefined = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
  V session = hn::Set(d, sums.session);
  V product = hn::Set(d, sums.product);
  V total = hn::Set(d, sums.weight);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V now = hn::LoadU(d, time + i);
    if (!hn::AllTrue(d, hn::And(hn::Ge(now, hn::Zero(d)), hn::Lt(now, largest)))) break;
    const V before = session;
    session = sessions_of(now, lengths, inverse);
    const Begun begun = begun_of(hn::Not(hn::Eq(session, shifted<1>(before, session))));
    const V weights = hn::LoadU(d, weight + i);
    product = session_sums(hn::Mul(hn::LoadU(d, x + i), weights), begun, last_lane(product));
    total = session_sums(weights, begun, last_lane(total));
    const V mean = hn::Div(product, total);
    hn::StoreU(hn::IfThenElse(hn::Gt(total, hn::Zero(d)), mean, undefined), d, out + i);
  }
  if (i > 0) {
    sums = {hn::GetLane(last_lane(session)), hn::GetLane(last_lane(product)),
            hn::GetLane(last_lane(total))};
  }
  return i;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_sessions);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double day = 86.4e6;
constexpr std::int64_t most_units = 10'000'000;

double milliseconds_of(char unit) {
  switch (unit) {
    case 'm':
      return 60e3;
    case 'h':
    case 'H':
      return 3.6e6;
    case 'd':
    case 'D':
      return day;
    default:
      return 0.0;
  }
}

// "12h" is 12 and 'h'; the count is 0 where the text has another form.
struct CountAndUnit {
  std::int64_t count;
  char unit;
};

CountAndUnit split(std::string_view text) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || end - rest != 1 || count < 1 || count > most_units) return {0, ' '};
  return {count, *rest};
}

std::string complaint(const std::string& indicator, const std::string& text) {
  const auto [count, unit] = split(text);
  if (count == 0) {
    return fmt::format(
        "{}: Error parsing anchor: '{}' is not a count from 1 to {} and one of m, h, d, M",
        indicator, text, most_units);
  }
  if (parse_session(text)) return "";
  return fmt::format("{}: Unsupported anchor unit '{}'.", indicator, unit);
}

std::vector<std::string> range(const std::string& start, const std::string& end,
                               std::int64_t step) {
  constexpr std::int64_t most_texts = 100'000;
  const auto [first, unit] = split(start);
  const auto [last, last_unit] = split(end);
  if (unit != last_unit) return {};
  if (step == 0 || first == last) return {start};
  const std::int64_t by = std::abs(step);
  if (by > most_units || std::abs(last - first) / by > most_texts) return {};
  std::vector<std::string> texts;
  for (std::int64_t count = first; first < last ? count <= last : count >= last;
       count += first < last ? by : -by) {
    texts.push_back(std::to_string(count) + unit);
  }
  return texts;
}

// Months since 1970 of a time, NaN outside of the calendar, and the times that share them.
double month_of(double time, double& begin, double& end) {
  using namespace std::chrono;
  constexpr double most_days = 1e7;  // years from -25,000 to 29,000
  const double days_since = std::floor(time / day);
  begin = end = 0.0;
  if (!(std::fabs(days_since) < most_days)) return nan;
  const year_month_day date(sys_days(days(static_cast<int>(days_since))));
  const auto since = [](year_month month) {
    return day * static_cast<double>(sys_days(month / 1).time_since_epoch().count());
  };
  const year_month month = date.year() / date.month();
  begin = since(month);
  end = since(month + months(1));
  return 12.0 * (static_cast<int>(date.year()) - 1970) +
         static_cast<double>(static_cast<unsigned>(date.month()) - 1);
}

class SessionMean final : public Operator {
 public:
  explicit SessionMean(const SessionLength& length) : length_(length) {}

  std::string key() const override {
    return "session_mean" + bytes_of(std::array{length_.milliseconds, length_.months});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<SessionMean>(length_);
  }
  void reset() override {
    sums_ = {nan, 0.0, 0.0};
    begin_ = end_ = 0.0;
  }
  void exchange(Archive& archive) override {
    archive(sums_.session, sums_.product, sums_.weight, month_, begin_, end_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    while (i < n) {
      if (length_.months == 0.0) {
        i += TAIPAN_DISPATCH(run_sessions, kernel)(in[0] + i, in[1] + i, in[2] + i,
                                                   length_.milliseconds, sums_, out[0] + i, n - i);
      }
      if (i < n) advance(in, out, i++);
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }

  Settled settled() override { return threaded<&SessionMean::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double session = session_of(in[0][t]);
    if (session != sums_.session) sums_ = {session, 0.0, 0.0};
    sums_.product += in[1][t] * in[2][t];
    sums_.weight += in[2][t];
    out[0][t] = sums_.weight > 0.0 ? sums_.product / sums_.weight : nan;
  }

  double session_of(double time) {
    if (length_.months == 0.0) return std::trunc(time / length_.milliseconds);
    if (!(time >= begin_ && time < end_)) month_ = month_of(time, begin_, end_);
    return std::trunc(month_ / length_.months);
  }

  SessionLength length_;
  SessionSums sums_{nan, 0.0, 0.0};
  double month_ = nan;  // of times from begin_ to end_
  double begin_ = 0.0;
  double end_ = 0.0;
};

}  // namespace

std::optional<SessionLength> parse_session(std::string_view text) {
  const auto [count, unit] = split(text);
  const auto units = static_cast<double>(count);
  if (count == 0) return std::nullopt;
  if (unit == 'M') return SessionLength{0.0, units};
  const double milliseconds = milliseconds_of(unit);
  if (milliseconds == 0.0) return std::nullopt;
  return SessionLength{units * milliseconds, 0.0};
}

const TextRule session_rule{"a count and one of m, h, d (minutes, hours, days) and M (months)",
                            &complaint, &range};

Series session_mean(Series time, Series x, Series weight, const SessionLength& length) {
  return time.graph().apply(std::make_unique<SessionMean>(length), {time, x, weight});
}

}  // namespace taipan
#endif  // HWY_ONCE
