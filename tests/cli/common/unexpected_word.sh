# A word that a tool has no use for is exit 2.
#? exit 2
#? stderr f4s-phantom: unexpected word 'extra'*
f4s-phantom -o out extra
