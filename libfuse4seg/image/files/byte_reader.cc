#include "libfuse4seg/image/files/byte_reader.h"

#include <algorithm>
#include <cstring>

#include "libfuse4seg/image/files/deflate.h"

namespace f4s {
namespace {

constexpr size_t kInputBytes = size_t{1} << 17;

int WindowBits(Compression compression) { return compression == Compression::kGzip ? 15 + 16 : 15; }

}  // namespace

ByteReader::ByteReader(std::filesystem::path path, Compression compression, std::string topic,
                       uint64_t offset)
    : path_(std::move(path)),
      compression_(compression),
      topic_(std::move(topic)),
      file_(path_),
      offset_(offset),
      file_bytes_(static_cast<uint64_t>(file_.bytes())),
      next_(offset) {
  if (compression_ == Compression::kNone) return;
  input_.resize(kInputBytes);
  if (inflateInit2(&stream_, WindowBits(compression_)) != Z_OK) throw std::bad_alloc();
}

ByteReader::~ByteReader() {
  if (compression_ != Compression::kNone) inflateEnd(&stream_);
}

uint64_t ByteReader::most_bytes() const {
  const uint64_t stored = file_bytes_ > offset_ ? file_bytes_ - offset_ : 0;
  return compression_ == Compression::kNone ? stored : stored * kMaxExpansion;
}

Error ByteReader::Bad(const std::string& reason, const std::string& message) const {
  return Error(ErrorKind::kBadInput, topic_ + "." + reason, message).InFile(path_);
}

size_t ByteReader::Read(void* to, size_t count) {
  return compression_ == Compression::kNone ? ReadFile(to, count) : Inflate(to, count);
}

size_t ByteReader::ReadFile(void* to, size_t count) {
  if (next_ >= file_bytes_) return 0;
  const size_t got = file_.ReadAt(static_cast<int64_t>(next_), to, count);
  next_ += got;
  return got;
}

bool ByteReader::Refill() {
  if (stream_.avail_in > 0) return true;
  stream_.next_in = input_.data();
  stream_.avail_in = static_cast<uInt>(ReadFile(input_.data(), input_.size()));
  return stream_.avail_in > 0;
}

void ByteReader::Expect(uint64_t count) {
  const uint64_t stored = file_bytes_ > offset_ ? file_bytes_ - offset_ : 0, all = inflated_ + count;
  if (compression_ == Compression::kNone || finished_ || whole_ || std::max(stored, all) > kMostAtOnce)
    return;
  const std::unique_ptr<unsigned char[]> bytes(new unsigned char[stored]);
  if (file_.ReadAt(static_cast<int64_t>(offset_), bytes.get(), stored) < stored) return;
  std::unique_ptr<unsigned char[]> whole(new unsigned char[all]);
  const Wrapper wrapper = compression_ == Compression::kGzip ? Wrapper::kGzip : Wrapper::kZlib;
  if (!InflateWhole({bytes.get(), stored}, wrapper, {whole.get(), all})) return;
  whole_ = std::move(whole);
  whole_bytes_ = all;
}

size_t ByteReader::Inflate(void* to, size_t count) {
  size_t done = 0;
  if (whole_) {
    done = std::min<uint64_t>(count, whole_bytes_ - inflated_);
    std::memcpy(to, whole_.get() + inflated_, done);
    inflated_ += done;
    return done;
  }
  while (done < count && !finished_) {
    if (!Refill()) throw Bad("truncated", "the file ends inside its compressed stream");
    const size_t step = std::min<size_t>(count - done, size_t{1} << 30);
    stream_.next_out = static_cast<Bytef*>(to) + done;
    stream_.avail_out = static_cast<uInt>(step);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    done += step - stream_.avail_out;
    inflated_ += step - stream_.avail_out;
    if (result == Z_STREAM_END) {
      EndOfMember();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      throw Bad("compression", Cat("the compressed stream is damaged: ",
                                   stream_.msg != nullptr ? stream_.msg : "zlib cannot go on"));
    }
  }
  return done;
}

/// Goes on with the next gzip member; zero bytes after the last one are padding.
void ByteReader::EndOfMember() {
  uint64_t padding = 0;
  for (; Refill() && *stream_.next_in == 0; ++padding) {
    ++stream_.next_in;
    --stream_.avail_in;
    if (padding >= kMaxPadding) throw Bad("trailing", Cat("more than ", kMaxPadding, " bytes of padding"));
  }
  finished_ = !Refill();
  if (finished_) return;
  if (compression_ != Compression::kGzip || padding > 0 || *stream_.next_in != 0x1f)
    throw Bad("trailing", "bytes that are no part of it follow the compressed stream");
  inflateReset(&stream_);
}

uint64_t ByteReader::Skip(uint64_t count) {
  unsigned char scratch[4096];
  uint64_t done = 0;
  while (done < count) {
    const size_t step = static_cast<size_t>(std::min<uint64_t>(count - done, sizeof scratch));
    const size_t got = Read(scratch, step);
    done += got;
    if (got < step) break;
  }
  return done;
}

void ByteReader::ExpectEnd() {
  unsigned char scratch[4096];
  uint64_t extra = 0;
  while (const size_t got = Read(scratch, sizeof scratch)) {
    extra += got;
    const bool zero = std::all_of(scratch, scratch + got, [](unsigned char byte) { return byte == 0; });
    if (!zero || extra > kMaxPadding)
      throw Bad("trailing",
                Cat(zero ? "more than 65536 bytes of padding follow" : "bytes other than 0 follow",
                    " the voxels that the header declares"));
  }
}

}  // namespace f4s
