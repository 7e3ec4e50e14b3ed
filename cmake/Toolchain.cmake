# What has to be settled before the compilers are looked at.

# nvcc is often installed but not on PATH.
if(NOT DEFINED CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(CMAKE_CUDA_COMPILER nvcc
    HINTS "$ENV{CUDA_HOME}/bin" "$ENV{CUDA_PATH}/bin" /usr/local/cuda/bin)
  if(NOT CMAKE_CUDA_COMPILER)
    unset(CMAKE_CUDA_COMPILER CACHE)
    message(FATAL_ERROR
      "nvcc, the CUDA compiler, was not found on PATH, in CUDA_HOME or in /usr/local/cuda. "
      "Install the CUDA toolkit (11.8 or newer), or name its folder in CUDA_HOME.")
  endif()
endif()

# A released wheel holds code for these, and PTX of the newest for everything after it. Development builds are for one
# architecture, that of the GPU here. CMAKE_CUDA_ARCHITECTURES and the environment's CUDAARCHS override both.
option(TRTPLUGINS_ONE_ARCHITECTURE "Build for the GPU of this machine alone, or for 90 where there is none" OFF)
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES AND "$ENV{CUDAARCHS}" STREQUAL "")
  set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 89-real 90)
  if(TRTPLUGINS_ONE_ARCHITECTURE)
    execute_process(COMMAND nvidia-smi --query-gpu=compute_cap --format=csv,noheader
      OUTPUT_VARIABLE capability ERROR_QUIET RESULT_VARIABLE failed)
    set(CMAKE_CUDA_ARCHITECTURES 90)
    if(failed STREQUAL "0" AND capability MATCHES "^([0-9]+)\\.([0-9])")
      set(CMAKE_CUDA_ARCHITECTURES ${CMAKE_MATCH_1}${CMAKE_MATCH_2})
    endif()
  endif()
  message(STATUS "CUDA architectures: ${CMAKE_CUDA_ARCHITECTURES}")
endif()

if(NOT DEFINED CMAKE_BUILD_TYPE AND NOT DEFINED CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
  set(CMAKE_CUDA_COMPILER_LAUNCHER "${CCACHE}")
endif()
