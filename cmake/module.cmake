# One library for each module (see ARCHITECTURE.md).
#
#   linkstat_module(NAME SOURCES file... [PUBLIC lib...] [PRIVATE lib...] [PRECOMPILED header...])
#
# makes the static library linkstat_NAME, with the alias linkstat::NAME.
# Project headers are included by their path from the top of the source tree.
# PRECOMPILED are the external headers that take a module longest to parse, parsed once
# for all of its files. A file still includes what it uses: the sanitizers' builds do
# without.
option(LINKSTAT_PRECOMPILED "Parse common headers once" ON)

function(linkstat_module name)
  cmake_parse_arguments(MODULE "" "" "SOURCES;PUBLIC;PRIVATE;PRECOMPILED" ${ARGN})
  add_library(linkstat_${name} STATIC ${MODULE_SOURCES})
  add_library(linkstat::${name} ALIAS linkstat_${name})
  target_include_directories(linkstat_${name} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  target_link_libraries(linkstat_${name} PUBLIC ${MODULE_PUBLIC} PRIVATE ${MODULE_PRIVATE})
  linkstat_warnings(linkstat_${name})
  if(LINKSTAT_PRECOMPILED AND MODULE_PRECOMPILED)
    target_precompile_headers(linkstat_${name} PRIVATE ${MODULE_PRECOMPILED})
  endif()
endfunction()

# The warnings under which the project's own code is clean.
function(linkstat_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                           -Wno-missing-field-initializers
    # False in GCC 12 for std::string's operator+, which GoogleTest uses to print messages.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  if(LINKSTAT_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
