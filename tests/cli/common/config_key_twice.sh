# A settings file in which a key stands twice is refused, and so is one of 60,000 brackets: 78, and neither counts.
#> 78
#> 78
#? stderr *the key 'threads' stands twice [[]config.syntax[]]*more than 100 levels deep [[]config.syntax[]]*
echo '{"threads":1,"threads":2}' >twice.json; printf '[%.0s' {1..60000} >deep.json
f4s-fuse a=a.png b=b.png -o out --method average --config twice.json >/dev/null; echo $?
f4s-fuse a=a.png b=b.png -o out --method average --config deep.json >/dev/null; echo $?
