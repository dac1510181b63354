# --paper-strict is the paper: adversarial, correlation and texture loss alone from the first step on, the fused image the
# decoder's own, and config.json what ran; what the paper does not have is refused by name.
#> loss: true
#> log(1 - D): true
#> 0.01 0 saturating 1 0 1 0 none cross sgd 0.0001
#> {"events":["adversarial","discriminators","fusion.correlation","fusion.texture","fusion.total"]}
#> refused: 2 2 2 2 2 2 2 2 2 2
#> fed back: 0
#? stderr *
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --paper-strict --modalities t1ce,flair --format none "$@"; }
train -o run --task fusion --sigma 0.25 --log-every 1 --config small.json
steps() { jq -s "map(select(.event == \"step\").losses | $1) | all" run/events.ndjson; }
echo "loss: $(steps '(.["fusion.total"] - 0.25 * .["fusion.correlation"] - 0.75 * .["fusion.texture"] - 0.01 * .adversarial) | fabs < 1e-5')"
echo "log(1 - D): $(steps '.adversarial < 0')"  # as eq. 10
jq -r '"\(.adversarial_weight) \(.adversarial_warmup_epochs) \(.generator_loss) \(.real_label) \(.r1_every) \(.texture_weight) \(.intensity_weight) \(.fusion_residual) \(.fusion_attention) \(.segmentation_optimiser) \(.fusion_learning_rate)"' run/config.json
jq -sc '{events: (map(select(.event == "epoch").losses | keys) | add | unique)}' run/events.ndjson
refused() { train -o no --config small.json "$@" >/dev/null 2>said; code=$?; [[ $(<said) == *"$1"*train.paper_strict* ]] || cat said >&2; echo $code; }
echo "refused: $({
  refused --contrast 4=0.2; refused --intensity-weight 1; refused --texture-weight 10; refused --adversarial-weight 0
  refused --vif-weight 1; refused --bilevel alternate; refused --fusion-residual mean; refused --ema-decay 0.9
  refused --method unet; f4s-pretrain "$DATA/prepared" -o no --paper-strict --fusion-residual mean --format none; echo $?; } | xargs)"
train -o again --task fusion --config run/config.json; echo "fed back: $?"; cmp run/last.safetensors again/last.safetensors
