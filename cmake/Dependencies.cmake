# The libraries that we stand on: Debian's packages, and LibTorch.  cmake/setup.sh installs them.

find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
if(F4S_WITH_ITK)
  # ITK's configuration looks for HDF5 whatever the components, and that search compiles C.
  enable_language(C)
  find_package(ITK REQUIRED COMPONENTS ITKCommon ITKIOImageBase ITKIONIFTI ITKNIFTI ITKIONRRD ITKIOMeta
    ITKBiasCorrection ITKMetricsv4 ITKTransform)
endif()
if(F4S_WITH_DICOM)
  # GDCM's own configuration complains of each of its programs that is not installed.
  find_path(F4S_GDCM_INCLUDE gdcmImageReader.h PATH_SUFFIXES gdcm-3.0 REQUIRED)
  foreach(library MSFF DSED Common)
    find_library(F4S_GDCM_${library} gdcm${library} REQUIRED)
  endforeach()
endif()
if(NOT F4S_WITH_DICOM)
  set(F4S_WITH_DICOM_SEG OFF)  # they lie on the frames of a series
endif()
if(F4S_WITH_DICOM_SEG)
  # DCMTK's own configuration fails where its programs are not installed.
  find_path(F4S_DCMTK_INCLUDE dcmtk/dcmseg/segdoc.h REQUIRED)
  foreach(library dcmseg dcmfg dcmiod dcmdata oflog ofstd)
    find_library(F4S_DCMTK_${library} ${library} REQUIRED)
  endforeach()
endif()
if(F4S_WITH_TORCH)
  include(Torch)
endif()
if(F4S_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
