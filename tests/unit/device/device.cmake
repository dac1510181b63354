# unit.device: --device before a stand-in of libtorch_cuda.so and of the driver.  The stand-in's folder has LibTorch's
# other libraries too, since its CUDA library is looked for beside the CPU's.

set(standin ${CMAKE_BINARY_DIR}/standin)
add_library(standin_cuda SHARED support/standin_cuda.cc)
target_link_libraries(standin_cuda PRIVATE f4s_torch::torch)
set_target_properties(standin_cuda PROPERTIES OUTPUT_NAME torch_cuda LIBRARY_OUTPUT_DIRECTORY ${standin}/there)
file(WRITE ${standin}/driver.cc "extern \"C\" {
int cuInit(unsigned) { return 0; }
int cuDeviceGet(int* handle, int number) { *handle = number; return 0; }
int cuDeviceGetUuid_v2(unsigned char* id, int handle) {
  for (int i = 0; i < 16; ++i) id[i] = static_cast<unsigned char>(16 * i + handle);
  return 0;
}
}
")
add_library(standin_driver SHARED ${standin}/driver.cc)
set_target_properties(standin_driver PROPERTIES OUTPUT_NAME cuda SOVERSION 1 LIBRARY_OUTPUT_DIRECTORY ${standin})
file(GLOB torch_libraries ${F4S_TORCH_ROOT}/torch/lib/*.so*)
foreach(folder there missing)
  file(MAKE_DIRECTORY ${standin}/${folder})
  foreach(library ${torch_libraries})
    get_filename_component(name ${library} NAME)
    if(NOT name STREQUAL libtorch_cuda.so)
      file(CREATE_LINK ${library} ${standin}/${folder}/${name} SYMBOLIC)
    endif()
  endforeach()
endforeach()

add_executable(unit_device unit/device/device_test.cc)
target_link_libraries(unit_device PRIVATE f4s_nn GTest::gtest GTest::gtest_main)
f4s_use_torch(unit_device)
add_dependencies(unit_device standin_cuda standin_driver)
# f4s_device_test(NAME FOLDER GPUS)
function(f4s_device_test name folder gpus)
  add_test(NAME unit.device.${name} COMMAND unit_device WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(unit.device.${name} PROPERTIES TIMEOUT 300 ENVIRONMENT
    "F4S_STANDIN_GPUS=${gpus};LD_LIBRARY_PATH=${standin}/${folder}:${standin}:${F4S_TORCH_ROOT}/nvidia/cu13/lib")
endfunction()
f4s_device_test(one there 1)
f4s_device_test(two there 2)
f4s_device_test(none there 0)
f4s_device_test(missing missing missing)
