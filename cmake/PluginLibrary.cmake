# trtplugins_add_plugin_library(NAME SOURCES FILE... [REFERENCE FILE])
#
# A shared library whose operators, declared with TRTP_OPERATOR in its sources, are TensorRT plugins: registered when it
# is loaded, found by IPluginRegistry::loadLibrary, trtexec --plugins and trtplugins.load(). All else in it is hidden.
#   SOURCES     .cpp and .cu files
#   REFERENCE   a Python file with the operators' references, which is put beside the library, where
#               trtplugins.load() looks for it
function(trtplugins_add_plugin_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "REFERENCE" "SOURCES")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "trtplugins_add_plugin_library(${name}): expected SOURCES and perhaps REFERENCE, got: ${ARGN}")
  endif()
  add_library(${name} SHARED ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE
    trtplugins::operator_core trtplugins::adapters $<LINK_LIBRARY:WHOLE_ARCHIVE,trtplugins::trtp_entry>)
  # Bsymbolic: no two libraries of this kind may end up calling into each other.
  target_link_options(${name} PRIVATE
    LINKER:--no-undefined LINKER:--as-needed LINKER:-Bsymbolic "LINKER:--version-script,${trtplugins_map}")
  set_target_properties(${name} PROPERTIES
    CXX_VISIBILITY_PRESET hidden CUDA_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON CUDA_RUNTIME_LIBRARY Static LINK_DEPENDS "${trtplugins_map}")
  if(arg_REFERENCE)
    cmake_path(ABSOLUTE_PATH arg_REFERENCE)
    add_custom_command(TARGET ${name} POST_BUILD COMMAND "${CMAKE_COMMAND}" -E copy_if_different
      "${arg_REFERENCE}" "$<TARGET_FILE_DIR:${name}>/$<TARGET_FILE_PREFIX:${name}>$<TARGET_FILE_BASE_NAME:${name}>.py" VERBATIM)
  endif()
endfunction()
