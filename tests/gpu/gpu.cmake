# What needs a GPU.  Elsewhere each test skips with the reason.

function(f4s_gpu_test name module)
  add_executable(gpu_${name} ${CMAKE_CURRENT_LIST_DIR}/${name}_test.cc)
  target_link_libraries(gpu_${name} PRIVATE f4s_${module} GTest::gtest GTest::gtest_main)
  if(TARGET f4s_cuda)
    add_dependencies(gpu_${name} f4s_cuda)
  endif()
  add_test(NAME gpu.${name} COMMAND gpu_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(gpu.${name} PROPERTIES TIMEOUT 900 SKIP_REGULAR_EXPRESSION "no GPU: ")
endfunction()

# f4s_gpu_torch_test(NAME): tests/gpu/NAME_test.cc, of networks and training.
function(f4s_gpu_torch_test name)
  f4s_gpu_test(${name} train)
  target_link_libraries(gpu_${name} PRIVATE f4s_nn f4s_loss nlohmann_json::nlohmann_json)
  f4s_use_torch(gpu_${name})
endfunction()

if(F4S_WITH_TORCH)
  foreach(name networks losses training)
    f4s_gpu_torch_test(${name})
  endforeach()
endif()
f4s_gpu_test(fusion_kernels kernels)
f4s_gpu_test(metric_kernels metric)
f4s_gpu_test(distance_kernels metric)
