# cmake --install build --prefix FOLDER.  Programs and libraries are told their places and components in Modules.cmake;
# here is what is not built.  Components: tools (all that needs no LibTorch; the programs that open it, too), torch,
# cuda, docs, dev.

file(GLOB pages CONFIGURE_DEPENDS man/*.1)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
file(GLOB pages CONFIGURE_DEPENDS man/*.7)
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man7 COMPONENT tools)

set(data ${CMAKE_INSTALL_DATAROOTDIR})
install(DIRECTORY completions/bash/ DESTINATION ${data}/bash-completion/completions COMPONENT tools)
install(DIRECTORY completions/zsh/ DESTINATION ${data}/zsh/site-functions COMPONENT tools)
install(DIRECTORY completions/fish/ DESTINATION ${data}/fish/vendor_completions.d COMPONENT tools)

# The models that the suite ships are found from the libraries (OwnFolder() in model/model_file.cc), in the build tree
# as installed.
install(DIRECTORY share/ DESTINATION ${data}/fuse4seg COMPONENT tools USE_SOURCE_PERMISSIONS)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/share ${CMAKE_BINARY_DIR}/share/fuse4seg SYMBOLIC)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT tools)
install(FILES CITATION.cff CHANGELOG.md README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs USE_SOURCE_PERMISSIONS)
install(DIRECTORY libfuse4seg DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev FILES_MATCHING PATTERN "*.h")

# LibTorch's CPU libraries beside ours, in the layout of the wheels: each finds the next by its own RUNPATH.  Unchanged, not
# stripped either: NVIDIA's two, which libtorch_cpu.so cannot load without, may only be passed on as they are.
if(F4S_WITH_TORCH AND F4S_BUNDLE_TORCH)
  set(lib ${F4S_TORCH_ROOT}/torch/lib)
  install(FILES ${lib}/libtorch_cpu.so ${lib}/libc10.so ${lib}/libgomp.so.1
    DESTINATION ${F4S_LIBRARY_DIR}/torch/lib COMPONENT torch)
  install(FILES ${F4S_TORCH_ROOT}/torch/version.py DESTINATION ${F4S_LIBRARY_DIR}/torch COMPONENT torch)
  set(lib ${F4S_TORCH_ROOT}/nvidia/cu13/lib)
  install(FILES ${lib}/libcudart.so.13 ${lib}/libcupti.so.13
    DESTINATION ${F4S_LIBRARY_DIR}/nvidia/cu13/lib COMPONENT torch)
  file(GLOB licences ${F4S_TORCH_ROOT}/torch-*.dist-info/licenses/*)
  install(FILES ${licences} DESTINATION ${data}/doc/fuse4seg-torch/licences/torch COMPONENT torch)
  file(GLOB licences ${F4S_TORCH_ROOT}/nvidia_cuda_runtime-*.dist-info/licenses/*)
  install(FILES ${licences} DESTINATION ${data}/doc/fuse4seg-torch/licences/nvidia COMPONENT torch)
endif()
