#include "indicators/operators/opening.h"

#include <algorithm>
#include <array>

namespace taipan {
namespace {

class Opened final : public Operator {
 public:
  Opened(double value, std::size_t count) : value_(value), count_(count) {}

  std::string key() const override {
    return "opened" + bytes_of(std::array{value_, static_cast<double>(count_)});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<Opened>(value_, count_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive.bounded(seen_, count_); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    const std::size_t replaced = std::min(n, count_ - seen_);
    seen_ += replaced;
    std::fill_n(out[0], replaced, value_);
    std::copy(in[0] + replaced, in[0] + n, out[0] + replaced);
  }
  BankStep bank() const override {
    return {0, [value = value_, count = count_](const BankRow& row) {
              if (row.seen() < count) return row.fill(row.out(), value);
              row.copy(row.in(0), row.out());
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = seen_ < count_ ? value_ : in[0][t];
    if (seen_ < count_) ++seen_;
  }
  Settled settled() override { return seen_ < count_ ? nullptr : carrying<&Opened::next>(); }

 private:
  double next(double x) { return x; }

  double value_;
  std::size_t count_;
  std::size_t seen_ = 0;  // of the replaced ones
};

class Previous final : public Operator {
 public:
  explicit Previous(double value) : value_(value), last_(value) {}

  std::string key() const override { return "previous" + bytes_of(std::array{value_}); }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Previous>(value_); }
  void reset() override { last_ = value_; }
  void exchange(Archive& archive) override { archive(last_); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    if (n == 0) return;
    out[0][0] = last_;
    std::copy(in[0], in[0] + n - 1, out[0] + 1);
    last_ = in[0][n - 1];
  }
  BankStep bank() const override {
    return {1, [value = value_](const BankRow& row) {
              if (row.seen() == 0) row.fill(row.state(), value);
              row.copy(row.state(), row.out());
              row.copy(row.in(0), row.state());
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }
  Settled settled() override { return threaded<&Previous::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double now = in[0][t];
    out[0][t] = last_;
    last_ = now;
  }

  double value_;
  double last_;
};

}  // namespace

Series opened_with(double value, std::size_t count, Series x) {
  return x.graph().apply(std::make_unique<Opened>(value, count), {x});
}

Series previous(Series x, double value) {
  return x.graph().apply(std::make_unique<Previous>(value), {x});
}

}  // namespace taipan
