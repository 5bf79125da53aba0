#pragma once

namespace taipan::cli {

// The whole program; returns its exit code.
int run(int argc, char** argv);

}  // namespace taipan::cli
