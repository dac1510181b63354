# The networks' loops once for each kind of processor.  Multiplication and addition may become one
# operation here: results depend on the kind, as LibTorch's do, and on nothing else.

set(f4s_net_flags -ffp-contract=fast -Wno-psabi)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(kernels/net/net_kernels_avx2.cc PROPERTIES COMPILE_OPTIONS "${f4s_net_flags};-mavx2;-mfma")
  set_source_files_properties(kernels/net/net_kernels_avx512.cc PROPERTIES
    COMPILE_OPTIONS "${f4s_net_flags};-march=x86-64-v4;-mprefer-vector-width=512")
  # GCC 12 takes the undefined operands within its own intrinsics for uninitialized variables.
  set_source_files_properties(kernels/net/net_kernels_vnni.cc PROPERTIES COMPILE_OPTIONS
    "${f4s_net_flags};-march=x86-64-v4;-mavx512vnni;-mprefer-vector-width=512;-Wno-uninitialized;$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
  set_source_files_properties(kernels/net/net_kernels.cc PROPERTIES COMPILE_DEFINITIONS F4S_NET_KERNELS_X86)
else()
  set_source_files_properties(kernels/net/net_kernels_avx2.cc kernels/net/net_kernels_avx512.cc PROPERTIES
    COMPILE_OPTIONS "${f4s_net_flags}")
endif()
set_source_files_properties(kernels/net/net_kernels_any.cc PROPERTIES COMPILE_OPTIONS "${f4s_net_flags}")
