# Every rule fuses two, three and four modalities, the same bytes whatever the threads; none copies one source.
#> 7 rules, 3 numbers of modalities: 21 images
n=0
for rule in average maximum laplacian wavelet guided-filter pca gradient; do
  for modalities in t1ce,flair t1,t1ce,flair t1,t1ce,t2,flair; do
    f4s-fuse "$DATA/prepared" -o one --method $rule --modalities $modalities --ids '*_z015' -j1 --force --format none
    f4s-fuse "$DATA/prepared" -o two --method $rule --modalities $modalities --ids '*_z015' -j2 --force --format none
    image=$(cd one/fused && ls | head -n 1)
    cmp "one/fused/$image" "two/fused/$image" && n=$((n + 1))
    for modality in t1 t1ce t2 flair; do
      ! cmp -s "one/fused/$image" "$DATA/prepared/images/$modality/$image" || echo "$rule copies $modality"
    done
  done
done
echo "7 rules, 3 numbers of modalities: $n images"
