# Subjects whose names begin alike, as examinations of one patient do, are said before they are divided; --subject answers it.
#> warning: 'P07_a' and 'P07_b' are two subjects, which may be in different splits: --subject REGEX says what names a patient
#> 0
#? stderr *
for id in P07_a P07_b P08_a P09_a; do mkdir -p in/$id; nrrd "4 4 2" $(seq 32) >in/$id/${id}_t1.nrrd; done
f4s-prep in -o o --brain none --volumes --format none 2>&1 | sed -n 's/^f4s-prep: \(warning: .P0.*\)/\1/p'
f4s-prep in -o p --brain none --volumes --format none --subject '(P..)' 2>&1 | grep -c REGEX || true
