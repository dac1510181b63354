# --brain builtin can do nothing for a 2-D picture: 65.
#? exit 65
#? stderr f4s-prep: *brain.picture*
colour_png >a.png; f4s-prep t1=a.png -o out --brain builtin >/dev/null
