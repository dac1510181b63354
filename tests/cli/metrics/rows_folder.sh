# A DICOM case whose id is a hash is shown with its folder's name.
#> id,folder,subject,split,segmentation.1.dice
#> study-0123456789ab,patient 7,study-0123456789ab,,1.0
nrrd "3 1 1" 0 1 0 >l.nrrd
echo '{"schema":"f4s.case/1","id":"study-0123456789ab","label":"l.nrrd","prediction":"l.nrrd","dicom":{"t1":{}},"source":{"t1":"/d/patient 7/s1","t2":"/d/patient 7/b/s2"}}' >in.ndjson
f4s-metrics in.ndjson --format csv --columns dice.1
