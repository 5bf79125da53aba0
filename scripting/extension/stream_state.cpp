#include "scripting/extension/stream_state.h"

#include <stdexcept>
#include <variant>

namespace taipan::scripting {
namespace {

void exchange_parameters(Archive& archive, Parameters& parameters) {
  for (Value& value : parameters) {
    std::visit([&archive](auto& plain) { archive(plain); }, value);
  }
}

}  // namespace

std::string write_stream(const Indicator& indicator, const Stream& stream) {
  Archive archive;
  std::string name = indicator.schema->name;
  SavedStream saved{indicator.parameters, stream.save()};
  archive(name);
  exchange_parameters(archive, saved.parameters);
  archive(saved.state);
  return archive.take();
}

SavedStream read_stream(const Schema& schema, std::string_view bytes) {
  Archive archive(bytes);
  if (archive.failed()) {
    throw std::invalid_argument("state: its " + std::to_string(bytes.size()) +
                                " bytes are incomplete or damaged");
  }
  std::string name;
  archive(name);
  if (name != schema.name) {
    throw std::invalid_argument("state: it is of '" + name + "', not '" + schema.name + "'");
  }
  // The defaults have the kinds that were written.
  SavedStream saved{schema.defaults(), {}};
  exchange_parameters(archive, saved.parameters);
  archive(saved.state);
  if (!archive.complete()) throw std::invalid_argument("state: its bytes are inconsistent");
  return saved;
}

}  // namespace taipan::scripting
