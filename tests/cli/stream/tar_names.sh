# Tar files without a number in their name, and archives without cases.
#> 2 66 65 65
#? stderr *'out.tar': tar files need a number in their name, as in 'out-%06d.tar' [[]output.tar[]]*no-%06d.tar: no such tar files [[]input.missing[]]*holds no case records (cases/ID.json) [[]tar.no_cases[]]*no header of a tar archive [[]tar.header[]]*
{
  f4s-prep "$DATA/phantom" -o out.tar; echo $?
  f4s-metrics 'no-%06d.tar' --format none; echo $?
  echo a >a; tar -cf empty.tar a; f4s-metrics empty.tar --format none; echo $?
  head -c 2000 /dev/zero | tr '\0' x >bad.tar; f4s-metrics bad.tar --format none; echo $?
} | xargs
