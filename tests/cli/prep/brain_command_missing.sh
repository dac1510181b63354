# A program of --brain that is not there: 69 with its name, before the first case; in a shell's command likewise.
#> 69
#> 69
#> 69
#? stderr *no program 'hd-bet' is found*no program 'no-such-bet' is found*no-such-bet*not found*
nrrd "4 1 1" 50 90 10 70 >t1.nrrd
# shellcheck disable=SC2123
tools=$(dirname "$(command -v f4s-prep)")
for brain in hd-bet no-such-bet 'no-such-bet {in} {out}'; do
  PATH=$tools:/usr/bin:/bin f4s-prep t1=t1.nrrd -o out --volumes --brain "$brain" >/dev/null; echo $?
done
