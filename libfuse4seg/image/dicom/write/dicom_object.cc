#include "libfuse4seg/image/dicom/write/dicom_object.h"

#include <dcmtk/dcmdata/dcostrmb.h>

namespace f4s {

std::string BytesOfObject(DcmFileFormat& file) {
  constexpr E_TransferSyntax kSyntax = EXS_LittleEndianExplicit;
  RequireStep(file.validateMetaInfo(kSyntax), "its meta header");
  file.removeInvalidGroups();
  std::string bytes(file.calcElementLength(kSyntax, EET_ExplicitLength) + 65536, '\0');
  DcmOutputBufferStream stream(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  file.transferInit();
  RequireStep(file.write(stream, kSyntax, EET_ExplicitLength, nullptr), "to write it");
  file.transferEnd();
  void* begin = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(begin, length);
  bytes.resize(static_cast<size_t>(length));
  return bytes;
}

}  // namespace f4s
