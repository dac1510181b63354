# What needs a GPU.  Elsewhere each test skips with the reason.

add_executable(gpu_fusion_kernels ${CMAKE_CURRENT_LIST_DIR}/fusion_kernels_test.cc)
target_link_libraries(gpu_fusion_kernels PRIVATE f4s_ops GTest::gtest GTest::gtest_main)
if(TARGET f4s_cuda)
  add_dependencies(gpu_fusion_kernels f4s_cuda)
endif()
add_test(NAME gpu.fusion_kernels COMMAND gpu_fusion_kernels WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(gpu.fusion_kernels PROPERTIES TIMEOUT 900 SKIP_REGULAR_EXPRESSION "no GPU: ")
