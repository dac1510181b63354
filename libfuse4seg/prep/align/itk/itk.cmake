# The opened object `itk`: the only code that is linked with ITK.

f4s_opened_object(itk SOURCES prep/align/itk/itk_filters.cc
  prep/align/itk/rigid.cc prep/align/itk/n4.cc DEPENDS image LINK ${ITK_LIBRARIES})
target_include_directories(f4s_itk SYSTEM PRIVATE ${ITK_INCLUDE_DIRS})
