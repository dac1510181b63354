# --help is answered whatever else is there or missing.
f4s-prep nothing --size 8 --help | grep -q '^Usage: f4s-prep'
