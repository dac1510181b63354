// What a model file says of itself: the text of its description.

#include "libfuse4seg/model/model_description.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::ModelHeader(std::string_view bytes) {
  OnText([&] {
    const ModelDescription model = ModelDescription::FromJson(ParseJson(std::string(bytes), "model"));
    Require(ModelDescription::FromJson(model.ToJson()) == model,
            "a description that comes back from its JSON");
  });
}
