# profiles.json and methods.json, compiled in, so that a program needs no files.

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS model/profiles.json model/methods.json)
file(READ model/profiles.json F4S_PROFILES_JSON)
file(READ model/methods.json F4S_METHODS_JSON)
configure_file(model/defaults_data.cc.in model_defaults.cc @ONLY)
target_sources(f4s_model PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/model_defaults.cc)
