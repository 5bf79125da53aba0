#include "scripting/strategy/datetime.h"

#include <datetime.h>

#include <chrono>

namespace taipan::scripting {

PyObject* to_datetime(engine::Timestamp time) {
  using namespace std::chrono;
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) return nullptr;
  const sys_time<nanoseconds> instant{nanoseconds(time)};
  const sys_days day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss<nanoseconds> clock(instant - day);
  const auto micros = duration_cast<microseconds>(clock.subseconds()).count();
  return PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      static_cast<int>(micros), PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
}

}  // namespace taipan::scripting
