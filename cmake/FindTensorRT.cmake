# TensorRT's headers, or this project's own declarations in their place.
#
# Looks for the SDK in TENSORRT_ROOT (a CMake or environment variable: include/ and lib/ below it), then in the system's
# folders, then for the libraries of the pip packages, which come without headers. Nothing is linked: libtrtplugins.so
# finds TensorRT when it runs. What is found is checked, so that a wrong or mixed version is refused here.
#
#   TensorRT::headers      include folders of NvInfer.h and the parsers' headers; TRTP_OWN_ABI=1 where they are ours
#   TensorRT_VERSION       of the SDK's headers; empty for ours
#   TensorRT_INCLUDE_DIR   where NvInfer.h is
#   TensorRT_LIBRARY_DIR   where libnvinfer.so.* was seen; may be empty
#
# TRTPLUGINS_OWN_ABI=ON ignores the SDK's headers.

set(trt_wanted "TensorRT 8.5 or 8.6")
set(trt_headers NvInfer.h NvInferVersion.h NvOnnxParser.h NvUffParser.h NvCaffeParser.h)
set(trt_own_abi "${CMAKE_CURRENT_LIST_DIR}/../csrc/trt/abi")
if(DEFINED trtplugins_own_abi) # installed
  set(trt_own_abi "${trtplugins_own_abi}")
endif()
set(trt_escape "TRTPLUGINS_OWN_ABI=ON builds without the SDK's headers.")

# Version that the headers state, for example 8.6.1; empty if they state none.
function(trt_header_version folder out)
  set(version "")
  if(EXISTS "${folder}/NvInferVersion.h")
    foreach(part IN ITEMS MAJOR MINOR PATCH)
      file(STRINGS "${folder}/NvInferVersion.h" line REGEX "^#define NV_TENSORRT_${part} +[0-9]+" LIMIT_COUNT 1)
      string(REGEX MATCH "[0-9]+" number "${line}")
      list(APPEND version "${number}")
    endforeach()
    list(JOIN version . version)
  endif()
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

# Version that the names of the libraries tell, as exactly as they do: 8.6.1, or 8; empty if there are none.
function(trt_library_version folder out)
  set(best "")
  file(GLOB files "${folder}/libnvinfer.so.*" "${folder}/libnvinfer_builder_resource.so.*")
  foreach(file IN LISTS files)
    file(REAL_PATH "${file}" file)
    string(REGEX MATCH "\\.so\\.([0-9.]+)$" _ "${file}")
    string(LENGTH "${CMAKE_MATCH_1}" length)
    string(LENGTH "${best}" best_length)
    if(length GREATER best_length)
      set(best "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  set(${out} "${best}" PARENT_SCOPE)
endfunction()

function(trt_check_version what version)
  if(version AND NOT version MATCHES "^8(\\.[56](\\.|$)|$)")
    message(FATAL_ERROR "Found ${what}, version ${version}. Wanted: ${trt_wanted}. "
      "Name another one in TENSORRT_ROOT. ${trt_escape}")
  endif()
endfunction()

# Whether the shorter of two versions is a prefix of the other: 8 agrees with 8.6.1, 8.5.3 does not.
function(trt_agree a b out)
  string(FIND "${a}." "${b}." first)
  string(FIND "${b}." "${a}." second)
  if(first EQUAL 0 OR second EQUAL 0)
    set(${out} TRUE PARENT_SCOPE)
  else()
    set(${out} FALSE PARENT_SCOPE)
  endif()
endfunction()

# --- where things are ---------------------------------------------------------------------------------------------------

set(trt_root "")
if(TENSORRT_ROOT)
  set(trt_root "${TENSORRT_ROOT}")
elseif(DEFINED ENV{TENSORRT_ROOT} AND NOT "$ENV{TENSORRT_ROOT}" STREQUAL "")
  set(trt_root "$ENV{TENSORRT_ROOT}")
endif()

# Not cached: a changed TENSORRT_ROOT counts at once.
if(trt_root)
  find_path(TensorRT_INCLUDE_DIR NvInfer.h PATHS "${trt_root}" PATH_SUFFIXES include NO_DEFAULT_PATH NO_CACHE)
  find_file(trt_library NAMES libnvinfer.so.8 libnvinfer.so libnvinfer.so.10 libnvinfer.so.7
    PATHS "${trt_root}" PATH_SUFFIXES lib lib64 NO_DEFAULT_PATH NO_CACHE)
  if(NOT TensorRT_INCLUDE_DIR AND NOT trt_library)
    message(FATAL_ERROR "TENSORRT_ROOT is ${trt_root}, but there is neither include/NvInfer.h nor lib/libnvinfer.so "
      "in it. Wanted: the folder of ${trt_wanted}.")
  endif()
else()
  find_path(TensorRT_INCLUDE_DIR NvInfer.h PATH_SUFFIXES include NO_CACHE)
  find_library(trt_library NAMES libnvinfer.so.8 nvinfer NO_CACHE)
endif()

string(REGEX REPLACE "/$" "" TensorRT_INCLUDE_DIR "${TensorRT_INCLUDE_DIR}")
set(TensorRT_LIBRARY_DIR "")
if(trt_library)
  cmake_path(GET trt_library PARENT_PATH TensorRT_LIBRARY_DIR)
endif()
set(trt_beside TRUE)
if(NOT TensorRT_LIBRARY_DIR)
  set(trt_beside FALSE)
  if(NOT Python_EXECUTABLE)
    find_package(Python COMPONENTS Interpreter QUIET)
  endif()
  if(Python_EXECUTABLE)
    execute_process(COMMAND "${Python_EXECUTABLE}" -c "import sysconfig; print(sysconfig.get_path('purelib'))"
      OUTPUT_VARIABLE trt_site OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    foreach(package IN ITEMS tensorrt trtplugins_tensorrt8)
      file(GLOB trt_library "${trt_site}/${package}/libnvinfer.so.*")
      if(trt_library)
        set(TensorRT_LIBRARY_DIR "${trt_site}/${package}")
        break()
      endif()
    endforeach()
  endif()
endif()

# --- whether they fit ---------------------------------------------------------------------------------------------------

set(TensorRT_VERSION "")
trt_library_version("${TensorRT_LIBRARY_DIR}" trt_library_found)
if(TensorRT_INCLUDE_DIR AND NOT TRTPLUGINS_OWN_ABI)
  trt_header_version("${TensorRT_INCLUDE_DIR}" TensorRT_VERSION)
  set(trt_what "TensorRT's headers in ${TensorRT_INCLUDE_DIR}")
  if(NOT TensorRT_VERSION)
    message(FATAL_ERROR "Found ${trt_what}, but no version in their NvInferVersion.h. Wanted: ${trt_wanted}. ${trt_escape}")
  endif()
  trt_check_version("${trt_what}" "${TensorRT_VERSION}")
  trt_agree("${TensorRT_VERSION}" "${trt_library_found}" trt_same)
  if(trt_library_found AND NOT trt_same)
    message(FATAL_ERROR "Found ${trt_what}, version ${TensorRT_VERSION}, but libraries of version ${trt_library_found} "
      "in ${TensorRT_LIBRARY_DIR}. Wanted: headers and libraries of one version. ${trt_escape}")
  endif()
endif()
if(trt_beside)
  trt_check_version("TensorRT's libraries in ${TensorRT_LIBRARY_DIR}" "${trt_library_found}")
elseif(trt_library_found AND NOT trt_library_found MATCHES "^8")
  # Of use to another program in this environment perhaps; this one says when it is loaded what it needs.
  message(WARNING "TensorRT ${trt_library_found} in ${TensorRT_LIBRARY_DIR} cannot be used. Wanted: ${trt_wanted}.")
endif()

# --- the target ---------------------------------------------------------------------------------------------------------

set(trt_missing "")
if(TensorRT_VERSION)
  foreach(header IN LISTS trt_headers)
    if(NOT EXISTS "${TensorRT_INCLUDE_DIR}/${header}")
      list(APPEND trt_missing "${header}")
    endif()
  endforeach()
  if(trt_missing)
    message(STATUS "TensorRT headers: ${TensorRT_INCLUDE_DIR} lacks ${trt_missing}")
    set(TensorRT_VERSION "")
  endif()
endif()

if(NOT TARGET TensorRT::headers)
  add_library(TensorRT::headers INTERFACE IMPORTED)
endif()
if(TensorRT_VERSION)
  message(STATUS "TensorRT headers: ${TensorRT_VERSION} in ${TensorRT_INCLUDE_DIR}")
else()
  cmake_path(NORMAL_PATH trt_own_abi OUTPUT_VARIABLE TensorRT_INCLUDE_DIR)
  message(STATUS "TensorRT headers: own declarations (8.5/8.6) in ${TensorRT_INCLUDE_DIR}")
  target_compile_definitions(TensorRT::headers INTERFACE TRTP_OWN_ABI=1)
  set_target_properties(TensorRT::headers PROPERTIES IMPORTED_NO_SYSTEM ON) # ours are held to our warnings
endif()
target_include_directories(TensorRT::headers INTERFACE "${TensorRT_INCLUDE_DIR}")
if(TensorRT_LIBRARY_DIR)
  message(STATUS "TensorRT libraries: ${trt_library_found} in ${TensorRT_LIBRARY_DIR} (used at run time alone)")
else()
  message(STATUS "TensorRT libraries: none here; needed at run time alone")
endif()
set(TensorRT_FOUND TRUE)
