// The bytes of a state: one visit of its members writes them or reads them back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace taipan {

/// A hash that is the same on every machine (FNV-1a, 64 bits).
inline std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  return hash;
}

/// Reading never goes beyond the bytes: what is missing stays as it is, and `failed()` tells.
class Archive {
 public:
  /// Writes.
  Archive() = default;
  /// Reads what `take` returned; fails at once where that was damaged. The bytes must live on.
  explicit Archive(std::string_view sealed) : rest_(sealed), reads_(true) {
    std::uint64_t seal = 0;
    failed_ = sealed.size() < sizeof seal;
    if (failed_) return;
    rest_.remove_suffix(sizeof seal);
    std::memcpy(&seal, sealed.data() + rest_.size(), sizeof seal);
    failed_ = seal != hash_of(rest_);
  }

  bool reads() const { return reads_; }
  bool failed() const { return failed_; }
  void fail() { failed_ = true; }
  /// Whether everything was read, and nothing but that was there.
  bool complete() const { return !failed_ && rest_.empty(); }
  /// What was written, with a checksum.
  std::string take() {
    const std::uint64_t seal = hash_of(written_);
    move(&seal, sizeof seal);
    return std::move(written_);
  }

  template <class... Members>
  void operator()(Members&... members) {
    (visit(members), ...);
  }

  /// A number that memory is addressed with.
  void bounded(std::size_t& value, std::size_t most) {
    visit(value);
    if (value > most) {
      value = 0;
      fail();
    }
  }

  /// `count` plain values, as many on either side.
  template <class T>
  void values(T* first, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    move(first, count * sizeof(T));
  }

 private:
  template <class T>
  void visit(T& value) {
    values(&value, 1);
  }
  // Its length is fixed by the parameters.
  template <class T>
  void visit(std::vector<T>& vector) {
    values(vector.data(), vector.size());
  }
  void visit(bool& value) {
    unsigned char byte = value ? 1 : 0;
    values(&byte, 1);
    value = byte != 0;
  }
  void visit(std::string& text) {
    std::uint64_t size = text.size();
    visit(size);
    if (reads_) {
      if (size > rest_.size()) return fail();
      text.resize(size);
    }
    values(text.data(), text.size());
  }

  template <class T>
  void move(T* data, std::size_t size) {
    if constexpr (!std::is_const_v<T>) {
      if (reads_) {
        failed_ = failed_ || size > rest_.size();
        if (failed_) return;
        if (size > 0) std::memcpy(data, rest_.data(), size);
        rest_.remove_prefix(size);
        return;
      }
    }
    written_.append(reinterpret_cast<const char*>(data), size);
  }

  std::string written_;
  std::string_view rest_;
  bool reads_ = false;
  bool failed_ = false;
};

}  // namespace taipan
