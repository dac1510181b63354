// Which images are slices of one subject, by their names.

#pragma once

#include <string>
#include <vector>

namespace f4s {

/// What stands before a name's slice number: "p3" of p3_012, p3-z07 and p3_slice7; empty where it has none
/// (1 to 4 digits behind a separator).
[[nodiscard]] std::string StemOfSlice(const std::string& name);

/// The subject of each name, where the names are those of slices: each ends in a slice number, there are two
/// stems or more (or one, where all say by a word that they are slices: _z07, _slice7), most stems have
/// several names, and none is a word for any image at all ("img", "case"). Else nothing.
[[nodiscard]] std::vector<std::string> SubjectsOfNames(const std::vector<std::string>& names);

/// The patient of an examination, by the names that data sets of several examinations a patient have:
/// BraTS-GLI-00005 of BraTS-GLI-00005-100 (from 2023 on), sub-01 of sub-01_ses-02 (BIDS), UPENN-GBM-00001 of
/// UPENN-GBM-00001_21, 10001 of 10001_1000002 (PI-CAI), 002_S_0295 of 002_S_0295_I13722 (ADNI); P01 of
/// P01_week-010, P01_FU2, P01_post and P01_2023-05-17; else the id itself.
[[nodiscard]] std::string PatientOfId(const std::string& id);

/// Subjects of which one may be a patient's second examination: two that begin alike, up to a "_" or "-",
/// with a number.  Nothing where most begin so, as names of one data set or of a few sites do.
[[nodiscard]] std::vector<std::string> SubjectsAlike(const std::vector<std::string>& subjects);

}  // namespace f4s
