// Runs a plan for many symbols at once, a row at a time: a universe of symbols closes its bars
// together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indicators/core/archive.h"
#include "indicators/core/bank_row.h"
#include "indicators/core/plan.h"

namespace taipan {

/// Symbols that began at the same row, and so are in the same phase of every operator.
class BankGroup {
 public:
  BankGroup(const Plan& plan, std::vector<std::uint32_t> symbols, Kernel kernel);

  /// inputs[i] and outputs[j] are rows over all symbols of the bank; reads and writes its own.
  void update(const double* const* inputs, double* const* outputs);

  std::span<const std::uint32_t> symbols() const { return symbols_; }

  /// Writes all that later values depend on, or reads it back.
  void exchange(Archive& archive);

 private:
  // One operator a symbol, each over lines of its own.
  struct Single {
    std::vector<std::unique_ptr<Operator>> operators;
    std::vector<double> lines;      // [symbol][input, then output][capacity]
    std::vector<const double*> in;  // [symbol][input]
    std::vector<double*> out;       // [symbol][output]
    std::size_t lookback;
    std::size_t capacity;
    std::size_t place = 0;

    void make_room();
    void exchange(Archive& archive);
  };
  struct Node {
    BankStep step;
    std::vector<CacheLine> state;
    std::unique_ptr<Single> single;  // of an operator without a step for many
    std::vector<const BankLine*> in;
    std::uint32_t first_line;
    std::vector<double*> out;
    std::size_t input_start;
  };
  struct Output {
    std::uint32_t line;
    std::size_t start;
    bool in_place;  // the operator writes where the caller wants it
  };

  std::unique_ptr<Single> make_single(const Plan::Node& node) const;
  void make_lines(const Plan& plan);
  void make_outputs(const Plan& plan);
  void begin_row(const double* const* inputs, double* const* outputs);
  void run(Node& node);
  void step(const Node& node, bool has_begun);
  void write(const Output& output, double* values) const;

  std::vector<std::uint32_t> symbols_;
  bool is_range_;  // symbols side by side
  Kernel kernel_;
  std::vector<BankLine> lines_;
  std::size_t stride_;  // cache lines from row to row
  std::vector<CacheLine> rings_;
  std::vector<double*> destinations_;  // of a line's present row: in its ring or the caller's
  std::vector<Node> tape_;
  std::vector<Output> outputs_;
  std::size_t input_count_;
  std::size_t rows_ = 0;
};

/// The state of one stream a symbol. Each symbol is as if it had a `Stream` of its own, to the bit:
/// its rows before its first complete one (no NaN) are skipped. Not thread-safe. The plan must live
/// as long. Symbols that begin at the same row share vectors; fastest when all do.
class Bank {
 public:
  Bank(const Plan& plan, std::size_t symbols, Kernel kernel = Kernel::automatic);
  /// An independent bank in the same state.
  Bank(const Bank& other);
  Bank& operator=(const Bank& other) { return *this = Bank(other); }
  Bank(Bank&&) noexcept = default;
  Bank& operator=(Bank&&) noexcept = default;

  /// Advances every symbol by one row. inputs[i] and outputs[j] are rows of `symbols()` values that
  /// do not overlap; undefined outputs are NaN. Allocates only in rows at which a symbol begins.
  void update(const double* const* inputs, double* const* outputs);

  std::size_t symbols() const { return symbols_; }

  /// Back to before the first row of every symbol.
  void reset();

  /// The whole state: a bank of an equal plan and as many symbols that restores it goes on with the
  /// same bits, on any kernel.
  std::string save() const;
  /// Throws std::invalid_argument, and stays as it was, unless `state` is whole, of this format, of
  /// an equal plan and of as many symbols.
  void restore(std::string_view state);
  /// How many symbols a saved state is of. Throws std::invalid_argument unless `state` is whole and
  /// of this format.
  static std::size_t symbols_of(std::string_view state);

 private:
  void exchange(Archive& archive);
  std::vector<std::uint32_t> read_group(Archive& archive, std::vector<bool>& begun) const;
  void begin_symbols(const double* const* inputs, double* const* outputs);

  const Plan* plan_;
  std::size_t symbols_;
  Kernel kernel_;
  std::vector<std::uint32_t> waiting_;  // for their first complete row
  std::vector<BankGroup> groups_;
};

}  // namespace taipan
