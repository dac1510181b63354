// Writes a model with random weights, for tests: make_model FILE.safetensors [JSON [SEED]]
//
// JSON's fields replace those of random_model.h.  The same arguments give the same bytes.

#include <cstdio>
#include <cstdlib>

#include "tests/support/random_model.h"

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) return std::fprintf(stderr, "usage: make_model FILE [JSON [SEED]]\n"), 2;
  try {
    f4s::WriteRandomModel(argv[1], f4s::Json::parse(argc > 2 ? argv[2] : "{}"),
                          argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0);
    return 0;
  } catch (const std::exception& e) {
    return std::fprintf(stderr, "make_model: %s\n", e.what()), 1;
  }
}
