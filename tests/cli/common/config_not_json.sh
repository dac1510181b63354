# A configuration file that is no JSON object is exit 78.
#> 78
#> 78
#? stderr f4s-phantom: c.json: is not JSON*f4s-phantom: c.json: is not a JSON object*
echo '{"noise": 0.1,' >c.json; f4s-phantom -o out --config c.json; echo $?
echo '[1]' >c.json; f4s-phantom -o out --config c.json; echo $?
