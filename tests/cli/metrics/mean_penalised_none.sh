# What has no worst value is not counted as its best: an undefined relative difference of volumes leaves mean_penalised null, and
# a case without a reference is none of mean_reference.
#> {"n":1,"n_undefined":1,"mean":-0.5,"mean_penalised":null,"n_reference":1,"mean_reference":-0.5}
mkdir l p; nrrd "4 1 1" 0 1 1 0 >l/a.nrrd; nrrd "4 1 1" 0 0 0 0 >l/b.nrrd; nrrd "4 1 1" 0 1 0 0 | tee p/a.nrrd >p/b.nrrd
f4s-metrics prediction=p label=l --regions A=1 | run_record | jq -c '.summary.volumes.A.difference_relative | {n, n_undefined, mean, mean_penalised, n_reference, mean_reference}'
