# Compiles a text file into the program.
#
#   linkstat_embed_text(INPUT file OUTPUT file.cc HEADER file.h NAMESPACE ns FUNCTION name)
#
# makes a source file that defines `absl::string_view ns::name()`, declared in
# HEADER, with the content of INPUT; made anew when INPUT changes.
set(LINKSTAT_EMBED_TEXT_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_text_script.cmake")

function(linkstat_embed_text)
  cmake_parse_arguments(EMBED "" "INPUT;OUTPUT;HEADER;NAMESPACE;FUNCTION" "" ${ARGN})
  cmake_path(ABSOLUTE_PATH EMBED_INPUT BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  add_custom_command(
    OUTPUT "${EMBED_OUTPUT}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${EMBED_INPUT}" "-DOUTPUT=${EMBED_OUTPUT}"
            "-DHEADER=${EMBED_HEADER}" "-DNAMESPACE=${EMBED_NAMESPACE}"
            "-DFUNCTION=${EMBED_FUNCTION}" -P "${LINKSTAT_EMBED_TEXT_SCRIPT}"
    DEPENDS "${EMBED_INPUT}" "${LINKSTAT_EMBED_TEXT_SCRIPT}"
    VERBATIM)
endfunction()
