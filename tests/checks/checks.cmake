# Checks of the source tree itself, and that the libraries under us load.

set(checks ${CMAKE_SOURCE_DIR}/tests/checks)
add_test(NAME checks.layers COMMAND ${checks}/layers.sh ${CMAKE_SOURCE_DIR})
add_test(NAME checks.layers_test COMMAND ${checks}/layers_test.sh ${CMAKE_BINARY_DIR}/layers_test)
add_test(NAME checks.files COMMAND ${checks}/files.sh ${CMAKE_SOURCE_DIR})
add_test(NAME checks.files_test COMMAND ${checks}/files_test.sh ${CMAKE_BINARY_DIR}/files_test)
add_test(NAME checks.file_length COMMAND ${checks}/file_length.sh ${CMAKE_SOURCE_DIR})
find_program(F4S_CTAGS ctags-universal)
if(F4S_CTAGS)
  add_test(NAME checks.names COMMAND ${checks}/names.sh ${F4S_CTAGS} ${CMAKE_SOURCE_DIR})
  add_test(NAME checks.names_test COMMAND ${checks}/names_test.sh ${F4S_CTAGS} ${CMAKE_BINARY_DIR}/names_test)
  add_test(NAME checks.anonymous_names COMMAND ${checks}/anonymous_names.sh ${F4S_CTAGS} ${CMAKE_SOURCE_DIR})
  add_test(NAME checks.anonymous_names_test
    COMMAND ${checks}/anonymous_names_test.sh ${F4S_CTAGS} ${CMAKE_BINARY_DIR}/anonymous_names_test)
endif()

# Other versions of clang-format lay out some lines otherwise.
find_program(F4S_CLANG_FORMAT NAMES clang-format-14 clang-format)
if(F4S_CLANG_FORMAT)
  execute_process(COMMAND ${F4S_CLANG_FORMAT} --version OUTPUT_VARIABLE version)
  if(version MATCHES "version 14\\.")
    add_test(NAME checks.format COMMAND ${checks}/format.sh ${F4S_CLANG_FORMAT} ${CMAKE_SOURCE_DIR})
  endif()
endif()
find_program(F4S_SHELLCHECK shellcheck)
if(F4S_SHELLCHECK)
  add_test(NAME checks.scripts COMMAND ${checks}/scripts.sh ${F4S_SHELLCHECK} ${CMAKE_SOURCE_DIR})
endif()

add_test(NAME checks.release COMMAND ${checks}/release_test.sh ${CMAKE_SOURCE_DIR})

if(F4S_WITH_TORCH)
  add_executable(torch_loads ${CMAKE_SOURCE_DIR}/tests/deps/torch_loads.cc)
  f4s_use_torch(torch_loads)
  add_test(NAME deps.torch_loads COMMAND torch_loads)
endif()
