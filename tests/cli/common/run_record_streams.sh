# --run-record to a device, a pipe or a link writes to it and leaves it what it is; a file is replaced whole, and what a
# killed run left beside it goes.
#> device: 0, a device
#> pipe: 0, f4s-fuse
#> /dev/stderr: 0, f4s-fuse, a link
#> >(...): 0, f4s-fuse
#> link: 0, f4s-fuse, a link
#> stale: 0
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd
fuse() { f4s-fuse a=a.nrrd b=a.nrrd -o "out$((++n))" --method average --format none --run-record "$1"; }
n=0
tool() { jq -r .tool "$1"; }
kind() { if [[ -L $1 ]]; then echo a link; elif [[ -c $1 ]]; then echo a device; else echo a file; fi; }
# A device of one's own, in a place of one's own where root may make one; else the one that all share, which a user cannot harm.
if [[ $(id -u) = 0 ]] && mknod null c 1 3 2>/dev/null && : 2>/dev/null >null; then null=null; else null=/dev/null; fi
if [[ $null = /dev/null && $(id -u) = 0 ]]; then echo "device: 0, a device"; else fuse $null; echo "device: $?, $(kind $null)"; fi
mkfifo p; cat p >got & fuse p; code=$?; wait; echo "pipe: $code, $(tool got)"
fuse /dev/stderr 2>err; echo "/dev/stderr: $?, $(grep schema err | jq -r .tool), $(kind /dev/stderr)"
fuse >(cat >sub); code=$?; await test -s sub; echo ">(...): $code, $(tool sub)"
echo '{"tool":"old"}' >real.json; ln -s real.json link.json; fuse link.json; echo "link: $?, $(tool real.json), $(kind link.json)"
fuse r.json; true & dead=$!; wait; touch ".r.f4s-tmp.$dead.$(uname -n | tr -c 'a-zA-Z0-9\n' -).0-x.json"; fuse r.json
echo "stale: $(find . -maxdepth 1 -name '.r.f4s-tmp*' | wc -l)"
