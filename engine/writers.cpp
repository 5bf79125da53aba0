#include "engine/writers.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace taipan::engine {

std::string trades_csv(const RunResult& result) {
  std::string text =
      "entry_time,exit_time,entry_bar,exit_bar,size,entry_price,exit_price,commission,pnl,"
      "return_pct\n";
  for (const Trade& trade : result.trades) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{},{},{}\n",
                   format_full_time(trade.entry_time), format_full_time(trade.exit_time),
                   trade.entry_bar, trade.exit_bar, trade.size, trade.entry_price, trade.exit_price,
                   trade.commission, trade.pnl, trade.return_percent());
  }
  return text;
}

std::string equity_csv(const RunResult& result) {
  std::string text = "time,equity,position\n";
  const EquityCurve& curve = result.equity;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "{},{},{}\n", format_full_time(curve.time[i]),
                   curve.equity[i], curve.position[i]);
  }
  return text;
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::path partial = path;
  partial += ".part";
  std::error_code error;
  const auto fail = [&](const std::error_code& reason) {
    throw std::runtime_error(
        fmt::format("{} cannot be written: {}", path.string(), reason.message()));
  };
  const auto last_error = [] { return std::error_code(errno, std::generic_category()); };
  std::ofstream file(partial, std::ios::binary);
  if (!file) fail(last_error());
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) {
    error = last_error();
  } else {
    std::filesystem::rename(partial, path, error);
  }
  if (!error) return;
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  fail(error);
}

}  // namespace taipan::engine
