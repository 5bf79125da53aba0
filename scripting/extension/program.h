// A definition put together at run time: a short program over indicators and functions, which
// builds the same graph as an indicator's file would.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "scripting/extension/functions.h"

namespace taipan::scripting {

/// One line of a program. Each makes one term, an indicator as many as it has outputs.
struct Instruction {
  struct Input {
    std::size_t index;
  };
  struct Parameter {
    std::size_t index;
  };
  std::variant<Value, Input, Parameter, Function, const Definition*> action = {};
  std::vector<std::size_t> operands = {};  // earlier terms: an indicator's inputs, then parameters
  bool is_whole = false;                   // a function of numbers that makes an integer
  std::string name = {};                   // of the function or indicator, for errors
  std::string place = {};                  // where it is written, appended to errors
};

struct Program {
  struct Output {
    std::string name;
    std::size_t term;
  };
  std::vector<InputSpec> inputs;
  std::vector<ParameterSpec> parameters;
  std::vector<Instruction> instructions;
  std::vector<Output> outputs;
  std::string formula;

  /// The body. Throws InvalidInput when a number breaks a rule of what it is given to.
  Outputs operator()(Builder& in) const;
};

/// A program under its name. Its address is its identity: never destroyed.
struct Composed {
  Composed(std::string of_name, std::string of_title, Program program);
  Composed(const Composed&) = delete;

  std::string name;
  std::string title;
  std::function<Outputs(Builder&)> body;
  Definition definition;
};

}  // namespace taipan::scripting
