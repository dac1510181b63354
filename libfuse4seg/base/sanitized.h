// F4S_SANITIZED: this build has AddressSanitizer, which reserves terabytes of addresses and handles signals
// itself.  GCC says so by a macro, clang (14) by a feature.

#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define F4S_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define F4S_SANITIZED
#endif
#endif
