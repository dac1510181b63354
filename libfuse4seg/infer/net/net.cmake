# The opened object `networks`: of what the tools use to fuse and segment, the only code that is
# linked with LibTorch.

file(GLOB f4s_networks_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cc)
f4s_opened_object(networks SOURCES ${f4s_networks_sources} DEPENDS nn)
f4s_use_torch(f4s_networks)

# The models that come with the suite, in the same place beside bin and lib as when installed.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/share ${CMAKE_BINARY_DIR}/share/fuse4seg SYMBOLIC)
