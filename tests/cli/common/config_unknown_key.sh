# An unknown key in the configuration is exit 78 with its line, and the nearest key is offered.
#? exit 78
#? stderr f4s-phantom: c.json: line 3: unknown key 'nois'*did you mean*noise*
printf '{\n "bias": 0.1,\n "nois": 0.1\n}' >c.json
f4s-phantom -o out --config c.json
