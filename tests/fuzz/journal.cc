// The journal of a dataset folder.

#include "libfuse4seg/cases/journal.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::DatasetJournal(std::string_view bytes) {
  OnFile(bytes, "journal-1-of-1.ndjson", [](const Path& path) {
    const Journal journal(path);
    static_cast<void>(journal.LastSignature());
    int64_t entries = 0;
    journal.ForEachEntry([&](const JournalEntry&) { ++entries; });
    for (const auto& [id, place] : journal.Latest())
      Require(journal.EntryAt(place).id == id, "the entry of an id");
    JournalCursor cursor(path);
    for (; !cursor.at_end(); cursor.Advance()) --entries;
    Require(entries >= 0, "no more entries in the last run than in all");
  });
}
