# The build step behind linkstat_embed_text; see embed_text.cmake.
set(delimiter "linkstat_text")
file(READ "${INPUT}" text)
string(FIND "${text}" ")${delimiter}\"" clash)
if(NOT clash EQUAL -1)
  message(FATAL_ERROR "${INPUT} holds the delimiter that ends the embedded text")
endif()
file(WRITE "${OUTPUT}"
     "#include \"${HEADER}\"\n\n"
     "absl::string_view ${NAMESPACE}::${FUNCTION}() {\n"
     "  return R\"${delimiter}(${text})${delimiter}\";\n"
     "}\n")
