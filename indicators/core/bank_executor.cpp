#include "indicators/core/bank_executor.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace taipan {
namespace {

// Of states; changes whenever what is written does.
constexpr char state_kind[] = "bank 1";

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

// Symbols of a group: few enough that the lines between two operators stay in the first-level
// cache, and a multiple of every vector's lanes.
constexpr std::size_t group_size = 512;

// Cache lines from one row to the next: an odd number, so that rows do not contend for the same
// places of a cache.
std::size_t stride_of(std::size_t symbols) { return (symbols + 7) / 8 | 1; }

double* values_of(std::vector<CacheLine>& lines) {
  return lines.empty() ? nullptr : lines[0].values;
}

bool is_complete(const double* const* inputs, std::size_t count, std::size_t symbol) {
  return std::none_of(inputs, inputs + count,
                      [symbol](const double* row) { return row[symbol] != row[symbol]; });
}

struct Header {
  std::uint64_t symbols;
  std::uint64_t fingerprint;  // of the plan
};

Header exchange_header(Archive& archive, Header header) {
  std::string kind = state_kind;
  archive(kind);
  if (kind != state_kind) throw std::invalid_argument("state: it is not of a bank of this format");
  archive(header.symbols, header.fingerprint);
  return header;
}

}  // namespace

BankGroup::BankGroup(const Plan& plan, std::vector<std::uint32_t> symbols, Kernel kernel)
    : symbols_(std::move(symbols)),
      is_range_(symbols_.back() - symbols_.front() + 1 == symbols_.size()),
      kernel_(kernel),
      stride_(stride_of(symbols_.size())),
      input_count_(plan.input_count()) {
  make_lines(plan);
  for (const Plan::Node& node : plan.nodes()) {
    Node own{node.op->bank(), {}, nullptr, {}, node.first_line, {}, node.input_start};
    own.state.resize(own.step.variables * stride_);
    if (!own.step.advance) own.single = make_single(node);
    for (std::uint32_t line : node.inputs) own.in.push_back(&lines_[line]);
    own.out.resize(node.line_count);
    tape_.push_back(std::move(own));
  }
  make_outputs(plan);
}

void BankGroup::make_lines(const Plan& plan) {
  lines_.resize(plan.line_count());
  destinations_.resize(lines_.size());
  std::size_t total = 0;
  for (std::uint32_t line = 0; line < lines_.size(); ++line) {
    lines_[line].rows = plan.lookback(line) + 1;
    lines_[line].stride = 8 * stride_;
    total += lines_[line].rows * stride_;
  }
  rings_.resize(total);
  double* ring = values_of(rings_);
  for (BankLine& line : lines_) {
    line.ring = ring;
    ring += line.rows * line.stride;
  }
}

void BankGroup::make_outputs(const Plan& plan) {
  std::vector<bool> taken(lines_.size());
  for (const Plan::Output& output : plan.outputs()) {
    const bool in_place = is_range_ && output.line >= input_count_ &&
                          lines_[output.line].rows == 1 && !taken[output.line];
    taken[output.line] = true;
    outputs_.push_back({output.line, output.start, in_place});
  }
}

std::unique_ptr<BankGroup::Single> BankGroup::make_single(const Plan::Node& node) const {
  auto single = std::make_unique<Single>();
  single->lookback = node.op->lookback();
  // Moving the history to the front costs less than a value a row.
  single->capacity = 2 * single->lookback + 1;
  const std::size_t inputs = node.inputs.size();
  const std::size_t lines = inputs + node.line_count;
  single->lines.resize(symbols_.size() * lines * single->capacity);
  double* place = single->lines.data();
  for (std::size_t s = 0; s < symbols_.size(); ++s) {
    single->operators.push_back(node.op->clone());
    for (std::size_t i = 0; i < lines; ++i, place += single->capacity) {
      if (i < inputs) {
        single->in.push_back(place);
      } else {
        single->out.push_back(place);
      }
    }
  }
  return single;
}

void BankGroup::Single::make_room() {
  place = lookback;
  if (lookback == 0) return;
  double* const end = lines.data() + lines.size();
  for (double* line = lines.data(); line != end; line += capacity) {
    std::copy_n(line + capacity - lookback, lookback, line);
  }
}

void BankGroup::update(const double* const* inputs, double* const* outputs) {
  begin_row(inputs, outputs);
  for (Node& node : tape_) run(node);
  for (std::size_t j = 0; j < outputs_.size(); ++j) write(outputs_[j], outputs[j]);
  ++rows_;
}

void BankGroup::begin_row(const double* const* inputs, double* const* outputs) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    BankLine& line = lines_[i];
    if (++line.place >= line.rows) line.place = 0;
    destinations_[i] = line.ring + line.place * line.stride;
    line.now = destinations_[i];
  }
  for (std::size_t i = 0; i < input_count_; ++i) {
    if (is_range_ && lines_[i].rows == 1) {
      lines_[i].now = inputs[i] + symbols_.front();
      continue;
    }
    std::transform(symbols_.begin(), symbols_.end(), destinations_[i],
                   [values = inputs[i]](std::uint32_t symbol) { return values[symbol]; });
  }
  for (std::size_t j = 0; j < outputs_.size(); ++j) {
    const Output& output = outputs_[j];
    if (!output.in_place || rows_ < output.start) continue;
    destinations_[output.line] = outputs[j] + symbols_.front();
    lines_[output.line].now = destinations_[output.line];
  }
}

void BankGroup::run(Node& node) {
  const bool has_begun = rows_ >= node.input_start;
  for (std::size_t j = 0; j < node.out.size(); ++j) {
    node.out[j] = destinations_[node.first_line + j];
  }
  if (node.single) return step(node, has_begun);
  if (!has_begun) return;
  node.step.advance(BankRow({node.in.data(), node.out.data(), values_of(node.state), 8 * stride_,
                             symbols_.size(), rows_ - node.input_start, kernel_}));
}

void BankGroup::step(const Node& node, bool has_begun) {
  Single& single = *node.single;
  const std::size_t inputs = node.in.size();
  const std::size_t outputs = node.out.size();
  if (single.place == single.capacity) single.make_room();
  const std::size_t t = single.place++;
  for (std::size_t s = 0; s < symbols_.size(); ++s) {
    double* place = single.lines.data() + s * (inputs + outputs) * single.capacity + t;
    // An operator may read what its inputs were before it began.
    for (std::size_t i = 0; i < inputs; ++i) place[i * single.capacity] = node.in[i]->now[s];
    if (!has_begun) continue;
    single.operators[s]->step(single.in.data() + s * inputs, single.out.data() + s * outputs, t);
    place += inputs * single.capacity;
    for (std::size_t j = 0; j < outputs; ++j) node.out[j][s] = place[j * single.capacity];
  }
}

void BankGroup::write(const Output& output, double* values) const {
  const bool is_defined = rows_ >= output.start;
  if (is_defined && output.in_place) return;
  const double* line = lines_[output.line].now;
  for (std::size_t s = 0; s < symbols_.size(); ++s) {
    values[symbols_[s]] = is_defined ? line[s] : undefined;
  }
}

void BankGroup::exchange(Archive& archive) {
  archive(rows_);
  for (BankLine& line : lines_) archive.bounded(line.place, line.rows - 1);
  archive(rings_);
  for (Node& node : tape_) {
    archive(node.state);
    if (node.single) node.single->exchange(archive);
  }
}

void BankGroup::Single::exchange(Archive& archive) {
  archive.bounded(place, capacity);
  archive(lines);
  for (const auto& op : operators) op->exchange(archive);
}

Bank::Bank(const Plan& plan, std::size_t symbols, Kernel kernel)
    : plan_(&plan), symbols_(symbols), kernel_(resolve(kernel)) {
  reset();
}

void Bank::reset() {
  groups_.clear();
  waiting_.resize(symbols_);
  std::iota(waiting_.begin(), waiting_.end(), 0);
}

Bank::Bank(const Bank& other) : Bank(*other.plan_, other.symbols_, other.kernel_) {
  restore(other.save());
}

std::string Bank::save() const {
  Archive archive;
  // A bank that writes is left as it was.
  const_cast<Bank*>(this)->exchange(archive);
  return archive.take();
}

std::size_t Bank::symbols_of(std::string_view state) {
  Archive archive(state);
  if (archive.failed()) throw std::invalid_argument("state: its bytes are incomplete or damaged");
  return exchange_header(archive, {0, 0}).symbols;
}

void Bank::restore(std::string_view state) {
  const std::size_t symbols = symbols_of(state);
  if (symbols != symbols_) {
    throw std::invalid_argument("state: it is of " + std::to_string(symbols) + " symbols, not " +
                                std::to_string(symbols_));
  }
  Archive archive(state);
  Bank restored(*plan_, symbols_, kernel_);
  restored.exchange(archive);
  if (!archive.complete()) throw std::invalid_argument("state: its bytes are inconsistent");
  *this = std::move(restored);
}

void Bank::exchange(Archive& archive) {
  const Header header = exchange_header(archive, {symbols_, plan_->fingerprint()});
  if (header.fingerprint != plan_->fingerprint()) {
    throw std::invalid_argument("state: it is of another indicator or other parameters");
  }
  std::size_t groups = groups_.size();
  archive.bounded(groups, symbols_);
  std::vector<bool> begun(symbols_);
  for (std::size_t g = 0; g < groups && !archive.failed(); ++g) {
    if (archive.reads()) {
      std::vector<std::uint32_t> members = read_group(archive, begun);
      if (archive.failed()) return;
      groups_.emplace_back(*plan_, std::move(members), kernel_);
    } else {
      const auto members = groups_[g].symbols();
      std::size_t count = members.size();
      archive(count);
      archive.values(members.data(), count);
    }
    groups_[g].exchange(archive);
  }
  if (!archive.reads()) return;
  std::erase_if(waiting_, [&begun](std::uint32_t symbol) { return begun[symbol]; });
}

// Ascending, and none that another group has.
std::vector<std::uint32_t> Bank::read_group(Archive& archive, std::vector<bool>& begun) const {
  std::size_t count = 0;
  archive.bounded(count, group_size);
  std::vector<std::uint32_t> members(count);
  archive(members);
  if (count == 0) archive.fail();
  for (std::size_t i = 0; i < count && !archive.failed(); ++i) {
    const bool fits =
        members[i] < symbols_ && !begun[members[i]] && (i == 0 || members[i - 1] < members[i]);
    if (!fits) {
      archive.fail();
    } else {
      begun[members[i]] = true;
    }
  }
  return members;
}

void Bank::update(const double* const* inputs, double* const* outputs) {
  if (!waiting_.empty()) begin_symbols(inputs, outputs);
  for (BankGroup& group : groups_) group.update(inputs, outputs);
}

void Bank::begin_symbols(const double* const* inputs, double* const* outputs) {
  std::vector<std::uint32_t> begun;
  std::erase_if(waiting_, [&](std::uint32_t symbol) {
    const bool begins = is_complete(inputs, plan_->input_count(), symbol);
    if (begins) begun.push_back(symbol);
    return begins;
  });
  for (std::size_t begin = 0; begin < begun.size(); begin += group_size) {
    const std::span some = std::span(begun).subspan(begin);
    const auto group = some.first(std::min(group_size, some.size()));
    groups_.emplace_back(*plan_, std::vector(group.begin(), group.end()), kernel_);
  }
  for (std::size_t j = 0; j < plan_->outputs().size(); ++j) {
    for (std::uint32_t symbol : waiting_) outputs[j][symbol] = undefined;
  }
}

}  // namespace taipan
