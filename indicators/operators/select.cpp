#include "indicators/operators/select.h"

#include <array>
#include <limits>
#include <optional>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/select.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_SELECT_ONCE
#define TAIPAN_SELECT_ONCE
namespace taipan {

// A line, or the constant alone when `line` is null.
struct Choice {
  const double* line;
  double constant;

  double at(std::size_t t) const { return line == nullptr ? constant : line[t]; }
};

inline double choose(double condition, double yes, double no) {
  if (condition != condition) return std::numeric_limits<double>::quiet_NaN();
  return condition != 0.0 ? yes : no;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

template <bool yes_line, bool no_line>
void select_lines(const double* condition, const Choice& yes, const Choice& no, double* out,
                  std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const V a = hn::Set(d, yes.constant);
  const V b = hn::Set(d, no.constant);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V c = hn::LoadU(d, condition + i);
    const V chosen =
        hn::IfThenElse(hn::Ne(c, hn::Zero(d)), yes_line ? hn::LoadU(d, yes.line + i) : a,
                       no_line ? hn::LoadU(d, no.line + i) : b);
    hn::StoreU(hn::IfThenElse(hn::IsNaN(c), c, chosen), d, out + i);
  }
  for (; i < n; ++i) out[i] = choose(condition[i], yes.at(i), no.at(i));
}

void run_select(const double* condition, const Choice& yes, const Choice& no, double* out,
                std::size_t n) {
  if (yes.line != nullptr && no.line != nullptr) {
    return select_lines<true, true>(condition, yes, no, out, n);
  }
  if (yes.line != nullptr) return select_lines<true, false>(condition, yes, no, out, n);
  if (no.line != nullptr) return select_lines<false, true>(condition, yes, no, out, n);
  return select_lines<false, false>(condition, yes, no, out, n);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_select);

// The inputs in order: the condition, then those of the choices that are lines.
class Select final : public Operator {
 public:
  Select(std::optional<double> yes, std::optional<double> no) : yes_(yes), no_(no) {}

  std::string key() const override {
    return "select" + bytes_of(std::array{yes_.value_or(0.0), no_.value_or(0.0), yes_ ? 1.0 : 0.0,
                                          no_ ? 1.0 : 0.0});
  }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Select>(*this); }
  void reset() override {}
  void exchange(Archive&) override {}

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const auto [yes, no] = choices(in);
    TAIPAN_DISPATCH(run_select, kernel)(in[0], yes, no, out[0], n);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const auto [yes, no] = choices(in);
    out[0][t] = choose(in[0][t], yes.at(t), no.at(t));
  }

  BankStep bank() const override {
    return {0, [self = *this](const BankRow& row) {
              const double* condition = row.in(0);
              const std::size_t lines = (self.yes_ ? 0 : 1) + (self.no_ ? 0 : 1);
              const std::array in{condition, lines > 0 ? row.in(1) : nullptr,
                                  lines > 1 ? row.in(2) : nullptr};
              double* y = row.out();
              row.each([=, choices = self.choices(in.data())](std::size_t s) {
                y[s] = choose(condition[s], choices[0].at(s), choices[1].at(s));
              });
            }};
  }

 private:
  std::array<Choice, 2> choices(const double* const* in) const {
    return {Choice{yes_ ? nullptr : in[1], yes_.value_or(0.0)},
            Choice{no_ ? nullptr : in[yes_ ? 1 : 2], no_.value_or(0.0)}};
  }

  std::optional<double> yes_;  // a constant; nothing for a line
  std::optional<double> no_;
};

}  // namespace

Series where(Series condition, Series yes, Series no) {
  return condition.graph().apply(std::make_unique<Select>(std::nullopt, std::nullopt),
                                 {condition, yes, no});
}
Series where(Series condition, Series yes, double no) {
  return condition.graph().apply(std::make_unique<Select>(std::nullopt, no), {condition, yes});
}
Series where(Series condition, double yes, Series no) {
  return condition.graph().apply(std::make_unique<Select>(yes, std::nullopt), {condition, no});
}
Series where(Series condition, double yes, double no) {
  return condition.graph().apply(std::make_unique<Select>(yes, no), {condition});
}

}  // namespace taipan
#endif  // HWY_ONCE
