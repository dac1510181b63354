#include "libfuse4seg/metric/score_case.h"

#include <cmath>
#include <string>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/floors_of_files.h"
#include "libfuse4seg/metric/report/metric_values.h"

namespace f4s {
namespace {

/// Sets json[name]; where it is undefined, its reason goes to `reasons` under `path`.
void SetScore(Json& json, const std::string& name, const Score& score, const std::string& path,
              Json& reasons) {
  json[name] = score.defined() ? Json(score.value()) : Json(nullptr);
  if (!score.defined()) reasons[path + "." + name] = ReasonName(score.reason());
}

/// The fields of `scores`; the reasons of undefined ones go to `reasons` under `path`.
template <class Fields, class Scores>
Json FieldsJson(const Fields& fields, const Scores& scores, const std::string& path, Json& reasons) {
  Json json = Json::object();
  for (const auto& field : fields) SetScore(json, field.name, scores.*field.score, path, reasons);
  return json;
}

Json RegionJson(const RegionScores& region, const std::string& path, Json& reasons) {
  Json fields = Json::object();
  const auto set = [&](const char* name, const Score& score) {
    SetScore(fields, NameOfField(name, region.in_pixels), score, path, reasons);
  };
  for (const auto& field : kRegionFields) set(field.name, region.*field.score);
  for (const FurtherScore& further : region.further) set(further.name, further.score);
  return fields;
}

/// Sets metrics[name], and its reasons in place of those that stood there for it.
void SetFamily(Json& record, const std::string& name, Json family, const Json& reasons) {
  Json& metrics = record["metrics"];
  Json undefined = Json::object();
  if (metrics.contains("undefined"))
    for (const auto& [path, reason] : metrics["undefined"].items())
      if (!path.starts_with(name + ".")) undefined[path] = reason;
  undefined.update(reasons);
  metrics.erase("undefined");  // it stays the last member
  metrics[name] = std::move(family);
  if (!undefined.empty()) metrics["undefined"] = std::move(undefined);
}

}  // namespace

void AddFusionScores(Json& record, const FusionScores& scores) {
  Json reasons = Json::object();
  Json family = FieldsJson(kFusionFields, scores, "fusion", reasons);
  if (scores.extras) family.update(FieldsJson(kExtraFields, *scores.extras, "fusion", reasons));
  Json per_source = Json::object();
  for (const auto& [name, part] : scores.per_source)
    per_source[name] = FieldsJson(kSourceFields, part, "fusion.per_source." + name, reasons);
  family["per_source"] = std::move(per_source);
  family["weakest"] = FieldsJson(kSourceFields, scores.weakest, "fusion.weakest", reasons);
  SetFamily(record, "fusion", std::move(family), reasons);
}

void AddSegmentationScores(Json& record, const std::vector<RegionScores>& scores) {
  Json reasons = Json::object(), family = Json::object(), empty = Json::object();
  for (const RegionScores& region : scores) {
    family[region.name] = RegionJson(region, "segmentation." + region.name, reasons);
    if (region.empty) empty[region.name] = ReasonName(*region.empty);
  }
  record["metrics"].erase("empty");
  if (!empty.empty()) record["metrics"]["empty"] = std::move(empty);
  SetFamily(record, "segmentation", std::move(family), reasons);
}

void AddDecompositionScores(Json& record, const DecompositionLikeness& likeness) {
  Json reasons = Json::object(), per_source = Json::object();
  Likeness all;
  for (const auto& [modality, one] : likeness) {
    all.Add(one);
    per_source[modality] =
        FieldsJson(kLikenessFields, one.scores(), "decomposition.per_source." + modality, reasons);
  }
  Json family = FieldsJson(kLikenessFields, all.scores(), "decomposition", reasons);
  family["per_source"] = std::move(per_source);
  SetFamily(record, "decomposition", std::move(family), reasons);
}

namespace {

Case FloorRecord(const Case& record, const std::string& name, const FusionScores& scores) {
  Case floor = record;
  EraseFields(floor.json(), kOfScored);
  floor.json()["case"] = record.id();
  floor.SetId(record.id() + "+floor-" + name);
  floor.json()["floor"] = name;
  floor.json()["metrics"] = Json::object();
  AddFusionScores(floor.json(), scores);
  return floor;
}

void TakeFusion(const FusedCaseScores& fused, ScoredCase& scored) {
  AddFusionScores(scored.record.json(), fused.scores);
  AddNotes(fused.notes, scored.record);
  AddFusionFindings(fused.evidence, fused.sources(), scored.record);
  if (fused.empty_slices > 0 && fused.slices > 1)
    scored.record.AddFinding(
        "fusion.empty_slices", "info",
        Cat(fused.empty_slices, " of ", fused.slices, " slices, on which nothing is, count ",
            fused.empty_slices == fused.slices ? "as they are, since all are so" : "in no mean"));
  for (const auto& [name, scores] : fused.floors)
    scored.floors.emplace_back(name, FloorRecord(scored.record, name, scores));
}

bool HasFused(const Case& record) { return record.file("fused") && !record.modalities().empty(); }
bool HasPrediction(const Case& record) { return record.file("prediction") && record.file("label"); }

void RequireSomething(const Case& record) {
  RequireLosslessLabels(record);
  if (!HasFused(record) && !HasPrediction(record) && !HasDecomposition(record))
    throw Error(ErrorKind::kBadInput, "metric.nothing",
                "has neither fused with its sources nor prediction "
                "with label, nor decomposed images with their sources")
        .InCase(record.id());
}

/// @throws Error(kBadInput, "metric.no_volume") for an image that is no slice of a volume.
void RequireVolume(const Case& record) {
  for (const char* key : {"prediction", "fused"})
    if (const auto file = record.file(key); file && !HoldsVolume(*file))
      throw Error(
          ErrorKind::kBadInput, "metric.no_volume",
          "is an image, and its record names no volume that it is a slice of: --by volume cannot stack "
          "it; --by subject pools the images of a subject")
          .InFile(*file)
          .InCase(record.id());
}

/// @throws Error(kBadInput, "metric.no_subject")
void RequireSubject(const Case& record) {
  if (record.json().contains("subject") || record.slice_of_volume()) return;
  throw Error(
      ErrorKind::kBadInput, "metric.no_subject",
      "its record names no subject, so --by subject cannot tell which images belong together: f4s-prep --subject "
      "'REGEX' writes it into a dataset's records")
      .InCase(record.id());
}

/// The record of all cases of a subject: what its first says of the whole study.
Case SubjectRecord(const std::vector<Case>& cases) {
  Case subject = AreOneVolume(cases) ? BareVolumeRecord(cases) : cases.front();
  EraseFields(subject.json(), kOfSlice);
  if (!AreOneVolume(cases))
    for (const char* of_one : {"geometry", "source"}) subject.json().erase(of_one);
  subject.SetId(cases.front().subject());
  TakeCombination(cases.front(), subject);
  subject.json()["pooled_cases"] = cases.size();
  return subject;
}

/// The whole of several cases: fusion metrics are the means over them, what is decomposed is put together.
void ScorePictures(const std::vector<Case>& cases, const ScoreRules& rules, ScoredCase& whole) {
  whole.record.json()["metrics"] = Json::object();
  if (HasFused(cases.front())) {
    std::vector<FusedCaseScores> scores;
    for (const Case& one : cases) {
      scores.push_back(ScoreFusedCase(one, rules.fusion));
      ScoreFloorsOfFiles(one, rules.fusion, scores.back());
    }
    TakeFusion(CombineSlices(scores), whole);
  }
  if (HasDecomposition(cases.front())) {
    DecompositionLikeness likeness;
    for (const Case& one : cases) AddSlice(CompareDecomposition(one), likeness);
    AddDecompositionScores(whole.record.json(), likeness);
  }
}

/// A picture has no volume.
void AddVolumes(Json& record, const std::vector<RegionVolume>& volumes) {
  if (volumes.empty()) return;
  Json reasons = Json::object();
  Json family = VolumesJson(volumes, reasons);
  SetFamily(record, "volumes", std::move(family), reasons);
}

/// Where a distance is undefined, what it counts as: who puts runs together has the record alone.
void NoteWorstDistance(ScoredCase& scored) {
  Json& metrics = scored.record.json()["metrics"];
  metrics.erase("worst_distance");
  const Json* undefined = FindPath(metrics, "undefined");
  if (undefined == nullptr || !std::isfinite(scored.diagonal)) return;
  for (const auto& [path, reason] : undefined->items())
    if (path.starts_with("segmentation.") && IsDistance(SplitFields(path, '.'))) {
      metrics["worst_distance"] = scored.diagonal;
      return;
    }
}

void TakeLabels(const LabelScores& scores, ScoredCase& scored) {
  AddSegmentationScores(scored.record.json(), scores.regions);
  AddVolumes(scored.record.json(), scores.volumes);
  scored.diagonal = scores.diagonal;
  NoteWorstDistance(scored);
  if (!scores.absent) return;
  Json absent = {{"metrics", Json::object()}};
  AddSegmentationScores(absent, {*scores.absent});
  scored.record.json()["metrics"]["absent"] = absent["metrics"];
}

/// @throws Error(kBadInput, "metric.mixed") where some of the cases alone can be scored in a family: the
/// others would be missing in silence.
void RequireAlike(const std::vector<Case>& cases) {
  struct Family {
    const char* what;
    bool (*has)(const Case& record);
  };
  for (const auto& [what, has] :
       {Family{"a prediction with its label", HasPrediction}, {"a fused image", HasFused}})
    for (const Case& one : cases)
      if (has(one) != has(cases.front()))
        throw Error(ErrorKind::kBadInput, "metric.mixed",
                    Cat("has ", has(one) ? "" : "not ", what, ", other than ", Quoted(cases.front().id()),
                        " of the same whole"))
            .InCase(one.id());
}

}  // namespace

ScoreRules::ScoreRules(const MetricOptions& options, const std::string& device)
    : fusion{options.convention, options.extras, options.floors, MetricKernelsFor(device)},
      segmentation{options.seg_convention,
                   options.nsd_tolerance,
                   options.empty,
                   {options.lesion_dilation, options.lesion_volume},
                   options.ignore.empty() ? std::vector<uint16_t>() : ParseLabelValues(options.ignore),
                   fusion.kernels},
      regions(ParseRegions(options.regions)) {
  RequireIgnoredAlone({{}, regions, false, segmentation.ignore});
}

ScoredCase ScoreCase(const Case& record, const ScoreRules& rules) {
  RequireSomething(record);
  ScoredCase scored = {record};
  ScorePictures({record}, rules, scored);
  if (HasPrediction(record))
    TakeLabels(ScoreLabels(scored.record, rules.regions, rules.segmentation), scored);
  return scored;
}

ScoredCase ScoreSlicesAsVolume(const std::vector<Case>& slices, const ScoreRules& rules) {
  const Case& first = slices.front();
  RequireSomething(first);
  if (!first.slice_of_volume()) {
    RequireVolume(first);
    return ScoreCase(first, rules);
  }
  RequireAlike(slices);
  ScoredCase volume = {BareVolumeRecord(slices)};
  TakeCombination(first, volume.record);
  NoteMissingSlices(volume.record, slices, HasPrediction(first) ? "count as 0" : "are in no mean");
  ScorePictures(slices, rules, volume);
  if (HasPrediction(first))
    TakeLabels(ScoreStackedLabels(volume.record, slices, rules.regions, rules.segmentation), volume);
  return volume;
}

ScoredCase ScoreSubject(const std::vector<Case>& cases, const ScoreRules& rules) {
  const Case& first = cases.front();
  RequireSomething(first);
  RequireSubject(first);
  RequireAlike(cases);
  ScoredCase subject = {SubjectRecord(cases)};
  ScorePictures(cases, rules, subject);
  if (HasPrediction(first))
    TakeLabels(ScorePooledLabels(subject.record, cases, rules.regions, rules.segmentation), subject);
  return subject;
}

}  // namespace f4s
