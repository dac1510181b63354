# A value of the wrong type or out of range in the configuration is exit 78 with file and line.
#> 78 f4s-phantom: c.json: line 2: --noise: '7' must be at least 0 and at most 0.3 [parameter.value]
#> 78 f4s-phantom: c.json: line 1: --skull: 'yes' is not true or false [parameter.value]
#> 78 f4s-phantom: c.json: line 1: --tumours: '1.5' is not a whole number [parameter.value]
printf '{\n"noise": 7}' >c.json; said=$(f4s-phantom -o out --config c.json 2>&1); echo $? "$said"
echo '{"skull":"yes"}' >c.json; said=$(f4s-phantom -o out --config c.json 2>&1); echo $? "$said"
echo '{"tumours":1.5}' >c.json; said=$(f4s-phantom -o out --config c.json 2>&1); echo $? "$said"
