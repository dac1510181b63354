# A network that labels nothing has Dice 0, however many slices are without tumour: Dice is by subject, over all slices,
# of subjects whose reference has the region. That nothing is labelled is said; best_by says what the best is chosen by.
#> [0,1] mean Dice by subject + 0.1 (VIF + Qabf)
#> 1 line of a validation, 4 of steps
#> f4s-train: warning: the best network, of epoch 2: predicts nothing in any validation slice
#> said with -q, --progress never: 0 0
echo '{"epochs":2,"steps_per_epoch":12,"validate_every":2,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json "$@"; }
train -o run --log-every 6 2>said >out
echo "$(jq -c 'select(.validation) | .validation.segmentation.WT | [.dice, .n]' run/events.ndjson | sort -u) $(run_record out | jq -r .summary.best_by)"
dated='^20[0-9-]{8} [0-9:]{8} f4s-train: epoch'
echo "$(grep -cE "$dated [12] of 2, loss .*, Dice WT 0" said) line of a validation, $(grep -cE "$dated [12], step [0-9]+, loss .* images/s$" said) of steps"
grep warning said
train -o quiet -q 2>quiet.said >out; train -o never --progress never 2>never.said >out
echo "said with -q, --progress never: $(wc -l <quiet.said) $(grep -c 'epoch.*of' never.said)"
