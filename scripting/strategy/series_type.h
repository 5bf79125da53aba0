// LiveSeries: a line of values that grows by one a bar. Everything it gives is read from the
// engine's memory, up to the present bar.
#pragma once

#include <memory>

#include "engine/live_indicators.h"
#include "scripting/extension/reference.h"
#include "scripting/strategy/run.h"

namespace taipan::scripting {

struct SeriesObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      std::shared_ptr<const Run>
          run;
  const void* data;  // doubles, or the times as 64-bit integers
  bool is_time;
  engine::LineSource source;  // means nothing for the times

  std::size_t size() const { return run->bars; }
  double value(std::size_t index) const {
    if (is_time) return static_cast<double>(static_cast<const engine::Timestamp*>(data)[index]);
    return static_cast<const double*>(data)[index];
  }
  bool was_warm(std::size_t index) const {
    const auto* line = std::get_if<engine::LineId>(&source);
    return line == nullptr || run->indicators->was_warm(*line, index);
  }
};

/// A borrowed reference to the type, which lives until the process ends.
PyTypeObject* make_series_type();

/// nullptr when `object` is no LiveSeries.
const SeriesObject* as_series(PyObject* object);

/// A column of the bars or an indicator's line.
Reference make_series(std::shared_ptr<const Run> run, engine::LineSource source);
Reference make_time_series(std::shared_ptr<const Run> run);

}  // namespace taipan::scripting
