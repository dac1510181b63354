# A program of --brain that hangs is ended with all that it started, after --brain-limit seconds: 65.
#> 65
#> gone
#? stderr f4s-prep: *did not finish in 1 s*brain.timeout*
cat >hang <<'EOF'
#!/bin/sh
[ "$1" = --version ] && exit 1
sleep 300 &
echo $! >pid
wait
EOF
chmod +x hang; nrrd "4 1 1" 50 90 10 70 >t1.nrrd
f4s-prep t1=t1.nrrd -o out --volumes --brain ./hang --brain-limit 1 >/dev/null; echo $?
ended() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"; }
await ended "$(cat pid)" && echo gone
