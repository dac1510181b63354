// Values for what is left open: methods.json and profiles.json, which are compiled in.
//
// A profile and a method are layers, laid under what flags, configuration and code give: first the method,
// then the profile, then what holds of every profile.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// In the order of the manual.
[[nodiscard]] std::vector<std::string> ProfileNames();
[[nodiscard]] std::vector<std::string> MethodNames();

/// "NAME: what it does; ...", for --help.
[[nodiscard]] std::string MethodsHelp();

/// What methods.json says of a method.  @param name  of MethodNames()
///     "help"     what --help says
///     "values"   a layer: Parameters::Under()
///     "only"     values that it can have alone
///     "always"   values that go over what is asked for
///     "without"  weights of losses that it does not have
///     "strict"   what --paper-strict makes of it: LayStrict()
[[nodiscard]] const Json& MethodEntry(const std::string& name);

/// Lays a method.  @param name  for messages
/// @throws Error(kUsage, "train.method") naming the flag of what the method cannot do.
void LayMethod(const Json& entry, const std::string& name, Parameters& p);

/// Lays what the method's paper prints, where --paper-strict asks for that; before the method itself.
///     "only"    by name a list of what a parameter can be; the first is what it is where nothing is given
///     "with"    weights of losses that it has
///     "values"  a layer
/// @throws Error(kUsage, "train.paper_strict") naming the flag of what the paper does not have, or a method
///         without a paper to follow.
void LayStrict(const Json& entry, const std::string& name, Parameters& p);

/// Lays a profile, and what holds of every one.
/// @param stage  "pretrain": what the profile says of that goes before the rest
/// @throws Error(kConfig, "network.profile") where there is none of the name.
void LayDefaults(const std::string& profile, Parameters& p, const std::string& stage = "");

/// Says in each open parameter's `defaults` what the layers make of it.
void DescribeDefaults(Parameters& p, const std::string& stage = "");

}  // namespace f4s
