// Runs a plan over whole arrays, in tiles that stay in the first-level cache.
#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "indicators/core/plan.h"

namespace taipan {

inline constexpr std::size_t default_tile = 1024;

/// Arrays of one call: rows before `first` are incomplete (a NaN in some input).
struct Arrays {
  std::span<const double* const> inputs;
  std::span<double* const> outputs;
  std::size_t rows;
  std::size_t first;
};

/// The workspace of a run: cloned operators and the tiles of intermediate lines.
class BlockRun {
 public:
  explicit BlockRun(const Plan& plan);

  /// Writes every row of every output, the undefined prefix as NaN.
  void run(const Plan& plan, const Arrays& arrays, Kernel kernel, std::size_t tile);

 private:
  // Nodes that run as one: a single node, or the rows of a family on the same inputs.
  struct Group {
    std::vector<Operator*> rows;
    std::vector<std::uint32_t> inputs;
    std::vector<std::uint32_t> outputs;
    std::size_t input_start;
  };
  struct Line {
    double* base = nullptr;  // its value at the tile's begin; of a whole line, at row `first`
    bool whole = false;      // all rows are in the caller's array, read or written in place
    bool is_result = false;
    std::size_t slot = 0;  // of a line that is not whole: the tile it lives in
  };
  struct Slot {
    std::size_t lookback;   // how much of its history it keeps
    bool of_result;         // used only where results are streamed
    std::size_t place = 0;  // where in tiles_ it begins, behind its history
  };

  void add_to_group(const Plan::Node& node, Operator& op);
  void assign_slots(const Plan& plan);
  void place_lines(const Plan& plan, const Arrays& arrays, std::size_t tile);
  void run_tile(std::size_t begin, std::size_t end, Kernel kernel);
  void keep_history(std::size_t tile);
  void stream_results(const Plan& plan, const Arrays& arrays, std::size_t begin, std::size_t end,
                      Kernel kernel);
  void copy_results(const Plan& plan, const Arrays& arrays);

  std::vector<std::unique_ptr<Operator>> operators_;
  std::vector<Group> groups_;
  std::vector<Line> lines_;
  std::vector<Slot> slots_;
  hwy::AlignedFreeUniquePtr<double[]> tiles_;
  std::size_t tiles_size_ = 0;
  bool streams_ = false;  // results pass through tiles and by the caches
  std::vector<const double*> in_;
  std::vector<double*> out_;
};

/// Runs with an idle workspace of the plan's.
void run_blocks(const Plan& plan, const Arrays& arrays, Kernel kernel,
                std::size_t tile = default_tile);

/// The first row at which no input is NaN; `rows` if there is none.
std::size_t first_complete_row(std::span<const double* const> inputs, std::size_t rows);

}  // namespace taipan
