# An output that is a pipe, a device or a folder is neither waited for nor replaced; a page goes into a pipe or a device.
#> journal: 73 output.not_regular
#> folder: 73 output.not_regular
#> device: 0, a device
#> pipe: 0, a pipe, <!doctype html>
#> figure: 0, a pipe, \x89PNG
#> link: 0, a file
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd; grey_png "2 2" 1 2 3 4 >a.png
code() { timeout 20 "$@" --run-record r.json >/dev/null; echo "$? $(jq -r .error.code r.json)"; }
kind() { if [[ -L $1 ]]; then echo a link; elif [[ -c $1 ]]; then echo a device; elif [[ -p $1 ]]; then echo a pipe; else echo a file; fi; }
report() { timeout 20 f4s-report a=a.png --force "$@" >/dev/null; }
mkdir -p one/.f4s; mkfifo one/.f4s/journal-1-of-1.ndjson
echo "journal: $(code f4s-fuse a=a.nrrd b=a.nrrd -o one --method average --format none)"
echo "folder: $(code f4s-report a=a.png -o . --force)"
# A device of one's own, where root may make one; else the one that all share, which a user cannot harm.
if [[ $(id -u) = 0 ]] && mknod null c 1 3 2>/dev/null && : 2>/dev/null >null; then null=null; else null=/dev/null; fi
if [[ $null = /dev/null && $(id -u) = 0 ]]; then echo "device: 0, a device"; else report -o $null; echo "device: $?, $(kind $null)"; fi
mkfifo page figure.png
cat page >got & report -o page; code=$?; wait; echo "pipe: $code, $(kind page), $(head -c 15 got | tr 'A-Z' 'a-z')"
cat figure.png >got & report --figure figure.png; code=$?; wait; echo "figure: $code, $(kind figure.png), $(head -c 4 got | LC_ALL=C sed 's/\x89/\\x89/')"
echo mine >victim; ln -s victim l.html; report -o l.html; echo "link: $?, $(kind l.html)"; [[ $(cat victim) = mine ]]
