# Several models that recommend different post-processing are refused, whichever comes first, unless flags decide.
#> 65 65 0
#? stderr *recommends other post-processing of its label maps than *
model() { make_model "$1" '{"network":{"segmenter":"unet","input":"images","segmentation_width":4,"segmentation_levels":2},"modalities":["t1ce","flair"],"takes":["images"],"gives":["prediction"],"classes":{"1":"necrosis","2":"oedema","4":"enhancing"},"regions":{"WT":[1,2,4],"TC":[1,4],"ET":[4]}'"$2"'}'; }
model pa.safetensors ''; model pb.safetensors ',"postprocess":{"min_volume_ml":{"WT":10}}'
slices 1 >one.ndjson
segment() { f4s-segment one.ndjson --anyway --format none "$@"; echo $?; }
{ segment -o a --model pa.safetensors --model pb.safetensors; segment -o b --model pb.safetensors --model pa.safetensors
  segment -o c --model pa.safetensors --model pb.safetensors --volumes --min-volume WT=1; } >codes; xargs <codes
