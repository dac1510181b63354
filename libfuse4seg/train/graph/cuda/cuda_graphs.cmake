# The opened object `cuda_graphs`, where there is a CUDA compiler, whose headers LibTorch's want, and LibTorch's CUDA
# libraries.

if(NOT TARGET f4s_cuda OR NOT TARGET f4s_torch::cuda)
  return()
endif()
# The same runtime as LibTorch's.
find_path(F4S_CUDA_INCLUDE cuda_runtime_api.h
  HINTS ${CMAKE_CUDA_TOOLKIT_INCLUDE_DIRECTORIES} ${F4S_TORCH_ROOT}/nvidia/cu13/include NO_DEFAULT_PATH)
f4s_opened_object(cuda_graphs SOURCES ${CMAKE_CURRENT_LIST_DIR}/cuda_graphs.cc DEPENDS base)
target_include_directories(f4s_cuda_graphs PRIVATE ${CMAKE_SOURCE_DIR})
target_include_directories(f4s_cuda_graphs SYSTEM PRIVATE ${F4S_CUDA_INCLUDE})
f4s_use_torch(f4s_cuda_graphs)
find_library(F4S_CUDART NAMES libcudart.so.13 cudart
  HINTS ${F4S_TORCH_ROOT}/nvidia/cu13/lib ${CMAKE_CUDA_IMPLICIT_LINK_DIRECTORIES} NO_DEFAULT_PATH)
target_link_libraries(f4s_cuda_graphs PRIVATE f4s_torch::cuda ${F4S_CUDART})
# The libraries that LibTorch's own want (cuDNN and others) are there where it runs, not where it is built.
target_link_options(f4s_cuda_graphs PRIVATE -Wl,--allow-shlib-undefined)
