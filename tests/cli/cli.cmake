# Command-line tests: each .sh below this folder, run by run_test.sh, on phantom data that is made once.

set(cli_folder ${CMAKE_CURRENT_SOURCE_DIR}/cli)
set(cli_data ${CMAKE_CURRENT_BINARY_DIR}/cli-data)
add_test(NAME cli.data COMMAND ${cli_folder}/make_data.sh ${CMAKE_BINARY_DIR}/bin ${cli_data})
set_tests_properties(cli.data PROPERTIES FIXTURES_SETUP cli_data TIMEOUT 300)
file(GLOB cli_tests CONFIGURE_DEPENDS RELATIVE ${cli_folder} ${cli_folder}/*/*.sh)
foreach(test ${cli_tests})
  string(REGEX REPLACE "\\.sh$" "" name ${test})
  string(REPLACE "/" "." name ${name})
  add_test(NAME cli.${name} COMMAND ${cli_folder}/run_test.sh ${CMAKE_BINARY_DIR}/bin ${cli_data} ${cli_folder}/${test})
  set_tests_properties(cli.${name} PROPERTIES FIXTURES_REQUIRED cli_data SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
