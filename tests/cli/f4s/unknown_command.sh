# What is no command of f4s is exit 2, and what is meant is offered: the command, the program, or info for a file.
#> 2 2 2 2
#? stderr f4s: no command 'inof'*did you mean 'info'?*f4s: no command 'prep'*the program is f4s-prep*f4s: no command 'c.png'*f4s info c.png*f4s: unknown option '--formt'; did you mean '--format'?*
colour_png >c.png
f4s inof; a=$?; f4s prep; b=$?; f4s c.png; c=$?; f4s info c.png --formt ndjson; echo $a $b $c $?
