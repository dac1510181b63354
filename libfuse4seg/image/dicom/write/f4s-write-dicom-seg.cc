// f4s-write-dicom-seg: makes DICOM objects for another program (segmentations, reports of their volumes,
// secondary captures), which may trust no file and so leaves the source's header to this one, in a process
// that writes to nothing but its answer.
//
//   f4s-write-dicom-seg MEMORY_BYTES CPU_SECONDS
//
// On standard input a line "REQUEST_BYTES PATH_BYTES VOXEL_BYTES", then these: the request as
// segmentation.h, measurements.h or capture.h have it, by its "kind", a file of the source's series, and
// voxels: the number of the segment of each, 2 bytes each, or the bytes of a capture's pixels, slice after
// slice.  On standard output a line of JSON, {"bytes": N} and the object's N bytes, or {"error": CODE,
// "message": TEXT}.

#include <dcmtk/config/osconfig.h>
#include <dcmtk/oflog/oflog.h>

#include <cstring>
#include <iostream>
#include <sstream>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/dicom/read/lock_up.h"
#include "libfuse4seg/image/dicom/write/capture.h"
#include "libfuse4seg/image/dicom/write/measurements.h"
#include "libfuse4seg/image/dicom/write/segmentation.h"

namespace f4s {
namespace {

bool ReadBytes(std::string& bytes) {
  return static_cast<bool>(std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

std::string ObjectOf(const Json& request, const std::string& path, const std::string& bytes) {
  const std::string kind = TextAt(request, "kind");
  if (kind == "capture") return CaptureObjects(request, path, bytes);
  if (kind == "measurements") return MeasurementsObject(request, path);
  std::vector<uint16_t> voxels(bytes.size() / sizeof(uint16_t));
  std::memcpy(voxels.data(), bytes.data(), voxels.size() * sizeof(uint16_t));
  return SegmentationObject(request, path, voxels);
}

std::string Answer(const std::string& request, const std::string& path, const std::string& bytes) {
  try {
    const std::string object = ObjectOf(Json::parse(request), path, bytes);
    return ToLine({{"bytes", object.size()}}) + "\n" + object;
  } catch (const Error& error) {
    return RefusalLine(error) + "\n";
  }
}

int Serve() {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);  // its words name values of the header
  std::string line;
  size_t request_bytes = 0, path_bytes = 0, voxel_bytes = 0;
  if (!std::getline(std::cin, line)) return kBadRequest;
  if (!(std::istringstream(line) >> request_bytes >> path_bytes >> voxel_bytes)) return kBadRequest;
  std::string request(request_bytes, '\0'), path(path_bytes, '\0'), voxels(voxel_bytes, '\0');
  if (!ReadBytes(request) || !ReadBytes(path) || !ReadBytes(voxels)) return kBadRequest;
  const std::string answer = Answer(request, path, voxels);
  std::cout.write(answer.data(), static_cast<std::streamsize>(answer.size()));
  std::cout.flush();
  return std::cout ? 0 : 1;
}

}  // namespace
}  // namespace f4s

int main(int argc, char** argv) { return f4s::ServeLockedUp(argc, argv, &f4s::Serve); }
