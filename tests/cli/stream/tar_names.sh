# Tar files without a number in their name, archives without cases, and what was killed and is no dataset yet.
#> 2 66 65 65 65
#? stderr *'out.tar': tar files need a number in their name, as in 'out-%06d.tar' [[]output.tar[]]*no-%06d.tar: no such tar files [[]input.missing[]]*holds no case records (cases/ID.json) [[]tar.no_cases[]]*no header of a tar archive [[]tar.header[]]*there is no 'k.json' yet: it is an unfinished dataset [[]dataset.unfinished[]]*
{
  f4s-prep "$DATA/phantom" -o out.tar --format none; echo $?
  f4s-metrics 'no-%06d.tar' --format none; echo $?
  echo a >a; tar -cf empty.tar a; f4s-metrics empty.tar --format none; echo $?
  head -c 2000 /dev/zero | tr '\0' x >bad.tar; f4s-metrics bad.tar --format none; echo $?
  f4s-prep "$DATA/phantom" -o 'k-%02d.tar' --format none; rm k.json; f4s-metrics 'k-%02d.tar' --format none; echo $?
} | xargs
