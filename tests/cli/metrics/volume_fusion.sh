# A volume's fusion metrics are the mean over its axial slices.
f4s-prep "$DATA/phantom" -o v --ids '*_0000' --volumes --modalities t1,t2 --format none; f4s-fuse v -o fv --method average --format none
f4s-prep "$DATA/phantom" -o s --ids '*_0000' --slices all --modalities t1,t2 --format none; f4s-fuse s -o fs --method average --format none
ag() { f4s-metrics "$@" | cases | jq '.metrics.fusion.EN'; }
holds -n --argjson a "$(ag fv)" --argjson b "$(ag fs | jq -s 'add / length')" '($a - $b | fabs) < 0.01'
