#pragma once

namespace taipan::cli {

inline constexpr int kSuccess = 0;
inline constexpr int kRunFailed = 1;  // the strategy failed, or the machine did
inline constexpr int kBadUsage = 2;   // arguments, configuration or data

}  // namespace taipan::cli
