// cases.ndjson and dataset.json from the journals of all shards.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/base/json.h"

namespace f4s {

// The digest of an input, be it a file or a DICOM series' folder.

/// Sha256OfFile(); of a folder, the digest of the names and contents of its own files, in the order of names.
/// @throws Error(kMissingInput) or Error(kIo).
[[nodiscard]] std::string InputHash(const std::filesystem::path& input);

/// A case record with the paths below `folder` made relative to it.
[[nodiscard]] Json RelativeRecord(const Json& record, const std::filesystem::path& folder);

/// Where a dataset's parts stand.
struct DatasetFiles {
  std::filesystem::path folder;  ///< with .f4s/journal-I-of-N.ndjson, and with the files, unless in tar files
  std::filesystem::path cases, description;
};

/// Writes cases.ndjson, then dataset.json, once all shards' journals are complete and carry
/// this signature; else leaves it to the shard that ends last.  Files of an earlier run that
/// this one did not make are removed.
/// @throws Error(kBadInput, "dataset.classes") when cases disagree on their classes.
void JoinShards(const DatasetFiles& places, int64_t num_shards, const std::string& signature,
                Json description);

}  // namespace f4s
