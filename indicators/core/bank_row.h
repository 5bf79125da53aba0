// One row of a bank: the present values of many symbols, side by side, so that a vector holds as
// many symbols as it has lanes. Operators that say how they advance a row (`Operator::bank`) write
// plain loops over symbols with the arithmetic of their step; the compiler makes them vectors, for
// every instruction set, and without contraction the bits are those of the step.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>

#include "indicators/core/kernel.h"

namespace taipan {

/// Eight numbers that share a line of the processor's cache; rows of symbols begin at one.
struct alignas(64) CacheLine {
  double values[8];
};

/// A line over symbols: its present row, and a ring of as many earlier ones as anybody reads.
struct BankLine {
  double* ring = nullptr;       // rows x stride
  const double* now = nullptr;  // the present row; in the ring if there are earlier ones
  std::size_t rows = 1;
  std::size_t stride = 0;
  std::size_t place = 0;  // of the present row in the ring

  const double* at(std::size_t back) const {
    if (back == 0) return now;
    return ring + (place >= back ? place - back : place + rows - back) * stride;
  }
};

#define TAIPAN_EACH_SYMBOL(NAME, TARGET)                                                     \
  template <class Body>                                                                      \
  __attribute__((target(TARGET))) void each_symbol_##NAME(std::size_t symbols, Body body) {  \
    _Pragma("GCC ivdep") for (std::size_t s = 0; s < symbols; ++s) body(s);                  \
  }                                                                                          \
  template <class Body>                                                                      \
  __attribute__((target(TARGET))) bool any_symbol_##NAME(std::size_t symbols, Body body) {   \
    long any = 0;                                                                            \
    _Pragma("GCC ivdep") for (std::size_t s = 0; s < symbols; ++s) any |= body(s) ? 1L : 0L; \
    return any != 0;                                                                         \
  }
TAIPAN_EACH_SYMBOL(avx512, "avx512f,avx512dq,avx512vl,avx512bw,prefer-vector-width=512")
TAIPAN_EACH_SYMBOL(avx2, "avx2")
TAIPAN_EACH_SYMBOL(scalar, "sse2")
#undef TAIPAN_EACH_SYMBOL

/// What an operator sees of a row. Rows of different lines never overlap.
class BankRow {
 public:
  struct Place {
    const BankLine* const* in;
    double* const* out;
    double* state;
    std::size_t stride;  // of the state's rows
    std::size_t symbols;
    std::size_t seen;
    Kernel kernel;
  };
  explicit BankRow(const Place& place) : place_(place) {}

  /// Input i, `back` rows ago, over symbols; back <= lookback() and such a row exists.
  const double* in(std::size_t i, std::size_t back = 0) const { return place_.in[i]->at(back); }
  double* out(std::size_t j = 0) const { return place_.out[j]; }
  /// The v-th number of state of every symbol, as the row before left it; 0 in the first.
  double* state(std::size_t v = 0) const { return place_.state + v * place_.stride; }

  std::size_t symbols() const { return place_.symbols; }
  /// Rows before this one since the operator's first; the same for all symbols of the row.
  std::size_t seen() const { return place_.seen; }

  /// body(s) for every symbol s, in any order.
  template <class Body>
  void each(Body body) const {
    switch (place_.kernel) {
      case Kernel::avx512:
        return each_symbol_avx512(place_.symbols, body);
      case Kernel::avx2:
        return each_symbol_avx2(place_.symbols, body);
      default:
        return each_symbol_scalar(place_.symbols, body);
    }
  }

  /// The same, and whether body(s) was true for any.
  template <class Body>
  bool any(Body body) const {
    switch (place_.kernel) {
      case Kernel::avx512:
        return any_symbol_avx512(place_.symbols, body);
      case Kernel::avx2:
        return any_symbol_avx2(place_.symbols, body);
      default:
        return any_symbol_scalar(place_.symbols, body);
    }
  }

  /// The first output is f of these rows, symbol by symbol.
  template <class Function, class... Rows>
  void map(Function f, Rows... rows) const {
    double* y = out();
    each([=](std::size_t s) { y[s] = f(rows[s]...); });
  }

  void fill(double* row, double value) const { std::fill_n(row, symbols(), value); }
  void copy(const double* row, double* to) const { std::copy_n(row, symbols(), to); }

  /// The values of symbol s in input i that end `back` rows ago, as many as `to` holds, oldest
  /// first.
  void gather(std::size_t i, std::size_t s, std::size_t back, std::span<double> to) const {
    for (std::size_t k = to.size(); k-- > 0; ++back) to[k] = in(i, back)[s];
  }

 private:
  Place place_;
};

/// How an operator advances a row of symbols: how many numbers of state each has, and what to do.
/// Without `advance` the executor steps one operator a symbol.
struct BankStep {
  std::size_t variables = 0;
  std::function<void(const BankRow&)> advance = {};
};

}  // namespace taipan
