# With --keep-going the others are done and the run exits 8.
#> 8 {"ok":1,"failed":2,"skipped":0}
#? stderr f4s-fuse: case 'b': y: *f4s-fuse: case 'c': x: *
mkdir x y; nrrd "2 1 1" 1 2 | tee x/{a,b}.nrrd y/{a,c}.nrrd >/dev/null
f4s-fuse x=x y=y -o out --method average --keep-going --run-record r.json >/dev/null; echo $? "$(jq -c .cases r.json)"
