#include "indicators/operators/hold.h"

#include "indicators/operators/only_if.h"

namespace taipan {
namespace {

class Hold final : public Operator {
 public:
  std::string key() const override { return "hold"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Hold>(); }
  void reset() override {
    is_first_ = true;
    last_ = 0.0;
  }
  void exchange(Archive& archive) override { archive(is_first_, last_); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    if (n == 0) return;
    step(in, out, 0);
    double last = last_;
    for (std::size_t i = 1; i < n; ++i) out[0][i] = last = either(in[1][i] == 0.0, last, in[0][i]);
    last_ = last;
  }
  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (is_first_) last_ = in[0][t];
    is_first_ = false;
    advance(in, out, t);
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&Hold::advance>; }

  BankStep bank() const override {
    return {1, [](const BankRow& row) {
              double* last = row.state();
              if (row.seen() == 0) row.copy(row.in(0), last);
              const double* x = row.in(0);
              const double* move = row.in(1);
              double* y = row.out();
              row.each([=](std::size_t s) { y[s] = last[s] = move[s] == 0.0 ? last[s] : x[s]; });
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = last_ = either(in[1][t] == 0.0, last_, in[0][t]);
  }

  bool is_first_ = true;
  double last_ = 0.0;
};

}  // namespace

Series held(Series x, Series move) { return x.graph().apply(std::make_unique<Hold>(), {x, move}); }

}  // namespace taipan
