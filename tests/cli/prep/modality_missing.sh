# A modality that a study lacks: 66 from a folder, with the study; --keep-going takes the others.
#> 66
#> 8 {"ok":1,"failed":1,"skipped":0}
#? stderr *case 'phantom_0000': *the study has no t2*case 'phantom_0000': *the study has no t2*
mkdir in; cp -r "$DATA"/phantom/phantom_000[01] in; rm in/phantom_0000/*_t2.nii.gz
f4s-prep in -o a --modalities t1,t2 --volumes >/dev/null; echo $?
f4s-prep in -o b --modalities t1,t2 --volumes --keep-going --run-record r.json >/dev/null; echo $? "$(jq -c .cases r.json)"
