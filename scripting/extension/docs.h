// Docstrings and signatures, written from the schema in the form that help(), inspect and IDEs
// read.
#pragma once

#include <string>
#include <vector>

#include "indicators/core/definition.h"

namespace taipan::scripting {

std::string single_doc(const Schema& schema);
std::string batch_doc(const Schema& schema);
std::string stream_doc(const Schema& schema);
std::string update_doc(const Schema& schema);
std::string bank_doc(const Schema& schema);
std::string bank_update_doc(const Schema& schema);

/// The arguments of a stream's update: a single series is `value`, after the contract.
std::vector<std::string> row_names(const Schema& schema);

/// The inputs of a sweep.
std::vector<std::string> batch_inputs(const Schema& schema);

/// The arguments of a sweep that are a parameter's range.
std::vector<std::string> range_arguments(const ParameterSpec& parameter);

/// Of the parameters that a call takes: "period=14, ma_type='ema'".
std::string keyword_list(const Schema& schema, Call call, const Parameters& parameters);

/// A value as Python source.
std::string python_literal(const Value& value);

/// "int", "float" or "str".
std::string python_type(const ParameterSpec& parameter);

}  // namespace taipan::scripting
