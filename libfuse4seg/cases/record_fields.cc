#include "libfuse4seg/cases/record_fields.h"

#include <algorithm>
#include <iterator>

namespace f4s {

void EraseFields(Json& record, FieldOf of) {
  for (const RecordField& field : kRecordFields)
    if ((field.of & of) != 0) record.erase(field.key);
}

bool IsRole(const std::string& name) {
  return std::any_of(std::begin(kRecordFields), std::end(kRecordFields), [&](const RecordField& field) {
    return field.kind == FieldKind::kFile && field.key == name;
  });
}

}  // namespace f4s
