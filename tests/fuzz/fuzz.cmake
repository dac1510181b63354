# Readers on bytes of anybody.  With clang and F4S_FUZZ (preset `fuzz`) the program is libFuzzer's, and run.sh tries each
# target for as long as it is given; in every other build it reads the seeds once.

file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*.cc)
if(F4S_WITH_DICOM)
  list(APPEND fuzz_sources ${CMAKE_SOURCE_DIR}/libfuse4seg/image/dicom/read/checked_elements.cc
    ${CMAKE_SOURCE_DIR}/libfuse4seg/image/dicom/read/codestream.cc
    ${CMAKE_SOURCE_DIR}/libfuse4seg/image/dicom/read/elements.cc
    ${CMAKE_SOURCE_DIR}/libfuse4seg/image/dicom/read/frames.cc
    ${CMAKE_SOURCE_DIR}/libfuse4seg/image/dicom/read/nuclear_slices.cc)
else()
  list(FILTER fuzz_sources EXCLUDE REGEX "dicom_elements|codestream")
endif()
add_executable(fuzz ${fuzz_sources})
target_link_libraries(fuzz PRIVATE f4s_model f4s_prep f4s_cases f4s_image f4s_base ZLIB::ZLIB)
if(F4S_WITH_DICOM)
  target_compile_definitions(fuzz PRIVATE F4S_WITH_DICOM)
  target_include_directories(fuzz SYSTEM PRIVATE ${F4S_GDCM_INCLUDE})
  target_link_libraries(fuzz PRIVATE ${F4S_GDCM_MSFF} ${F4S_GDCM_DSED} ${F4S_GDCM_Common})
endif()
set_target_properties(fuzz PROPERTIES UNITY_BUILD ${F4S_UNITY} UNITY_BUILD_BATCH_SIZE 8)

set(fuzz_seeds ${CMAKE_CURRENT_BINARY_DIR}/fuzz-seeds)
add_test(NAME fuzz.seeds COMMAND python3 ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.py ${fuzz_seeds})
set_tests_properties(fuzz.seeds PROPERTIES FIXTURES_SETUP fuzz_seeds)
if(F4S_FUZZ)
  target_compile_definitions(fuzz PRIVATE F4S_FUZZ)
  target_link_options(fuzz PRIVATE -fsanitize=fuzzer)
  add_test(NAME fuzz.smoke COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/run.sh 3)
  set_tests_properties(fuzz.smoke PROPERTIES TIMEOUT 600
    ENVIRONMENT "F4S_BIN=${CMAKE_BINARY_DIR}/bin;CORPUS=${fuzz_seeds}")
else()
  add_test(NAME fuzz.smoke COMMAND fuzz ${fuzz_seeds})
endif()
set_tests_properties(fuzz.smoke PROPERTIES FIXTURES_REQUIRED fuzz_seeds)
