# The opened object `opencv_drawing`, which draws pages.

file(GLOB f4s_drawing_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cc)
f4s_opened_object(opencv_drawing SOURCES ${f4s_drawing_sources} DEPENDS drawing
  LINK ${F4S_OPENCV_imgproc} ${F4S_OPENCV_core})
target_include_directories(f4s_opencv_drawing SYSTEM PRIVATE ${F4S_OPENCV_INCLUDE})
