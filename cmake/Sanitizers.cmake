# TRTPLUGINS_SANITIZE=address,undefined instruments host code; kernels have compute-sanitizer.
if(TRTPLUGINS_SANITIZE)
  # vptr: objects that TensorRT hands over have no type information to check.
  set(sanitize -fsanitize=${TRTPLUGINS_SANITIZE} -fno-sanitize=vptr)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${sanitize};-fno-omit-frame-pointer;-O1>")
  add_link_options(${sanitize})
endif()
