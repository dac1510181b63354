# A volume's slices follow one another, and each says how many there are.
holds -s 'group_by(.geometry.volume.id) | all(.[]; length == .[0].geometry.volume.slices and ([.[].geometry.volume.slice] | . == sort))' "$DATA/prepared/cases.ndjson"
