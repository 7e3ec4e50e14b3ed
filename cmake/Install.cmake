# What C++ users get: headers, libtrtplugins.so, the static libraries, and find_package(trtplugins).
include(CMakePackageConfigHelpers)

set(root "${TRTPLUGINS_INSTALL_ROOT}")
set(config "${root}lib/cmake/trtplugins")
set(shared "${root}lib")
if(SKBUILD)
  set(shared trtplugins) # beside _core, which finds it there
endif()

install(TARGETS trtplugins trtp_op trtp_trt_library trtp_adapters trtp_entry trtp_memory trtp_runtime
  EXPORT trtplugins
  LIBRARY DESTINATION "${shared}"
  ARCHIVE DESTINATION "${root}lib")
install(EXPORT trtplugins DESTINATION "${config}" NAMESPACE trtplugins:: FILE trtplugins-targets.cmake)

install(DIRECTORY include/ DESTINATION "${root}include")
# In a folder of its own, which is searched, too: there our memory.h must not stand before the C library's.
install(DIRECTORY csrc/op csrc/kernel csrc/memory csrc/runtime csrc/trt
  DESTINATION "${root}include/trtplugins/core" FILES_MATCHING PATTERN *.h PATTERN *.cuh)

set(trtplugins_abi_folder "${root}include/trtplugins/core/trt/abi")
configure_package_config_file(cmake/trtplugins-config.cmake.in trtplugins-config.cmake
  INSTALL_DESTINATION "${config}" PATH_VARS trtplugins_abi_folder)
write_basic_package_version_file(trtplugins-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/trtplugins-config.cmake" "${PROJECT_BINARY_DIR}/trtplugins-config-version.cmake"
  cmake/PluginLibrary.cmake cmake/plugin_library.map cmake/FindTensorRT.cmake
  DESTINATION "${config}")
