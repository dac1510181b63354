#include "libfuse4seg/image/dicom/segment_codes.h"

#include <algorithm>
#include <initializer_list>

#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

const DicomCode kAbnormal = {"49755003", "SCT", "Morphologically Abnormal Structure"};
const DicomCode kAnatomical = {"91723000", "SCT", "Anatomical Structure"};
const DicomCode kTissue = {"85756007", "SCT", "Tissue"};
const DicomCode kSubstance = {"91720002", "SCT", "Body Substance"};

struct Known {
  std::initializer_list<const char*> names;
  SegmentCodes codes;
};

const Known kKnown[] = {
    {{"necrosis", "necrotic core", "necrotic tumour core", "ncr"},
     {kAbnormal, {"6574001", "SCT", "Necrosis"}}},
    {{"oedema", "edema", "peritumoural oedema", "peritumoral edema", "ed"},
     {kAbnormal, {"79654002", "SCT", "Edema"}}},
    {{"enhancing", "enhancing tumour", "enhancing tumor", "enhancing lesion", "et"},
     {kAbnormal, {"C113842", "NCIt", "Enhancing Lesion"}}},
    {{"non-enhancing", "non-enhancing tumour", "non-enhancing tumor", "non-enhancing lesion"},
     {kAbnormal, {"C81175", "NCIt", "Non-Enhancing Lesion"}}},
    {{"tumour", "tumor", "neoplasm"}, {kAbnormal, {"108369006", "SCT", "Neoplasm"}}},
    {{"lesion"}, {kAbnormal, {"52988006", "SCT", "Lesion"}}},
    {{"haemorrhage", "hemorrhage"}, {kAbnormal, {"50960005", "SCT", "Hemorrhage"}}},
    {{"cyst"}, {kAbnormal, {"367643001", "SCT", "Cyst"}}},
    {{"grey matter", "gray matter", "gm"}, {kTissue, {"389081007", "SCT", "Gray Matter"}}},
    {{"white matter", "wm"}, {kTissue, {"389080008", "SCT", "White Matter"}}},
    {{"cerebrospinal fluid", "csf"}, {kSubstance, {"65216001", "SCT", "Cerebrospinal Fluid"}}},
    {{"brain"}, {kAnatomical, {"12738006", "SCT", "Brain"}}},
    {{"prostate"}, {kAnatomical, {"41216001", "SCT", "Prostate"}}},
    {{"liver"}, {kAnatomical, {"10200004", "SCT", "Liver"}}},
    {{"left ventricle"}, {kAnatomical, {"87878005", "SCT", "Left ventricle"}}},
};

/// Names are written "non-enhancing tumour", "Non_Enhancing  tumour" ...
std::string Plain(const std::string& name) {
  std::string plain = LowerCase(Trimmed(name));
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

}  // namespace

SegmentCodes CodesOfClass(const std::string& name) {
  const std::string plain = Plain(name);
  for (const Known& known : kKnown)
    for (const char* each : known.names)
      if (plain == each) return known.codes;
  return {kTissue, {Sha256Of(plain).substr(0, 12), "99FUSE4SEG", name}};
}

}  // namespace f4s
