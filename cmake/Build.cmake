# Language level, warnings, speed of the build, and where binaries land.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
# Installed, the libraries are the suite's own: in a folder of their own, found from bin and from one another by
# relative places, so that a whole installation can be moved.
include(GNUInstallDirs)
set(F4S_LIBRARY_DIR ${CMAKE_INSTALL_LIBDIR}/fuse4seg)
file(RELATIVE_PATH f4s_libraries_from_bin ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR}/fuse4seg)
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
set(CMAKE_BUILD_RPATH "$ORIGIN/../lib;$ORIGIN")
set(CMAKE_INSTALL_RPATH "$ORIGIN/${f4s_libraries_from_bin};$ORIGIN")

find_program(F4S_CCACHE ccache)
if(F4S_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what caching with a precompiled header takes; the base lets one checkout hit what
  # another compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${F4S_CCACHE})
endif()
find_program(F4S_MOLD mold)
if(F4S_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Names of sources in binaries are relative to the root: two checkouts make the same bytes (and share a cache).
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=>")
# For C++ alone: nvcc takes its own (kernels/cuda/cuda.cmake).
set(f4s_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${f4s_warnings}>")
# GCC 12 warns of overlapping copies inside its own std::string, wrongly (GCC bug 105651).
add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)
if(F4S_WARNINGS_AS_ERRORS)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
# Results are promised to be the same bytes: no contraction into fused
# multiply-adds that one file's optimisation finds and another's does not.
# Nobody looks at errno or floating-point traps after arithmetic: without them loops that
# choose between values or take roots become vector instructions.  No result changes.
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-trapping-math;-fno-math-errno>")
# What a module calls in itself is looked up by the linker, not by the loader at every start.
add_link_options(-Wl,-Bsymbolic-functions)
# A module that uses what it does not link is an error: this keeps the layer order.  Clang's sanitizers are in the
# programs alone.
if(NOT (F4S_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES Clang))
  add_link_options(-Wl,--no-undefined)
endif()
if(F4S_SANITIZE)
  set(f4s_sanitizers -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:${f4s_sanitizers}>")
  add_link_options(-fsanitize=address,undefined)
endif()
if(F4S_FUZZ)
  if(NOT F4S_SANITIZE OR NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "F4S_FUZZ is libFuzzer's: it needs F4S_SANITIZE and clang; take the preset `fuzz`")
  endif()
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>)
endif()
# Objects opened at run time must come from the same build as what opens them.
add_compile_definitions(F4S_VERSION="${PROJECT_VERSION}")
add_compile_definitions(F4S_BUILD_STAMP="${PROJECT_VERSION}-${CMAKE_BUILD_TYPE}-${CMAKE_CXX_COMPILER_VERSION}")
