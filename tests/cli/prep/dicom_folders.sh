# A series whose files lie in several folders, as exports to a CD leave it, is one volume; a copy of it changes nothing.
#> in [{"also":["../2"],"slices":3}] ["dicom.folders"]
#> the same voxels
#> the same voxels
#> dicom.copies
#> 66
series() { make_dicom "$1" study=1.2.2 series=1.2.2.1 set=0008,103e:T1_se name=; rm "$1.nrrd"; }
series whole/1; series in/1; mkdir in/2; mv "$(ls -d in/1/* | tail -n 1)" in/2/x.dcm
for from in whole in; do f4s-prep $from -o out-$from --brain none --volumes >$from.ndjson; done
cases in.ndjson | jq -cj '.id, " "'; cases in.ndjson | jq -c '.dicom.t1 | [{also, slices}], .' | head -n 1 | tr '\n' ' '; cases in.ndjson | jq -c '[.findings[]?.code]'
same() { cmp "$(find out-whole -name '*.nii.gz' | head -n 1)" "$(find "$1" -name '*.nii.gz' | head -n 1)" && echo the same voxels; }
same out-in
series copy/1; cp -r copy/1 copy/2; f4s-prep copy -o out-copy --brain none --volumes >copy.ndjson; same out-copy
cases copy.ndjson | jq -r '.findings[] | select(.code != "dicom.folders").code' | head -n 1
# Who takes one of the folders away is told.
jq -c 'select(.schema == "f4s.case/1") | .images.t1 = "in/1" | .dicom.t1.also = ["../3"]' in.ndjson >gone.ndjson
f4s-prep gone.ndjson -o out-gone --brain none --volumes --format none; echo $?
#? stderr *in/3: no such file*
