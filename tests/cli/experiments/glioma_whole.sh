# examples/experiments/glioma_whole.sh in miniature: crops, whole brains and halved slices of heads, a training without each group of
# brains and one with all, by the settings of the model that comes with the suite; and the four tables.
#> | brain left out | WT Dice | WT precision | WT sensitivity | WT HD95, mm | TC Dice | TC precision | TC sensitivity | TC HD95, mm | ET Dice | ET precision | ET sensitivity | ET HD95, mm |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | BraTS2021_00000 | # | # | # | # | # | # | # | # | # | # | # | # |
#> | BraTS20_Training_002 | # | # | # | # | # | # | # | # | # | # | # | # |
#> | modalities | WT Dice | WT precision | WT sensitivity | WT HD95, mm | TC Dice | TC precision | TC sensitivity | TC HD95, mm | ET Dice | ET precision | ET sensitivity | ET HD95, mm |
#> |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
#> | t1, t1ce, t2, flair | # | # | # | # | # | # | # | # | # | # | # | # |
#> | flair | # | # | # | # | # | # | # | # | # | # | # | # |
#> | region | ECE, mean | ECE, worst brain | Brier score, mean |
#> |---|---:|---:|---:|
#> | WT | # | # | # |
#> | TC | # | # | # |
#> | ET | # | # | # |
#> | whole heads | Dice, mean | sd | median | least | precision | sensitivity | false area, % |
#> |---|---:|---:|---:|---:|---:|---:|---:|
#> | t1, t1ce, flair | # | # | # | # | # | # | # |
#> | t1ce, flair | # | # | # | # | # | # | # |
#> | flair | # | # | # | # | # | # | # |
#> fusion network, of crops alone: BraTS20; the base, heads too: BraTS20 TCGA
#> crops of the subject that is left out: 0
#> brains in each training: without-0 BraTS20_Training_002, without-1 BraTS2021_00000, all BraTS2021_00000 BraTS20_Training_002
#> as what is shipped: true
#? stderr *
. "$ROOT/tests/cli/experiments/support/functions.sh"
forms crops crops 10 24
forms volumes brains BraTS2021_00000 BraTS20_Training_002
forms slices slices 10
FUSER="1 1" BASE="1 1" WHOLE="1 1" APART=BraTS20_Training_003 SETS="t1,t1ce,t2,flair flair" \
  LEFT_OUT="BraTS2021_00000 BraTS20_Training_002" experiment glioma_whole crops brains slices out >all.md || exit
shape all.md 'Dice|precision|sensitivity|HD95|^ sd'
origins() { jq -r .subject "out/$1.ndjson" | sed 's/_.*//' | sort -u | xargs; }
echo "fusion network, of crops alone: $(origins fuser); the base, heads too: $(origins base)"
echo "crops of the subject that is left out: $(jq -r 'select(.subject == "BraTS20_Training_003").id' out/{fuser,base,all}.ndjson | wc -l)"
echo "brains in each training:$(for run in without-0 without-1 all; do
  echo " $run $(jq -r 'select(.id | test("_copy")).subject' out/$run.ndjson | LC_ALL=C sort -u | xargs)"; done | paste -sd ,)"
echo "as what is shipped: $(diff <(provenance glioma) <(provenance out/all/last.safetensors) && echo true)"
