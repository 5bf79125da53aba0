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

/// "period=14, ma_type='ema'".
std::string keyword_list(const Schema& schema, const Parameters& parameters);

/// A value as Python source.
std::string python_literal(const Value& value);

/// "int", "float" or "str".
std::string python_type(const ParameterSpec& parameter);

}  // namespace taipan::scripting
