# trtp_sources(OUT PATTERN...): files below the source folder. Found anew in every build, so that a new operator is a
# new folder and no list has to be edited.
function(trtp_sources out)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/")
  file(GLOB found CONFIGURE_DEPENDS ${ARGN})
  set(${out} ${found} PARENT_SCOPE)
endfunction()
