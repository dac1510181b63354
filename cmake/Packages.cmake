# Debian packages by CPack: packaging/deb.sh makes them, packaging/test-deb.sh tries them.
#
#   fuse4seg         programs, man pages, completions, models, documentation; all that needs no LibTorch
#   fuse4seg-torch   networks and training, with LibTorch's CPU libraries (F4S_BUNDLE_TORCH)
#   fuse4seg-cuda    the kernels for NVIDIA GPUs, where they are built
#
# What they say of themselves is in packaging/debian/NAME.description: deb.sh puts it in.

set(CPACK_GENERATOR DEB)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGE_NAME fuse4seg)
set(CPACK_PACKAGE_VENDOR "fuse4seg")
set(CPACK_PACKAGE_CONTACT "fuse4seg maintainers <maintainers@users.noreply.fuse4seg.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)  # targets alone: what is passed on as it is stays so
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/packaging/debian/settle.cmake)

set(CPACK_COMPONENTS_ALL tools docs)
if(F4S_WITH_TORCH)
  list(APPEND CPACK_COMPONENTS_ALL torch)
endif()
if(TARGET f4s_cuda)
  list(APPEND CPACK_COMPONENTS_ALL cuda)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENT_TOOLS_GROUP suite)
set(CPACK_COMPONENT_DOCS_GROUP suite)
set(CPACK_COMPONENT_TORCH_GROUP torch)
set(CPACK_COMPONENT_CUDA_GROUP cuda)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_COMPRESSION_TYPE none)  # deb.sh closes them again, by xz
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
if(F4S_WITH_TORCH)
  list(APPEND CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${F4S_TORCH_ROOT}/torch/lib ${F4S_TORCH_ROOT}/nvidia/cu13/lib)
endif()

set(CPACK_DEBIAN_SUITE_PACKAGE_NAME fuse4seg)
set(CPACK_DEBIAN_SUITE_PACKAGE_SUGGESTS "fuse4seg-torch")

# Objects of one build alone open each other.
set(this_version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(CPACK_DEBIAN_TORCH_PACKAGE_NAME fuse4seg-torch)
set(CPACK_DEBIAN_TORCH_PACKAGE_DEPENDS "fuse4seg (= ${this_version})")

set(CPACK_DEBIAN_CUDA_PACKAGE_NAME fuse4seg-cuda)
set(CPACK_DEBIAN_CUDA_PACKAGE_DEPENDS "fuse4seg (= ${this_version})")
include(CPack)
