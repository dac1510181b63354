// The KEY=VALUE words of make_dicom.

#pragma once

#include <gdcmTag.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using gdcm::Tag;

struct Options {
  std::map<std::string, std::string> one;
  struct Override {
    std::string kind;
    Tag tag;
    std::string text;
  };
  std::vector<Override> set;

  std::string Text(const std::string& key, const std::string& otherwise) const {
    const auto found = one.find(key);
    return found == one.end() ? otherwise : found->second;
  }
  std::vector<double> Numbers(const std::string& key, const std::string& otherwise) const {
    std::vector<double> numbers;
    std::istringstream in(Text(key, otherwise));
    for (std::string word; std::getline(in, word, ',');) numbers.push_back(std::stod(word));
    return numbers;
  }
  double Number(const std::string& key, double otherwise) const {
    return Numbers(key, std::to_string(otherwise)).front();
  }
};

inline Tag ParseTag(const std::string& text) {
  unsigned group = 0, element = 0;
  if (std::sscanf(text.c_str(), "%x,%x", &group, &element) != 2) std::exit(2);
  return {static_cast<uint16_t>(group), static_cast<uint16_t>(element)};
}

inline Options ParseArguments(int argc, char** argv) {
  Options options;
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string key = word.substr(0, word.find('=')), value = word.substr(word.find('=') + 1);
    if (key == "set" || key == "none" || key == "short" || key == "frame" || key == "nested")
      options.set.push_back({key, ParseTag(value), value.substr(value.find(':') + 1)});
    else
      options.one[key] = value;
  }
  return options;
}
