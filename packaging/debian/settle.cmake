# What Debian wants of the staged packages before they are closed: a changelog and a copyright in each, pages
# compressed, completions of zsh in the place of packages, overrides of lintian, and one time for all files.
# CPack runs it (CPACK_PRE_BUILD_SCRIPTS).

set(here ${CMAKE_CURRENT_LIST_DIR})
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(epoch $ENV{SOURCE_DATE_EPOCH})
else()
  string(TIMESTAMP epoch %s UTC)
endif()
execute_process(COMMAND date -u -R -d @${epoch} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)

# settle(FOLDER PACKAGE)
function(settle stage package)
  set(doc ${stage}/usr/share/doc/${package})
  file(MAKE_DIRECTORY ${doc})
  file(COPY_FILE ${here}/copyright ${doc}/copyright)
  file(WRITE ${doc}/changelog.Debian "fuse4seg (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * What is new is in /usr/share/doc/fuse4seg/changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  if(EXISTS ${doc}/CHANGELOG.md)
    file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)
  endif()
  file(REMOVE ${doc}/LICENSE)  # /usr/share/common-licenses/Apache-2.0
  if(EXISTS ${stage}/usr/share/zsh/site-functions)
    file(RENAME ${stage}/usr/share/zsh/site-functions ${stage}/usr/share/zsh/vendor-completions)
  endif()
  file(GLOB pages ${doc}/changelog* ${stage}/usr/share/man/man?/*)
  execute_process(COMMAND gzip -9nf ${pages} COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS ${here}/${package}.lintian-overrides)
    file(MAKE_DIRECTORY ${stage}/usr/share/lintian/overrides)
    file(COPY_FILE ${here}/${package}.lintian-overrides ${stage}/usr/share/lintian/overrides/${package})
  endif()
  execute_process(COMMAND chmod -R u+rwX,go+rX,go-w ${stage} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${stage} -exec touch -h -d @${epoch} {} + COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB stages ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(stage ${stages})
  get_filename_component(group ${stage} NAME)
  if(group STREQUAL suite)
    settle(${stage} fuse4seg)
  elseif(IS_DIRECTORY ${stage})
    settle(${stage} fuse4seg-${group})
  endif()
endforeach()
