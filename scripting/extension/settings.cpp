#include "scripting/extension/settings.h"

#include <atomic>

namespace taipan::scripting {
namespace {

std::atomic<std::size_t> threads_of_sweeps{0};

}  // namespace

void set_sweep_threads(std::size_t threads) { threads_of_sweeps = threads; }
std::size_t sweep_threads() { return threads_of_sweeps; }

}  // namespace taipan::scripting
