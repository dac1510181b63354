#include "libfuse4seg/base/tar.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// ustar's header (POSIX.1-1988, section 10.1.1), by offset and length of its fields.
struct Field {
  size_t offset, length;
};
constexpr Field kName = {0, 100}, kMode = {100, 8}, kUid = {108, 8}, kGid = {116, 8}, kSize = {124, 12},
                kTime = {136, 12}, kSum = {148, 8}, kType = {156, 1}, kMagic = {257, 8}, kMajor = {329, 8},
                kMinor = {337, 8}, kPrefix = {345, 155};
constexpr std::string_view kUstar("ustar\00000", 8), kGnu("ustar  \0", 8);
constexpr int64_t kMostBytes = (int64_t{1} << 33) - 1;  // 11 octal digits

using Block = std::array<char, kTarBlock>;

int64_t UpToBlock(int64_t bytes) { return (bytes + kTarBlock - 1) / kTarBlock * kTarBlock; }

void PutOctal(std::string& block, Field field, int64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*llo", static_cast<int>(field.length) - 1,
                static_cast<unsigned long long>(value));
  block.replace(field.offset, field.length - 1, text);
}

/// The header's bytes added up, those of the sum itself as blanks.
int64_t SumOf(std::string_view block) {
  int64_t sum = 0;
  for (size_t i = 0; i < block.size(); ++i)
    sum += i >= kSum.offset && i < kSum.offset + kSum.length ? ' ' : static_cast<unsigned char>(block[i]);
  return sum;
}

std::string TextIn(const Block& block, Field field) {
  const std::string_view text(block.data() + field.offset, field.length);
  return std::string(text.substr(0, std::min(text.find('\0'), text.size())));
}

/// @return below 0 for what is no octal number.
int64_t OctalIn(const Block& block, Field field) {
  int64_t value = 0;
  size_t i = field.offset;
  const size_t end = field.offset + field.length;
  while (i < end && block[i] == ' ') ++i;
  const size_t first = i;
  for (; i < end && block[i] >= '0' && block[i] <= '7'; ++i) value = value * 8 + (block[i] - '0');
  const bool ended = i == end || block[i] == ' ' || block[i] == '\0';
  return i == first || !ended ? -1 : value;
}

/// A length: octal digits, or where those do not reach a number of base 256, as GNU tar and star write it.
int64_t LengthIn(const Block& block) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(block[kSize.offset + i]); };
  if (byte(0) != 0x80) return OctalIn(block, kSize);
  int64_t value = 0;
  for (size_t i = 1; i < kSize.length; ++i) {
    if (value >> 54 != 0) return -1;
    value = value << 8 | byte(i);
  }
  return value;
}

bool IsEmpty(const Block& block) {
  return std::all_of(block.begin(), block.end(), [](char c) { return c == '\0'; });
}

Error BadHeader(const fs::path& archive, int64_t offset, const std::string& why) {
  return Error(ErrorKind::kBadInput, "tar.header", Cat("at byte ", offset, ": ", why)).InFile(archive);
}

/// As many bytes as there are, up to `count`.
size_t ReadUpTo(int descriptor, int64_t offset, void* to, size_t count, const fs::path& path) {
  size_t done = 0;
  while (done < count) {
    const ssize_t got = ::pread(descriptor, static_cast<char*>(to) + done, count - done,
                                static_cast<off_t>(offset + static_cast<int64_t>(done)));
    if (got < 0 && errno == EINTR && !StopRequested()) continue;
    if (got < 0) throw ReadError(path, errno);
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

int64_t SizeOfFile(const Descriptor& file, const fs::path& path) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) throw ReadError(path, errno);
  return status.st_size;
}

/// Of the header at `offset`, which is not empty.
TarMember HeaderAt(const Block& block, int64_t offset, const fs::path& archive) {
  const std::string_view magic(block.data() + kMagic.offset, kMagic.length);
  if (magic != kUstar && magic != kGnu) throw BadHeader(archive, offset, "no header of a tar archive");
  if (OctalIn(block, kSum) != SumOf({block.data(), block.size()}))
    throw BadHeader(archive, offset, "a header that is damaged: its sum is another");
  TarMember member = {TextIn(block, kName), offset + kTarBlock, LengthIn(block)};
  if (member.bytes < 0)
    throw BadHeader(archive, offset, Cat("the length of ", Quoted(member.name), " is no number"));
  if (const std::string prefix = magic == kUstar ? TextIn(block, kPrefix) : ""; !prefix.empty())
    member.name = prefix + "/" + member.name;
  return member;
}

/// What extended headers say of the member behind them.
struct Extended {
  std::string name;
  int64_t bytes = -1;
};

/// Of a pax header (POSIX.1-2001, "pax Extended Header"): records "LENGTH KEY=VALUE\n".
/// @return what is wrong with it; empty where nothing is.
std::string TakePax(std::string_view text, Extended& extended) {
  while (!text.empty()) {
    const size_t blank = text.find(' ');
    const auto length = NumberIn<size_t>(text.substr(0, blank));
    if (!length || *length <= blank + 1 || *length > text.size() || text[*length - 1] != '\n')
      return "a pax header that is damaged";
    const std::string_view record = text.substr(blank + 1, *length - blank - 2);
    if (record.starts_with("GNU.sparse.")) return "a sparse file: wanted whole ones";
    if (record.starts_with("path=")) extended.name = record.substr(5);
    if (record.starts_with("size=")) {
      extended.bytes = NumberIn<int64_t>(record.substr(5)).value_or(-1);
      if (extended.bytes < 0)
        return Cat("a pax header with the size ", Quoted(std::string(record.substr(5))));
    }
    text.remove_prefix(*length);
  }
  return "";
}

constexpr char kPax = 'x', kPaxOfAll = 'g', kGnuLongName = 'L', kFolder = '5';
constexpr int64_t kMostExtended = int64_t{1} << 20;  // bytes of an extended header

/// Takes up an extended header.  @return whether it is one.
bool TakeExtended(char type, const TarMember& header, const Descriptor& file, const fs::path& archive,
                  Extended& extended) {
  if (type != kPax && type != kPaxOfAll && type != kGnuLongName) return false;
  if (header.bytes > kMostExtended)
    throw BadHeader(archive, header.offset - kTarBlock,
                    Cat("an extended header of ", header.bytes, " bytes"));
  std::string text(static_cast<size_t>(header.bytes), '\0');
  text.resize(ReadUpTo(file.get(), header.offset, text.data(), text.size(), archive));
  Extended of_all;
  const std::string fault = type == kGnuLongName ? "" : TakePax(text, type == kPax ? extended : of_all);
  if (!fault.empty()) throw BadHeader(archive, header.offset - kTarBlock, fault);
  if (!of_all.name.empty() || of_all.bytes >= 0)
    throw BadHeader(archive, header.offset - kTarBlock,
                    "a pax header that gives all members one path or size");
  if (type == kGnuLongName) extended.name = text.substr(0, text.find('\0'));
  return true;
}

void RequireFile(char type, const TarMember& member, const fs::path& archive) {
  if (type == '0' || type == '\0' || type == '7' || type == kFolder) return;  // 7: contiguous on its disk
  throw BadHeader(archive, member.offset - kTarBlock,
                  Cat(Quoted(member.name), " is of type ", Quoted(std::string(1, type)),
                      ": wanted regular files and folders"));
}

}  // namespace

std::string TarHeader(const std::string& name, int64_t bytes) {
  size_t cut = 0;  // behind the prefix's '/'
  if (name.size() > kName.length) {
    cut = name.find('/', name.size() - kName.length - 1) + 1;
    if (cut == 0 || cut - 1 > kPrefix.length)
      throw Error(
          ErrorKind::kBadInput, "tar.name",
          Cat(Quoted(name), " is longer than a tar archive's header holds: at most 255 bytes, and 100 in ",
              "its last part"));
  }
  if (bytes > kMostBytes)
    throw Error(ErrorKind::kBadInput, "tar.size",
                Cat(Quoted(name), " has ", bytes, " bytes: at most ", kMostBytes));
  std::string block(kTarBlock, '\0');
  block.replace(kName.offset, name.size() - cut, name.substr(cut));
  if (cut > 0) block.replace(kPrefix.offset, cut - 1, name.substr(0, cut - 1));
  PutOctal(block, kMode, 0644);
  for (const Field field : {kUid, kGid, kTime, kMajor, kMinor}) PutOctal(block, field, 0);
  PutOctal(block, kSize, bytes);
  block[kType.offset] = '0';
  block.replace(kMagic.offset, kMagic.length, kUstar);
  const int64_t sum = SumOf(block);
  PutOctal(block, {kSum.offset, kSum.length - 1}, sum);
  block[kSum.offset + kSum.length - 1] = ' ';
  return block;
}

namespace {

Error CutOff(const fs::path& archive, int64_t offset, const std::string& what) {
  return Error(ErrorKind::kBadInput, "tar.cut_off",
               Cat("at byte ", offset, what,
                   ": wanted a whole member, or the block of zeros that ends an archive: it is cut off, or "
                   "still being written"))
      .InFile(archive);
}

/// Behind an archive's end there is nothing but zeros that fill a record of a tape.
void RequireNothingBehind(const Descriptor& file, int64_t end, int64_t all, const fs::path& archive) {
  constexpr int64_t kMostPadding = int64_t{1} << 24;
  Block block;
  for (int64_t at = end; at < all; at += kTarBlock) {
    block.fill('\0');
    static_cast<void>(ReadUpTo(file.get(), at, block.data(), block.size(), archive));
    if (IsEmpty(block) && at - end < kMostPadding) continue;
    throw Error(ErrorKind::kBadInput, "tar.trailing",
                Cat("goes on at byte ", at, " behind the end of the archive at byte ", end,
                    ": wanted one archive (tar -A puts two together)"))
        .InFile(archive);
  }
}

}  // namespace

int64_t TarBytesOf(int64_t bytes) { return kTarBlock + UpToBlock(bytes); }

int64_t ForEachTarMember(const fs::path& archive, int64_t offset,
                         const std::function<void(const TarMember&)>& use, TarEnd end) {
  const Descriptor file(archive, O_RDONLY | O_NONBLOCK);
  RequireRegular(file, archive);
  const int64_t all = SizeOfFile(file, archive);
  Block block;
  Extended extended;
  int64_t at = offset;  // `offset` stays before a member's extended headers
  while (at + kTarBlock <= all) {
    if (ReadUpTo(file.get(), at, block.data(), block.size(), archive) < block.size()) break;
    if (IsEmpty(block)) {
      if (end == TarEnd::kRequired) RequireNothingBehind(file, at, all, archive);
      return offset;
    }
    TarMember member = HeaderAt(block, at, archive);
    const char type = block[kType.offset];
    if (type == kFolder) member.bytes = 0;
    if (extended.bytes >= 0) member.bytes = extended.bytes;
    if (member.bytes > all - member.offset) {
      if (end == TarEnd::kMayGrow) return offset;
      throw CutOff(archive, at,
                   Cat(": ", Quoted(member.name), " has ", member.bytes, " bytes, of which ",
                       all - member.offset, " are there"));
    }
    at = member.offset + UpToBlock(member.bytes);
    if (TakeExtended(type, member, file, archive, extended)) continue;
    if (!extended.name.empty()) member.name = extended.name;
    while (member.name.starts_with("./")) member.name.erase(0, 2);  // tar -cf ARCHIVE .
    RequireFile(type, member, archive);
    if (type != kFolder) use(member);
    extended = {};
    offset = at;
  }
  if (end == TarEnd::kRequired) throw CutOff(archive, at, "");
  return offset;
}

std::optional<TarPath> TarPathOf(const fs::path& path) {
  const std::string& text = path.native();
  const size_t found = text.rfind(".tar#");
  if (found == std::string::npos) return std::nullopt;
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0) return std::nullopt;
  return TarPath{text.substr(0, found + 4), text.substr(found + 5)};
}

namespace {

/// Where the members of an archive lie.
class TarIndex {
 public:
  std::optional<TarMember> Find(const TarPath& path) {
    const std::lock_guard lock(mutex_);
    auto found = places_.find(path.member);
    if (found == places_.end()) {  // as it was when last looked at: it may have grown
      seen_ = ForEachTarMember(path.archive, seen_, [&](const TarMember& member) {
        places_[member.name] = {member.offset, member.bytes};
      });
      found = places_.find(path.member);
    }
    if (found == places_.end()) return std::nullopt;
    return TarMember{path.member, found->second.first, found->second.second};
  }

 private:
  std::mutex mutex_;
  int64_t seen_ = 0;
  std::unordered_map<std::string, std::pair<int64_t, int64_t>> places_;
};

struct IndexedArchive {
  fs::path archive;
  ino_t file;
  std::shared_ptr<TarIndex> index;
};

/// The index of an archive, as long as it is the same file.
std::shared_ptr<TarIndex> IndexOf(const fs::path& archive) {
  constexpr size_t kMost = 64;  // as many shards of 1 GB as the largest public data set of this kind has
  static std::mutex mutex;
  static std::list<IndexedArchive> known;  // the latest first
  struct stat status = {};
  if (::stat(archive.c_str(), &status) != 0) throw ReadError(archive, errno);
  const std::lock_guard lock(mutex);
  const auto found = std::find_if(known.begin(), known.end(), [&](const IndexedArchive& one) {
    return one.file == status.st_ino && one.archive == archive;
  });
  if (found != known.end()) {
    known.splice(known.begin(), known, found);
  } else {
    known.push_front({archive, status.st_ino, std::make_shared<TarIndex>()});
    if (known.size() > kMost) known.pop_back();
  }
  return known.front().index;
}

}  // namespace

std::optional<TarMember> FindTarMember(const TarPath& path) { return IndexOf(path.archive)->Find(path); }

InputFile::InputFile(const fs::path& path) : path_(path) {
  const auto in_tar = TarPathOf(path);
  file_.emplace(in_tar ? in_tar->archive : path, O_RDONLY | O_NONBLOCK);
  RequireRegular(*file_, in_tar ? in_tar->archive : path);
  bytes_ = SizeOfFile(*file_, path);
  if (!in_tar) return;
  const auto member = FindTarMember(*in_tar);
  if (!member)
    throw Error(ErrorKind::kMissingInput, "input.missing", "the archive has no such member").InFile(path);
  begin_ = member->offset;
  bytes_ = member->bytes;
}

size_t InputFile::ReadAt(int64_t offset, void* to, size_t count) const {
  const int64_t left = std::max<int64_t>(0, bytes_ - offset);
  return ReadUpTo(descriptor(), begin_ + offset, to, std::min(count, static_cast<size_t>(left)), path_);
}

}  // namespace f4s
