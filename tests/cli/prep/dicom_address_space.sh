# Under less memory than the process that reads DICOM may take (ulimit -v), a series is read all the same.
#> 0
make_dicom series size=6,5,4
(ulimit -v 3000000; f4s-prep t1=series -o out --brain none --volumes --format none); echo $?
