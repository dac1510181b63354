# A mask that is 0 everywhere, all modalities 0, a label of another grid where none may be resampled: 65, and --check says the same.
#> 65 prep.empty
#> 65 prep.empty
#> 65 geometry.grids
#> prep.empty
#> prep.empty
#> geometry.grids
#? stderr *
nrrd "2 2 1" 5 6 7 8 >a.nrrd; nrrd "2 2 1" 0 0 0 0 >z.nrrd; nrrd "2 1 1" 1 1 >s.nrrd
study() { case $1 in mask) echo t1=a.nrrd mask=z.nrrd ;; zero) echo t1=z.nrrd ;; *) echo t1=a.nrrd label=s.nrrd --register none ;; esac; }
# shellcheck disable=SC2046 # words
for what in mask zero label; do f4s-prep $(study $what) -o out --run-record r.json >/dev/null; echo $? "$(jq -r .error.code r.json)"; done
# shellcheck disable=SC2046
for what in mask zero label; do f4s-prep --check $(study $what) | cases | jq -r .error.code; done
