#pragma once

namespace taipan::scripting {

/// Throws the interpreter's present error as a StrategyError of the right kind, and clears it.
[[noreturn]] void throw_strategy_error();

/// What the strategy printed appears before what we print next.
void flush_python_output();

}  // namespace taipan::scripting
