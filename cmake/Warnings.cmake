# trtp_warnings(TARGET): what compilers are asked to point out in our sources.
function(trtp_warnings target)
  set(host
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align -Wcast-qual
    -Wdouble-promotion -Wformat=2 -Wnon-virtual-dtor -Wundef -Wunused)
  # nvcc hands the host compiler code of its own making: only what that code can pass.
  set(device -Xcompiler=-Wall,-Wextra,-Wshadow,-Wnon-virtual-dtor)
  if(TRTPLUGINS_WARNINGS_AS_ERRORS)
    list(APPEND host -Werror)
    list(APPEND device -Werror=all-warnings -Xcompiler=-Werror)
  endif()
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:${host}>" "$<$<COMPILE_LANGUAGE:CUDA>:${device}>")
endfunction()
