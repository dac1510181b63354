# References in other numbers than the model's (BraTS of 2023, the Decathlon, nnU-Net's regions) are scored by what they mean.
#> 2021 {"WT":0.899,"TC":0.673,"ET":0.757}
#> 2023 {"WT":0.899,"TC":0.673,"ET":0.757} {"1":"necrosis","2":"oedema","3":"enhancing"}
#> Decathlon {"WT":0.899,"TC":0.673,"ET":0.757} {"1":"edema","2":"non-enhancing tumor","3":"enhancing tumour"}
#> by subject {"WT":0.899,"TC":0.673,"ET":0.757}
#> as they are {"WT":0.85}
#> 65 label.scheme
#> ["model.prepared","segment.classes","overlay.reference"] 1
#> 65 label.value
for m in t1 t1ce t2 flair; do nifti $m $m.nii; done; nifti seg s.nii
numbers() { { head -c 352 s.nii; tail -c +353 s.nii | tr "$1" "$2"; } >l.nii; }
scores() { cases - | jq -c '.metrics.segmentation | map_values(.dice * 1000 | round / 1000)'; }
segment() { f4s-segment t1=t1.nii t1ce=t1ce.nii t2=t2.nii flair=flair.nii label=l.nii -o "$1" --model glioma --format none "${@:2}" 2>>err; }
own() { cases "$1/cases.ndjson" | jq -c .label_scheme.classes; }
# A record of the study, with classes and regions.
study() { jq -nc --argjson classes "$1" --argjson regions "$2" '{schema: "f4s.case/1", id: "a", images: ({t1: 1, t1ce: 1, t2: 1, flair: 1} | with_entries(.value = "\(.key).nii")), label: "l.nii", $classes, $regions}' >r.ndjson; }
labelled() { f4s-segment r.ndjson -o "$1" --model glioma --format none 2>>err; }
numbers '' ''; segment a; echo 2021 "$(f4s-metrics a | scores)"
numbers '\4' '\3'; study '{"1":"necrosis","2":"oedema","3":"enhancing"}' '{"WT":[1,2,3],"TC":[1,3],"ET":[3]}'; labelled b; echo 2023 "$(f4s-metrics b | scores)" "$(own b)"
numbers '\1\2\4' '\2\1\3'; study '{"1":"edema","2":"non-enhancing tumor","3":"enhancing tumour"}' '{}'; labelled c; echo Decathlon "$(f4s-metrics c | scores)" "$(own c)"
echo by subject "$(f4s-metrics c --by subject | scores)"
f4s-metrics b --regions WT=1,2,4 2>/dev/null | scores | sed 's/^/as they are /'
refused() { f4s-metrics "$1" --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"; }
study '{"1":"lesion","2":"scar","3":"cyst"}' '{}'; labelled d; refused d
f4s-segment r.ndjson -o o --model glioma --overlay 2>>err | cases | jq -c '[.findings[].code]' | tr '\n' ' '; find o/overlay -name '*.png' | wc -l
numbers '\1\2\4' '\2\1\5'; jq -c '.label = "'"$PWD"'/l.nii"' c/cases.ndjson >e.ndjson; sed -i "s#\"labels/#\"$PWD/c/labels/#" e.ndjson; refused e.ndjson
#? stderr *the classes of its reference (1 lesion, 2 scar, 3 cyst) are not its prediction's (1 necrosis, 2 oedema, 4 enhancing), and no region has a name in both: --regions*[[]label.scheme[]]*holds the label 5, which is none of the classes of label_scheme*
