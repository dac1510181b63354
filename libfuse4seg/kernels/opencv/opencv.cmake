# The opened object `opencv`: the fusion rules whose filters OpenCV has, the only code that is linked with it.

file(GLOB f4s_opencv_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cc)
f4s_opened_object(opencv SOURCES ${f4s_opencv_sources} DEPENDS base LINK ${F4S_OPENCV_imgproc} ${F4S_OPENCV_core})
target_include_directories(f4s_opencv SYSTEM PRIVATE ${F4S_OPENCV_INCLUDE})
