# Reading DICOM: what decides is part of the module image; GDCM is linked into a program of its own,
# which a malicious file can take down alone.  It stands beside the opened objects.

target_link_libraries(f4s_image PRIVATE ${CMAKE_DL_LIBS})

if(F4S_WITH_DICOM)
  file(GLOB dicom_program CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/read/*.cc)
  add_executable(f4s-read-dicom ${dicom_program})
  target_include_directories(f4s-read-dicom SYSTEM PRIVATE ${F4S_GDCM_INCLUDE})
  target_link_libraries(f4s-read-dicom PRIVATE f4s_base
    ${F4S_GDCM_MSFF} ${F4S_GDCM_DSED} ${F4S_GDCM_Common})
  set_target_properties(f4s-read-dicom PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}
    BUILD_RPATH "$ORIGIN" INSTALL_RPATH "$ORIGIN")
  add_dependencies(f4s_image f4s-read-dicom)
  install(TARGETS f4s-read-dicom RUNTIME DESTINATION ${F4S_LIBRARY_DIR} COMPONENT tools)
endif()

# Writing segmentations likewise, with DCMTK.
if(F4S_WITH_DICOM_SEG)
  file(GLOB seg_program CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/write/*.cc)
  add_executable(f4s-write-dicom-seg ${seg_program} ${CMAKE_CURRENT_LIST_DIR}/read/lock_up.cc)
  target_include_directories(f4s-write-dicom-seg SYSTEM PRIVATE ${F4S_DCMTK_INCLUDE})
  target_link_libraries(f4s-write-dicom-seg PRIVATE f4s_base
    ${F4S_DCMTK_cmr} ${F4S_DCMTK_dcmsr} ${F4S_DCMTK_dcmseg} ${F4S_DCMTK_dcmfg} ${F4S_DCMTK_dcmiod} ${F4S_DCMTK_dcmdata} ${F4S_DCMTK_oflog}
    ${F4S_DCMTK_ofstd})
  set_target_properties(f4s-write-dicom-seg PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}
    BUILD_RPATH "$ORIGIN" INSTALL_RPATH "$ORIGIN")
  add_dependencies(f4s_image f4s-write-dicom-seg)
  install(TARGETS f4s-write-dicom-seg RUNTIME DESTINATION ${F4S_LIBRARY_DIR} COMPONENT tools)
endif()
