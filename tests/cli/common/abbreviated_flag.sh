# A flag must be given in full: an abbreviation would change its meaning with the next version.
#? exit 2
#? stderr f4s-fuse: unknown option '--meth'*
f4s-fuse "$DATA/prepared" -o out --meth average
