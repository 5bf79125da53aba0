#include "cli/config.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "cli/suggest.h"
#include "cli/usage_error.h"

namespace taipan::cli {
namespace {

class ConfigReader {
 public:
  explicit ConfigReader(const std::string& path) : path_(path) {}

  ReplayArguments read() {
    const toml::table table = parse();
    for (const auto& [key, node] : table) read_entry(key, node);
    return arguments_;
  }

 private:
  struct Setting {
    std::string_view name;
    void (ConfigReader::*read)(std::string_view name, const toml::node& node);
  };
  static const std::array<Setting, 8> kSettings;

  toml::table parse() const {
    // It would be read as an empty file.
    if (std::filesystem::is_directory(path_)) {
      throw UsageError(fmt::format("--config: {} is a directory, not a file", path_));
    }
    try {
      return toml::parse_file(path_);
    } catch (const toml::parse_error& error) {
      fail(error.source(), std::string(error.description()));
    }
  }

  void read_entry(const toml::key& key, const toml::node& node) {
    std::array<std::string_view, kSettings.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i) {
      names[i] = kSettings[i].name;
      if (key.str() == names[i]) return (this->*kSettings[i].read)(names[i], node);
    }
    fail(key.source(), fmt::format("unknown key '{}'{}", key.str(), suggestion(key.str(), names)));
  }

  void read_path(std::string_view name, const toml::node& node) {
    const auto value = node.value<std::string>();
    if (!value || value->empty()) fail(name, node, "a path in quotes");
    const auto directory = std::filesystem::path(path_).parent_path();
    field(name) = (directory / *value).lexically_normal().string();
  }

  void read_date(std::string_view name, const toml::node& node) {
    std::ostringstream text;
    if (const auto* string = node.as_string()) {
      text << string->get();
    } else if (const auto* date = node.as_date()) {
      text << date->get();
    } else if (const auto* time = node.as_date_time()) {
      text << time->get();
    } else {
      fail(name, node, "a date or a date and time");
    }
    field(name) = text.str();
  }

  void read_number(std::string_view name, const toml::node& node) {
    if (!node.is_number()) fail(name, node, "a number");
    (name == "cash" ? arguments_.cash : arguments_.commission) = node.value<double>();
  }

  void read_parameters(std::string_view name, const toml::node& node) {
    const auto* table = node.as_table();
    if (table == nullptr) fail(name, node, "a table: [param]");
    for (const auto& [key, value] : *table) {
      arguments_.parameters[std::string(key.str())] = parameter_text(key.str(), value);
    }
  }

  std::string parameter_text(std::string_view name, const toml::node& node) const {
    if (const auto* string = node.as_string()) return string->get();
    if (const auto* integer = node.as_integer()) return fmt::format("{}", integer->get());
    if (const auto* real = node.as_floating_point()) return fmt::format("{:#}", real->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    fail(name, node, "a number, a text, true or false");
  }

  std::optional<std::string>& field(std::string_view name) {
    if (name == "strategy") return arguments_.strategy;
    if (name == "data") return arguments_.data;
    if (name == "from") return arguments_.from;
    if (name == "to") return arguments_.to;
    return arguments_.out;
  }

  [[noreturn]] void fail(std::string_view name, const toml::node& node,
                         std::string_view rule) const {
    std::ostringstream value;
    node.visit([&](const auto& concrete) { value << concrete; });
    fail(node.source(), fmt::format("{}: {} is not {}", name, value.str(), rule));
  }

  [[noreturn]] void fail(const toml::source_region& source, const std::string& message) const {
    // A file that cannot be opened has no position.
    if (!source.begin) throw UsageError(fmt::format("{}: {}", path_, message));
    throw UsageError(
        fmt::format("{}:{}:{}: {}", path_, source.begin.line, source.begin.column, message));
  }

  std::string path_;
  ReplayArguments arguments_;
};

const std::array<ConfigReader::Setting, 8> ConfigReader::kSettings{{
    {"strategy", &ConfigReader::read_path},
    {"data", &ConfigReader::read_path},
    {"cash", &ConfigReader::read_number},
    {"commission", &ConfigReader::read_number},
    {"from", &ConfigReader::read_date},
    {"to", &ConfigReader::read_date},
    {"out", &ConfigReader::read_path},
    {"param", &ConfigReader::read_parameters},
}};

}  // namespace

ReplayArguments read_config(const std::string& path) { return ConfigReader(path).read(); }

}  // namespace taipan::cli
