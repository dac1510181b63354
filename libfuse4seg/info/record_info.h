// What the suite's own files and folders are: records, datasets, runs of training.

#pragma once

#include <filesystem>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// Of a file of records: how many cases, of what, ids that stand twice; each run record in a line; the means
/// of the last one's scores.
/// @throws Error(kBadInput) naming the line that is no record.
[[nodiscard]] Json RecordsInfo(const std::filesystem::path& file);

/// Of a tar archive: how many members, of which folders.
/// @throws as ForEachTarMember().
[[nodiscard]] Json TarInfo(const std::filesystem::path& file);

/// Of a run record, or of the dataset whose dataset.json it is.
/// @throws Error(kBadInput): "json.syntax"; "info.kind" for any other JSON.
[[nodiscard]] Json JsonFileInfo(const std::filesystem::path& file);

/// Of a dataset folder: what dataset.json says, and RecordsInfo() of its cases.
[[nodiscard]] Json DatasetInfo(const std::filesystem::path& folder);

/// Of a folder that a tool has begun, and how many cases are done.
[[nodiscard]] Json UnfinishedInfo(const std::filesystem::path& folder);

/// Of RUN, the folder of f4s-pretrain or f4s-train: its method, how far it is, its best epoch.
[[nodiscard]] Json TrainingInfo(const std::filesystem::path& folder);

}  // namespace f4s
