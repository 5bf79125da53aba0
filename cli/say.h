#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace taipan::cli {

// To stderr. What cannot be written there is lost: nobody reads it, and the run must go on.
void say_text(std::string_view text);

template <typename... Arguments>
void say(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  say_text(fmt::format(format, std::forward<Arguments>(arguments)...));
}

// To stdout, for results. False when they did not arrive, which has been said then. A reader that
// closed its pipe had enough: that is no failure.
[[nodiscard]] bool print_result(std::string_view text);

}  // namespace taipan::cli
