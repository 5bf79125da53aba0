#pragma once

#include "cli/replay_arguments.h"

namespace taipan::cli {

struct ReplayDisplay {
  bool json = false;
  bool quiet = false;
  bool explain = false;
};

// `taipan replay`: the process's exit code. Throws UsageError and the readers' errors.
int replay(const ReplayArguments& arguments, const ReplayDisplay& display);

}  // namespace taipan::cli
