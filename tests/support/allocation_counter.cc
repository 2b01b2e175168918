#include "tests/support/allocation_counter.h"

#include <cstdlib>
#include <new>

namespace {

thread_local int64_t allocations = 0;

}  // namespace

namespace linkstat::test {

int64_t Allocations() { return allocations; }

}  // namespace linkstat::test

// The other forms of operator new and delete call these.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
