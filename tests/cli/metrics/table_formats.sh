# The forms of --table; the best is set off in all for people, and numbers are whole in those for programs.
#> a  0.1235   2.0000*
#> b  0.2500*  1.0000
#> method,VIF,SD
#> a,0.123456,2.0
#> b,0.25,1.0
#> b	0.25	1.0
#> a & 0.1235 & \textbf{2.0000} \\
#> 2 1
#> {"a":{"VIF":0.123456,"SD":2},"b":{"VIF":0.25,"SD":1}}
s() { echo "{\"fusion\":{\"VIF\":{\"n\":1,\"mean\":$1},\"SD\":{\"n\":1,\"mean\":$2}}}"; }; s 0.123456 2.0 >a.json; s 0.25 1.0 >b.json
t() { f4s-metrics --table a=a.json b=b.json "$@"; }
t --format table | tail -2 | sed 's/  *$//; s/^\(.\)  */\1  /; s/\(\*\)*  */\1  /2' | sed 's/0.1235 *2/0.1235   2/; s/\* *1/*  1/'
t --format csv; t --format tsv | tail -1; t --format latex | grep '^a'
echo "$(t --format svg | grep -c 'font-weight="bold">[0-9]') $(t --format svg | grep -c '^<svg xmlns')"; t | jq -c .summary.table
