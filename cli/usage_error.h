#pragma once

#include <stdexcept>

namespace taipan::cli {

// The user asked for something that cannot be: exit code 2, and the text is all there is to say.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace taipan::cli
