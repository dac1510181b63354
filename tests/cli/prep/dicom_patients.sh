# Studies of one patient are one subject: by PatientID whatever name stands beside it, with a word where the names differ; by the
# name where the ID is an anonymizer's; who has neither stands for itself.
#> a1 a1
#> a2 a1
#> a3 a1 dicom.patient: has the PatientID of a1, but another PatientName, and so is taken as the same subject
#> b1 b1
#> b2 b1
#> c1 c1
#> c2 c2
#> c3 c3
n=0
study() { n=$((n + 1)); make_dicom "in/$1" "study=1.2.9.$n" "series=1.2.9.$n.1" set=0008,103e:T1_se "set=0010,0020:$2" "set=0010,0010:$3"; rm "in/$1.nrrd"; }
study a1 12345 DOE^JANE; study a2 12345 Doe^Jane^^; study a3 12345 ROE^JANE
study b1 anonymous MAY^ANN; study b2 ANON MAY^ANN^^; study c1 '' ''; study c2 0 anonymous; study c3 67890 DOE^JANE
f4s-prep in -o out --volumes --brain none | cases | jq -r '"\(.id) \(.subject)" + ([.findings[]? | select(.code == "dicom.patient" and .severity == "warning") | " \(.code): \(.text)"] | join(""))'
