#include "scripting/extension/bank_type.h"

#include <limits>
#include <memory>
#include <optional>

#include "indicators/core/bank_executor.h"
#include "scripting/extension/bank_arrays.h"
#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/parameters.h"
#include "scripting/extension/stream_state.h"

namespace taipan::scripting {
namespace {

// Below, giving the GIL away and waiting for it costs more than the work it would allow.
constexpr std::size_t gil_kept_below = 1000;

constexpr std::size_t most_symbols = std::numeric_limits<std::int32_t>::max();

struct BankState {
  BankState(const Entry& of, std::shared_ptr<const Indicator> made, std::size_t symbols,
            Kernel kernel)
      : entry(of), indicator(std::move(made)), bank(indicator->plan, symbols, kernel) {}

  const Entry& entry;
  std::shared_ptr<const Indicator> indicator;
  Bank bank;
  bool is_busy = false;  // in a thread that gave the GIL away
};

struct BankObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      BankState* state;
};

BankState& state_of(PyObject* self) { return *reinterpret_cast<BankObject*>(self)->state; }

BankState& idle_state_of(PyObject* self) {
  BankState& state = state_of(self);
  if (state.is_busy) {
    raise(PyExc_RuntimeError,
          state.entry.bank_name + " is being updated by another thread; give each its own");
  }
  return state;
}

std::size_t read_symbols(const Entry& entry, PyObject* object) {
  const std::int64_t symbols = read_integer({entry.bank_name, "symbols"}, object);
  if (symbols < 1 || static_cast<std::size_t>(symbols) > most_symbols) {
    raise(PyExc_ValueError, entry.bank_name + ": symbols must be at least 1 and at most " +
                                std::to_string(most_symbols) + ", got " + std::to_string(symbols));
  }
  return static_cast<std::size_t>(symbols);
}

Entry& entry_of_type(PyTypeObject* type) {
  PyObject* module = PyType_GetModuleByDef(type, &entry_module_definition);
  if (module == nullptr) throw PythonError{};
  return entry_of_module(module);
}

Reference make_bank(PyTypeObject* type, Entry& entry, const Parameters& parameters,
                    std::size_t symbols, Kernel kernel) {
  check_parameters(entry.schema, parameters);
  auto state =
      std::make_unique<BankState>(entry, compiled_indicator(entry, parameters), symbols, kernel);
  Reference self = checked(type->tp_alloc(type, 0));
  reinterpret_cast<BankObject*>(self.get())->state = state.release();
  return self;
}

PyObject* create(PyTypeObject* type, PyObject* values, PyObject* keywords) {
  return guarded([&] {
    Entry& entry = entry_of_type(type);
    Arguments arguments;
    entry.create_bank.bind(values, keywords, arguments);
    const std::size_t symbols = read_symbols(entry, arguments[0]);
    const Parameters parameters = read_parameters(entry.schema, Call::stream, arguments.data() + 1);
    const Kernel kernel = read_kernel(entry.bank_name, arguments[entry.create_bank.size() - 1]);
    return make_bank(type, entry, parameters, symbols, kernel).release();
  });
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<BankObject*>(self)->state;
  type->tp_free(self);
  Py_DECREF(type);
}

// Marks a bank as busy while its thread is without the GIL.
class Busy {
 public:
  explicit Busy(BankState& state) : state_(state) { state_.is_busy = true; }
  ~Busy() { state_.is_busy = false; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  BankState& state_;
};

PyObject* update(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  return guarded([&] {
    BankState& state = idle_state_of(self);
    const Schema& schema = state.entry.schema;
    const std::size_t symbols = state.bank.symbols();
    Arguments arguments;
    state.entry.update_bank.bind(values, count, keywords, arguments);
    const InputArrays inputs(schema, arguments.data());
    check_rows(schema, inputs, symbols);
    Results results = result_rows(schema, inputs, symbols, arguments[schema.inputs.size()]);
    const Busy busy(state);
    std::optional<WithoutGil> released;
    if (symbols >= gil_kept_below) released.emplace();
    state.bank.update(inputs.data().data(), results.data.data());
    released.reset();
    return results.object.release();
  });
}

PyObject* reset(PyObject* self, PyObject*) {
  return guarded([&] {
    idle_state_of(self).bank.reset();
    return Py_NewRef(Py_None);
  });
}

PyObject* state_bytes(PyObject* self, PyObject*) {
  return guarded([&] {
    const BankState& state = idle_state_of(self);
    const std::string bytes = write_state(*state.indicator, state.bank.save());
    return PyBytes_FromStringAndSize(bytes.data(), static_cast<Py_ssize_t>(bytes.size()));
  });
}

PyObject* from_state(PyObject* self_type, PyObject* bytes) {
  Py_buffer view;
  if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) != 0) return nullptr;
  PyObject* made = guarded([&] {
    auto* type = reinterpret_cast<PyTypeObject*>(self_type);
    Entry& entry = entry_of_type(type);
    const SavedState saved = read_state(
        entry.schema, {static_cast<const char*>(view.buf), static_cast<std::size_t>(view.len)});
    Reference self =
        make_bank(type, entry, saved.parameters, Bank::symbols_of(saved.state), Kernel::automatic);
    state_of(self.get()).bank.restore(saved.state);
    return self.release();
  });
  PyBuffer_Release(&view);
  return made;
}

PyObject* symbols(PyObject* self, void*) {
  return PyLong_FromSize_t(state_of(self).bank.symbols());
}

PyObject* warmup(PyObject* self, void*) {
  return PyLong_FromSize_t(state_of(self).indicator->plan.warmup());
}

PyObject* represent(PyObject* self) {
  return guarded([&] {
    const BankState& state = state_of(self);
    const std::string name = Py_TYPE(self)->tp_name;
    const std::string parameters =
        keyword_list(state.entry.schema, Call::stream, state.indicator->parameters);
    const std::string text = name.substr(name.rfind('.') + 1) +
                             "(symbols=" + std::to_string(state.bank.symbols()) +
                             (parameters.empty() ? "" : ", ") + parameters + ")";
    return PyUnicode_FromString(text.c_str());
  });
}

}  // namespace

BankTables::BankTables(const Entry& entry)
    : name("taipan." + entry.bank_name),
      doc(bank_doc(entry.schema)),
      update_doc(bank_update_doc(entry.schema)),
      methods{{"update", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(update)),
               METH_FASTCALL | METH_KEYWORDS, update_doc.c_str()},
              {"reset", reset, METH_NOARGS,
               "reset($self)\n--\n\nBack to the state before the first row of every symbol."},
              {"state", state_bytes, METH_NOARGS,
               "state($self)\n--\n\nThe parameters and all that later values depend on, as bytes "
               "for from_state()."},
              {"from_state", from_state, METH_O | METH_CLASS,
               "from_state($type, state, /)\n--\n\nA bank that goes on, to the bit, where the one "
               "stood whose state() this is. Raises ValueError for bytes that are damaged or of "
               "another indicator."},
              {"__reduce__", reduce_to_state, METH_NOARGS,
               "__reduce__($self)\n--\n\nFor copy and pickle."},
              {nullptr, nullptr, 0, nullptr}},
      properties{{"symbols", symbols, nullptr, "How many values a row has.", nullptr},
                 {"warmup", warmup, nullptr,
                  "How many rows of a symbol give NaN before every output is there.", nullptr},
                 {nullptr, nullptr, nullptr, nullptr, nullptr}} {}

Reference make_bank_type(BankTables& tables, PyObject* module) {
  PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(create)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
                         {Py_tp_repr, reinterpret_cast<void*>(represent)},
                         {Py_tp_doc, const_cast<char*>(tables.doc.c_str())},
                         {Py_tp_methods, tables.methods},
                         {Py_tp_getset, tables.properties},
                         {0, nullptr}};
  PyType_Spec spec = {tables.name.c_str(), sizeof(BankObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
  return checked(PyType_FromModuleAndSpec(module, &spec, nullptr));
}

}  // namespace taipan::scripting
