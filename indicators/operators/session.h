// Sessions of a calendar, and what is added up since the present one began.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "indicators/core/definition.h"
#include "indicators/core/graph.h"

namespace taipan {

/// The length of a session: a number of milliseconds or of calendar months, the other being 0.
struct SessionLength {
  double milliseconds;
  double months;
};

/// "<count><unit>" with the units m, h, d (minutes, hours, days; H and D too) and M (months).
std::optional<SessionLength> parse_session(std::string_view text);

/// The rule of such a text; a sweep's range steps the count.
extern const TextRule session_rule;

/// Sum of weight * x by the sum of weight since the session began; NaN while the weights' sum is
/// not above 0. Sessions are counted from 1970 on, UTC, `time` being in milliseconds; before, their
/// numbers are rounded towards 0, as in the contract. A NaN lasts until its session ends. A time
/// that no calendar knows is a session of its own. Blocks add in another order: they differ from
/// steps by a few units in the last place of the sums of magnitudes.
Series session_mean(Series time, Series x, Series weight, const SessionLength& length);

}  // namespace taipan
