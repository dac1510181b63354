# A flag whose value is missing is exit 2 and names the flag.
#? exit 2
#? stderr f4s-phantom: *--cases*
f4s-phantom -o out --cases
