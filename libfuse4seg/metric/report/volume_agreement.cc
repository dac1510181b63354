#include "libfuse4seg/metric/report/volume_agreement.h"

#include <cmath>

namespace f4s {

Agreement AgreementOf(const std::vector<VolumePair>& pairs) {
  Agreement agreement;
  agreement.n = static_cast<int64_t>(pairs.size());
  double sum = 0, squares = 0;
  for (const auto& [reference, prediction] : pairs) sum += prediction - reference;
  agreement.bias_ml = sum / static_cast<double>(agreement.n);
  for (const auto& [reference, prediction] : pairs)
    squares += std::pow(prediction - reference - agreement.bias_ml, 2);
  if (agreement.n > 1) agreement.sd_ml = std::sqrt(squares / static_cast<double>(agreement.n - 1));
  return agreement;
}

Json Agreement::ToJson() const {
  Json json = {{"n", n}, {"bias_ml", bias_ml}, {"sd_ml", nullptr}, {"limits_ml", nullptr}};
  if (sd_ml) json["sd_ml"] = *sd_ml, json["limits_ml"] = {low_ml(), high_ml()};
  return json;
}

}  // namespace f4s
