#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taipan::cli {

// What `taipan replay` was told, by the command line or by a configuration file.
struct ReplayArguments {
  std::optional<std::string> strategy;
  std::optional<std::string> data;
  std::optional<double> cash;
  std::optional<double> commission;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> out;
  std::map<std::string, std::string> parameters;

  // Takes over from `other` what is not set here.
  void fill_from(const ReplayArguments& other) {
    const auto fill = [](auto& mine, const auto& theirs) {
      if (!mine) mine = theirs;
    };
    fill(strategy, other.strategy);
    fill(data, other.data);
    fill(cash, other.cash);
    fill(commission, other.commission);
    fill(from, other.from);
    fill(to, other.to);
    fill(out, other.out);
    parameters.insert(other.parameters.begin(), other.parameters.end());
  }
};

// Of "name=value". Throws UsageError when it is written otherwise or a name comes twice.
std::map<std::string, std::string> parse_parameters(const std::vector<std::string>& texts);

}  // namespace taipan::cli
