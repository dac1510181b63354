# A flag that means nothing to a tool is not there: f4s-phantom and f4s-prep compute on no device.
#? exit 2
#? stderr f4s-phantom: unknown option '--device'*
f4s-phantom -o out --device cpu
