// EXPECT_F4S_ERROR(statement, kind, code): it throws an Error of that kind and code.

#pragma once

#include <gtest/gtest.h>

#include "libfuse4seg/base/error.h"

#define EXPECT_F4S_ERROR(statement, wanted_kind, wanted_code) \
  do {                                                        \
    try {                                                     \
      statement;                                              \
      ADD_FAILURE() << #statement " throws nothing";          \
    } catch (const ::f4s::Error& error) {                     \
      EXPECT_EQ(error.kind(), wanted_kind) << error.Line();   \
      EXPECT_EQ(error.code(), wanted_code) << error.Line();   \
    }                                                         \
  } while (false)
