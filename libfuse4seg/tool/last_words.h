// What a program does before all else, so that it can end as it should whatever comes.

#pragma once

#include <string>

namespace f4s {

/// A closed descriptor of the first three would be given to a file of ours, which then got what is meant for
/// people or records.  Each is opened the wrong way round, so that who uses it is told; what is said on a
/// closed stderr is lost.
void OpenStandardDescriptors();

/// From now on an exception that nobody catches, in a thread or in a library as it is loaded, ends the
/// program in one line with its exit code.  So does an access to memory that is not there, where the cause is
/// that there is none left: a stack that cannot grow, a library that does not look at what it was given. Else
/// that stays a crash.
void PrepareLastWords(const std::string& tool);

/// The error that ends the program has been said: what fails on the way out adds no line to it.
void NoteErrorSaid();

}  // namespace f4s
