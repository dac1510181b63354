# cmake --install build --prefix FOLDER.  Programs and libraries name their own places in
# Modules.cmake; here is what is not built.

install(DIRECTORY libfuse4seg DESTINATION include FILES_MATCHING PATTERN "*.h")

file(GLOB pages CONFIGURE_DEPENDS man/*.1)
install(FILES ${pages} DESTINATION share/man/man1)
file(GLOB pages CONFIGURE_DEPENDS man/*.7)
install(FILES ${pages} DESTINATION share/man/man7)

install(DIRECTORY completions/bash/ DESTINATION share/bash-completion/completions OPTIONAL)
install(DIRECTORY completions/zsh/ DESTINATION share/zsh/site-functions OPTIONAL)
install(DIRECTORY completions/fish/ DESTINATION share/fish/vendor_completions.d OPTIONAL)

# The models that the suite ships are found beside the libraries, in the build tree as installed.
install(DIRECTORY share/ DESTINATION share/fuse4seg OPTIONAL)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/share ${CMAKE_BINARY_DIR}/share/fuse4seg SYMBOLIC)
install(FILES LICENSE CITATION.cff CHANGELOG.md README.md DESTINATION share/doc/fuse4seg)
install(DIRECTORY docs DESTINATION share/doc/fuse4seg)
