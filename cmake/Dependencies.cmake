# The libraries that we stand on: Debian's packages, and LibTorch.  cmake/setup.sh installs them.

find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
# Debian's libdeflate brings no configuration.
find_path(F4S_DEFLATE_INCLUDE libdeflate.h REQUIRED)
find_library(F4S_DEFLATE deflate REQUIRED)
if(F4S_WITH_ITK)
  # ITK's configuration looks for HDF5 whatever the components, and that search compiles C.
  enable_language(C)
  find_package(ITK REQUIRED COMPONENTS ITKCommon ITKBiasCorrection ITKMetricsv4 ITKTransform)
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
  foreach(library cmr dcmsr dcmseg dcmfg dcmiod dcmdata oflog ofstd)
    find_library(F4S_DCMTK_${library} ${library} REQUIRED)
  endforeach()
endif()
if(F4S_WITH_OPENCV)
  # Debian's package of a single module brings no configuration.
  find_path(F4S_OPENCV_INCLUDE opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
  foreach(library imgproc core)
    find_library(F4S_OPENCV_${library} opencv_${library} REQUIRED)
  endforeach()
endif()
if(F4S_WITH_TORCH)
  include(Torch)
  find_path(F4S_GLOO_INCLUDE gloo/transport/device.h REQUIRED)  # headers alone: LibTorch has the code
endif()
if(F4S_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
