#include "engine/csv/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/csv/error.h"
#include "engine/csv/fields.h"
#include "engine/csv/time_column.h"

namespace taipan::engine {
namespace {

// Headers are compared in lower case, letters and digits only: "Open Time" is "opentime".
struct KnownName {
  std::string_view name;
  Role role;
};
constexpr KnownName kPriceNames[] = {
    {"open", Role::open},     {"o", Role::open},     {"high", Role::high},   {"h", Role::high},
    {"low", Role::low},       {"l", Role::low},      {"close", Role::close}, {"c", Role::close},
    {"volume", Role::volume}, {"vol", Role::volume}, {"v", Role::volume},
};

// The first of these that a header has is its time; an unnamed first column is a saved index.
constexpr std::string_view kTimeNames[] = {"timestamp", "datetime", "opentime", "ts",   "tsns",
                                           "tsus",      "tsms",     "tss",      "unix", "unixtime",
                                           "epoch",     "date",     "time",     "t",    ""};

std::string normalised(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) result += static_cast<char>(std::tolower(byte));
  }
  return result;
}

char detect_separator(std::string_view line) {
  constexpr std::string_view kSeparators = ",;\t";
  return *std::max_element(kSeparators.begin(), kSeparators.end(), [&](char left, char right) {
    return std::count(line.begin(), line.end(), left) < std::count(line.begin(), line.end(), right);
  });
}

std::vector<Field> split(std::string_view file, std::string_view line, char separator) {
  std::vector<Field> fields;
  FieldReader reader(line, separator);
  Field field;
  while (reader.next(field)) fields.push_back(field);
  if (reader.broken()) throw CsvError(file, 1, field.column, "a quoted field does not end");
  return fields;
}

// A first row of data begins with a time or at least a number, and goes on with another.
bool is_data(const std::vector<Field>& fields) {
  if (fields.size() < 2) return false;
  const bool begins = TimeColumn::detect(fields[0].text) || parse_number(fields[0].text);
  return begins && (parse_number(fields[1].text) || parse_time_of_day(fields[1].text));
}

void assign(CsvLayout& layout, Role role, std::size_t field) {
  layout.roles[field] = role;
  layout.field_of[static_cast<std::size_t>(role)] = field;
}

std::string nameless(std::size_t field) { return fmt::format("#{}", field + 1); }

// time[, time of day], open, high, low, close[, volume][, others]
void assign_by_position(CsvLayout& layout, const std::vector<Field>& fields) {
  std::vector<Role> order{Role::time};
  if (parse_time_of_day(fields[1].text)) order.push_back(Role::time_of_day);
  order.insert(order.end(), {Role::open, Role::high, Role::low, Role::close, Role::volume});
  for (std::size_t i = 0; i < std::min(order.size(), fields.size()); ++i) {
    assign(layout, order[i], i);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Role role = layout.roles[i];
    layout.names[i] = role == Role::ignored ? nameless(i) : std::string(name_of(role));
  }
}

void assign_time(CsvLayout& layout, const std::vector<std::string>& keys) {
  const auto field_named = [&](std::string_view key) {
    return static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
  };
  for (const std::string_view name : kTimeNames) {
    const std::size_t field = field_named(name);
    if (field == keys.size() || (name.empty() && field != 0)) continue;
    assign(layout, Role::time, field);
    if (name == "date" && field_named("time") != keys.size()) {
      assign(layout, Role::time_of_day, field_named("time"));
    }
    return;
  }
}

void assign_by_name(std::string_view file, CsvLayout& layout, const std::vector<Field>& fields) {
  std::vector<std::string> keys;
  for (const Field& field : fields) keys.push_back(normalised(field.text));
  assign_time(layout, keys);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto* known = std::find_if(std::begin(kPriceNames), std::end(kPriceNames),
                                     [&](const KnownName& entry) { return entry.name == keys[i]; });
    if (known == std::end(kPriceNames)) continue;
    if (layout.has(known->role)) {
      throw CsvError(
          file, 1, fields[i].column,
          fmt::format(
              "column '{}' is there twice, as {} and {}", name_of(known->role),
              in_quotes(layout.names[layout.field_of[static_cast<std::size_t>(known->role)]]),
              in_quotes(fields[i].text)));
    }
    assign(layout, known->role, i);
  }
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += in_quotes(name);
  }
  return list;
}

void require_columns(std::string_view file, const CsvLayout& layout) {
  for (const Role role : {Role::time, Role::open, Role::high, Role::low, Role::close}) {
    if (layout.has(role)) continue;
    const auto message =
        layout.has_header
            ? fmt::format("column '{}' is missing; the header has {}", name_of(role),
                          listed(layout.names))
            : fmt::format(
                  "column '{}' is missing: without a header the columns are time, open, "
                  "high, low, close and optionally volume, and there are only {}",
                  name_of(role), layout.fields());
    throw CsvError(file, 1, 1, message);
  }
}

}  // namespace

std::string_view name_of(Role role) {
  constexpr std::array<std::string_view, kRoleCount> kNames{
      "ignored", "time", "time of day", "open", "high", "low", "close", "volume"};
  return kNames[static_cast<std::size_t>(role)];
}

CsvLayout detect_layout(std::string_view file, std::string_view first_line) {
  CsvLayout layout;
  layout.separator = detect_separator(first_line);
  const auto fields = split(file, first_line, layout.separator);
  layout.has_header = !is_data(fields);
  layout.roles.assign(fields.size(), Role::ignored);
  layout.field_of.fill(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    layout.names.push_back(fields[i].text.empty() ? nameless(i) : std::string(fields[i].text));
  }
  if (layout.has_header) {
    assign_by_name(file, layout, fields);
  } else {
    assign_by_position(layout, fields);
  }
  require_columns(file, layout);
  return layout;
}

}  // namespace taipan::engine
