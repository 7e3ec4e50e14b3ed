# Everything that does not depend on Python. Dependencies point one way:
#   trtplugins -> trtp_operators -> trtp_kernels, trtp_op;   trtplugins -> trtp_entry -> trtp_adapters
#   trtp_adapters, trtp_runtime -> trtp_trt_library -> trtp_op;   trtp_runtime -> trtp_memory

# trtp_library(NAME KIND SOURCES...): a target with the settings all of ours share.
function(trtp_library name kind)
  add_library(${name} ${kind} ${ARGN})
  target_include_directories(${name} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/csrc>" "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
    $<INSTALL_INTERFACE:${TRTPLUGINS_INSTALL_ROOT}include>
    $<INSTALL_INTERFACE:${TRTPLUGINS_INSTALL_ROOT}include/trtplugins/core>)
  target_compile_features(${name} PUBLIC cxx_std_17)
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

# TensorRT as found at run time, for plugin libraries and the runtime alike.
set(trt_library csrc/trt/library.cpp csrc/trt/log.cpp csrc/trt/creators.cpp csrc/trt/plugin_libraries.cpp)
set(trt_entry csrc/trt/entry.cpp csrc/trt/load.cpp)
set(trt_own csrc/trt/exports.cpp)
trtp_sources(sources ${trt_library})
trtp_library(trtp_trt_library STATIC ${sources})
target_link_libraries(trtp_trt_library PUBLIC trtp_op TensorRT::headers PRIVATE ${CMAKE_DL_LIBS})

# Operators as TensorRT's plugins.
trtp_sources(sources csrc/trt/*.cpp)
set(other ${trt_library} ${trt_entry} ${trt_own})
list(TRANSFORM other PREPEND "${PROJECT_SOURCE_DIR}/")
list(REMOVE_ITEM sources ${other})
trtp_library(trtp_adapters STATIC ${sources})
target_link_libraries(trtp_adapters PUBLIC trtp_trt_library)

# What every plugin library shows. Nothing in the library refers to it: it is linked as a whole.
trtp_sources(sources ${trt_entry})
trtp_library(trtp_entry STATIC ${sources})
target_link_libraries(trtp_entry PUBLIC trtp_adapters)
target_compile_definitions(trtp_entry PRIVATE TRTP_VERSION="${PROJECT_VERSION}")

# libtrtplugins.so
trtp_sources(sources ${trt_own})
trtp_library(trtplugins SHARED ${sources} $<TARGET_OBJECTS:trtp_operators>)
target_link_libraries(trtplugins PRIVATE
  trtp_op trtp_kernels trtp_adapters trtp_trt_library $<LINK_LIBRARY:WHOLE_ARCHIVE,trtp_entry>)
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
export(TARGETS trtplugins trtp_op trtp_kernels trtp_operators trtp_trt_library trtp_adapters trtp_entry
               trtp_memory trtp_runtime
       FILE "${PROJECT_BINARY_DIR}/trtplugins-targets.cmake")
