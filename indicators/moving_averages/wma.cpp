#include <numeric>

#include "indicators/define.h"

TAIPAN_INDICATOR(wma, "Weighted Moving Average") {
  in.formula("mean of the last `period` values weighted 1 (oldest) to `period` (newest)");
  in.range_message("{name}: Invalid range expansion: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 30, 2);

  std::vector<double> weights(period);
  std::iota(weights.begin(), weights.end(), 1.0);
  const double sum = static_cast<double>(period * (period + 1) / 2);
  for (double& weight : weights) weight /= sum;
  return fir(data, std::move(weights));
}
