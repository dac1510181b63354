# The loops over strips once for each kind of processor, as in kernels/net.

set(f4s_strip_flags -ffp-contract=fast -Wno-psabi)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(kernels/strip/strip_kernels_avx2.cc PROPERTIES COMPILE_OPTIONS "${f4s_strip_flags};-mavx2;-mfma")
  set_source_files_properties(kernels/strip/strip_kernels_avx512.cc PROPERTIES
    COMPILE_OPTIONS "${f4s_strip_flags};-march=x86-64-v4;-mprefer-vector-width=512")
  set_source_files_properties(kernels/strip/strip_kernels.cc PROPERTIES COMPILE_DEFINITIONS F4S_STRIP_KERNELS_X86)
else()
  set_source_files_properties(kernels/strip/strip_kernels_avx2.cc kernels/strip/strip_kernels_avx512.cc PROPERTIES
    COMPILE_OPTIONS "${f4s_strip_flags}")
endif()
set_source_files_properties(kernels/strip/strip_kernels_any.cc PROPERTIES COMPILE_OPTIONS "${f4s_strip_flags}")
