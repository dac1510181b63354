// Two processes and one journal: one wins, and the other never writes.

#include "libfuse4seg/cases/journal.h"

#include <gtest/gtest.h>

#include "libfuse4seg/base/atomic_file.h"
#include "tests/support/expect_error.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

const RunSignature kSignature = {"all", "files"};

JournalEntry Entry(int64_t index, const std::string& id) { return {index, id, "inputs", Json::array()}; }

class Journals : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path File(const char* shard = "1-of-1") const {
    return scratch_.folder() / "out" / ".f4s" / Cat("journal-", shard, ".ndjson");
  }
  static void ExpectInUse(Journal& journal) {
    EXPECT_F4S_ERROR(journal.Begin(kSignature), ErrorKind::kCannotCreate, "output.in_use");
  }
  Scratch scratch_;
};

TEST_F(Journals, WhatIsRefusedOnceIsRefusedAgain) {
  Journal first(File()), second(File());
  first.Lock();
  second.Lock();  // nothing is there yet
  first.Begin(kSignature);
  first.Add(Entry(0, "a"));
  ExpectInUse(second);
  ExpectInUse(second);  // as from another thread
  first.Add(Entry(1, "b"));
  first.Complete(0);
  JournalCursor cursor(File());
  EXPECT_FALSE(cursor.has_earlier_runs());
  EXPECT_EQ(cursor.entry().id, "a");
}

TEST_F(Journals, WhoEndsBeforeTheOtherBeginsCounts) {
  Journal second(File());
  second.Lock();
  {
    Journal first(File());
    first.Lock();
    first.Begin(kSignature);
    first.Add(Entry(0, "a"));
    first.Complete(0);
  }
  const std::string whole = ReadFile(File());
  ExpectInUse(second);
  EXPECT_EQ(ReadFile(File()), whole);
}

TEST_F(Journals, ShardsOfOtherNumbersCountToo) {
  Journal third(File("1-of-3")), half(File("2-of-2"));
  third.Lock();
  half.Lock();
  Journal(File("1-of-2")).Begin(kSignature);
  ExpectInUse(third);
  half.Begin(kSignature);  // of the same number
}

TEST_F(Journals, WhatWasThereGoesOn) {
  {
    Journal first(File());
    first.Begin(kSignature);
    first.Add(Entry(0, "a"));
  }
  Journal again(File());
  again.Lock();
  Journal other(File());
  EXPECT_F4S_ERROR(other.Lock(), ErrorKind::kCannotCreate, "output.in_use");
  again.Begin(kSignature);
  EXPECT_EQ(again.Latest().size(), 1U);
}

}  // namespace
}  // namespace f4s
