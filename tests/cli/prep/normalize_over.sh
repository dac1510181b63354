# --normalize-over: one scale for all slices of a subject that come as images (the default where they follow one another), or each image's own.
#> p1_1 197 subject p1_2 197 subject p2_1 100 subject p2_2 100 subject
#> p1_1 99 null p1_2 198 null p2_1 99 null p2_2 99 null
#> 65
#? stderr f4s-prep: warning: 4 images are slices of 2 subjects*f4s-prep: --normalize-over subject: the cases of a subject must follow one another*
nrrd "2 2 3" 0 10 20 100 0 10 20 200 0 10 20 100 >v.nrrd; f4s-prep t1=v.nrrd -o v --brain none --normalize none --slices all >/dev/null; mkdir t1
i=(v/images/t1/*.png); cp "${i[0]}" t1/p1_1.png; cp "${i[1]}" t1/p1_2.png; cp "${i[0]}" t1/p2_1.png; cp "${i[0]}" t1/p2_2.png
show() { cases | jq -r '"\(.id) \(.intensity.t1.high | floor) \(.intensity.t1.over)"' | xargs; }
f4s-prep t1=t1 -o a | show; f4s-prep t1=t1 -o b --normalize-over image -q | show
printf 'subject,t1\np1,t1/p1_1.png\np2,t1/p2_1.png\np1,t1/p1_2.png\n' >c.csv; f4s-prep c.csv -o c --normalize-over subject >/dev/null; echo $?
[[ $(grep -c subject_scale a/cases.ndjson) == 0 ]]
