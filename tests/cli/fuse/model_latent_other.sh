# Latent planes of another model are refused, with what does without.
#? exit 65
#? stderr f4s-fuse: */latent/*.safetensors: is of the model with sha256 *--decompose-from fused does without*
inn_model m.safetensors; inn_model n.safetensors '["t1ce","flair"]' 4
f4s-fuse "$DATA/prepared" -o out --ids '*_0000_z01?' --model m.safetensors --latent --format none
f4s-fuse out -o apart --model n.safetensors --decompose --format none
