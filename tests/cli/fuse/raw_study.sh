# Studies as they came are prepared here, by a rule as f4s-prep does by default, and fused as volumes.
#> [["t1ce","flair"],[40,48,36],"fused/phantom_0000.nii.gz","prepared as f4s-prep does: --modalities t1ce,flair"]
#> the same
f4s-fuse "$DATA/phantom" --ids '*_0000' -o out --method average --modalities t1ce,flair | cases | jq -c --arg out "$PWD/out/" '[.fused_from, .geometry.size, (.fused | ltrimstr($out)), (.findings[] | select(.code == "model.prepared").text)]'
f4s-prep "$DATA/phantom" --ids '*_0000' -o p --volumes --format none; f4s-fuse p -o f --method average --modalities t1ce,flair --format none
diff -r f/fused out/fused && echo "the same"
