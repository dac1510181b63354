# --subject that does not fit a case's name: 65 with the case; one without a group: 2.
#> 65
#> 2
#> 2
#? stderr f4s-prep: case 'phantom_0000': --subject does not fit*f4s-prep: *has no group*f4s-prep: *no regular expression*
f4s-prep "$DATA/phantom" -o out --subject '(x.)' >/dev/null; echo $?
f4s-prep "$DATA/phantom" -o out --subject 'x' >/dev/null; echo $?
f4s-prep "$DATA/phantom" -o out --subject '(' >/dev/null; echo $?
