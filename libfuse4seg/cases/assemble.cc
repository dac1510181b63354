#include "libfuse4seg/cases/assemble.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/half_voxel.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

/// "+t1ce-flair" of a case ID+t1ce-flair that keeps ID under `case`; else nothing.
std::string CombinationOf(const Case& record) {
  const auto original = record.json().find("case");
  if (original == record.json().end() || !original->is_string()) return "";
  const std::string id = record.id(), whole = original->get<std::string>();
  return id.starts_with(whole + "+") ? id.substr(whole.size()) : "";
}

Json FindingsOf(const std::vector<Case>& slices) {
  Json findings = Json::array();
  for (const Case& slice : slices)
    for (const Json& finding : slice.findings())
      if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
  return findings;
}

}  // namespace

std::vector<std::vector<Case>> ByCombination(const std::vector<Case>& slices) {
  std::vector<std::vector<Case>> parts;
  for (const Case& slice : slices) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const std::vector<Case>& other) {
      return CombinationOf(other.front()) == CombinationOf(slice);
    });
    if (part == parts.end())
      parts.push_back({slice});
    else
      part->push_back(slice);
  }
  return parts;
}

Json GeometryJson(const Grid& geometry) {
  return {{"size", geometry.size},
          {"spacing_mm", geometry.spacing_mm()},
          {"world_from_voxel", AffineJson(geometry.world_from_voxel)}};
}

Case BareVolumeRecord(const std::vector<Case>& slices) {
  const SliceOfVolume place = *slices.front().slice_of_volume();
  Case volume = slices.front();
  volume.SetId(place.id);
  EraseFields(volume.json(), kOfSlice);
  const std::string axis = TextAt(volume.json(), "geometry.volume.axis");
  volume.json()["geometry"] = GeometryJson(place.geometry);
  if (!axis.empty()) volume.json()["geometry"]["axis"] = axis;  // the plane that it was sliced in
  return volume;
}

void NoteMissingSlices(Case& volume, const std::vector<Case>& slices, const std::string& are) {
  const int64_t wanted = slices.front().slice_of_volume()->slices;
  if (static_cast<int64_t>(slices.size()) < wanted)
    volume.AddFinding(
        "volume.incomplete", "warning",
        Cat("only ", slices.size(), " of its ", wanted, " slices are present: the others ", are));
}

void TakeCombination(const Case& part, Case& whole) {
  const std::string combination = CombinationOf(part);
  if (combination.empty()) return;
  whole.json()["case"] = whole.id();
  whole.SetId(whole.id() + combination);
}

Case VolumeRecordOf(const std::vector<Case>& slices) {
  Case volume = BareVolumeRecord(slices);
  TakeCombination(slices.front(), volume);
  if (const Json* label = FindPath(volume.json(), "source.label"); label != nullptr && label->is_string())
    volume.SetFile("label", label->get<std::string>());
  if (Json findings = FindingsOf(slices); !findings.empty()) volume.json()["findings"] = std::move(findings);
  NoteMissingSlices(volume, slices, "are 0");
  return volume;
}

namespace {

Vector3 ColumnOf(const SliceOfVolume& place, size_t column) {
  return {place.voxel_from_pixel[0][column], place.voxel_from_pixel[1][column],
          place.voxel_from_pixel[2][column]};
}

/// Voxels from one slice to the next; for a single slice, one voxel across it.
Vector3 StepBetween(const SliceOfVolume& first, const SliceOfVolume& last) {
  Vector3 step;
  if (first.slice == last.slice) {
    step = Cross(ColumnOf(first, 0), ColumnOf(first, 1));
    const double length = std::hypot(step[0], step[1], step[2]);
    for (double& value : step) value /= length > 0 ? length : 1;
    return step;
  }
  const Vector3 a = ColumnOf(first, 2), b = ColumnOf(last, 2);
  for (size_t i = 0; i < 3; ++i) step[i] = (b[i] - a[i]) / static_cast<double>(last.slice - first.slice);
  return step;
}

std::map<int64_t, const PlacedSlice*> ByNumber(const std::vector<PlacedSlice>& slices) {
  std::map<int64_t, const PlacedSlice*> by_number;
  const SliceOfVolume& first = slices.front().place;
  for (const PlacedSlice& slice : slices) {
    if (slice.place.geometry.size != first.geometry.size ||
        slice.picture.grid.size != slices.front().picture.grid.size)
      throw Error(ErrorKind::kBadInput, "volume.slices",
                  Cat("slices of volume ", Quoted(first.id), " differ in size"));
    if (!by_number.emplace(slice.place.slice, &slice).second)
      throw Error(ErrorKind::kBadInput, "volume.slices",
                  Cat("slice ", slice.place.slice, " of volume ", Quoted(first.id), " occurs twice"));
  }
  return by_number;
}

/// NearestVoxel(); -1 where it is none that an index can be.
int64_t NearestIndex(double at) {
  constexpr double kMost = 1 << 30;
  const double nearest = NearestVoxel(at);
  return nearest >= 0 && nearest <= kMost ? static_cast<int64_t>(nearest) : -1;
}

/// A record of a few bytes may say that its slices are of a volume of gigabytes.  Small volumes may be as
/// they are; of a large one its slices must make up a part worth the name.
void RequireJustified(const std::vector<PlacedSlice>& slices) {
  constexpr int64_t kSmall = int64_t{1} << 26;  // voxels: 128 MiB
  constexpr int64_t kMostTimes = 64;
  const Grid& grid = slices.front().place.geometry;
  const int64_t voxels = grid.num_voxels(),
                given = std::ssize(slices) * slices.front().picture.grid.num_voxels();
  if (voxels <= kSmall || voxels / kMostTimes <= given) return;
  throw Error(ErrorKind::kBadInput, "volume.size",
              Cat("volume ", Quoted(slices.front().place.id), " has ", voxels, " voxels by its record, and ",
                  slices.size(), " slices with ", given, ": wanted a ", kMostTimes, "th of them at least"));
}

}  // namespace

Affine StackFromVoxel(const std::vector<PlacedSlice>& slices) {
  const auto by_number = ByNumber(slices);
  const SliceOfVolume& first = by_number.begin()->second->place;
  const Vector3 step = StepBetween(first, by_number.rbegin()->second->place);
  Affine voxel_from_stack = IdentityAffine();
  for (size_t row = 0; row < 3; ++row) {
    voxel_from_stack[row][0] = first.voxel_from_pixel[row][0];
    voxel_from_stack[row][1] = first.voxel_from_pixel[row][1];
    voxel_from_stack[row][2] = step[row];
    voxel_from_stack[row][3] = first.voxel_from_pixel[row][2] - step[row] * static_cast<double>(first.slice);
  }
  return Inverse(voxel_from_stack);
}

namespace {

/// An axis of a stack that runs along one axis of its volume: the stack's index at each voxel of that one.
struct StackAxis {
  size_t along = 0;
  std::vector<int64_t> index;
};
using StackAxes = std::array<StackAxis, 3>;

/// None where the stack is turned, by more than rounding.
std::optional<StackAxes> StackAxesOf(const Affine& stack_from_voxel, const Size3& size) {
  StackAxes axes;
  for (size_t i = 0; i < 3; ++i) {
    const auto& row = stack_from_voxel[i];
    const auto along = AxisAlong(row, size);
    if (!along) return {};
    axes[i].along = *along;
    for (int64_t voxel = 0; voxel < size[*along]; ++voxel)
      axes[i].index.push_back(NearestIndex(row[*along] * static_cast<double>(voxel) + row[3]));
  }
  return axes;
}

/// Calls set(index of the voxel, column, row, slice) for each voxel of `size`.
template <class Set>
void ForEachPlace(const Affine& stack_from_voxel, const Size3& size, const Set& set) {
  const auto axes = StackAxesOf(stack_from_voxel, size);
  size_t index = 0;
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y) {
      const int64_t* from[3] = {};
      int64_t step[3] = {};  // 0 where the whole row of voxels is at one place
      for (size_t i = 0; axes && i < 3; ++i) {
        const auto& [along, at] = (*axes)[i];
        from[i] = at.data() + (along == 0 ? 0 : along == 1 ? y : z), step[i] = along == 0 ? 1 : 0;
      }
      for (int64_t x = 0; x < size[0]; ++x, ++index) {
        if (axes) {
          set(index, from[0][x * step[0]], from[1][x * step[1]], from[2][x * step[2]]);
          continue;
        }
        const Vector3 at =
            Apply(stack_from_voxel, {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
        set(index, NearestIndex(at[0]), NearestIndex(at[1]), NearestIndex(at[2]));
      }
    }
}

}  // namespace

Image<uint16_t> AssembleLabels(const std::vector<PlacedSlice>& slices) {
  const auto by_number = ByNumber(slices);
  RequireJustified(slices);
  Image<uint16_t> volume = ImageOn<uint16_t>(slices.front().place.geometry);
  bool any = false;
  int64_t number = -1;  // of the slice at hand: neighbours are mostly of one
  View<const uint16_t> pixels;
  ForEachPlace(StackFromVoxel(slices), volume.grid.size,
               [&](size_t index, int64_t column, int64_t row, int64_t slice) {
                 if (slice != number) {
                   const auto found = by_number.find(number = slice);
                   pixels =
                       found == by_number.end() ? View<const uint16_t>() : found->second->picture.plane();
                 }
                 if (column < 0 || row < 0 || column >= pixels.width || row >= pixels.height) return;
                 volume.samples[index] = pixels(column, row);
                 any = true;
               });
  if (!any)
    throw Error(ErrorKind::kBadInput, "volume.place",
                Cat("the slices of volume ", Quoted(slices.front().place.id),
                    " lie outside of it by their voxel_from_pixel: wanted pixels on its voxels"));
  return volume;
}

}  // namespace f4s
