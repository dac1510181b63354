#include "libfuse4seg/cases/bids/bids_place.h"

#include <cctype>
#include <map>

namespace f4s {

std::optional<BidsModality> BidsModalityOf(const std::string& modality) {
  static const std::map<std::string, BidsModality> names = {
      {"t1", {"", "T1w"}}, {"t1ce", {"ce-gadolinium", "T1w"}}, {"t2", {"", "T2w"}}, {"flair", {"", "FLAIR"}},
      {"pd", {"", "PDw"}}, {"t2star", {"", "T2starw"}}};
  const auto found = names.find(modality);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::string BidsLabel(const std::string& text) {
  std::string label;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) label += c;
  return label;
}

BidsPlace BidsPlaceOf(const Case& record) {
  const std::string subject = record.subject();
  const std::string id = record.json().value("case", record.id());
  const std::string label = BidsLabel(subject.starts_with("sub-") ? subject.substr(4) : subject);
  if (label.empty())
    throw Error(ErrorKind::kBadInput, "bids.label",
                Cat("subject ", Quoted(subject), " has neither letter nor digit: BIDS cannot name it"))
        .InCase(record.id());
  std::string rest = id.starts_with(subject) ? id.substr(subject.size()) : id == subject ? "" : id;
  if (rest.starts_with("_ses-")) rest = rest.substr(5);
  const std::string session = BidsLabel(rest);
  BidsPlace place = {"sub-" + label, "sub-" + label};
  if (!session.empty()) {
    place.folder += "/ses-" + session;
    place.prefix += "_ses-" + session;
  }
  place.folder += "/anat";
  return place;
}

}  // namespace f4s
