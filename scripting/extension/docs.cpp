#include "scripting/extension/docs.h"

#include <fmt/format.h>

namespace taipan::scripting {
namespace {

using Kind = ParameterSpec::Kind;

// CPython takes the first line for the signature when this follows it.
constexpr char signature_end[] = "\n--\n\n";

constexpr char kernel_text[] =
    "kernel : {None, 'auto', 'scalar', 'avx2', 'avx512'}\n"
    "    The instruction set; None and 'auto' take the fastest of this processor.\n";

constexpr char errors_text[] =
    "\nRaises\n------\n"
    "ValueError\n"
    "    Empty, all-NaN or too short data, lengths that differ, a parameter outside its rule,\n"
    "    an unknown or unsupported kernel.\n"
    "TypeError\n"
    "    An argument of the wrong type.\n";

std::string input_list(const Schema& schema) {
  std::string list;
  for (const InputSpec& input : schema.inputs) list += input.name + ", ";
  return list;
}

std::string batch_argument_list(const Schema& schema) {
  std::string list;
  for (const std::string& input : batch_inputs(schema)) list += input + ", ";
  for (const ParameterSpec& parameter : schema.parameters) {
    if (!parameter.appears_in(Call::batch)) continue;
    const std::string value = python_literal(parameter.default_value);
    for (const std::string& name : range_arguments(parameter)) {
      list += name + "=" + (parameter.range_in_parts ? "None" : value) + ", ";
    }
  }
  return list;
}

std::string headline(const Schema& schema) {
  std::string text = schema.title + ".\n";
  if (!schema.formula.empty()) text += "\n" + schema.formula + "\n";
  if (!schema.source.empty()) text += "\nSource: " + schema.source + "\n";
  return text;
}

std::string input_docs(const Schema& schema) {
  std::string text;
  for (const InputSpec& input : schema.inputs) {
    text += fmt::format(
        "{} : array_like of float64, shape (n,)\n"
        "    Usually a bar's {}. Contiguous float64 is read in place, anything else copied once.\n",
        input.name, field_name(input.field));
  }
  return text;
}

std::string list_docs(const Schema& schema) {
  std::string text;
  for (const std::string& input : batch_inputs(schema)) {
    text += input + " : sequence of array_like of float64, all of shape (n,)\n";
  }
  return text;
}

std::string parameter_docs(const Schema& schema, Call call) {
  std::string text;
  for (const ParameterSpec& parameter : schema.parameters) {
    if (!parameter.appears_in(call)) continue;
    text += fmt::format("{} : {}, default {}\n", parameter.name, python_type(parameter),
                        python_literal(parameter.default_value));
    const std::string rule = rule_of(parameter);
    if (!rule.empty()) text += "    " + rule + ".\n";
  }
  return text;
}

std::string range_docs(const Schema& schema) {
  std::string text;
  for (const ParameterSpec& parameter : schema.parameters) {
    if (!parameter.appears_in(Call::batch)) continue;
    const std::string value = python_literal(parameter.default_value);
    const std::string type = python_type(parameter);
    if (parameter.range_in_parts) {
      text += fmt::format("{0}_start, {0}_end, {0}_step : {1}, default {2} alone\n", parameter.name,
                          type, value);
    } else if (parameter.is_swept()) {
      text += fmt::format("{} : {} or (start, end, step), default {}\n", parameter.batch_range,
                          type, value);
    } else {
      text += fmt::format("{} : {}, default {}\n", parameter.batch_range, type, value);
      continue;
    }
    text += fmt::format("    Of `{}`; end included.\n", parameter.name);
  }
  return text;
}

std::string output_docs(const Schema& schema, const char* shape, bool is_batch) {
  std::string text;
  for (const OutputSpec& output : schema.outputs) {
    text += fmt::format("{} : ndarray of float64, shape {}\n",
                        is_batch ? output.batch_key : output.name, shape);
  }
  return text;
}

std::string warmup_docs(const Schema& schema) {
  return fmt::format(
      "    NaN before the first result: with the defaults every result is there from\n"
      "    row {} after the first complete row.\n",
      schema.default_warmup);
}

std::string parameter_key_docs(const Schema& schema) {
  std::string text;
  for (const ParameterSpec& parameter : schema.parameters) {
    text += fmt::format("{} : {}, one for each row\n", parameter.batch_key,
                        parameter.kind == Kind::text ? "list of str" : "ndarray");
  }
  return text;
}

}  // namespace

std::string python_type(const ParameterSpec& parameter) {
  switch (parameter.kind) {
    case Kind::real:
      return "float";
    case Kind::text:
      return "str";
    case Kind::period:
    case Kind::integer:
      break;
  }
  return "int";
}

std::string python_literal(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  std::string number = fmt::format("{}", std::get<double>(value));
  if (number.find_first_not_of("-0123456789") == std::string::npos) number += ".0";
  return number;
}

std::string keyword_list(const Schema& schema, Call call, const Parameters& parameters) {
  std::string list;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!schema.parameters[i].appears_in(call)) continue;
    if (!list.empty()) list += ", ";
    list += schema.parameters[i].name + "=" + python_literal(parameters[i]);
  }
  return list;
}

std::vector<std::string> row_names(const Schema& schema) {
  if (schema.inputs.size() == 1) return {"value"};
  std::vector<std::string> names;
  for (const std::size_t index : schema.row_order) {
    const InputSpec& input = schema.inputs[index];
    names.push_back(input.row_name.empty() ? input.name : input.row_name);
  }
  return names;
}

std::vector<std::string> batch_inputs(const Schema& schema) {
  std::vector<std::string> names;
  for (const InputSpec& input : schema.inputs) {
    names.push_back(input.name + (schema.batch_of_series ? "s" : ""));
  }
  return names;
}

std::vector<std::string> range_arguments(const ParameterSpec& parameter) {
  const std::string& name = parameter.batch_range;
  if (!parameter.range_in_parts) return {name};
  return {name + "_start", name + "_end", name + "_step"};
}

std::string single_doc(const Schema& schema) {
  const std::string parameters = keyword_list(schema, Call::single, schema.defaults());
  return schema.name + "(" + input_list(schema) + parameters +
         (parameters.empty() ? "kernel=None)" : ", kernel=None)") + signature_end +
         headline(schema) + "\nParameters\n----------\n" + input_docs(schema) +
         parameter_docs(schema, Call::single) + kernel_text + "\nReturns\n-------\n" +
         (schema.dict_result ? "dict\n" : "") + output_docs(schema, "(n,)", false) +
         warmup_docs(schema) + errors_text;
}

std::string batch_doc(const Schema& schema) {
  const bool of_series = schema.batch_of_series;
  return schema.name + "_batch(" + batch_argument_list(schema) + "kernel=None)" + signature_end +
         headline(schema) +
         (of_series ? "\nMany series of one length, a row of the result each.\n"
                    : "\nEvery combination of the given ranges, the last one fastest.\n") +
         "\nParameters\n----------\n" + (of_series ? list_docs(schema) : input_docs(schema)) +
         range_docs(schema) + kernel_text + "\nReturns\n-------\ndict\n" +
         output_docs(schema, "(rows, n)", true) + parameter_key_docs(schema) +
         "rows, cols : int\n" + errors_text;
}

std::string stream_doc(const Schema& schema) {
  return schema.stream_name + "Stream(" + keyword_list(schema, Call::stream, schema.defaults()) +
         ")" + signature_end + headline(schema) + "\nOne value at a time, by update().\n" +
         "\nParameters\n----------\n" + parameter_docs(schema, Call::stream);
}

std::string update_doc(const Schema& schema) {
  std::string arguments = "$self";
  for (const std::string& name : row_names(schema)) arguments += ", " + name;
  std::string results;
  for (const OutputSpec& output : schema.outputs) {
    results += (results.empty() ? "" : ", ") + output.name;
  }
  return "update(" + arguments + ")" + signature_end +
         "The next row. Returns None while warming up, then " +
         (schema.outputs.size() == 1 ? "a float.\n" : "a tuple: " + results + ".\n");
}

std::string bank_doc(const Schema& schema) {
  const std::string parameters = keyword_list(schema, Call::stream, schema.defaults());
  return schema.stream_name + "Bank(symbols, " + parameters + (parameters.empty() ? "" : ", ") +
         "kernel=None)" + signature_end + headline(schema) +
         "\nOne stream a symbol, advanced together by update(): the same values as from as many\n"
         "streams.\n" +
         "\nParameters\n----------\n"
         "symbols : int\n    At least 1.\n" +
         parameter_docs(schema, Call::stream) + kernel_text;
}

std::string bank_update_doc(const Schema& schema) {
  std::string inputs;
  for (const InputSpec& input : schema.inputs) {
    inputs += fmt::format(
        "{} : array_like of float64, shape (symbols,)\n    Of each symbol a bar's {}, usually.\n",
        input.name, field_name(input.field));
  }
  const bool is_one = schema.outputs.size() == 1;
  return "update($self, " + input_list(schema) + "out=None)" + signature_end +
         "The next row of every symbol. Symbols may begin at different rows: a symbol's rows "
         "before\n"
         "its first without a NaN are skipped.\n\nParameters\n----------\n" +
         inputs + "out : " + (is_one ? "ndarray" : "tuple of ndarray") +
         "\n    Where results go instead of into new memory; apart from the inputs.\n"
         "\nReturns\n-------\n" +
         output_docs(schema, "(symbols,)", false) +
         "    NaN where a symbol is still warming up.\n"
         "\nRaises\n------\nValueError\n    An array of another shape, an `out` that cannot be "
         "written or overlaps.\nTypeError\n    An argument of the wrong type.\n"
         "RuntimeError\n    Another thread is updating this bank.\n";
}

}  // namespace taipan::scripting
