// The volume that make_dicom writes.

#pragma once

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/make_dicom_options.h"

using Vector = std::array<double, 3>;

inline std::string Joined(const std::vector<double>& numbers) {
  std::ostringstream out;
  out.precision(12);
  for (size_t i = 0; i < numbers.size(); ++i) out << (i > 0 ? "\\" : "") << numbers[i];
  return out.str();
}

/// The volume: its grid in LPS, and its voxels.
class Phantom {
 public:
  explicit Phantom(const Options& o) : o_(o) {
    const auto size = o.Numbers("size", "5,4,3"), spacing = o.Numbers("spacing", "0.5,0.75,3");
    for (size_t i = 0; i < 3; ++i) size_[i] = static_cast<int>(size[i]), spacing_[i] = spacing[i];
    const std::string plane = o.Text("plane", "axial");
    if (plane == "coronal") row_ = {1, 0, 0}, column_ = {0, 0, -1};
    if (plane == "sagittal") row_ = {0, 1, 0}, column_ = {0, 0, -1};
    if (plane == "oblique") row_ = {0.8, 0.6, 0}, column_ = {-0.36, 0.48, 0.8};
    for (size_t i = 0; i < 3; ++i) {
      const size_t j = (i + 1) % 3, k = (i + 2) % 3;
      normal_[i] = row_[j] * column_[k] - row_[k] * column_[j];
    }
  }

  int nx() const { return size_[0]; }
  int ny() const { return size_[1]; }
  int nz() const { return size_[2]; }
  int bits() const { return static_cast<int>(o_.Number("bits", 12)); }
  int allocated() const { return bits() > 16 ? 32 : bits() > 8 ? 16 : 8; }
  int high() const { return static_cast<int>(o_.Number("high", bits() - 1)); }
  bool is_signed() const { return o_.Number("signed", 0) != 0; }

  Vector Position(int k) const {
    const std::string off = o_.Text("off", "-1:0");
    const double more = std::stoi(off) == k ? std::stod(off.substr(off.find(':') + 1)) : 0;
    Vector at = {-31.5, 12.25, 40};
    for (size_t i = 0; i < 3; ++i)
      at[i] += normal_[i] * (k * spacing_[2] + more) + row_[i] * k * o_.Number("shift", 0);
    return at;
  }
  std::string PositionText(int k) const {
    const Vector at = Position(k);
    return Joined({at[0], at[1], at[2]});
  }
  std::string OrientationText() const {
    return Joined({row_[0], row_[1], row_[2], column_[0], column_[1], column_[2]});
  }
  std::string SpacingText() const { return Joined({spacing_[1], spacing_[0]}); }
  std::string ThicknessText() const { return Joined({spacing_[2]}); }

  double Slope(int k) const { return InTurn("slope", "1", k); }
  double Intercept(int k) const { return InTurn("intercept", "0", k); }

  /// What slice k stores at (i, j); a repetition r is 1 above the one before.
  int Stored(int i, int j, int k, int r) const {
    const int span = 1 << bits(), number = (i * 7 + j * 131 + k * 1009 + 3 * i * j * k + r) % span;
    return is_signed() ? number - span / 2 : number;
  }

  /// Slice k, its pixels in 8, 16 or 32 bits, and `more` bytes that are no pixels.
  std::string Pixels(int k, int r) const {
    std::string bytes;
    for (int j = 0; j < ny(); ++j)
      for (int i = 0; i < nx(); ++i) {
        const int low = high() + 1 - bits(), mask = ((1 << bits()) - 1) << low;
        int number = (Stored(i, j, k, r) << low) & mask;
        if (o_.Number("junk", 0) != 0) number |= 0xffff & ~mask;
        if (const std::string whole = o_.Text("whole", "-1:0"); std::stoi(whole) == j * nx() + i)
          number = std::stoi(whole.substr(whole.find(':') + 1));
        bytes += static_cast<char>(number & 255);
        for (int shift = 8; shift < allocated(); shift += 8) bytes += static_cast<char>(number >> shift);
      }
    return bytes + std::string(static_cast<size_t>(o_.Number("more", 0)), '\1');
  }

  void WriteNrrd(const std::string& path) const {
    std::ofstream out(path, std::ios::binary);
    out.precision(12);
    out << "NRRD0004\ntype: float\ndimension: 3\nsizes: " << nx() << " " << ny() << " " << nz()
        << "\nencoding: raw\nendian: little\nspace: left-posterior-superior\nspace directions:";
    for (const auto& [direction, mm] :
         {std::pair{row_, spacing_[0]}, {column_, spacing_[1]}, {normal_, spacing_[2]}})
      out << " (" << direction[0] * mm << "," << direction[1] * mm << "," << direction[2] * mm << ")";
    const Vector first = Position(0);
    out << "\nspace origin: (" << first[0] << "," << first[1] << "," << first[2] << ")\n\n";
    const int turned = is_signed() ? -1 : (1 << bits()) - 1;
    for (int k = 0; k < nz(); ++k)
      for (int j = 0; j < ny(); ++j)
        for (int i = 0; i < nx(); ++i) {
          const int number = Stored(i, j, k, 0), seen = o_.Number("mono1", 0) != 0 ? turned - number : number;
          const auto value = static_cast<float>(Slope(k) * seen + Intercept(k));
          out.write(reinterpret_cast<const char*>(&value), sizeof value);
        }
  }

 private:
  double InTurn(const char* key, const char* otherwise, int k) const {
    const auto numbers = o_.Numbers(key, otherwise);
    return numbers[static_cast<size_t>(k) % numbers.size()];
  }

  const Options& o_;
  std::array<int, 3> size_{};
  Vector spacing_{}, row_ = {1, 0, 0}, column_ = {0, 1, 0}, normal_{};
};
