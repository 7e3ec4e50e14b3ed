# trtplugins/_core, and what else of the package is not Python.
find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
find_package(pybind11 CONFIG REQUIRED)

trtp_sources(sources csrc/python/*.cpp)
pybind11_add_module(_core MODULE NO_EXTRAS ${sources}) # extras: link-time optimisation
trtp_warnings(_core)
target_include_directories(_core PRIVATE csrc include)
target_link_libraries(_core PRIVATE trtplugins trtp_op trtp_runtime trtp_memory)
target_link_options(_core PRIVATE LINKER:-Bsymbolic LINKER:--exclude-libs,ALL)
set_target_properties(_core PROPERTIES INSTALL_RPATH "$ORIGIN")
if(NOT SKBUILD) # what follows makes a wheel
  return()
endif()
install(TARGETS _core LIBRARY DESTINATION trtplugins)
if(TRTPLUGINS_NATIVE_BUILD) # else it comes with the C++ kit
  install(FILES $<TARGET_FILE:trtplugins> DESTINATION trtplugins RENAME libtrtplugins.so)
endif()

# The Python files of an operator lie in its folder.
foreach(file IN ITEMS reference bench)
  trtp_sources(found plugins/*/${file}.py)
  foreach(path IN LISTS found)
    cmake_path(GET path PARENT_PATH folder)
    cmake_path(GET folder FILENAME operator)
    install(FILES "${path}" DESTINATION trtplugins/${file}/ops RENAME ${operator}.py)
  endforeach()
endforeach()
