# PNG slices whose names share a stem and end in a slice number are one subject's: no patient in two splits. --subject REGEX and none say otherwise.
#> {"p3_slice1":"p3","p3_slice2":"p3","p4-z07":"p4","p4-z12":"p4","q_5_011":"q_5","q_5_012":"q_5"}
#> 3 6 images are slices of 3 subjects by their names (p3_slice1 of p3); --subject none makes each image a subject of its own, --subject REGEX says otherwise
#> {"p":4,"q":2}
#> 6 null
#? stderr f4s-prep: warning: 6 images are slices of 3 subjects by their names (p3_slice1 of p3); --subject none*
mkdir t1 t2; for n in p3_slice1 p3_slice2 p4-z07 p4-z12 q_5_011 q_5_012; do for m in t1 t2; do cp "$DATA/prepared/images/$m/phantom_0000_z015.png" $m/$n.png; done; done
f4s-prep t1=t1 t2=t2 -o out --split 0.5,0.5,0 | cases >o; jq -s -c 'map({(.id): .subject}) | add' o; jq -r '"\(.counts.subjects) \(.subjects)"' out/dataset.json
[[ $(jq -r '"\(.subject) \(.split)"' o | sort -u | wc -l) == 3 ]] || exit
f4s-prep t1=t1 t2=t2 -o regex --subject '^(.)' | cases | jq -s -c 'group_by(.subject) | map({(.[0].subject): length}) | add'
f4s-prep t1=t1 t2=t2 -o none --subject none >/dev/null; jq -r '"\(.counts.subjects) \(.subjects)"' none/dataset.json
