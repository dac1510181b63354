# The opened object `nccl`: sums over GPUs.  Compiled where a CUDA toolkit's and NCCL's headers are, whether or not
# there is a GPU.  LibTorch's classes have structures of NCCL in them, which differ from version to version: its own
# is wanted, which the wheel nvidia-nccl-cu13 has too.

find_path(F4S_CUDA_INCLUDE cublas_v2.h HINTS ENV CUDA_PATH PATHS /usr/local/cuda PATH_SUFFIXES include)
find_path(F4S_NCCL_INCLUDE nccl.h HINTS ${F4S_TORCH_ROOT}/nvidia/nccl/include ${F4S_CUDA_INCLUDE})
# The runtime that LibTorch itself loads.
find_library(F4S_CUDART NAMES libcudart.so.13 HINTS ${F4S_TORCH_ROOT}/nvidia/cu13/lib ${F4S_CUDA_INCLUDE}/../lib64)
if(NOT F4S_CUDA_INCLUDE OR NOT F4S_NCCL_INCLUDE OR NOT F4S_CUDART OR NOT TARGET f4s_torch::cuda)
  message(STATUS "NCCL: off, its headers or CUDA's were not found; ranks on GPUs sum up by the host")
  return()
endif()
file(STRINGS ${CMAKE_SOURCE_DIR}/cmake/torch-cuda-requirements.txt nccl_wanted REGEX "^nvidia-nccl")
string(REGEX REPLACE "^[^=]*==([0-9]+\\.[0-9]+).*" "\\1" nccl_wanted "${nccl_wanted}")
file(STRINGS ${F4S_NCCL_INCLUDE}/nccl.h nccl_found REGEX "define NCCL_(MAJOR|MINOR) ")
string(REGEX REPLACE "[^0-9]*([0-9]+)[^0-9]+([0-9]+).*" "\\1.\\2" nccl_found "${nccl_found}")
if(NOT nccl_found STREQUAL nccl_wanted)
  message(STATUS "NCCL: off, ${F4S_NCCL_INCLUDE}/nccl.h is of version ${nccl_found}, LibTorch's is ${nccl_wanted}")
  return()
endif()
message(STATUS "NCCL: on ${nccl_found} (${F4S_NCCL_INCLUDE}/nccl.h)")
f4s_opened_object(nccl SOURCES ${CMAKE_CURRENT_LIST_DIR}/torch_nccl.cc DEPENDS train
  LINK f4s_torch::cuda ${F4S_CUDART})
target_include_directories(f4s_nccl SYSTEM PRIVATE ${F4S_CUDA_INCLUDE} ${F4S_NCCL_INCLUDE})
f4s_use_torch(f4s_nccl)
