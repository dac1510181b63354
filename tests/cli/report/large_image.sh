# Images of 8,000 pixels a side: shown smaller, in a small page.
#> true
#> 1
{ printf 'NRRD0004\ntype: uint8\ndimension: 2\nsizes: 8000 8000\nencoding: raw\n\n'; yes 'a line of some text, for levels' | head -c 64000000; } >a.nrrd
f4s-report t1=a.nrrd flair=a.nrrd -o r.html >/dev/null || exit 3
[[ $(stat -c %s r.html) -lt 2000000 ]] && echo true
grep -c '<article' r.html
