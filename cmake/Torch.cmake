# LibTorch, as cmake/setup.sh unpacks it.
#
#   f4s_torch::torch        tensors, autograd and networks on the CPU
#   f4s_torch::cuda         the same on CUDA devices; only where its libraries are
#   f4s_use_torch(TARGET)   links f4s_torch::torch, takes <torch/torch.h> precompiled, compiles several files at a time
#
# libtorch.so itself is not linked: it would load libtorch_cuda.so, cuDNN and all, for a
# program that has no use for them.  Each library finds what it needs by its own RUNPATH.

# Where cmake/setup.sh puts it: for all users, or in the cache of one.
set(torch_root $ENV{XDG_CACHE_HOME})
if(NOT torch_root)
  set(torch_root $ENV{HOME}/.cache)
endif()
string(APPEND torch_root /fuse4seg/torch)
if(EXISTS /opt/fuse4seg/torch/requirements.txt)
  set(torch_root /opt/fuse4seg/torch)
endif()
set(F4S_TORCH_ROOT ${torch_root} CACHE PATH "folder with torch/include and torch/lib")
if(NOT EXISTS ${F4S_TORCH_ROOT}/torch/lib/libtorch_cpu.so)
  message(FATAL_ERROR "no LibTorch in ${F4S_TORCH_ROOT}: run cmake/setup.sh, "
    "name another place with -DF4S_TORCH_ROOT=FOLDER, or build without networks, -DF4S_WITH_TORCH=OFF")
endif()

function(f4s_torch_library name)
  add_library(f4s_torch::${name} SHARED IMPORTED GLOBAL)
  set_target_properties(f4s_torch::${name} PROPERTIES
    IMPORTED_LOCATION ${F4S_TORCH_ROOT}/torch/lib/lib${name}.so)
  target_include_directories(f4s_torch::${name} SYSTEM INTERFACE
    ${F4S_TORCH_ROOT}/torch/include ${F4S_TORCH_ROOT}/torch/include/torch/csrc/api/include)
endfunction()

f4s_torch_library(c10)
f4s_torch_library(torch_cpu)
add_library(f4s_torch::torch INTERFACE IMPORTED GLOBAL)
target_link_libraries(f4s_torch::torch INTERFACE f4s_torch::torch_cpu f4s_torch::c10)
if(EXISTS ${F4S_TORCH_ROOT}/torch/lib/libtorch_cuda.so)
  f4s_torch_library(c10_cuda)
  f4s_torch_library(torch_cuda)
  add_library(f4s_torch::cuda INTERFACE IMPORTED GLOBAL)
  target_link_libraries(f4s_torch::cuda INTERFACE f4s_torch::torch_cuda f4s_torch::c10_cuda f4s_torch::torch)
endif()
# The version that is compiled with, "2.11": another one is refused (base/torch_place.h).
file(STRINGS ${F4S_TORCH_ROOT}/torch/version.py F4S_TORCH_VERSION REGEX "^__version__")
string(REGEX REPLACE "^[^']*'([0-9]+\\.[0-9]+).*" "\\1" F4S_TORCH_VERSION "${F4S_TORCH_VERSION}")

# Where what is installed looks for it; TorchFolders() in base/torch_place.cc is the same list.
set(f4s_torch_rpath "$ORIGIN;$ORIGIN/torch/lib;$ORIGIN/../../../torch/lib")
if(NOT F4S_RELOCATABLE)
  list(APPEND f4s_torch_rpath ${F4S_TORCH_ROOT}/torch/lib)
endif()

# <torch/torch.h> takes longer to read than any source of ours to compile.  One precompiled
# copy serves all targets, so all are compiled with -fPIC, programs too (CMake's own
# POSITION_INDEPENDENT_CODE would give those -fPIE, which the copy does not fit).  To load the copy still takes
# 7 s, ten times as long as most of our files need on top: several files are one unit (F4S_UNITY).
if(NOT EXISTS ${CMAKE_BINARY_DIR}/torch_pch.cc)  # or each configuration would have it all compiled again
  file(WRITE ${CMAKE_BINARY_DIR}/torch_pch.cc "")
endif()
add_library(f4s_torch_pch STATIC EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/torch_pch.cc)
target_compile_options(f4s_torch_pch PRIVATE -fPIC)
target_link_libraries(f4s_torch_pch PRIVATE f4s_torch::torch)
target_precompile_headers(f4s_torch_pch PRIVATE <torch/torch.h>)

function(f4s_use_torch target)
  target_link_libraries(${target} PRIVATE f4s_torch::torch)
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "${f4s_torch_rpath}")
  target_compile_options(${target} PRIVATE -fPIC)
  target_precompile_headers(${target} REUSE_FROM f4s_torch_pch)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${F4S_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()
