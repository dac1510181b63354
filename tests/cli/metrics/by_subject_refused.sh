# --by subject: cases of a subject that do not follow one another, and records that name no subject, are 65.
#> 65
#> 65
#? stderr f4s-metrics: case 'c': *'s'*do not follow one another*f4s-metrics: case 'l': *names no subject*--subject*
grey_png "4 1" 0 1 1 0 >l.png
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"$2\",\"label\":\"l.png\",\"prediction\":\"l.png\"}"; }
(r a s; r b t; r c s) >in.ndjson; f4s-metrics in.ndjson --by subject >/dev/null; echo $?
f4s-metrics prediction=l.png label=l.png --by subject >/dev/null; echo $?
