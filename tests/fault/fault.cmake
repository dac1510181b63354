# A small part of the campaign of faults, in every run of the tests; each script makes all of it.

set(fault ${CMAKE_CURRENT_SOURCE_DIR}/fault)
function(f4s_fault_test name)
  add_test(NAME fault.${name} COMMAND ${ARGN})
  set_tests_properties(fault.${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77
    ENVIRONMENT "F4S_BIN=${CMAKE_BINARY_DIR}/bin;WORK=${CMAKE_CURRENT_BINARY_DIR}/fault-${name};CXX=${CMAKE_CXX_COMPILER}")
endfunction()

f4s_fault_test(kill ${fault}/kill.sh 19)
f4s_fault_test(disk ${fault}/disk.sh 1)
f4s_fault_test(inject ${fault}/inject.sh 36)
f4s_fault_test(limits env "JOBS=volumes fuse metrics" ${fault}/limits.sh 1)
f4s_fault_test(power env "JOBS=prep fuse metrics joint" ${fault}/power.sh 3)
f4s_fault_test(load ${fault}/load.sh 2000)
f4s_fault_test(orientations python3 ${fault}/orientations.py ${CMAKE_BINARY_DIR}/bin
  ${CMAKE_CURRENT_BINARY_DIR}/fault-orientations 24)
set(read_files ${fault}/read_files.cc)  # mutants.py
if(F4S_WITH_TORCH)
  list(APPEND read_files ${fault}/read_checkpoint.cc)
endif()
add_executable(read_files ${read_files})
target_link_libraries(read_files PRIVATE f4s_info f4s_prep f4s_cases f4s_image f4s_base)
if(F4S_WITH_TORCH)
  target_link_libraries(read_files PRIVATE f4s_train)
  target_compile_definitions(read_files PRIVATE F4S_WITH_TORCH)
  f4s_use_torch(read_files)
endif()
f4s_fault_test(mutants python3 ${fault}/mutants.py ${CMAKE_BINARY_DIR}/bin ${CMAKE_CURRENT_BINARY_DIR}/fault-mutants 60)
