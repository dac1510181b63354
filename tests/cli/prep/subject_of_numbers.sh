# Numbers behind one stem, or behind a word for any image, count patients: each image stays a subject.
#> 3
#> 4
mkdir a b; for n in FLIR_001 FLIR_002 FLIR_003; do cp "$DATA/prepared/images/t1/phantom_0000_z015.png" a/$n.png; done
for n in train_1 train_2 test_1 test_2; do cp "$DATA/prepared/images/t1/phantom_0000_z015.png" b/$n.png; done
for d in a b; do f4s-prep t1=$d -o out-$d >/dev/null; jq .counts.subjects out-$d/dataset.json; done
