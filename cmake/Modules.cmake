# The four kinds of target.  A module is a folder of libfuse4seg; its sources are
# the .cc files in it and in its rooms, so that adding a file needs no line here.

# Which modules and objects a component of the installation holds, and so a package (Packages.cmake).  All others are
# in `tools`, which needs no LibTorch.
set(f4s_component_torch nn loss train networks learning nccl)
set(f4s_component_cuda cuda)
set(f4s_component_graphs cuda_graphs)  # in no package: they do not train on GPUs

# f4s_install_library(NAME): libfuse4seg_NAME, among the suite's own libraries, which find each other there.
function(f4s_install_library name)
  set(component tools)
  foreach(other torch cuda graphs)
    if(name IN_LIST f4s_component_${other})
      set(component ${other})
    endif()
  endforeach()
  set_target_properties(f4s_${name} PROPERTIES INSTALL_RPATH "$ORIGIN")
  install(TARGETS f4s_${name} LIBRARY DESTINATION ${F4S_LIBRARY_DIR} COMPONENT ${component})
endfunction()

# f4s_module(NAME ROOMS FOLDER... DEPENDS MODULE... LINK LIBRARY...): the shared library libfuse4seg_NAME.
function(f4s_module name)
  cmake_parse_arguments(ARG "" "" "ROOMS;DEPENDS;LINK" ${ARGN})
  set(patterns ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc)
  foreach(room ${ARG_ROOMS})
    list(APPEND patterns ${CMAKE_CURRENT_SOURCE_DIR}/${name}/${room}/*.cc)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  add_library(f4s_${name} SHARED ${sources})
  set_target_properties(f4s_${name} PROPERTIES OUTPUT_NAME fuse4seg_${name})
  target_include_directories(f4s_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  list(TRANSFORM ARG_DEPENDS PREPEND f4s_)
  target_link_libraries(f4s_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_LINK})
  # Where files spend more time on headers and JSON than on their own lines, several are one unit.
  if(name MATCHES "^(base|tool|image|drawing|cases|phantom|prep|metric|report|model|info|infer)$")
    set_target_properties(f4s_${name} PROPERTIES UNITY_BUILD ${F4S_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  endif()
  f4s_install_library(${name})
endfunction()

# f4s_opened_object(NAME SOURCES FILE... DEPENDS MODULE... LINK LIBRARY...): a heavy object that no tool links, opened
# after parsing by base/opened_object.h.
function(f4s_opened_object name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LINK" ${ARGN})
  add_library(f4s_${name} MODULE ${ARG_SOURCES})
  set_target_properties(f4s_${name} PROPERTIES OUTPUT_NAME fuse4seg_${name} PREFIX "lib")
  list(TRANSFORM ARG_DEPENDS PREPEND f4s_)
  target_link_libraries(f4s_${name} PRIVATE ${ARG_DEPENDS} ${ARG_LINK})
  f4s_install_library(${name})
endfunction()

# f4s_tool(NAME SOURCES FILE... DEPENDS MODULE... OPENS OBJECT...): the program f4s-NAME from tools/f4s-NAME.cc and
# what it shares with others.  What it opens, where this build has it, is built with it.
function(f4s_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;OPENS" ${ARGN})
  add_executable(f4s-${name} f4s-${name}.cc ${ARG_SOURCES})
  list(TRANSFORM ARG_DEPENDS PREPEND f4s_)
  target_link_libraries(f4s-${name} PRIVATE ${ARG_DEPENDS})
  foreach(object ${ARG_OPENS})
    if(TARGET f4s_${object})
      add_dependencies(f4s-${name} f4s_${object})
    endif()
  endforeach()
  install(TARGETS f4s-${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
endfunction()

# f4s_unit_tests(MODULE): the *_test.cc in tests/unit/MODULE and below as one program, one ctest a test case.
function(f4s_unit_tests module)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/unit/${module}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(unit_${module} ${sources})
  target_link_libraries(unit_${module} PRIVATE f4s_${module} GTest::gtest
    GTest::gtest_main ZLIB::ZLIB)
  add_test(NAME unit.${module} COMMAND unit_${module} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(unit.${module} PROPERTIES TIMEOUT 900)
endfunction()
