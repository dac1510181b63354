# How a program runs is for flags alone: a configuration that says it is refused with the flag's name.
#? exit 78
#? stderr f4s-fuse: *key 'skip_existing': a configuration says what is computed, and --skip-existing how: give it as a flag [[]config.flag]
echo '{"method":"average","skip_existing":true}' >c.json
f4s-fuse t1=a.png flair=b.png -o o --config c.json --format none
