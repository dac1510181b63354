# Reading DICOM: what decides is part of the module image; GDCM is linked into a program of its own,
# which a malicious file can take down alone.  It stands beside the opened objects.

file(GLOB dicom_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cc)
target_sources(f4s_image PRIVATE ${dicom_sources})
target_link_libraries(f4s_image PRIVATE ${CMAKE_DL_LIBS})

if(F4S_WITH_DICOM)
  file(GLOB dicom_program CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/program/*.cc)
  add_executable(f4s-read-dicom ${dicom_program})
  target_include_directories(f4s-read-dicom SYSTEM PRIVATE ${F4S_GDCM_INCLUDE})
  target_link_libraries(f4s-read-dicom PRIVATE f4s_base
    ${F4S_GDCM_MSFF} ${F4S_GDCM_DSED} ${F4S_GDCM_Common})
  set_target_properties(f4s-read-dicom PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/fuse4seg
    BUILD_RPATH "$ORIGIN/.." INSTALL_RPATH "$ORIGIN/..")
  add_dependencies(f4s_image f4s-read-dicom)
  install(TARGETS f4s-read-dicom RUNTIME DESTINATION lib/fuse4seg)
endif()
