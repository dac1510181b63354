# The opened object `cuda`: GPU kernels, built where there is a CUDA compiler.  It carries
# its own CUDA runtime, so that it needs nothing but the driver where it runs.

if(F4S_WITH_CUDA STREQUAL "AUTO")
  find_program(F4S_NVCC nvcc HINTS ENV CUDACXX ENV CUDA_PATH PATHS /usr/local/cuda PATH_SUFFIXES bin)
  if(F4S_NVCC AND NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    set(ENV{CUDACXX} ${F4S_NVCC})
  endif()
  include(CheckLanguage)
  check_language(CUDA)
  if(NOT CMAKE_CUDA_COMPILER)
    message(STATUS "CUDA kernels: off, no working nvcc was found (F4S_WITH_CUDA=AUTO)")
    return()
  endif()
elseif(F4S_WITH_CUDA)
  find_program(F4S_NVCC nvcc HINTS ENV CUDACXX ENV CUDA_PATH PATHS /usr/local/cuda PATH_SUFFIXES bin)
  if(F4S_NVCC AND NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    set(CMAKE_CUDA_COMPILER ${F4S_NVCC})
  endif()
else()
  message(STATUS "CUDA kernels: off (F4S_WITH_CUDA=${F4S_WITH_CUDA})")
  return()
endif()

if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 90-real 90-virtual)
endif()
if(F4S_CCACHE AND NOT CMAKE_CUDA_COMPILER_LAUNCHER)
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${F4S_CCACHE})
endif()
enable_language(CUDA)
if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake before 3.26 does not know nvcc's
  set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
  set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
endif()
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
set(CMAKE_CUDA_EXTENSIONS OFF)
message(STATUS "CUDA kernels: on, nvcc ${CMAKE_CUDA_COMPILER_VERSION} (${CMAKE_CUDA_COMPILER}) "
  "for ${CMAKE_CUDA_ARCHITECTURES} (F4S_WITH_CUDA=${F4S_WITH_CUDA})")

file(GLOB f4s_cuda_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cu)
f4s_opened_object(cuda SOURCES ${f4s_cuda_sources} DEPENDS base)
set_target_properties(f4s_cuda PROPERTIES CUDA_RUNTIME_LIBRARY Static)
# The same bits as on the CPU: no contraction into fused multiply-adds on either side.
target_compile_options(f4s_cuda PRIVATE -fmad=false -Xcompiler=-Wall,-Wextra,-Wshadow,-ffp-contract=off
  $<$<BOOL:${F4S_WARNINGS_AS_ERRORS}>:--Werror=all-warnings>)
