#include "scripting/host.h"

#include <fmt/format.h>
#include <pybind11/embed.h>
#include <pybind11/stl.h>

#include "scripting/extension/errors.h"
#include "scripting/extension/module.h"
#include "scripting/interpreter_config.h"
#include "scripting/strategy/failure.h"
#include "scripting/strategy/python_strategy.h"

namespace taipan::scripting {

namespace py = pybind11;

namespace {

std::filesystem::path find_packages() {
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path folder = executable.parent_path();
  for (const auto& each : {folder / "python", folder / "../lib/taipan/python"}) {
    if (std::filesystem::exists(each / "taipan/__init__.py")) return each;
  }
  throw HostError(fmt::format("the Python package taipan is not beside {}", executable.string()));
}

// Our own module is linked into this program; nothing else of its name must be found first.
void import_package(const std::filesystem::path& packages, const std::string& executable) {
  try {
    py::module_::import("numpy");
  } catch (const py::error_already_set& error) {
    throw HostError(fmt::format("{} cannot import NumPy: {}\n{}", executable, error.what(),
                                "Install it there (pip install numpy), or run in another "
                                "environment"));
  }
  try {
    auto module = py::reinterpret_steal<py::object>(PyInit__taipan());
    if (!module) throw py::error_already_set();
    py::module_::import("sys").attr("modules")["taipan._taipan"] = module;
    py::module_::import("sys").attr("path").attr("insert")(0, packages.string());
    py::module_::import("taipan._loading");
  } catch (const py::error_already_set& error) {
    throw HostError(fmt::format("the package taipan in {} cannot be used: {}", packages.string(),
                                error.what()));
  }
}

// File names and arguments are bytes, not always UTF-8: as Python reads its own command line.
py::object decode(const std::string& bytes) {
  const auto size = static_cast<Py_ssize_t>(bytes.size());
  auto text =
      py::reinterpret_steal<py::object>(PyUnicode_DecodeFSDefaultAndSize(bytes.data(), size));
  if (!text) throw py::error_already_set();
  return text;
}

std::vector<StrategyParameter> describe_parameters(const py::object& instance) {
  std::vector<StrategyParameter> parameters;
  const py::object rows = py::module_::import("taipan._parameters").attr("describe")(instance);
  for (const py::handle row : rows) {
    const auto texts = row.cast<std::vector<std::string>>();
    parameters.push_back({texts.at(0), texts.at(1), texts.at(2), texts.at(3), texts.at(4),
                          texts.at(5), texts.at(6), texts.at(7)});
  }
  return parameters;
}

}  // namespace

struct PythonHost::Interpreter {
  explicit Interpreter(PyConfig* config) : guard(config, 0, nullptr, false) {}
  py::scoped_interpreter guard;
};

PythonHost::PythonHost(const HostOptions& options) {
  const std::filesystem::path packages =
      options.packages.empty() ? find_packages() : options.packages;
  InterpreterConfig config;
  try {
    interpreter_ = std::make_unique<Interpreter>(config.release());
  } catch (const std::runtime_error& error) {
    throw HostError(fmt::format("Python cannot be started: {}", error.what()));
  }
  py::module_ sys = py::module_::import("sys");
  executable_ = sys.attr("executable").cast<std::string>();
  if (options.print_to_stderr) sys.attr("stdout") = sys.attr("stderr");
  import_package(packages, executable_);
}

PythonHost::~PythonHost() = default;

LoadedStrategy PythonHost::load_strategy(
    const std::string& target, const std::map<std::string, std::string>& parameters) const {
  try {
    py::dict values;
    for (const auto& [name, value] : parameters) values[decode(name)] = decode(value);
    const py::object instance =
        py::module_::import("taipan._loading").attr("load")(decode(target), values);
    return {py::type::of(instance).attr("__name__").cast<std::string>(),
            describe_parameters(instance),
            std::make_unique<PythonStrategy>(Reference(instance.inc_ref().ptr()))};
  } catch (py::error_already_set& error) {
    error.restore();
  } catch (const PythonError&) {
  }
  throw_strategy_error();
}

}  // namespace taipan::scripting
