# The networks' loops once for each kind of processor: results depend on the kind, as LibTorch's do, and on nothing else.

f4s_processor_kinds(kernels/net/net_kernels)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  # GCC 12 takes the undefined operands within its own intrinsics for uninitialized variables.
  set_source_files_properties(kernels/net/net_kernels_vnni.cc PROPERTIES COMPILE_OPTIONS
    "-ffp-contract=fast;-Wno-psabi;-march=x86-64-v4;-mavx512vnni;-mprefer-vector-width=512;-Wno-uninitialized;$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
endif()
