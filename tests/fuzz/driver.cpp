// Runs a fuzzer's entry where no libFuzzer is: on the files named, or for some seconds on bytes of
// its own. Such an input follows from its number alone, which is printed when it fails.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t longest = 400;

// The input that is running, for the message of a crash.
unsigned long current = 0;

void name_input(int signal_number) {
  char text[64];
  const int size = std::snprintf(text, sizeof text, "fuzz: input %lu failed\n", current);
  std::fwrite(text, 1, static_cast<std::size_t>(size), stderr);
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

Bytes random_bytes(unsigned long number) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(number));
  Bytes bytes(random() % longest);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

// Every third input is new, the others are it with some bytes changed and, perhaps, the end cut
// off.
Bytes input(unsigned long number) {
  Bytes bytes = random_bytes(number - number % 3);
  if (number % 3 == 0 || bytes.empty()) return bytes;
  std::mt19937 random(static_cast<std::mt19937::result_type>(~number));
  for (int i = 0; i < 4; ++i) {
    bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
  }
  if (random() % 4 == 0) bytes.resize(random() % bytes.size());
  return bytes;
}

void run_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Bytes bytes(text.begin(), text.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || std::strcmp(argv[1], "--seconds") != 0) {
    if (argc < 2 || argv[1][0] == '-') {
      std::fprintf(stderr, "usage: %s FILE... | --seconds N [FIRST_INPUT]\n", argv[0]);
      return 2;
    }
    for (int i = 1; i < argc; ++i) run_file(argv[i]);
    return 0;
  }
  std::signal(SIGABRT, name_input);
  std::signal(SIGSEGV, name_input);
  current = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 0;
  const unsigned long first = current;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[2]));
  do {
    const Bytes bytes = input(current);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    ++current;
  } while (std::chrono::steady_clock::now() < end);
  std::printf("fuzz: inputs %lu to %lu\n", first, current - 1);
  return 0;
}
