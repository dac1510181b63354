# T2, high-b and ADC of a prostate on two grids: the ADC is registered, the high-b image (which tells too little by itself) goes with it, the lesion keeps its volume.
#> 19 true adc headers
#> registration.unstable
#? stderr f4s-prep: warning: no case of the training split has label 1 (a)*label 5 (e)
#? skip-unless ../shared/data/prostate
p=$ROOT/../shared/data/prostate/ProstateX-0000
f4s-prep t2="$p/t2w.nii.gz" hbv="$p/hbv.nii.gz" adc="$p/adc.nii.gz" label="$p/label__lesion__human_expert__original.nii.gz" --classes '1=a 2=b 3=c 4=d 5=e' --brain none -o out | cases >cases
f4s-prep t2="$p/t2w.nii.gz" hbv="$p/hbv.nii.gz" --brain none --register headers -o headers | cases | head -1 >headers.json
echo "$(wc -l <cases) $(head -1 cases | jq '.registration.adc | .kept == "registration" and .rotation_degrees < 3 and (.translation_mm | map(fabs) | max) < 2') $(head -1 cases | jq -r .registration.hbv.moved_with) $(jq -r .registration.hbv.kept headers.json)"
head -1 cases | jq -r '.findings[].code | select(startswith("registration"))'
