#ifndef LINKSTAT_TESTS_MUTATION_MUTANT_H_
#define LINKSTAT_TESTS_MUTATION_MUTANT_H_

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <utility>

// What mutate.py writes into its copies of the sources: places that behave as they did
// until the process runs with their number in LINKSTAT_MUTANT.
namespace linkstat::mutation {

inline constexpr int kMost = 10'000;

inline int Active() {
  static const int active = [] {
    const char* const text = std::getenv("LINKSTAT_MUTANT");
    return text == nullptr ? 0 : std::atoi(text);
  }();
  return active;
}

// Appends the number to the file in LINKSTAT_MUTANTS_SEEN. A child that was forked, or
// that is killed, has written by then.
inline void Record(int number) {
  static const int file = [] {
    const char* const path = std::getenv("LINKSTAT_MUTANTS_SEEN");
    return path == nullptr ? -1 : ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  static std::array<std::atomic<bool>, kMost> seen{};
  if (file < 0 || seen[number].exchange(true, std::memory_order_relaxed)) return;
  const std::string line = std::to_string(number) + "\n";
  [[maybe_unused]] const ssize_t written = ::write(file, line.data(), line.size());
}

template <int kNumber>
bool On() {
  Record(kNumber);
  return Active() == kNumber;
}

// `a OP Mutant<N, F>() OP b` is `a OP b`, or F()(a, b) when mutant N is on. The place of
// both operators keeps the precedence, so that nobody has to find the operands.
template <int kNumber, typename Replacement>
struct Mutant {};

template <int kNumber, typename Replacement, typename T>
struct Left {
  T&& operand;
};

#define LINKSTAT_MUTATION_OPERATOR_(op)                                                   \
  template <typename T, int kNumber, typename Replacement>                                \
  Left<kNumber, Replacement, T> operator op(T&& left, Mutant<kNumber, Replacement>) {     \
    return {std::forward<T>(left)};                                                       \
  }                                                                                       \
  template <int kNumber, typename Replacement, typename T, typename U>                    \
  auto operator op(Left<kNumber, Replacement, T>&& left, U&& right)                       \
      ->std::decay_t<decltype(std::forward<T>(left.operand) op std::forward<U>(right))> { \
    if (On<kNumber>()) {                                                                  \
      return Replacement()(std::forward<T>(left.operand), std::forward<U>(right));        \
    }                                                                                     \
    return std::forward<T>(left.operand) op std::forward<U>(right);                       \
  }
LINKSTAT_MUTATION_OPERATOR_(<)
LINKSTAT_MUTATION_OPERATOR_(<=)
LINKSTAT_MUTATION_OPERATOR_(>)
LINKSTAT_MUTATION_OPERATOR_(>=)
LINKSTAT_MUTATION_OPERATOR_(==)
LINKSTAT_MUTATION_OPERATOR_(!=)
LINKSTAT_MUTATION_OPERATOR_(+)
LINKSTAT_MUTATION_OPERATOR_(-)
#undef LINKSTAT_MUTATION_OPERATOR_

#define LINKSTAT_MUTATION_FUNCTOR_(name, op)                  \
  struct name {                                               \
    template <typename T, typename U>                         \
    decltype(auto) operator()(T&& left, U&& right) const {    \
      return std::forward<T>(left) op std::forward<U>(right); \
    }                                                         \
  };
LINKSTAT_MUTATION_FUNCTOR_(Lt, <)
LINKSTAT_MUTATION_FUNCTOR_(Le, <=)
LINKSTAT_MUTATION_FUNCTOR_(Gt, >)
LINKSTAT_MUTATION_FUNCTOR_(Ge, >=)
LINKSTAT_MUTATION_FUNCTOR_(Eq, ==)
LINKSTAT_MUTATION_FUNCTOR_(Ne, !=)
LINKSTAT_MUTATION_FUNCTOR_(Add, +)
LINKSTAT_MUTATION_FUNCTOR_(Subtract, -)
#undef LINKSTAT_MUTATION_FUNCTOR_

// An operand of && or || that is not looked at: `a && True<N>() | b`, `a || False<N>() & b`
// and likewise on the left. | and & bind tighter than the two, and looser than all else
// that the operands are made of.
template <int kNumber>
struct True {};
template <int kNumber>
struct False {};

template <int kNumber, typename T>
bool operator|(True<kNumber>, T&& operand) {
  return On<kNumber>() || static_cast<bool>(std::forward<T>(operand));
}
template <int kNumber, typename T>
bool operator|(T&& operand, True<kNumber> mutant) {
  return mutant | std::forward<T>(operand);
}
template <int kNumber, typename T>
bool operator&(False<kNumber>, T&& operand) {
  return !On<kNumber>() && static_cast<bool>(std::forward<T>(operand));
}
template <int kNumber, typename T>
bool operator&(T&& operand, False<kNumber> mutant) {
  return mutant & std::forward<T>(operand);
}

// What a function returns in place of what it found: `true` or `false` by kTrue, 0, null, OK
// or empty.
template <bool kTrue>
struct Constant {
  template <typename T>
  operator T() const {  // NOLINT(google-explicit-constructor): a return statement converts
    if constexpr (std::is_same_v<T, bool>) {
      return kTrue;
    } else {
      return T();
    }
  }
};

}  // namespace linkstat::mutation

#endif  // LINKSTAT_TESTS_MUTATION_MUTANT_H_
