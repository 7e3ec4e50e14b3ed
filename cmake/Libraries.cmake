# Everything that does not depend on Python. Dependencies point one way:
#   trtplugins -> trtp_operators -> trtp_kernels, trtp_op;   trtp_runtime -> trtp_trt_library, trtp_memory

# trtp_library(NAME KIND SOURCES...): a target with the settings all of ours share.
function(trtp_library name kind)
  add_library(${name} ${kind} ${ARGN})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}/csrc" "${PROJECT_SOURCE_DIR}/include")
  trtp_warnings(${name})
endfunction()

# What an operator is. No TensorRT.
trtp_sources(sources csrc/op/*.cpp)
trtp_library(trtp_op STATIC ${sources})
target_link_libraries(trtp_op PUBLIC CUDA::cudart_static)

# The operators: kernels behind plain functions, and declarations. These register themselves in static initialisers,
# which a static archive would drop: hence object files.
trtp_sources(sources plugins/*/*.cu)
trtp_library(trtp_kernels STATIC ${sources})
target_compile_options(trtp_kernels PRIVATE $<$<COMPILE_LANGUAGE:CUDA>:--threads=2>) # architectures side by side
target_link_libraries(trtp_kernels PUBLIC CUDA::cudart_static)
trtp_sources(sources plugins/*/*_op.cpp)
trtp_library(trtp_operators OBJECT ${sources})
target_link_libraries(trtp_operators PUBLIC trtp_op trtp_kernels)

# TensorRT as found at run time, for the plugin library and the runtime alike.
set(trt_library csrc/trt/library.cpp csrc/trt/log.cpp csrc/trt/creators.cpp)
trtp_sources(sources ${trt_library})
trtp_library(trtp_trt_library STATIC ${sources})
target_link_libraries(trtp_trt_library PUBLIC trtp_op TensorRT::headers PRIVATE ${CMAKE_DL_LIBS})

# libtrtplugins.so
trtp_sources(sources csrc/trt/*.cpp)
list(TRANSFORM trt_library PREPEND "${PROJECT_SOURCE_DIR}/")
list(REMOVE_ITEM sources ${trt_library})
trtp_library(trtplugins SHARED ${sources} $<TARGET_OBJECTS:trtp_operators>)
target_link_libraries(trtplugins PRIVATE trtp_op trtp_kernels trtp_trt_library)
target_compile_definitions(trtplugins PRIVATE TRTP_VERSION="${PROJECT_VERSION}")
# Bsymbolic: a second copy in the process must not end up calling into the first.
set(exports "${PROJECT_SOURCE_DIR}/cmake/exports.map")
target_link_options(trtplugins PRIVATE
  LINKER:--no-undefined LINKER:--as-needed LINKER:-Bsymbolic "LINKER:--version-script,${exports}")
set_target_properties(trtplugins PROPERTIES LINK_DEPENDS "${exports}")
if(NOT SKBUILD) # a wheel cannot hold the link from libtrtplugins.so to libtrtplugins.so.0
  set_target_properties(trtplugins PROPERTIES SOVERSION 0 VERSION ${PROJECT_VERSION})
endif()

# Device memory. No TensorRT.
trtp_sources(sources csrc/memory/*.cpp)
trtp_library(trtp_memory STATIC ${sources})
target_link_libraries(trtp_memory PUBLIC CUDA::cudart_static)

# Builder, engine, context, parsers.
trtp_sources(sources csrc/runtime/*.cpp)
trtp_library(trtp_runtime STATIC ${sources})
target_link_libraries(trtp_runtime PUBLIC trtp_trt_library trtp_memory)

# So that _core can be built for another Python without compiling all this again (TRTPLUGINS_NATIVE_BUILD).
export(TARGETS trtplugins trtp_op trtp_kernels trtp_operators trtp_trt_library trtp_memory trtp_runtime
       FILE "${PROJECT_BINARY_DIR}/trtplugins-targets.cmake")
