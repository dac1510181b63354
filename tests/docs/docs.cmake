# The documentation: made from the programs, complete, and true.

set(docs ${CMAKE_SOURCE_DIR}/tests/docs)
set(docs_bin ${CMAKE_BINARY_DIR}/bin)
set(docs_stock ${CMAKE_CURRENT_BINARY_DIR}/docs-stock)

set(docs_left_out)
if(NOT F4S_WITH_TORCH)
  set(docs_left_out f4s-pretrain f4s-train f4s-segment)
endif()
add_test(NAME docs.generated COMMAND ${docs}/generated_test.sh ${docs_bin} ${CMAKE_SOURCE_DIR} ${docs_left_out})
add_test(NAME docs.mandoc COMMAND ${docs}/mandoc_test.sh ${CMAKE_SOURCE_DIR})
add_test(NAME docs.contributing COMMAND ${docs}/contributing_test.sh ${CMAKE_SOURCE_DIR})
add_test(NAME docs.light_help COMMAND ${docs}/light_help_test.sh ${docs_bin})
foreach(shell bash zsh fish)
  add_test(NAME docs.completions.${shell} COMMAND ${docs}/completions_test.sh ${shell} ${CMAKE_SOURCE_DIR})
  set_tests_properties(docs.completions.${shell} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
set_tests_properties(docs.mandoc PROPERTIES SKIP_RETURN_CODE 77)

# What the examples begin with is made once.
add_test(NAME docs.stock COMMAND ${docs}/make_stock.sh ${docs_bin} ${docs_stock})
set_tests_properties(docs.stock PROPERTIES FIXTURES_SETUP docs_stock TIMEOUT 300)
function(f4s_examples name what)
  add_test(NAME docs.examples.${name} COMMAND ${docs}/examples_test.sh ${docs_bin} ${docs_stock} ${what})
  set_tests_properties(docs.examples.${name} PROPERTIES
    FIXTURES_REQUIRED docs_stock SKIP_RETURN_CODE 77 TIMEOUT 900)
endfunction()
f4s_examples(tools tools)
f4s_examples(manual ${CMAKE_SOURCE_DIR}/man/f4s.7)
f4s_examples(readme ${CMAKE_SOURCE_DIR}/README.md)
foreach(page results speed reliability)
  f4s_examples(${page} ${CMAKE_SOURCE_DIR}/docs/${page}.md)
endforeach()
