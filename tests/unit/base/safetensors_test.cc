#include "libfuse4seg/base/safetensors.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <random>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "tests/unit/base/safetensors_files.h"

namespace f4s {
namespace {

TEST_F(Safetensors, ReadsWhatTheReferenceWrote) {
  ASSERT_EQ(kGolden.size(), 511U);
  const SafetensorsFile file(Put(kGolden));
  EXPECT_EQ(file.tensors().size(), 7U);
  EXPECT_EQ(file.metadata(), (std::map<std::string, std::string>{{"format", "f4s.model/1"}}));
  const TensorView& weight = file.tensor("weight");
  EXPECT_EQ(weight.dtype, "F32");
  EXPECT_EQ(weight.shape, (std::vector<int64_t>{2, 3}));
  float values[6];
  ASSERT_EQ(weight.bytes.size(), sizeof values);
  std::memcpy(values, weight.bytes.data(), sizeof values);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(values[i], static_cast<float>(i));
  EXPECT_EQ(file.tensor("step").shape.size(), 0U);
  EXPECT_EQ(file.tensor("empty").bytes.size(), 0U);
  EXPECT_EQ(TextOf(file.tensor("n\"\303\251\n").bytes), "\002\001");
  EXPECT_EQ(TextOf(file.tensor("mask").bytes), std::string("\001\000\001", 3));
}

TEST_F(Safetensors, WritesTheReferencesBytes) {
  const Path out = folder_ / "deep" / "out.safetensors";
  {
    const SafetensorsFile file(Put(kGolden));
    WriteSafetensors(out, file.tensors(), file.metadata());
  }
  EXPECT_EQ(ReadFile(out), kGolden);
}

TEST_F(Safetensors, KeepsEveryDtype) {
  const std::string data(64, '\x5a');
  std::map<std::string, TensorView> tensors;
  for (const char* dtype : {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "I16", "U16", "F16", "BF16",
                            "I32", "U32", "F32", "C64", "F64", "I64", "U64"}) {
    const size_t size = SafetensorsDtypeBytes(dtype);
    ASSERT_GT(size, 0U) << dtype;
    tensors[std::string("t_") + dtype] = {dtype, {1, 3}, BytesOf(data).first(3 * size)};
  }
  WriteSafetensors(folder_ / "all.safetensors", tensors);
  const SafetensorsFile file(folder_ / "all.safetensors");
  ASSERT_EQ(file.tensors().size(), tensors.size());
  EXPECT_TRUE(file.metadata().empty());
  for (const auto& [name, tensor] : tensors) {
    EXPECT_EQ(file.tensor(name).dtype, tensor.dtype);
    EXPECT_EQ(TextOf(file.tensor(name).bytes), TextOf(tensor.bytes));
  }
  EXPECT_EQ(SafetensorsDtypeBytes("F31"), 0U);
}

TEST_F(Safetensors, KeepsAFileOfNothing) {
  WriteSafetensors(folder_ / "none.safetensors", {});
  EXPECT_EQ(ReadFile(folder_ / "none.safetensors"), FileOf("{}      ", ""));
  EXPECT_TRUE(SafetensorsFile(folder_ / "none.safetensors").tensors().empty());
  WriteSafetensors(folder_ / "none.safetensors", {}, {{"a", "\"\\\n"}});
  EXPECT_EQ(SafetensorsFile(folder_ / "none.safetensors").metadata().at("a"), "\"\\\n");
}

TEST_F(Safetensors, OutlivesItsReplacement) {
  const Path path = Put(kGolden);
  const SafetensorsFile file(path);
  const SafetensorsFile copy = file;  // NOLINT: the copy is the point
  WriteSafetensors(path, {});
  EXPECT_EQ(TextOf(copy.tensor("mask").bytes), std::string("\001\000\001", 3));
}

TEST_F(Safetensors, NamesATensorThatIsNotThere) {
  const SafetensorsFile file(Put(kGolden));
  try {
    static_cast<void>(file.tensor("bias2"));
    FAIL() << "there is none";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "safetensors.no_tensor");
    EXPECT_NE(error.message().find("'bias2'"), std::string::npos);
  }
}

/// One tensor 'a' of 4 bytes of data, from the text of its fields.
std::string Entry(const std::string& fields) { return R"({"a":{)" + fields + "}}"; }

TEST_F(Safetensors, RefusesWhatIsNoFileOfTheKind) {
  ExpectRefused("truncated", "");
  ExpectRefused("truncated", "1234567");
  ExpectRefused("truncated", LittleEndian(2) + "{");
  ExpectRefused("truncated", kGolden.substr(0, 300));
  ExpectRefused("header_length", LittleEndian(100'000'001) + "{}");
  ExpectRefused("header_length", std::string(8, '\xff') + "{}");
  ExpectRefused("header_length", LittleEndian(uint64_t{1} << 63) + "{}");
  ExpectRefused("header_start", FileOf("", ""));
  ExpectRefused("header_start", FileOf(" {}", ""));
  ExpectRefused("header_start", FileOf("\xef\xbb\xbf{}", ""));
  ExpectRefused("header_start", FileOf("[]", ""));
  ExpectRefused("json", FileOf("{", ""));
  ExpectRefused("json", FileOf("{}}", ""));
  ExpectRefused("json", FileOf("{} {}", ""));
  ExpectRefused("json", FileOf(R"({"a":})", ""));
  ExpectRefused("json", FileOf(R"({'a':1})", ""));
  ExpectRefused("json", FileOf(std::string("{\0}", 3), ""));
  ExpectRefused("json", FileOf(R"({"a":{"shape":[1e999]}})", ""));
  ExpectRefused("json", FileOf(R"({"\ud800":{}})", ""));
  ExpectRefused("utf8", FileOf("{\"\xff\":{}}", ""));
  ExpectRefused("utf8", FileOf("{\"\xc0\x80\":{}}", ""));
  ExpectRefused("utf8", FileOf("{\"__metadata__\":{\"a\":\"\xed\xa0\x80\"}}", ""));
}

TEST_F(Safetensors, RefusesAStructureThatIsNotTheFormats) {
  ExpectRefused("structure", FileOf(R"({"a":1})", ""));
  ExpectRefused("structure", FileOf(R"({"a":null})", ""));
  ExpectRefused("structure", FileOf(R"({"a":"b"})", ""));
  ExpectRefused("structure", FileOf(R"({"a":[]})", ""));
  ExpectRefused("structure", FileOf(Entry(""), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("dtype":"F32","shape":[1])"), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("dtype":"F32","data_offsets":[0,4])"), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("shape":[1],"data_offsets":[0,4])"), "1234"));
  ExpectRefused("structure",
                FileOf(Entry(R"("dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1)"), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("dtype":["F32"],"shape":[1],"data_offsets":[0,4])"), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("dtype":"F32","shape":1,"data_offsets":[0,4])"), "1234"));
  ExpectRefused("structure", FileOf(Entry(R"("dtype":{},"shape":[1],"data_offsets":[0,4])"), "1234"));
  ExpectRefused("duplicate",
                FileOf(Entry(R"("dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4])"), "1234"));
  ExpectRefused("duplicate", FileOf(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
                                    R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})",
                                    ""));
  ExpectRefused("duplicate", FileOf(R"({"__metadata__":{},"__metadata__":{}})", ""));
  ExpectRefused("duplicate", FileOf(R"({"__metadata__":{"a":"","\u0061":""}})", ""));
  ExpectRefused("metadata", FileOf(R"({"__metadata__":{"a":1}})", ""));
  ExpectRefused("structure", FileOf(R"({"__metadata__":[]})", ""));
  ExpectRefused("structure", FileOf(R"({"__metadata__":"a"})", ""));
  ExpectRefused("metadata", FileOf(R"({"__metadata__":{"a":{}}})", ""));
  ExpectRefused("metadata", FileOf(R"({"__metadata__":{"a":null}})", ""));
  ExpectRefused("metadata", FileOf(R"({"__metadata__":{"a":["b"]}})", ""));
}

TEST_F(Safetensors, RefusesSizesThatDoNotAddUp) {
  const auto refused = [this](const std::string& reason, const std::string& dtype, const std::string& shape,
                              const std::string& offsets) {
    ExpectRefused(
        reason,
        FileOf(Entry(Cat("\"dtype\":\"", dtype, "\",\"shape\":", shape, ",\"data_offsets\":", offsets)),
               "1234"));
  };
  refused("dtype", "F33", "[1]", "[0,4]");
  refused("dtype", "f32", "[1]", "[0,4]");
  refused("dtype", "", "[1]", "[0,4]");
  refused("shape", "F32", "[-1]", "[0,4]");
  refused("shape", "F32", "[1.0]", "[0,4]");
  refused("shape", "F32", "[\"1\"]", "[0,4]");
  refused("shape", "F32", "[[1]]", "[0,4]");
  refused("shape", "F32", "[true]", "[0,4]");
  std::string ones = "1";  // 65 dimensions
  for (int k = 0; k < 64; ++k) ones += ",1";
  refused("shape", "F32", "[" + ones + "]", "[0,4]");
  refused("shape", "F32", "[18446744073709551616]", "[0,4]");  // 2^64 is no integer to the parser
  refused("overflow", "F32", "[9223372036854775808]", "[0,4]");
  refused("overflow", "F32", "[4294967296,4294967296]", "[0,4]");
  refused("overflow", "F32", "[4611686018427387905]", "[0,4]");  // times 4 is 4, modulo 2^64
  refused("overflow", "F64", "[3037000500,3037000500,0]", "[0,4]");
  refused("size", "F32", "[2]", "[0,4]");
  refused("size", "F32", "[0]", "[0,4]");
  refused("size", "F16", "[]", "[0,4]");
  refused("size", "F32", "[1]", "[0,3]");
  refused("offsets", "F32", "[1]", "[0,5]");
  refused("offsets", "F32", "[1]", "[4,0]");
  refused("offsets", "F32", "[1]", "[0]");
  refused("offsets", "F32", "[1]", "[0,4,4]");
  refused("offsets", "F32", "[1]", "[]");
  refused("offsets", "F32", "[1]", "[-4,0]");
  refused("offsets", "F32", "[1]", "[0,4.0]");
  refused("offsets", "F32", "[1]", "[18446744073709551612,18446744073709551615]");
  refused("hole", "U8", "[3]", "[1,4]");
  refused("trailing", "U8", "[3]", "[0,3]");
}

TEST_F(Safetensors, RefusesHolesAndOverlapsBetweenTensors) {
  const auto two = [](const std::string& a, const std::string& b) {
    return FileOf(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":)" + a +
                      R"(},"b":{"dtype":"U8","shape":[2],"data_offsets":)" + b + "}}",
                  "12345");
  };
  ExpectRefused("overlap", two("[0,2]", "[1,3]"));
  ExpectRefused("overlap", two("[0,2]", "[0,2]"));
  ExpectRefused("hole", two("[0,2]", "[3,5]"));
  ExpectRefused("trailing", two("[2,4]", "[0,2]"));
  ExpectRefused("trailing", FileOf("{}", "1"));
}

TEST_F(Safetensors, RefusesBombsWithLittleMemory) {
  const auto peak = [] {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;  // MiB
  };
  const std::string nested = R"({"a":)" + std::string(8'000'000, '[');
  const std::string nested_objects = [] {
    std::string text;
    for (int i = 0; i < 1'000'000; ++i) text += R"({"a":)";
    return text;
  }();
  std::string sides = R"({"a":{"shape":[1)";
  for (int i = 0; i < 2'000'000; ++i) sides += ",1";
  const long before = peak();
  ExpectRefused("structure", FileOf(nested, ""));
  ExpectRefused("structure", FileOf(nested_objects, ""));
  ExpectRefused("shape", FileOf(sides, ""));
  ExpectRefused(
      "offsets",
      FileOf(Entry(R"("dtype":"F64","shape":[1000000,1000000],"data_offsets":[0,8000000000000])"), ""));
  ExpectRefused("header_length", LittleEndian(uint64_t{1} << 40) + "{");
  EXPECT_LT(peak() - before, 64);
}

TEST_F(Safetensors, RefusesWhatIsNoOrdinaryFile) {
  const Path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const Path& path : {pipe, folder_, Path("/dev/zero")}) {
    try {
      const SafetensorsFile file(path);
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "safetensors.not_a_file") << error.Line();
    }
  }
  try {
    const SafetensorsFile file(folder_ / "absent");
    ADD_FAILURE() << "absent";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMissingInput);
  }
}

// Bytes changed, cut, doubled: read or refused, never anything else, and what is read is whole.
TEST_F(Safetensors, SurvivesRandomChanges) {
  std::mt19937 random(20240607);
  const auto below = [&](size_t n) { return random() % n; };
  int accepted = 0, refused = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = kGolden;
    for (size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
      const size_t at = below(below(3) == 0 ? std::min<size_t>(bytes.size(), 16) : bytes.size());
      switch (below(6)) {
        case 0: bytes[at] = static_cast<char>(random()); break;
        case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
        case 2: bytes.resize(at); break;
        case 3: bytes.insert(at, bytes.substr(at, below(40))); break;
        case 4: bytes.erase(at, below(20)); break;
        default: bytes[at] = "0123456789[]{},:\"-e"[below(19)]; break;
      }
    }
    try {
      const MemoryFile mutant(bytes);
      const SafetensorsFile file(mutant.path());
      size_t total = 0;
      for (const auto& [name, tensor] : file.tensors()) {
        total += tensor.bytes.size();
        unsigned sum = 0;
        for (const std::byte byte : tensor.bytes) sum += static_cast<unsigned>(byte);
        ASSERT_LE(sum, 255 * tensor.bytes.size());
      }
      ASSERT_LE(total + 8, bytes.size());
      ++accepted;
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
      ASSERT_EQ(error.code().substr(0, 12), "safetensors.") << error.Line();
      ++refused;
    }
  }
  EXPECT_GT(accepted, 100);  // changes of data only, or of a name
  EXPECT_GT(refused, 3000);
}

TEST_F(Safetensors, RefusesToWriteWhatItWouldNotRead) {
  const std::string four = "1234";
  const auto refused = [&](const std::map<std::string, TensorView>& tensors,
                           const std::map<std::string, std::string>& metadata) {
    const Path out = folder_ / "refused.safetensors";
    try {
      WriteSafetensors(out, tensors, metadata);
      ADD_FAILURE() << "written";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "safetensors.write") << error.Line();
      EXPECT_EQ(error.kind(), ErrorKind::kInternal);
    }
    EXPECT_FALSE(std::filesystem::exists(out));
  };
  refused({{"a", {"F32", {2}, BytesOf(four)}}}, {});
  refused({{"a", {"F31", {1}, BytesOf(four)}}}, {});
  refused({{"a", {"U8", {-4}, BytesOf(four)}}}, {});
  refused({{"__metadata__", {"F32", {1}, BytesOf(four)}}}, {});
  refused({{"\xff", {"F32", {1}, BytesOf(four)}}}, {});
  refused({}, {{"a", "\xff"}});
}

// A full disk, played by a limit on the size of files: kIo, and what stood there stays.
TEST_F(Safetensors, LeavesTheOldFileWhenTheDiskIsFull) {
  const Path path = folder_ / "model.safetensors";
  const std::string small(16, 'a'), large(1 << 20, 'b');
  WriteSafetensors(path, {{"a", {"U8", {16}, BytesOf(small)}}});
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit limit = {1 << 16, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  ErrorKind kind = ErrorKind::kUsage;
  try {
    WriteSafetensors(path, {{"a", {"U8", {1 << 20}, BytesOf(large)}}});
  } catch (const Error& error) {
    kind = error.kind();
  }
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(kind, ErrorKind::kIo);
  EXPECT_EQ(TextOf(SafetensorsFile(path).tensor("a").bytes), small);
  int entries = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++entries;
  EXPECT_EQ(entries, 1);
}

}  // namespace
}  // namespace f4s
