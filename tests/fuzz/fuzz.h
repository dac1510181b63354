// Readers on bytes of anybody.  A target is a function in a file of its own and a row of the table in
// fuzz.cc.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace f4s::fuzz {

using Path = std::filesystem::path;

/// Runs `read` on a file of that name with these bytes, in a folder of its own.  The bytes may be read or
/// refused: an Error of bad or missing input, which names the file and whose line could stand on a terminal.
/// All else ends the process.
void OnFile(std::string_view bytes, const std::string& name, const std::function<void(const Path&)>& read);

/// Likewise of what reads no file; the Error then names none.
void OnText(const std::function<void()>& read);

/// Ends the process where a reader gave what it promises not to give.
void Require(bool promise, const char* what);

// The targets.
void Nifti(std::string_view bytes);
void Nrrd(std::string_view bytes);
void MetaImage(std::string_view bytes);
void Compressed(std::string_view bytes);
void Png(std::string_view bytes);
void Jpeg(std::string_view bytes);
void Safetensors(std::string_view bytes);
void ModelHeader(std::string_view bytes);
void JsonText(std::string_view bytes);
void Config(std::string_view bytes);
void Records(std::string_view bytes);
void DatasetJournal(std::string_view bytes);
void Table(std::string_view bytes);
void Nnunet(std::string_view bytes);
void Tar(std::string_view bytes);
void Codestream(std::string_view bytes);
void DicomElements(std::string_view bytes);
void DicomMapping(std::string_view bytes);

}  // namespace f4s::fuzz
