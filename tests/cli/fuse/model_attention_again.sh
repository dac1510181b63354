# --attention: --skip-existing makes the case whose map is gone and no other; --force makes the same again.
#> 5
make_model m.safetensors '{"network":{"fusion_attention":"cross","fusion_dim":8}}'
fuse() { f4s-fuse "$DATA/prepared" -o out --model m.safetensors --attention --format none "$@"; }
fuse; digest out >first; times out >before
fuse --skip-existing; diff before <(times out) || exit 1
lost=$(find out/attention -name '*_entropy.png' | sort | head -1); rm "$lost"
fuse --skip-existing; diff first <(digest out) || exit 1
diff before <(times out) | grep -c '^>'  # a fused image and four maps
fuse --force; diff first <(digest out)
