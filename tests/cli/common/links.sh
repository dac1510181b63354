# A link that waits in an output folder is not followed: .f4s, the journal, the folder of a kind of output.
#> .f4s: 73 73 73 73
#> journal: 73 73
#> kind: 73 73
#> tar: 73
#> victims: 0
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd; nrrd "8 8 8" {0..255} {0..255} >v.nrrd; mkdir elsewhere; echo mine >victim; cp victim before
fuse() { f4s-fuse a=a.nrrd b=a.nrrd -o "$@" --method average --format none; echo $?; }
prep() { f4s-prep t1=v.nrrd -o "$@" --brain none --format none; echo $?; }
echo ".f4s: $(for t in fuse prep; do for more in --progress=never --force; do mkdir "$t$more"; ln -s "$PWD/elsewhere" "./$t$more/.f4s"; $t "./$t$more" $more; done; done | xargs)"
echo "journal: $(for t in fuse prep; do mkdir -p "j$t/.f4s"; ln -s "$PWD/victim" "j$t/.f4s/journal-1-of-1.ndjson"; $t "j$t"; done | xargs)"
mkdir kf kp; ln -s "$PWD/elsewhere" kf/fused; ln -s "$PWD/elsewhere" kp/images
echo "kind: $(fuse kf --force) $(prep kp --force)"
ln -s "$PWD/elsewhere" .t.tar; echo "tar: $(f4s-fuse a=a.nrrd b=a.nrrd -o 't-%06d.tar' --method average --format none; echo $?)"
cmp victim before; echo "victims: $(find elsewhere -mindepth 1 | wc -l)"
