#include "tests/indicators/operator_cases.h"

#include "tests/indicators/case_list.h"

namespace taipan {

std::vector<OperatorCase> operator_cases() {
  Cases cases;
  add_maps(cases);
  add_comparisons(cases);
  add_windows(cases);
  add_positions(cases);
  add_shapes(cases);
  add_variable_windows(cases);
  add_orders(cases);
  add_regressions(cases);
  add_correlations(cases);
  add_recurrences(cases);
  add_filters(cases);
  add_bars(cases);
  add_offsets(cases);
  return cases.take();
}

}  // namespace taipan
