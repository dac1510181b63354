# NAME=FOLDER words: files are paired by name without extension, in the order of names.
#> ["a",["x","y"]]
#> ["b",["x","y"]]
mkdir x y; nrrd "2 1 1" 1 2 | tee x/{b,a}.nrrd y/{a,b}.nrrd >/dev/null; touch x/notes.txt x/.hidden.nrrd
f4s-fuse x=x y=y -o out --method average | cases | jq -c '[.id, (.images | keys)]'
